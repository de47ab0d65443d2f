using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Proofs;
using Moot.Signing.Pages;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>What a browser is told of its new key.</summary>
/// <param name="Accepted">True if it waits for another key now.</param>
/// <param name="Message">Why it does not.</param>
internal sealed record KeyWaits(bool Accepted, string? Message = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyWaits))]
internal sealed partial class SigningJson : JsonSerializerContext;

/// <summary>A member's own keys: which there are, adding and revoking, and whether the host may speak for them.</summary>
public static class KeyRoutes
{
    /// <summary>What a key that is made here is good for, told one by one: a list that is left out cannot be written.</summary>
    private static readonly ImmutableArray<KeyScope> Everything = [KeyScope.Edit, KeyScope.Govern, KeyScope.Money, KeyScope.Keys];

    /// <summary>Bytes of an act that adds a key, with room to spare.</summary>
    private const int NewKeyBytesMax = 16 << 10;

    private static readonly Verdict NotWaiting = Verdict.Refused("no-key-waits", "This key does not wait any more. Make it once more on the new device.");

    private static readonly Verdict TooLong = Verdict.Refused("label-too-long", $"A label has at most {SignInKey.LabelCharactersMax} characters.");

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("me/keys", ShowKeys);
        routes.MapPost("me/keys/add", Add);
        routes.MapPost("me/keys/revoke", Revoke);
        routes.MapPost("me/keys/name", NameKey);
        routes.MapPost("me/keys/waiting", SignNew);
        routes.MapPost("me/keys/sign", SignFor);
        routes.MapPost("me/keys/vouching", SetHostSpeaks);
        routes.MapPost("me/keys/link", LinkKey);
        routes.MapPost("me/keys/unlink", UnlinkKey);
    }

    /// <summary>The member who asks; null for guests and strangers.</summary>
    internal static Member? Myself(Desk desk) => desk.Visitor.Member is { } id ? desk.State<Roster>().Find(id) : null;

    /// <summary>What guests and strangers are told on pages of members.</summary>
    internal static IResult MembersOnly(Desk desk) =>
        desk.Refuse(Verdict.Refused("members-only", "Only a member can do this; join first."), StatusCodes.Status403Forbidden);

    private static KeysView View(HttpContext http, Desk desk, Member me, Verdict? refused = null) =>
        new(
            me,
            Challenges.Of(desk.Served).Give(desk, Challenges.Link, me.Id),
            IKeyDoor.Of(http)?.KeysOf(me.Id) ?? [],
            SignInKeyRoutes.Address(http, desk),
            refused
        )
        {
            Notes = IKeyDoor.Of(http)?.NotesOf(me.Id) ?? [],
            Here = IKeyDoor.Of(http)?.KeyHere(http),
            Waiting =
                NewKeys.Of(desk.Served).Find(me.Id, desk.Now) is { Signature.IsEmpty: false } waiting && me.Living(waiting.Key, desk.Now) is null
                    ? waiting
                    : null,
        };

    private static IResult Refuse(HttpContext http, Desk desk, Member me, Verdict verdict) =>
        desk.Refuse<KeysPage, KeysView>(View(http, desk, me, verdict), verdict);

    private static IResult ShowKeys(HttpContext http, Desk desk) =>
        Myself(desk) is { } me ? desk.Page<KeysPage, KeysView>(View(http, desk, me)) : MembersOnly(desk);

    private static async Task<IResult> Add(HttpContext http, Desk desk, Filled form)
    {
        if (Myself(desk) is not { } me)
        {
            return MembersOnly(desk);
        }

        if (SignInKeyRoutes.BrowserKey(http) is not { } key)
        {
            return Refuse(
                http,
                desk,
                me,
                Verdict.Refused("browser-key-needed", "This form needs a browser that keeps a key, with scripts on. The command below does the same.")
            );
        }

        if (Label(form) is not { } label)
        {
            return Refuse(http, desk, me, TooLong);
        }

        // Where the member has a key already, the host cannot vouch for another: the act waits for that key, on the device that has it.
        var hasKey = me.Living(desk.Now).Any();
        var done = await desk.Pen.Act(desk.Draft<AddKey, Roster>(new(key, Everything)) with { IsCoSigned = !hasKey });
        if (done.IsLawful && label.Length > 0 && desk.State<Roster>().OwnerOf(key) is null)
        {
            IKeyDoor.Of(http)?.NameKey(me.Id, key, label);
        }

        if (done is { IsLawful: true, ToSign: { } sign } && hasKey)
        {
            NewKeys.Of(desk.Served).Put(me.Id, new(key, sign.Text, sign.Rest, desk.Now + NewKeys.Waits));
            return desk.See(done with { ToSign = sign with { To = "me/keys/waiting" } }, "me/keys?new=1#waiting");
        }

        return done.IsLawful ? desk.See(done, "sign-in/key#now") : Refuse(http, desk, me, done.Verdict);
    }

    /// <summary>The new key's signature comes, before the one of the key that lets it in.</summary>
    private static async Task<IResult> SignNew(HttpContext http, Desk desk)
    {
        if (Myself(desk) is not { } me)
        {
            return MembersOnly(desk);
        }

        using var body = new MemoryStream();
        var part = new byte[NewKeyBytesMax / 4];
        for (int read; body.Length <= NewKeyBytesMax && (read = await http.Request.Body.ReadAsync(part, http.RequestAborted)) > 0; )
        {
            body.Write(part, 0, read);
        }

        return body.Length <= NewKeyBytesMax && NewKeys.Of(desk.Served).Sign(me.Id, desk.Now, body.ToArray())
            ? TypedResults.Json(new KeyWaits(Accepted: true), SigningJson.Default.KeyWaits)
            : TypedResults.Json(
                new KeyWaits(Accepted: false, NotWaiting.Sentence),
                SigningJson.Default.KeyWaits,
                statusCode: StatusCodes.Status422UnprocessableEntity
            );
    }

    /// <summary>The key in this browser signs for one that was made on another device.</summary>
    private static IResult SignFor(HttpContext http, Desk desk, Filled form)
    {
        if (Myself(desk) is not { } me)
        {
            return MembersOnly(desk);
        }

        if (
            NewKeys.Of(desk.Served).Find(me.Id, desk.Now) is not { Signature.IsEmpty: false } waiting
            || !string.Equals(waiting.Key.ToString(), form["key"], StringComparison.Ordinal)
        )
        {
            return Refuse(http, desk, me, NotWaiting);
        }

        return SignInKeyRoutes.BrowserKey(http) is { } by && me.Living(by, desk.Now) is not null
            ? desk.See(new Done(Verdict.Lawful, ToSign: new(waiting.Text, waiting.Rest) { After = waiting.Signature }), "me/keys")
            : Refuse(http, desk, me, Verdict.Refused("own-key-here", "Only a browser that has one of your keys can sign for another one."));
    }

    /// <summary>What the member calls a key: for themselves, so it goes into no log. Null where it is too long.</summary>
    private static string? Label(Filled form) => form["label"].Trim() is { Length: <= SignInKey.LabelCharactersMax } label ? label : null;

    private static IResult NameKey(HttpContext http, Desk desk, Filled form)
    {
        if (Myself(desk) is not { } me || IKeyDoor.Of(http) is not { } door)
        {
            return MembersOnly(desk);
        }

        if (!PublicKey.TryParse(form["key"], out var key) || !me.Keys.Any(k => k.Key == key))
        {
            return desk.Missing();
        }

        if (Label(form) is not { } label)
        {
            return Refuse(http, desk, me, TooLong);
        }

        door.NameKey(me.Id, key, label);
        return desk.See("me/keys");
    }

    private static async Task<IResult> Revoke(HttpContext http, Desk desk, Filled form)
    {
        if (Myself(desk) is not { } me)
        {
            return MembersOnly(desk);
        }

        if (!PublicKey.TryParse(form["key"], out var key))
        {
            return desk.Missing();
        }

        var done = await desk.Act<RevokeKey, Roster>(new(key, Prose.Of(form["reason"].Trim())));
        return done.IsLawful ? desk.See(done, "me/keys") : Refuse(http, desk, me, done.Verdict);
    }

    private static async Task<IResult> SetHostSpeaks(HttpContext http, Desk desk, Filled form)
    {
        if (Myself(desk) is not { } me)
        {
            return MembersOnly(desk);
        }

        var done = await desk.Act<SetVouching, Roster>(new(form.Has("allowed")));
        return done.IsLawful ? desk.See(done, "me/keys") : Refuse(http, desk, me, done.Verdict);
    }

    private static IResult LinkKey(HttpContext http, Desk desk, Filled form)
    {
        if (Myself(desk) is not { } me || IKeyDoor.Of(http) is not { } door)
        {
            return MembersOnly(desk);
        }

        var verdict = TryLink(desk, form, me, door);
        return verdict.IsLawful ? desk.See("me/keys") : Refuse(http, desk, me, verdict);
    }

    private static Verdict TryLink(Desk desk, Filled form, Member me, IKeyDoor door)
    {
        var challenge = new Challenge(form["challenge"], form["seal"]);
        if (Challenges.Of(desk.Served).Judge(desk, challenge, Challenges.Link, me.Id) is { IsLawful: false } bad)
        {
            return bad;
        }

        ImmutableArray<MinisignKey> minisign = [];
        if (form["public"].Trim() is { Length: > 0 } typed)
        {
            if (!MinisignKey.TryParse(Encoding.UTF8.GetBytes(typed), out var key, out var error))
            {
                return Verdict.Refused("proof-unreadable", error);
            }

            minisign = [key];
        }

        var verdict = PastedProof.Check(challenge.Text, form["proof"], minisign, out var proof);
        return !verdict.IsLawful ? verdict
            : proof!.Tool == ProofTool.Moot
                ? Verdict.Refused("key-of-moot", "This is a key of Moot: add it with the command below, so that it can sign acts and not only sign you in.")
            : !proof.Key.IsRegistrable
                ? Verdict.Refused("bad-key", "This is not a sound Ed25519 key (it is of small order, not canonical, or not on the curve).")
            : door.Find(proof.Tool, proof.Key) is not null ? Verdict.Refused("key-linked", "This key signs somebody in already.")
            : door.KeysOf(me.Id).Length >= SignInKey.KeysMax
                ? Verdict.Refused("too-many-keys", $"At most {SignInKey.KeysMax} keys can sign you in; take one away first.")
            : form["label"].Length > SignInKey.LabelCharactersMax
                ? Verdict.Refused("label-too-long", $"A key's name has at most {SignInKey.LabelCharactersMax} characters.")
            : Challenges.Of(desk.Served).Use(desk, challenge) is { IsLawful: false } used ? used
            : Link(desk, form, me, door, proof, minisign is [var m] ? m.Id : 0);
    }

    private static Verdict Link(Desk desk, Filled form, Member me, IKeyDoor door, PastedProof proof, ulong minisignId)
    {
        door.Link(new(proof.Tool, proof.Key, minisignId, me.Id, form["label"].Trim(), desk.Now));
        return Verdict.Lawful;
    }

    private static IResult UnlinkKey(HttpContext http, Desk desk, Filled form)
    {
        if (Myself(desk) is not { } me || IKeyDoor.Of(http) is not { } door)
        {
            return MembersOnly(desk);
        }

        if (!PublicKey.TryParse(form["key"], out var key) || !Enum.TryParse<ProofTool>(form["tool"], out var tool))
        {
            return desk.Missing();
        }

        door.Unlink(me.Id, tool, key);
        return desk.See("me/keys");
    }
}
