using System.Collections.Immutable;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Proofs;
using Moot.Signing.Pages;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>Signing in, and joining, by a key of one's own.</summary>
public static class SignInKeyRoutes
{
    /// <summary>Name of the header with which a browser says that it signs, and with which key.</summary>
    public const string SignHeader = "Moot-Sign";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("sign-in/key", ShowSignIn);
        routes.MapPost("sign-in/key", SignIn);
        routes.MapGet("join/key", ShowJoin);
        routes.MapPost("join/key", JoinWithKey);
    }

    /// <summary>The key that a browser says it signs with; null where it says nothing.</summary>
    public static PublicKey? BrowserKey(HttpContext http) => PublicKey.TryParse(http.Request.Headers[SignHeader].ToString(), out var key) ? key : null;

    /// <summary>Where the association is found, for a command line.</summary>
    internal static string Address(HttpContext http, Desk desk) => $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{desk.Root}";

    private static RazorComponentResult<SignInKeyPage> ShowSignIn(Desk desk) =>
        desk.Page<SignInKeyPage, SignInKeyView>(new(Challenges.Of(desk.Served).Give(desk, Challenges.SignIn)));

    private static IResult SignIn(HttpContext http, Desk desk, Filled form)
    {
        var verdict = TrySignIn(http, desk, form);
        return verdict.IsLawful
            ? desk.See("me")
            : desk.Refuse<SignInKeyPage, SignInKeyView>(new(Challenges.Of(desk.Served).Give(desk, Challenges.SignIn), form["proof"], verdict), verdict);
    }

    private static Verdict TrySignIn(HttpContext http, Desk desk, Filled form)
    {
        if (IKeyDoor.Of(http) is not { } door)
        {
            return Verdict.Refused("mirror", "This is a mirror; sign in at the association's host.");
        }

        var challenge = new Challenge(form["challenge"], form["seal"]);
        if (Challenges.Of(desk.Served).Judge(desk, challenge, Challenges.SignIn) is { IsLawful: false } bad)
        {
            return bad;
        }

        var verdict = PastedProof.Check(challenge.Text, form["proof"], MinisignKeys(door, form["proof"]), out var proof);
        if (!verdict.IsLawful)
        {
            return verdict;
        }

        if (OwnerOf(desk, door, proof!) is not { } member)
        {
            return proof!.Tool == ProofTool.Moot
                ? Verdict.Refused("key-nobodys", "The signature is good, and its key is not a living key of any member. Join with it first.")
                : Verdict.Refused(
                    "key-unlinked",
                    "The signature is good, and its key is not linked to a member. Sign in another way once and link it under \"Your keys\"."
                );
        }

        if (Challenges.Of(desk.Served).Use(desk, challenge) is { IsLawful: false } used)
        {
            return used;
        }

        door.LetIn(http, member, proof!.Tool == ProofTool.Moot && form.Has("browser") ? proof.Key : null);
        return Verdict.Lawful;
    }

    /// <summary>Whom a proven key signs in: a living key of a member, or one that a member linked.</summary>
    private static MemberId? OwnerOf(Desk desk, IKeyDoor door, PastedProof proof)
    {
        var roster = desk.State<Roster>();
        var member =
            proof.Tool == ProofTool.Moot ? roster.OwnerOf(proof.Key)
            : door.Find(proof.Tool, proof.Key) is { } linked ? roster.Find(linked.Member)
            : null;
        return member is { Left: null } && (proof.Tool != ProofTool.Moot || member.Living(proof.Key, desk.Now) is not null) ? member.Id : null;
    }

    private static ImmutableArray<MinisignKey> MinisignKeys(IKeyDoor door, string pasted) =>
        MinisignSignature.TryParse(Encoding.UTF8.GetBytes(pasted.Trim() + "\n"), out var read, out _)
            ? [.. door.ByMinisignId(read.KeyId).Select(k => k.AsMinisign)]
            : [];

    private static RazorComponentResult<JoinKeyPage> ShowJoin(HttpContext http, Desk desk) => desk.Page<JoinKeyPage, JoinKeyView>(new(Address(http, desk)));

    private static async Task<IResult> JoinWithKey(HttpContext http, Desk desk, Filled form)
    {
        var view = new JoinKeyView(Address(http, desk), form["name"]);
        if (BrowserKey(http) is null)
        {
            var refused = Verdict.Refused(
                "browser-key-needed",
                "This form needs a browser that keeps a key, with scripts on. The command below does the same."
            );
            return desk.Refuse<JoinKeyPage, JoinKeyView>(view with { Refused = refused }, refused);
        }

        var done = await desk.Act<Join, Roster>(new(Prose.Of(view.Name.Trim())));
        return done.IsLawful ? desk.See(done, "sign-in/key#now") : desk.Refuse<JoinKeyPage, JoinKeyView>(view with { Refused = done.Verdict }, done.Verdict);
    }
}
