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

/// <summary>Putting together what two people made of the same text, where the program could not.</summary>
public static class SettleRoutes
{
    /// <summary>Places at which one form asks; of more, it asks once for the whole text.</summary>
    private const int ConflictsMax = 200;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("settle/{end:long}", Show);
        routes.MapPost("settle/{end:long}", Settle);
        routes.MapPost("set-aside/{end:long}", PutAside);
    }

    private static IResult Show(Desk desk, long end)
    {
        if (desk.State<Library>().FindRevision(end) is not { } beside)
        {
            return desk.Missing();
        }

        var head = PageHead.Of(desk, beside);
        return head.Page.OpenEnds.Contains(end)
            ? desk.Page<SettlePage, SettleView>(View(desk, head, beside, head.Page.Newest))
            : desk.See("history/" + head.Slug);
    }

    private static SettleView View(Desk desk, PageHead head, in Revision end, long onto)
    {
        var library = desk.State<Library>();
        var newest = library.FindRevision(onto)!.Value;
        var pieces = ImmutableArray<MergePiece>.Empty;
        DiffPart? changes = null;
        if (PageTexts.Read(desk, end) is { } mine)
        {
            // A side that is out of sight counts as empty: then a person chooses.
            var (@base, theirs) = (end.From is { } from ? PageTexts.Read(desk, library.FindRevision(from)!.Value) : null, PageTexts.Read(desk, newest));
            var merged =
                @base is null || theirs is null ? new Merged([new(Text: null, @base ?? "", mine, theirs ?? "")]) : ThreeWayMerge.Merge(@base, mine, theirs);
            pieces = merged.Pieces.Count(p => p.IsConflict) > ConflictsMax ? [new(Text: null, @base!, mine, theirs!)] : merged.Pieces;
            changes = merged.Text is { } text ? DiffPart.Between(theirs!, text) : null;
        }

        return new(head, RevisionHead.Of(desk, end), RevisionHead.Of(desk, newest), pieces, changes, []);
    }

    private static async Task<IResult> Settle(Desk desk, long end, Filled form)
    {
        var library = desk.State<Library>();
        if (
            library.FindRevision(end) is not { } beside
            || form.Number("onto") is not { } onto
            || library.FindRevision(onto) is not { } newest
            || newest.Page != beside.Page
        )
        {
            return desk.Missing();
        }

        var view = View(desk, PageHead.Of(desk, beside), beside, onto);
        var choices = Enumerable.Range(0, view.Conflicts).Select(i => new SettleChoice(form[$"choice-{i}"], form[$"own-{i}"])).ToImmutableArray();
        view = view with { Chosen = choices };
        var conflicts = view.Pieces.Where(p => p.IsConflict).ToList();
        if (view.Pieces.IsEmpty || conflicts.Zip(choices).Any(c => c.Second.Of(c.First) is null))
        {
            var missing = Verdict.Refused("choice-missing", "Choose for each place which words stay.");
            return desk.Refuse<SettlePage, SettleView>(view with { Refused = missing }, missing);
        }

        var next = 0;
        var text = new Merged(view.Pieces).Settle(piece => choices[next++].Of(piece)!);
        var summary = form["summary"] is { Length: > 0 } said ? said : desk.Words.Say("settle.summary", end);
        var saved = await PageSaves.Of(desk.Served).Save(desk, newest, text, summary, isMinor: false, [end]);
        if (saved.Done.IsLawful)
        {
            return desk.See(saved.Done, saved.IsBeside ? "settle/{entry}" : "page/" + view.Head.Slug);
        }

        // Somebody else settled it: what was chosen stands in the ordinary form, so that it can still be saved.
        return desk.Refuse<EditPagePage, EditView>(new(view.Head, onto, section: null, text, summary) { Refused = saved.Done.Verdict }, saved.Done.Verdict);
    }

    private static async Task<IResult> PutAside(Desk desk, long end, Filled form)
    {
        if (desk.State<Library>().FindRevision(end) is not { } beside)
        {
            return desk.Missing();
        }

        var head = PageHead.Of(desk, beside);
        var done = await desk.Act<SetAside, Library>(new(head.Page.Id, end, Prose.Of(form["reason"])));
        return done.IsLawful
            ? desk.See(done, "page/" + head.Slug)
            : desk.Refuse<SettlePage, SettleView>(
                View(desk, head, beside, head.Page.Newest) with
                {
                    Refused = done.Verdict,
                    Reason = form["reason"],
                },
                done.Verdict
            );
    }
}
