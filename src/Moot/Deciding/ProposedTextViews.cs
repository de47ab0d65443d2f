using Moot.Commons;
using Moot.Commons.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>What becomes of a text that is proposed for a page.</summary>
public enum ProposedFate
{
    /// <summary>It is not decided yet, or it was decided against it.</summary>
    Open = 1,

    /// <summary>The page has it.</summary>
    Taken,

    /// <summary>It was decided, and nobody has entered it yet.</summary>
    Decided,

    /// <summary>It was decided, but the page has changed since it was written: somebody puts both together.</summary>
    MovedOn,

    /// <summary>Somebody set it aside.</summary>
    Aside,
}

/// <summary>Texts that are proposed for pages, as matters show them.</summary>
public static class ProposedTextViews
{
    /// <summary>The act by which a page gets what a matter decided for it; null where there is nothing to do.</summary>
    public static TakeProposed? ToTake(Desk desk, long matter) =>
        desk.State<Assembly>().Find(matter) is { Revision: { } text, Settled.Entry: { } decision, Subject: { Noun: "page", Number: { } page } }
        && FateOf(desk, text, decision) == ProposedFate.Decided
        && desk.State<Library>().FindRevision(text)?.Page == page
            ? new(page, text, decision)
            : null;

    /// <summary>What became of a text.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="text">The text.</param>
    /// <param name="decision">The decision about it; null where there is none.</param>
    public static ProposedFate FateOf(Desk desk, long text, long? decision)
    {
        var library = desk.State<Library>();
        if (library.FindRevision(text) is not { } revision || library.Find(revision.Page) is not { } page)
        {
            return ProposedFate.Open;
        }

        var isDecided = decision is { } entry && desk.State<Assembly>().Stands(entry, desk.Now, MatterViews.CountOf(desk));
        return page.OpenEnds.Contains(text)
            ? !isDecided
                ? ProposedFate.Open
                : revision.From == page.Newest
                    ? ProposedFate.Decided
                    : ProposedFate.MovedOn
            : isDecided
                ? ProposedFate.Taken
                : ProposedFate.Aside;
    }
}
