using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Acts;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>What is known of a page, its title, and who wrote which words of it.</summary>
public static class AboutRoutes
{
    /// <summary>Authors and pages of one list that are shown.</summary>
    private const int ShownMax = 100;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("about/{**title}", About);
        routes.MapGet("move/{**title}", AskTitle);
        routes.MapPost("move/{**title}", Move);
        routes.MapGet("blame/{**title}", Blame);
    }

    private static IResult About(Desk desk, string title)
    {
        if (PageHead.At(desk, title) is not { } head)
        {
            return desk.Missing();
        }

        var (library, page, search) = (desk.State<Library>(), head.Page, desk.Served.Search);
        var counts = new Dictionary<Actor, int>();
        foreach (var entry in page.Revisions.Span)
        {
            var author = desk.World.Entries.Author(entry);
            counts[author] = counts.GetValueOrDefault(author) + 1;
        }

        var newest = library.FindRevision(page.Newest)!.Value;
        var index = TitleIndex.Of(desk.Served);
        return desk.Page<AboutPage, AboutView>(
            new(
                head,
                RevisionHead.Of(desk, library.FindRevision(page.Id)!.Value),
                RevisionHead.Of(desk, newest),
                [.. counts.OrderByDescending(c => c.Value).Take(ShownMax).Select(c => (c.Key, c.Value))],
                counts.Count,
                head.Title is null ? [] : Heads(desk, search.LinksTo(head.Title)),
                head.Title is null ? [] : Heads(desk, search.Including(head.Title)),
                PageTexts.Of(desk.Served).Show(desk, newest)?.Categories.ToImmutableArray() ?? [],
                [
                    .. index
                        .TitlesOf(desk.World, page)
                        .Where(t => t != page.Titled)
                        .Select(t => desk.Prose(t, "title"))
                        .OfType<string>()
                        .Distinct(StringComparer.Ordinal)
                        .Where(t => !string.Equals(t, head.Title, StringComparison.Ordinal))
                        .Take(ShownMax),
                ],
                library.FrontPage?.Id == page.Id
            )
        );
    }

    /// <summary>The heads of pages of these ids: as many as are shown.</summary>
    internal static ImmutableArray<PageHead> Heads(Desk desk, ImmutableArray<long> pages) =>
        [.. pages.Select(desk.State<Library>().Find).OfType<Page>().Take(ShownMax).Select(p => PageHead.Of(desk, p))];

    private static IResult AskTitle(Desk desk, string title) =>
        PageHead.At(desk, title) is { } head ? desk.Page<MovePagePage, MoveView>(new(head, head.Title ?? "")) : desk.Missing();

    private static async Task<IResult> Move(Desk desk, string title, Filled form)
    {
        if (PageHead.At(desk, title) is not { } head)
        {
            return desk.Missing();
        }

        var view = new MoveView(head, form["title"], form["reason"]);
        var taken =
            Titles.Normal(view.Title) is { } wanted
            && TitleIndex.Of(desk.Served).Find(desk.World, wanted) is { } there
            && string.Equals(TitleIndex.Of(desk.Served).TitleOf(desk.World, there), wanted, StringComparison.Ordinal);
        var verdict = taken ? Verdict.Refused("title-of-another", "A page of this title is there already.") : Verdict.Lawful;
        if (!verdict.IsLawful)
        {
            return desk.Refuse<MovePagePage, MoveView>(view with { Refused = verdict }, verdict);
        }

        var done = await desk.Act<MovePage, Library>(new(head.Page.Id, Prose.Of(view.Title), Prose.Of(view.Reason)));
        return done.IsLawful
            ? desk.See(done, "page/~" + head.Page.Id.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : desk.Refuse<MovePagePage, MoveView>(view with { Refused = done.Verdict }, done.Verdict);
    }

    private static IResult Blame(Desk desk, string title)
    {
        if (PageHead.At(desk, title) is not { } head)
        {
            return desk.Missing();
        }

        return PageBlames.Of(desk.Served).Show(desk, head.Page) is var (blame, isCut)
            ? desk.Page<BlamePage, BlameView>(BlameView.Of(desk, head, blame, isCut))
            : desk.Page<BlamePage, BlameView>(new(head, [], [], IsCut: false, Rest: 0) { IsWithdrawn = true });
    }
}
