using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Deciding.Pages;
using Moot.Kernel.Acts;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>An area as it is read.</summary>
/// <param name="Area">The area, as the charter has it.</param>
/// <param name="Rules">Its rules in sentences.</param>
/// <param name="Pages">Its pages; of many the first.</param>
/// <param name="PagesInAll">How many there are.</param>
/// <param name="Workers">Who worked on them most, with how often and when last; of many the first.</param>
public sealed record AreaView(
    Area Area,
    ImmutableArray<string> Rules,
    ImmutableArray<SubjectView> Pages,
    int PagesInAll,
    ImmutableArray<(Actor Who, long Count, Moment Last)> Workers
);

/// <summary>The areas of an association.</summary>
/// <param name="Areas">The areas.</param>
/// <param name="Refused">Why something was not taken.</param>
/// <param name="Filled">What was typed; null at the beginning.</param>
public sealed record AreasView(ImmutableArray<AreaView> Areas, Verdict? Refused = null, Filled? Filled = null);

/// <summary>Makes the view of areas.</summary>
public static class AreaViews
{
    /// <summary>Pages and people of an area that are listed.</summary>
    public const int Shown = 100;

    /// <summary>The areas of the charter that holds.</summary>
    public static AreasView Of(Desk desk)
    {
        var (state, plain) = (desk.State<Assembly>(), new Plain(desk.Words));
        var pages = state.AreaOfPage.ToLookup(p => p.Value, p => p.Key, StringComparer.Ordinal);
        return new([
            .. state.Charter.Areas.Values.Select(area => new AreaView(
                area,
                plain.Rules(area),
                [.. pages[area.Name].Take(Shown).Select(p => SubjectView.Of(desk, Subject.Page(p)))],
                pages[area.Name].Count(),
                [
                    .. state
                        .WorkInAreas.Where(w => string.Equals(w.Key.Area, area.Name, StringComparison.Ordinal))
                        .OrderByDescending(w => w.Value.Count)
                        .ThenBy(w => w.Value.Last)
                        .Take(Shown)
                        .Select(w => (Actor.Of(w.Key.Member), w.Value.Count, w.Value.Last)),
                ]
            )),
        ]);
    }
}

/// <summary>Areas, who looks after them, and which pages belong to them.</summary>
public static class AreaRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("areas", Read);
        routes.MapPost("areas", Place);
    }

    private static RazorComponentResult<AreasPage> Read(Desk desk) => desk.Page<AreasPage, AreasView>(AreaViews.Of(desk));

    private static async Task<IResult> Place(Desk desk, Filled form)
    {
        var page = SubjectView.Find(desk, form["page"]) is { Noun: "page", Number: { } found } ? found : -1;
        var done = await desk.Act<PlacePage, Assembly>(new(page, form["area"] is { Length: > 0 } area ? area : null, Prose.Of(form["reason"])));
        return done.IsLawful
            ? desk.See(done, "areas")
            : desk.Refuse<AreasPage, AreasView>(AreaViews.Of(desk) with { Refused = done.Verdict, Filled = form }, done.Verdict);
    }
}
