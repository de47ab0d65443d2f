using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Acts;
using Moot.Commons.Pages;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Names of other wikis: what was written under them, and which member says that one is theirs.</summary>
public static class ClaimRoutes
{
    /// <summary>Claims of one page of the list.</summary>
    private const int ClaimsMax = 50;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("author/{key}", ShowName);
        routes.MapPost("author/{key}", Claim);
        routes.MapGet("claims", ShowClaims);
        routes.MapPost("claims", Answer);
    }

    private static IResult ShowName(Desk desk, string key, long? before) =>
        BroughtNameViews.Of(desk, key, before) is { } view ? desk.Page<BroughtNamePage, BroughtNameView>(view) : desk.Missing();

    private static async Task<IResult> Claim(Desk desk, string key, Filled form)
    {
        if (BroughtNameViews.Of(desk, key, before: null) is not { } view)
        {
            return desk.Missing();
        }

        var (link, reason) = (form["link"].Trim(), form["reason"].Trim());
        var proof =
            form.Has("found") && view.LineIn is not null ? ClaimProof.Revision
            : link.Length > 0 ? ClaimProof.Line
            : ClaimProof.People;
        var claim = new ClaimName(
            view.Entry,
            proof,
            proof == ClaimProof.Revision ? view.LineIn : null,
            proof == ClaimProof.Line ? Prose.Of(link) : default,
            Prose.Of(reason)
        );
        var done = await desk.Act<ClaimName, Library>(claim);
        return done.IsLawful
            ? desk.See(done, "author/" + view.Key)
            : desk.Refuse<BroughtNamePage, BroughtNameView>(view with { Link = link, Reason = reason, Refused = done.Verdict }, done.Verdict);
    }

    private static RazorComponentResult<ClaimsPage> ShowClaims(Desk desk, long? before, bool? all) =>
        desk.Page<ClaimsPage, ClaimsView>(ClaimsOf(desk, before, all == true));

    private static ClaimsView ClaimsOf(Desk desk, long? before, bool all)
    {
        var claims = desk.State<Library>()
            .Claims.All.Values.Reverse()
            .Where(c => !c.IsWithdrawn && (all || !c.IsConfirmed) && c.Entry < (before ?? long.MaxValue));
        ImmutableArray<NameClaim> found = [.. claims.Take(ClaimsMax + 1)];
        ImmutableArray<NameClaim> shown = found.Length > ClaimsMax ? found[..ClaimsMax] : found;
        return new([.. shown.Select(c => BroughtNameViews.ClaimOf(desk, c))], found.Length > ClaimsMax ? shown[^1].Entry : null, all);
    }

    private static async Task<IResult> Answer(Desk desk, Filled form)
    {
        if (form.Number("claim") is not { } claim || desk.State<Library>().Claims.Find(claim) is not { } known)
        {
            return desk.Missing();
        }

        var reason = Prose.Of(form["reason"].Trim());
        var done = form["say"] switch
        {
            "confirm" => await desk.Act<ConfirmName, Library>(new(claim, reason)),
            "doubt" => await desk.Act<DoubtName, Library>(new(claim, reason)),
            "withdraw" => await desk.Act<WithdrawClaim, Library>(new(claim, reason)),
            _ => null,
        };
        var then = BroughtNameViews.ClaimOf(desk, known).Key is { } key ? "author/" + key : "claims";
        return done is null ? desk.Missing()
            : done.IsLawful ? desk.See(done, then)
            : desk.Refuse<ClaimsPage, ClaimsView>(ClaimsOf(desk, claim + 1, all: true) with { Refused = done.Verdict }, done.Verdict);
    }
}
