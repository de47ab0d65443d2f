using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Membership;
using Moot.Membership.Pages;
using Moot.Ui;

namespace Moot.Host.People;

/// <summary>What somebody sets about themselves.</summary>
internal static class MeRoutes
{
    /// <summary>What somebody is told who is not signed in with this browser.</summary>
    internal static IResult SignInFirst(Desk desk) => desk.Refuse(Verdict.Refused("sign-in-first", "Sign in first."), StatusCodes.Status403Forbidden);

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("me", Show);
        routes.MapPost("me/name", DoName);
        routes.MapPost("me/passphrase", DoPassphrase);
        routes.MapPost("me/vouching", DoVouching);
        routes.MapPost("me/sessions", DoSessions);
        routes.MapPost("me/leave", DoLeave);
    }

    private static RazorComponentResult<MePage> Show(HttpContext http, Desk desk)
    {
        http.Response.Headers.CacheControl = "no-store";
        return desk.Page<MePage, MeView>(ViewOf(http, desk));
    }

    private static async Task<IResult> DoName(HttpContext http, Desk desk, Filled form)
    {
        var name = form["name"].Trim();
        var done = await desk.Act<Rename, Roster>(new(Prose.Of(name)));
        return done.IsLawful ? desk.See(done, "me") : Refuse(desk, ViewOf(http, desk) with { Name = name, Form = "name" }, done.Verdict);
    }

    private static async Task<IResult> DoPassphrase(HttpContext http, Desk desk, Filled form)
    {
        var room = Room.Of(http);
        if (room.People is not { } people || Visit.Of(http, room) is not { Member: { } member } session)
        {
            return SignInFirst(desk);
        }

        IResult Refused(Verdict verdict) => Refuse(desk, ViewOf(http, desk) with { Form = "passphrase" }, verdict);
        if (people.Accounts.HashOf(member) is { } old)
        {
            if (people.Brake.Try(member.ToString()) is { IsLawful: false } wait)
            {
                return Refused(wait);
            }

            if (await people.Passphrases.Check(form["old"], old) is not { } isRight)
            {
                return Refused(Passphrases.Busy);
            }

            if (!isRight)
            {
                return Refused(Verdict.Refused("passphrase-old-wrong", "This is not your passphrase until now."));
            }

            people.Brake.Succeeded(member.ToString());
        }

        if (Passphrases.Judge(form["passphrase"], form["again"]) is { IsLawful: false } bad)
        {
            return Refused(bad);
        }

        if (await people.Passphrases.Hash(form["passphrase"]) is not { } hash)
        {
            return Refused(Passphrases.Busy);
        }

        people.Accounts.Set(member, hash);
        people.Sessions.EndAll(member, but: session);
        return desk.See("me");
    }

    private static async Task<IResult> DoVouching(HttpContext http, Desk desk, Filled form)
    {
        var done = await desk.Act<SetVouching, Roster>(new(form.Has("allowed")));
        return done.IsLawful ? desk.See(done, "me") : Refuse(desk, ViewOf(http, desk) with { Form = "vouching" }, done.Verdict);
    }

    private static IResult DoSessions(HttpContext http, Desk desk)
    {
        var room = Room.Of(http);
        if (room.People is not { } people || Visit.Of(http, room) is not { Member: { } member } session)
        {
            return SignInFirst(desk);
        }

        people.Sessions.EndAll(member, but: session);
        return desk.See("me");
    }

    private static async Task<IResult> DoLeave(HttpContext http, Desk desk, Filled form)
    {
        var verdict = Verdict.Refused("not-sure", "Tick the box to say that you really want to leave.");
        if (form.Has("sure"))
        {
            var done = await desk.Act<Leave, Roster>(new(Prose.Of(form["reason"])));
            if (done.IsLawful)
            {
                // Where the browser signs, the act is not in the log yet: sessions of a member who left end by themselves.
                if (done.Entry is not null && Room.Of(http) is { People: { } people } room && desk.Visitor.Member is { } member)
                {
                    people.Forget(member);
                    Visit.End(http, room);
                }

                return desk.See(done, "");
            }

            verdict = done.Verdict;
        }

        return Refuse(desk, ViewOf(http, desk) with { Form = "leave" }, verdict);
    }

    private static IResult Refuse(Desk desk, MeView view, Verdict verdict) =>
        view.Member is null ? desk.Refuse(verdict) : desk.Refuse<MePage, MeView>(view with { Refused = verdict }, verdict);

    private static MeView ViewOf(HttpContext http, Desk desk)
    {
        var room = Room.Of(http);
        if (room.People is not { } people || Visit.Of(http, room) is not { Member: { } id } session || desk.State<Roster>().Find(id) is not { } member)
        {
            return new(null, "", HasPassphrase: false, 0, []);
        }

        var sessions = people.Sessions.Of(id).Select(s => new SessionView(s.Begun, s.Used, s.Number == session.Number, s.BrowserKey is not null));
        return new(member, desk.Prose(member.Named, "name") ?? "", people.Accounts.HashOf(id) is not null, member.Living(desk.Now).Count(), [.. sessions]);
    }
}
