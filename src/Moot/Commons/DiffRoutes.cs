using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Pages;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>What changed, and taking it back.</summary>
public static class DiffRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("diff", Asked);
        routes.MapGet("diff/{old:long}/{new:long}", Show);
        routes.MapGet("undo/{entry:long}", Undo);
        routes.MapGet("restore/{entry:long}", Restore);
    }

    private static IResult Asked(Desk desk, long? old, long? @new) =>
        old is { } before && @new is { } after ? desk.See($"diff/{Math.Min(before, after)}/{Math.Max(before, after)}") : desk.Missing();

    private static IResult Show(Desk desk, long old, long @new, string? view, int? from)
    {
        var library = desk.State<Library>();
        if (library.FindRevision(old) is not { } before || library.FindRevision(@new) is not { } after)
        {
            return desk.Missing();
        }

        var part = PageTexts.Read(desk, before) is { } was && PageTexts.Read(desk, after) is { } now ? DiffPart.Between(was, now, from ?? 0) : null;
        var page = library.Find(after.Page)!;
        return desk.Page<DiffPage, DiffView>(
            new(
                PageHead.Of(desk, before),
                PageHead.Of(desk, after),
                RevisionHead.Of(desk, before),
                RevisionHead.Of(desk, after),
                part,
                string.Equals(view, "side", StringComparison.Ordinal),
                before.Page == after.Page && before.From is { } earlier ? (earlier, before.Entry) : null,
                before.Page == after.Page ? Later(library, page, after) : null,
                desk.World.Entries.Author(after.Entry) == desk.Visitor.Actor
            )
        );
    }

    /// <summary>The first change that was made to this text, as far as one of the next few was.</summary>
    private static (long Old, long New)? Later(Library library, Page page, in Revision after)
    {
        var revisions = page.Revisions.Span;
        var at = revisions.BinarySearch(after.Entry);
        for (var i = at + 1; at >= 0 && i < Math.Min(revisions.Length, at + 64); i++)
        {
            if (library.FindRevision(revisions[i])?.From == after.Entry)
            {
                return (after.Entry, revisions[i]);
            }
        }

        return null;
    }

    private static IResult Undo(Desk desk, long entry, long? old, int[]? hunk)
    {
        var library = desk.State<Library>();
        if (library.FindRevision(entry) is not { } done)
        {
            return desk.Missing();
        }

        if ((old ?? done.From) is not { } before || library.FindRevision(before) is not { } earlier || earlier.Page != done.Page)
        {
            return desk.Refuse(Verdict.Refused("nothing-before", desk.Words["undo.nothing-before"]));
        }

        var (head, newest) = Newest(desk, done);
        if (PageTexts.Read(desk, done) is not { } now || PageTexts.Read(desk, earlier) is not { } was || PageTexts.Read(desk, newest) is not { } theirs)
        {
            return desk.Refuse(Verdict.Refused("out-of-sight", desk.Words["undo.out-of-sight"]));
        }

        var wanted = hunk is { Length: > 0 } ? Hunks.TakenBack(was, now, hunk.ToHashSet()) : was;
        var merged = ThreeWayMerge.Merge(now, wanted, theirs).Text;
        var summary = desk.Words.Say("undo.summary", entry, desk.NameOf(desk.World.Entries.Author(entry)));
        var view = new EditView(head, newest.Entry, section: null, merged ?? theirs, Cut(summary));
        return desk.Page<EditPagePage, EditView>(
            merged is null ? view with { Note = "undo.conflict", Changes = DiffPart.Between(was, now) }
            : string.Equals(merged, theirs, StringComparison.Ordinal) ? view with { Note = "undo.already" }
            : view with { Note = "undo.note", Changes = DiffPart.Between(theirs, merged) }
        );
    }

    private static IResult Restore(Desk desk, long entry)
    {
        if (desk.State<Library>().FindRevision(entry) is not { } wanted)
        {
            return desk.Missing();
        }

        if (PageTexts.Read(desk, wanted) is not { } text)
        {
            return desk.Refuse(Verdict.Refused("out-of-sight", desk.Words["undo.out-of-sight"]));
        }

        var (head, newest) = Newest(desk, wanted);
        var summary = desk.Words.Say("restore.summary", entry, desk.NameOf(desk.World.Entries.Author(entry)));
        return desk.Page<EditPagePage, EditView>(
            new(head, newest.Entry, section: null, text, Cut(summary))
            {
                Note = "restore.note",
                Changes = PageTexts.Read(desk, newest) is { } now ? DiffPart.Between(now, text) : null,
            }
        );
    }

    private static (PageHead Head, Revision Newest) Newest(Desk desk, in Revision revision)
    {
        var head = PageHead.Of(desk, revision);
        return (head, desk.State<Library>().FindRevision(head.Page.Newest)!.Value);
    }

    private static string Cut(string summary) => summary.Length > CommonsLimits.SummaryCharactersMax ? summary[..CommonsLimits.SummaryCharactersMax] : summary;
}
