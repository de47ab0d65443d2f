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

/// <summary>The front page, and the list of what waits for a look.</summary>
public static class FrontRoutes
{
    /// <summary>Changes that the front page shows.</summary>
    private const int ChangesMax = 5;

    /// <summary>Revisions on one page of what waits.</summary>
    private const int ReviewsMax = 20;

    /// <summary>Bytes of a text whose changes are shown in the list; of a longer one there is a link.</summary>
    private const int ReviewBytesMax = 100_000;

    /// <summary>Rows of a comparison that are shown in the list.</summary>
    private const int ReviewRowsMax = 30;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("front", Choose);
        routes.MapGet("review", Waiting);
        routes.MapPost("review", Review);
    }

    /// <summary>What visitors see first. The host maps it, since the same address is its own list where it serves several associations.</summary>
    public static IResult Home(Desk desk)
    {
        var library = desk.State<Library>();
        var (head, page) = (library.FrontPage is { } front ? PageHead.Of(desk, front) : null, library.FrontPage);
        var shown = page is null ? null : PageTexts.Of(desk.Served).Show(desk, library.FindRevision(page.Newest)!.Value);
        var rows = ImmutableArray.CreateBuilder<ChangeRow>();
        for (var i = library.Revisions.Count - 1; i >= 0 && rows.Count < ChangesMax; i--)
        {
            rows.Add(Row(desk, library.Revisions[i]));
        }

        return desk.Page<HomePage, HomeView>(new(head, shown, rows.DrainToImmutable(), library.Unreviewed.Count));
    }

    private static ChangeRow Row(Desk desk, in Revision revision) => new(PageHead.Of(desk, revision), RevisionHead.Of(desk, revision));

    private static async Task<IResult> Choose(Desk desk, Filled form)
    {
        var done = await desk.Act<ChooseFront, Library>(new(form.Number("page") ?? 0));
        return done.IsLawful ? desk.See(done, "") : desk.Refuse(done.Verdict);
    }

    private static RazorComponentResult<ReviewPage> Waiting(Desk desk, long? after) => desk.Page<ReviewPage, ReviewView>(Queue(desk, after));

    private static ReviewView Queue(Desk desk, long? after)
    {
        var library = desk.State<Library>();
        var start = after is { } last ? library.Unreviewed.IndexOf(last) : -1;
        start = start >= 0 || after is null ? start + 1 : ~start;
        var rows = ImmutableArray.CreateBuilder<ReviewRow>();
        for (var i = start; i < library.Unreviewed.Count && rows.Count < ReviewsMax; i++)
        {
            var revision = library.FindRevision(library.Unreviewed[i])!.Value;
            rows.Add(new(Row(desk, revision), Part(desk, library, revision)));
        }

        var next = rows.Count > 0 && start + rows.Count < library.Unreviewed.Count ? rows[^1].Change.Saved.Entry : (long?)null;
        return new(rows.DrainToImmutable(), library.Unreviewed.Count, next);
    }

    private static DiffPart? Part(Desk desk, Library library, in Revision revision)
    {
        var from = revision.From is { } entry ? library.FindRevision(entry) : null;
        if (revision.Bytes > ReviewBytesMax || from?.Bytes > ReviewBytesMax || PageTexts.Read(desk, revision) is not { } now)
        {
            return null;
        }

        var was = from is { } before ? PageTexts.Read(desk, before) : "";
        return was is null ? null : DiffPart.Between(was, now, rowsMax: ReviewRowsMax);
    }

    private static async Task<IResult> Review(Desk desk, Filled form)
    {
        var done = await desk.Act<ReviewRevision, Library>(new(form.Number("revision") ?? 0));
        return done.IsLawful
            ? desk.See(done, "review")
            : desk.Refuse<ReviewPage, ReviewView>(Queue(desk, after: null) with { Refused = done.Verdict }, done.Verdict);
    }
}
