using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Moot.Signing.Pages;
using Moot.Ui;

namespace Moot.Signing;

/// <summary>Sponsors, and the new key that they may together give to a member who lost theirs.</summary>
public static class RecoveryRoutes
{
    /// <summary>Recoveries shown at once.</summary>
    private const int ShownMax = 200;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("me/sponsors", ShowSponsors);
        routes.MapPost("me/sponsors", Name);
        routes.MapGet("recover", ShowRecover);
        routes.MapPost("recover", Open);
        routes.MapGet("recoveries", ShowRecoveries);
        routes.MapPost("recoveries/support", Support);
        routes.MapPost("recoveries/veto", Veto);
    }

    private static IResult ShowSponsors(Desk desk)
    {
        if (KeyRoutes.Myself(desk) is not { } me)
        {
            return KeyRoutes.MembersOnly(desk);
        }

        var names = string.Join('\n', me.Sponsors.Select(s => desk.Prose(desk.State<Roster>().Find(s)!.Named, "name") ?? s.ToString()));
        return desk.Page<SponsorsPage, SponsorsView>(new(me, names, $"{Math.Max(1, me.Threshold)}"));
    }

    private static async Task<IResult> Name(Desk desk, Filled form)
    {
        if (KeyRoutes.Myself(desk) is not { } me)
        {
            return KeyRoutes.MembersOnly(desk);
        }

        var view = new SponsorsView(me, form["sponsors"], form["threshold"]);
        var sponsors = ImmutableArray.CreateBuilder<MemberId>();
        foreach (var typed in view.Names.Split('\n', Kernel.Limits.SponsorsMax * 4, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (MemberNames.Find(desk, typed) is not { } found)
            {
                var unknown = Verdict.Refused("sponsor-unknown", desk.Words.Say("sign.sponsor-unknown", typed));
                return desk.Refuse<SponsorsPage, SponsorsView>(view with { Refused = unknown }, unknown);
            }

            sponsors.Add(found.Id);
        }

        var threshold = sponsors.Count == 0 ? 0 : (int)Math.Min(form.Number("threshold") ?? 0, int.MaxValue);
        var done = await desk.Act<NameSponsors, Roster>(new(sponsors.ToImmutable(), threshold));
        return done.IsLawful ? desk.See(done, "me/sponsors") : desk.Refuse<SponsorsPage, SponsorsView>(view with { Refused = done.Verdict }, done.Verdict);
    }

    private static RazorComponentResult<RecoverPage> ShowRecover(HttpContext http, Desk desk, string? who) =>
        desk.Page<RecoverPage, RecoverView>(new(SignInKeyRoutes.Address(http, desk), who ?? "", who is null ? null : MemberNames.Find(desk, who)));

    private static async Task<IResult> Open(HttpContext http, Desk desk, Filled form)
    {
        var member = MemberNames.Find(desk, form["member"]);
        var view = new RecoverView(SignInKeyRoutes.Address(http, desk), form["member"], member, form["reason"]);
        if (member is null || SignInKeyRoutes.BrowserKey(http) is null)
        {
            var refused = member is null
                ? Verdict.Refused("no-such-member", "There is no such member.")
                : Verdict.Refused("browser-key-needed", "This form needs a browser that keeps a key, with scripts on. The command below does the same.");
            return desk.Refuse<RecoverPage, RecoverView>(view with { Refused = refused }, refused);
        }

        var done = await desk.Act<OpenRecovery, Roster>(new(member.Id, Prose.Of(view.Reason.Trim())));
        return done.IsLawful ? desk.See(done, "recoveries") : desk.Refuse<RecoverPage, RecoverView>(view with { Refused = done.Verdict }, done.Verdict);
    }

    private static RecoveriesView View(Desk desk, Verdict? refused = null) =>
        new(
            [
                .. desk.State<Roster>()
                    .Recoveries.Values.Where(r => r.IsPending(desk.Now))
                    .OrderByDescending(r => r.Opened.Milliseconds)
                    .ThenBy(r => r.Key.ToString(), StringComparer.Ordinal)
                    .Take(ShownMax),
            ],
            refused
        );

    private static RazorComponentResult<RecoveriesPage> ShowRecoveries(Desk desk) => desk.Page<RecoveriesPage, RecoveriesView>(View(desk));

    private static async Task<IResult> Support(Desk desk, Filled form) =>
        Hash.TryParseHex(form["member"], out var member) && PublicKey.TryParse(form["key"], out var key)
            ? After(desk, await desk.Act<SupportRecovery, Roster>(new(new(member), key, Prose.Of(form["reason"].Trim()))))
            : desk.Missing();

    private static async Task<IResult> Veto(Desk desk, Filled form) =>
        PublicKey.TryParse(form["key"], out var key)
            ? After(desk, await desk.Act<VetoRecovery, Roster>(new(key, Prose.Of(form["reason"].Trim()))))
            : desk.Missing();

    private static IResult After(Desk desk, Done done) =>
        done.IsLawful ? desk.See(done, "recoveries") : desk.Refuse<RecoveriesPage, RecoveriesView>(View(desk, done.Verdict), done.Verdict);
}
