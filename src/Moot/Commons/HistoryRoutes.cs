using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Acts;
using Moot.Commons.Pages;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>The histories of pages, and thanks for what is in them.</summary>
public static class HistoryRoutes
{
    /// <summary>Revisions on one page of a history.</summary>
    public const int RowsMax = 50;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("history/{**title}", Show);
        routes.MapPost("thank", Thank);
    }

    private static IResult Show(Desk desk, string title, long? before, long? thanked)
    {
        if (PageHead.At(desk, title) is not { } head)
        {
            return desk.Missing();
        }

        var revisions = head.Page.Revisions.Span;
        var end = before is > 0 and { } entry ? IndexOf(revisions, entry) : revisions.Length;
        var start = Math.Max(0, end - RowsMax);
        var rows = ImmutableArray.CreateBuilder<HistoryRow>();
        foreach (var revision in revisions[start..end])
        {
            rows.Add(Row(desk, head.Page, revision));
        }

        // Titles that were given between the first and the last of these.
        var from = start == 0 ? 0 : revisions[start];
        var to = end == revisions.Length ? long.MaxValue : revisions[end];
        rows.AddRange(
            TitleIndex.Of(desk.Served).TitlesOf(desk.World, head.Page).Where(t => t >= from && t < to && t != head.Page.Id).Select(t => Named(desk, t))
        );
        rows.Sort((a, b) => b.Entry.CompareTo(a.Entry));
        return desk.Page<HistoryPage, HistoryView>(
            new(
                head,
                rows.DrainToImmutable(),
                Older: start > 0 && end > start ? revisions[start] : null,
                Newer: end == revisions.Length ? null
                    : end + RowsMax >= revisions.Length ? 0
                    : revisions[end + RowsMax],
                thanked
            )
        );
    }

    private static HistoryRow Row(Desk desk, Page page, long entry)
    {
        var library = desk.State<Library>();
        var revision = library.FindRevision(entry)!.Value;
        var before = revision.From is { } from ? library.FindRevision(from)?.Bytes ?? 0 : 0;
        return new(
            entry,
            RevisionHead.Of(desk, revision),
            revision.Bytes - before,
            IsNewest: page.Newest == entry,
            IsOpen: page.OpenEnds.Contains(entry),
            IsUnreviewed: library.Unreviewed.Contains(entry),
            IsOwn: desk.World.Entries.Author(entry) == desk.Visitor.Actor
        );
    }

    private static HistoryRow Named(Desk desk, long entry) =>
        new(
            entry,
            Saved: null,
            Named: new(desk.World.Entries.Author(entry), desk.World.Entries.At(entry), desk.Prose(entry, "title"), desk.Prose(entry, "reason"))
        );

    /// <summary>How many of these entries come before one.</summary>
    private static int IndexOf(ReadOnlySpan<long> entries, long before)
    {
        var found = entries.BinarySearch(before);
        return found < 0 ? ~found : found;
    }

    private static async Task<IResult> Thank(Desk desk, Filled form)
    {
        if (form.Number("entry") is not { } entry || !desk.World.Entries.Has(entry))
        {
            return desk.Missing();
        }

        var done = await desk.Act<ThankFor, Library>(new(entry));
        var message = $"talk/message/{entry}";
        var then =
            desk.State<Library>().FindRevision(entry) is { } revision ? $"history/{PageHead.Of(desk, revision).Slug}?thanked={entry}"
            : string.Equals(form["then"], message, StringComparison.Ordinal) ? message
            : $"entry/{entry}";
        return done.IsLawful ? desk.See(done, then) : desk.Refuse(done.Verdict);
    }
}
