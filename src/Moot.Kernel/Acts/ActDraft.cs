using Moot.Kernel.Tree;

namespace Moot.Kernel.Acts;

/// <summary>What an act is going to say, before it is signed.</summary>
/// <param name="Association">Id of the founding act; null in the founding act itself.</param>
/// <param name="Log">Origin of the log that it is meant for.</param>
/// <param name="Member">The member who acts; null for a guest.</param>
/// <param name="Kind">Kind with version.</param>
/// <param name="Sequence">Greater than that of any earlier act of the same key and actor; from 1.</param>
/// <param name="SeenSize">Entries in the last checkpoint that the author verified; 0 where there was none.</param>
/// <param name="SeenRoot">Its root; that of the empty tree where there was none.</param>
/// <param name="Public">The public one-line JSON.</param>
/// <param name="Body">Commitment to the body; null where there is none.</param>
public sealed record ActDraft(
    Hash? Association,
    string Log,
    MemberId? Member,
    string Kind,
    long Sequence,
    long SeenSize,
    Hash SeenRoot,
    string Public,
    Hash? Body
);
