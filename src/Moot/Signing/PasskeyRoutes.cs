using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Signing.Pages;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>Passkeys: made and taken away by a member, and shown to sign in.</summary>
public static class PasskeyRoutes
{
    /// <summary>UTF-16 characters of what a browser answers; some thousand are usual.</summary>
    private const int CredentialCharactersMax = 64 << 10;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("sign-in/passkey", ShowSignIn);
        routes.MapPost("sign-in/passkey", SignIn);
        routes.MapGet("me/passkeys", ShowPasskeys);
        routes.MapPost("me/passkeys/add", AddPasskey);
        routes.MapPost("me/passkeys/remove", RemovePasskey);
    }

    private static async Task<IResult> ShowSignIn(HttpContext http, Desk desk) => await SignInPage(http, desk, refused: null);

    private static async Task<IResult> SignInPage(HttpContext http, Desk desk, Verdict? refused)
    {
        if (IKeyDoor.Of(http) is not { } door)
        {
            return desk.Refuse(Verdict.Refused("mirror", "This is a mirror; sign in at the association's host."));
        }

        var offer = await door.AskForPasskey(http);
        var view = new PasskeySignInView(offer.Options, Challenges.Of(desk.Served).Wrap(desk, Challenges.ShowPasskey, offer.State), refused);
        return refused is null ? desk.Page<PasskeySignInPage, PasskeySignInView>(view) : desk.Refuse<PasskeySignInPage, PasskeySignInView>(view, refused.Value);
    }

    private static async Task<IResult> SignIn(HttpContext http, Desk desk, Filled form)
    {
        if (
            IKeyDoor.Of(http) is not { } door
            || form["credential"].Length > CredentialCharactersMax
            || Challenges.Of(desk.Served).Unwrap(desk, new(form["state"], form["seal"]), Challenges.ShowPasskey) is not { } state
        )
        {
            return await SignInPage(http, desk, Verdict.Refused("passkey-old", "This took too long, or was sent twice. Try again."));
        }

        if (await door.ProvePasskey(http, form["credential"], state) is not { } id || desk.State<Roster>().Find(id) is not { Left: null })
        {
            return await SignInPage(
                http,
                desk,
                Verdict.Refused("passkey-unknown", "This passkey is not known here. Sign in another way, and add it under \"Your passkeys\".")
            );
        }

        door.LetIn(http, id, browserKey: null);
        return desk.See("me");
    }

    private static async Task<IResult> ShowPasskeys(HttpContext http, Desk desk) => await Page(http, desk, refused: null);

    private static async Task<IResult> Page(HttpContext http, Desk desk, Verdict? refused)
    {
        if (KeyRoutes.Myself(desk) is not { } me || IKeyDoor.Of(http) is not { } door)
        {
            return KeyRoutes.MembersOnly(desk);
        }

        var offer = await door.OfferPasskey(http, me.Id, desk.NameOf(Actor.Of(me.Id)));
        var state = Challenges.Of(desk.Served).Wrap(desk, Challenges.MakePasskey, offer.State, me.Id);
        var view = new PasskeysView(door.PasskeysOf(me.Id), offer.Options, state, refused);
        return refused is null ? desk.Page<PasskeysPage, PasskeysView>(view) : desk.Refuse<PasskeysPage, PasskeysView>(view, refused.Value);
    }

    private static async Task<IResult> AddPasskey(HttpContext http, Desk desk, Filled form)
    {
        if (KeyRoutes.Myself(desk) is not { } me || IKeyDoor.Of(http) is not { } door)
        {
            return KeyRoutes.MembersOnly(desk);
        }

        var verdict =
            form["credential"].Length > CredentialCharactersMax
            || Challenges.Of(desk.Served).Unwrap(desk, new(form["state"], form["seal"]), Challenges.MakePasskey, me.Id) is not { } state
                ? Verdict.Refused("passkey-old", "This took too long, or was sent twice. Try again.")
            : form["label"].Length > SignInKey.LabelCharactersMax
                ? Verdict.Refused("label-too-long", $"A key's name has at most {SignInKey.LabelCharactersMax} characters.")
            : door.PasskeysOf(me.Id).Length >= SignInKey.KeysMax
                ? Verdict.Refused("too-many-keys", $"At most {SignInKey.KeysMax} keys can sign you in; take one away first.")
            : await door.AddPasskey(http, me.Id, form["credential"], state, form["label"].Trim());
        return verdict.IsLawful ? desk.See("me/passkeys") : await Page(http, desk, verdict);
    }

    private static IResult RemovePasskey(HttpContext http, Desk desk, Filled form)
    {
        if (KeyRoutes.Myself(desk) is not { } me || IKeyDoor.Of(http) is not { } door)
        {
            return KeyRoutes.MembersOnly(desk);
        }

        door.RemovePasskey(me.Id, form["id"]);
        return desk.See("me/passkeys");
    }
}
