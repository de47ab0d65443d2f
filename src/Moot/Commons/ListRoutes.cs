using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

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
                end == all.Length ? null : all[end].Title
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
        var (all, _) = PageList.Of(desk.Served).All(desk);
        var key = PageList.KeyOf(title);
        var at = PageList.IndexOf(all, key);
        var found = new List<long>();
        for (var i = at; i < all.Length && found.Count < SimilarMax && all[i].Key.StartsWith(key, StringComparison.Ordinal); i++)
        {
            found.Add(all[i].Page);
        }

        return AboutRoutes.Heads(desk, [.. found]);
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
