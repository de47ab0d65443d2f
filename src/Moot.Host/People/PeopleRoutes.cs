using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Texts;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Membership;
using Moot.Membership.Pages;
using Moot.Ui;

namespace Moot.Host.People;

/// <summary>Joining, signing in and out, and coming in by a link: whatever needs a passphrase or begins a session.</summary>
internal static class PeopleRoutes
{
    private static readonly Verdict Namesakes = Verdict.Refused(
        "many-namesakes",
        "Several members have this name. Give the first digits of your member id instead of the name."
    );

    private static readonly Verdict Wrong = Verdict.Refused("passphrase-wrong", "Name and passphrase do not belong together.");

    private static readonly Verdict LinkUsed = Verdict.Refused(
        "link-used",
        "This link was used, or is too old. Whoever runs this host makes a new one with moot enter."
    );

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("join", (Desk desk, string? then) => desk.Page<JoinPage, JoinView>(new(Then: Languages.Place(then ?? ""))));
        routes.MapPost("join", DoJoin);
        routes.MapGet("sign-in", (Desk desk, string? then) => desk.Page<SignInPage, SignInView>(new(Then: Languages.Place(then ?? ""))));
        routes.MapPost("sign-in", DoSignIn);
        routes.MapPost("sign-out", DoSignOut);
        routes.MapGet("enter/{token}", ShowEnter);
        routes.MapPost("enter/{token}", DoEnter);
    }

    private static async Task<IResult> DoJoin(HttpContext http, Desk desk, Filled form)
    {
        var room = Room.Of(http);
        var view = new JoinView(form["name"].Trim(), Languages.Place(form["then"]));
        IResult Refuse(Verdict verdict) => desk.Refuse<JoinPage, JoinView>(view with { Refused = verdict }, verdict);
        if (room.People is not { } people)
        {
            return Refuse(MirrorPen.Refusal(room.Log));
        }

        if (desk.Visitor.IsMember)
        {
            return Refuse(Verdict.Refused("member-already", "You are a member already."));
        }

        if (Passphrases.Judge(form["passphrase"], form["again"]) is { IsLawful: false } bad)
        {
            return Refuse(bad);
        }

        if (await people.Passphrases.Hash(form["passphrase"]) is not { } hash)
        {
            return Refuse(Passphrases.Busy);
        }

        // The hash is kept before the act is sent: a member whose passphrase was lost on the way could never come in.
        var place = ActPen.Place.Of(room.Log.Head, room.Log.Folder.Origin, member: null);
        var join = ActPen.Compose(place, room.Clock, Join.Kind, [], new() { ["name"] = view.Name }, people.Intake);
        var member = new MemberId(join.Act.Id);
        people.Accounts.Set(member, hash);
        var receipt = await room.Log.Submit(join.ToBytes());
        if (!receipt.Verdict.IsLawful)
        {
            if (!string.Equals(receipt.Verdict.Code, "in-doubt", StringComparison.Ordinal))
            {
                people.Accounts.Delete(member);
            }

            return Refuse(receipt.Verdict);
        }

        if (desk.Visitor.Actor is { IsMember: false } guest)
        {
            GuestMarks.Copy(room, guest, member);
        }

        SignIn(http, room, people, member);
        return desk.See(new Done(Verdict.Lawful, receipt.Index), view.Then.Length > 0 ? view.Then : "me");
    }

    private static async Task<IResult> DoSignIn(HttpContext http, Desk desk, Filled form)
    {
        var room = Room.Of(http);
        var view = new SignInView(form["name"].Trim(), Languages.Place(form["then"]));
        IResult Refuse(Verdict verdict) => desk.Refuse<SignInPage, SignInView>(view with { Refused = verdict }, verdict);
        if (room.People is not { } people)
        {
            return Refuse(MirrorPen.Refusal(room.Log));
        }

        var called = view.Name.Length <= 2 * Kernel.Tree.Hash.Size ? Nfc.Normalize(view.Name) : "";
        var candidates = people.Accounts.All().Where(id => IsCalled(desk, id, called)).ToList();
        if (candidates.Count > PeopleLimits.NamesakesMax)
        {
            return Refuse(Namesakes);
        }

        // A name that nobody has is slowed down like one that somebody has: nobody learns which there are.
        List<string> slowed = candidates.Count > 0 ? [.. candidates.Select(c => c.ToString())] : [called];
        foreach (var name in slowed)
        {
            if (people.Brake.Try(name) is { IsLawful: false } wait)
            {
                http.Response.Headers.RetryAfter = people.Brake.SecondsFor(name).ToString(System.Globalization.CultureInfo.InvariantCulture);
                return desk.WantsJson
                    ? desk.Refuse(wait, StatusCodes.Status429TooManyRequests)
                    : desk.Page<SignInPage, SignInView>(view with { Refused = wait }, StatusCodes.Status429TooManyRequests);
            }
        }

        var fits = new List<MemberId>();
        foreach (var hash in candidates.Count > 0 ? candidates.Select(people.Accounts.HashOf) : [null])
        {
            var isRight = await people.Passphrases.Check(form["passphrase"], hash);
            if (isRight is null)
            {
                return Refuse(Passphrases.Busy);
            }

            if (isRight.Value)
            {
                fits.Add(candidates.First(c => string.Equals(people.Accounts.HashOf(c), hash, StringComparison.Ordinal)));
            }
        }

        if (fits is not [var member])
        {
            return Refuse(fits.Count == 0 ? Wrong : Namesakes);
        }

        slowed.ForEach(people.Brake.Succeeded);
        SignIn(http, room, people, member);
        return desk.See(view.Then.Length > 0 ? view.Then : "me");
    }

    private static SeeOther DoSignOut(HttpContext http, Desk desk)
    {
        var room = Room.Of(http);
        if (room.People is { } people && Visit.Of(http, room) is { } session)
        {
            people.Sessions.End(session);
            Visit.End(http, room);
        }

        return desk.See("");
    }

    private static IResult ShowEnter(HttpContext http, Desk desk, string token)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Room.Of(http).People is { } people && people.Accounts.Door(token) is { } member
            ? desk.Page<EnterPage, EnterView>(EnterViewOf(desk, people, member, token))
            : desk.Refuse(LinkUsed, StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> DoEnter(HttpContext http, Desk desk, string token, Filled form)
    {
        var room = Room.Of(http);
        if (room.People is not { } people || people.Accounts.Door(token) is not { } member)
        {
            return desk.Refuse(LinkUsed, StatusCodes.Status404NotFound);
        }

        string? hash = null;
        var view = EnterViewOf(desk, people, member, token);
        if (!view.HasPassphrase && (form["passphrase"].Length > 0 || form["again"].Length > 0))
        {
            var verdict = Passphrases.Judge(form["passphrase"], form["again"]);
            hash = verdict.IsLawful ? await people.Passphrases.Hash(form["passphrase"]) : null;
            if (hash is null)
            {
                verdict = verdict.IsLawful ? Passphrases.Busy : verdict;
                return desk.Refuse<EnterPage, EnterView>(view with { Refused = verdict }, verdict);
            }
        }

        if (people.Accounts.Enter(token) is null)
        {
            return desk.Refuse(LinkUsed, StatusCodes.Status404NotFound); // somebody was quicker
        }

        if (hash is not null)
        {
            people.Accounts.Set(member, hash);
        }

        SignIn(http, room, people, member);
        return desk.See("me");
    }

    private static EnterView EnterViewOf(Desk desk, PeopleOf people, MemberId member, string token) =>
        new(desk.NameOf(Actor.Of(member)), token, people.Accounts.HashOf(member) is not null);

    /// <summary>Begins a member's session in place of whatever session there was: a guest's key is thrown away.</summary>
    internal static void SignIn(HttpContext http, Room room, PeopleOf people, MemberId member)
    {
        if (Visit.Of(http, room) is { } before)
        {
            people.Sessions.End(before);
        }

        var (session, token) = people.Sessions.Begin(member);
        Visit.Begin(http, room, session, token);
    }

    private static bool IsCalled(Desk desk, MemberId id, string called) =>
        called.Length > 0
        && desk.State<Roster>().Find(id) is { Left: null } member
        && (
            (called.Length >= PeopleLimits.IdPrefixMin && id.ToString().StartsWith(called, StringComparison.OrdinalIgnoreCase))
            || (desk.Prose(member.Named, "name") is { } name && string.Equals(Nfc.Normalize(name.Trim()), called, StringComparison.Ordinal))
        );
}
