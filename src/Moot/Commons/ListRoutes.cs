using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>What a field is offered while somebody types.</summary>
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class TitlesJson : JsonSerializerContext;

/// <summary>Lists of pages, and beginning one.</summary>
public static class ListRoutes
{
    /// <summary>Pages of one part of the list.</summary>
    private const int PagesMax = 100;

    /// <summary>Letters that lead into the list.</summary>
    private const int LettersMax = 64;

    /// <summary>Titles of one list of wanted pages.</summary>
    private const int WantedMax = 100;

    /// <summary>Pages of almost the same title that are shown.</summary>
    private const int SimilarMax = 10;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("pages", Pages);
        routes.MapGet("begin", Begin);
        routes.MapGet("categories", (Desk desk) => desk.Page<NamesPage, NamesView>(new(IsWanted: false, desk.Served.Search.Categories())));
        routes.MapGet("wanted", (Desk desk) => desk.Page<NamesPage, NamesView>(new(IsWanted: true, desk.Served.Search.Wanted(WantedMax))));
        routes.MapGet("orphans", Orphans);
        routes.MapGet("titles", TitlesFrom);
        routes.MapGet("category/{**name}", Category);
    }

    private static RazorComponentResult<PagesPage> Pages(Desk desk, string? from)
    {
        var (all, letters) = PageList.Of(desk.Served).All(desk);
        var start = from is { Length: > 0 and <= Titles.RawCharactersMax } ? PageList.IndexOf(all, PageList.KeyOf(from)) : 0;
        var end = Math.Min(start + PagesMax, all.Length);
        return desk.Page<PagesPage, PagesView>(
            new(
                AboutRoutes.Heads(desk, [.. all[start..end].Select(p => p.Page)]),
                all.Length,
                letters.Length <= LettersMax ? letters : letters[..LettersMax],
                start == 0 ? null : all[Math.Max(0, start - PagesMax)].Title,
                end == all.Length ? null : all[end].Title,
                from ?? ""
            )
        );
    }

    private static IResult Begin(Desk desk, string? title, bool? anyway)
    {
        if (string.IsNullOrWhiteSpace(title))
        {
            return desk.Page<BeginPage, BeginView>(new("", There: null, []));
        }

        if (!Titles.TryNormalize(title, out var wanted, out var why))
        {
            return desk.Refuse<BeginPage, BeginView>(new(title, There: null, [], why), why);
        }

        if (wanted is ['~', ..])
        {
            var number = Verdict.Refused("title-number", desk.Words["begin.number"]);
            return desk.Refuse<BeginPage, BeginView>(new(title, There: null, [], number), number);
        }

        var there = TitleIndex.Of(desk.Served).Find(desk.World, wanted);
        var similar = there is null && anyway != true ? Similar(desk, wanted) : [];
        return there is null && similar.IsEmpty
            ? desk.See("edit/" + Titles.ToSlug(wanted))
            : desk.Page<BeginPage, BeginView>(new(wanted, there is null ? null : PageHead.Of(desk, there), similar));
    }

    /// <summary>Pages whose titles differ from this one in nothing but large and small letters, or go on where it ends.</summary>
    private static ImmutableArray<PageHead> Similar(Desk desk, string title)
    {
        return AboutRoutes.Heads(desk, [.. PageList.Of(desk.Served).Beginning(desk, title, SimilarMax).Select(p => p.Page)]);
    }

    /// <summary>Titles that begin like this, for a field that somebody types into.</summary>
    private static JsonHttpResult<ImmutableArray<string>> TitlesFrom(Desk desk, string? from) =>
        TypedResults.Json(
            from is not null && Titles.Normal(from) is { } text ? [.. PageList.Of(desk.Served).Beginning(desk, text, SimilarMax).Select(p => p.Title)] : [],
            TitlesJson.Default.ImmutableArrayString
        );

    /// <summary>Pages that no page leads to. The first page and the pages of categories are found without a link.</summary>
    private static RazorComponentResult<OrphansPage> Orphans(Desk desk, string? from)
    {
        var unlinked = desk.Served.Search.Unlinked().ToHashSet();
        var front = desk.State<Library>().FrontPage?.Id;
        var (all, _) = PageList.Of(desk.Served).All(desk);
        ImmutableArray<PageList.Titled> lost = [.. all.Where(p => p.Page != front && unlinked.Contains(p.Page) && Titles.Room(p.Title).Room == TitleRoom.Page)];
        var start = from is { Length: > 0 and <= Titles.RawCharactersMax } ? PageList.IndexOf(lost, PageList.KeyOf(from)) : 0;
        var end = Math.Min(start + PagesMax, lost.Length);
        return desk.Page<OrphansPage, OrphansView>(
            new(
                AboutRoutes.Heads(desk, [.. lost[start..end].Select(p => p.Page)]),
                lost.Length,
                start == 0 ? null : lost[Math.Max(0, start - PagesMax)].Title,
                end == lost.Length ? null : lost[end].Title,
                desk.Served.Search.Size < desk.World.Size
            )
        );
    }

    private static IResult Category(Desk desk, string name)
    {
        if (Titles.Normal(name) is not { } wanted)
        {
            return desk.Missing();
        }

        var about = TitleIndex.Of(desk.Served).Find(desk.World, Titles.In(TitleRoom.Category, wanted));
        return desk.Page<CategoryPage, CategoryView>(
            new(
                wanted,
                [.. AboutRoutes.Heads(desk, desk.Served.Search.InCategory(wanted)).OrderBy(h => PageList.KeyOf(h.Name(desk.Words)), StringComparer.Ordinal)],
                about is null ? null : PageHead.Of(desk, about),
                about is null ? null : PageTexts.Of(desk.Served).Show(desk, desk.State<Library>().FindRevision(about.Newest)!.Value)
            )
        );
    }
}
