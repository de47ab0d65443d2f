using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>A text that stands beside the newest one of its page, and what both become together.</summary>
/// <param name="Head">The page.</param>
/// <param name="End">The text that stands beside.</param>
/// <param name="Newest">The newest one.</param>
/// <param name="Pieces">Both together; empty where the text beside is out of sight.</param>
/// <param name="Changes">What the page would gain; null where words are in conflict.</param>
/// <param name="Chosen">What was chosen for each conflict.</param>
/// <param name="Refused">Why it was not done; null where it was not tried.</param>
/// <param name="Reason">Why the text should be set aside, as it was typed.</param>
public sealed record SettleView(
    PageHead Head,
    RevisionHead End,
    RevisionHead Newest,
    ImmutableArray<MergePiece> Pieces,
    DiffPart? Changes,
    ImmutableArray<SettleChoice> Chosen,
    Verdict? Refused = null,
    string Reason = ""
)
{
    /// <summary>How many places a person has to choose at.</summary>
    public int Conflicts => Pieces.Count(p => p.IsConflict);
}

/// <summary>What somebody chose where two texts are in conflict.</summary>
/// <param name="Side">mine, theirs, both or own; empty where nothing was chosen yet.</param>
/// <param name="Own">Their own words.</param>
public readonly record struct SettleChoice(string Side, string Own)
{
    /// <summary>The words chosen; null where nothing was.</summary>
    public string? Of(MergePiece piece) =>
        Side switch
        {
            "mine" => piece.Mine,
            "theirs" => piece.Theirs,
            "both" => Both(piece),
            "own" => Own.Length == 0 || Own.EndsWith('\n') || !piece.Mine.EndsWith('\n') ? Own : Own + "\n",
            _ => null,
        };

    /// <summary>Both sides, one below the other: what stands in the page first.</summary>
    public static string Both(MergePiece piece) =>
        piece.Theirs.Length == 0 || piece.Theirs.EndsWith('\n') ? piece.Theirs + piece.Mine : piece.Theirs + "\n" + piece.Mine;
}
