using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>The history of a page, newest first.</summary>
/// <param name="Head">The page.</param>
/// <param name="Rows">What was done, newest first.</param>
/// <param name="Older">Entry before which older ones are; null where these are the oldest.</param>
/// <param name="Newer">Entry before which newer ones are; 0 for the newest of all; null where these are the newest.</param>
/// <param name="Thanked">Entry that the visitor thanked for just now; null where none.</param>
public sealed record HistoryView(PageHead Head, ImmutableArray<HistoryRow> Rows, long? Older, long? Newer, long? Thanked);

/// <summary>A line of a page's history: a saved text, or a new title.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Saved">The revision; null for a title.</param>
/// <param name="Bytes">By how many bytes the text grew.</param>
/// <param name="IsNewest">True for the text as it is now.</param>
/// <param name="IsOpen">True if it stands beside the newest and nobody has put them together.</param>
/// <param name="IsUnreviewed">True if a guest saved it and no member has looked at it yet.</param>
/// <param name="IsOwn">True if the visitor saved it.</param>
/// <param name="Named">The title; null for a revision.</param>
public sealed record HistoryRow(
    long Entry,
    RevisionHead? Saved,
    int Bytes = 0,
    bool IsNewest = false,
    bool IsOpen = false,
    bool IsUnreviewed = false,
    bool IsOwn = false,
    NamedRow? Named = null
);

/// <summary>A title that a page was given.</summary>
/// <param name="By">Who gave it.</param>
/// <param name="At">When.</param>
/// <param name="Title">The title; null where it is out of sight.</param>
/// <param name="Reason">Why; null where nobody said, or out of sight.</param>
public sealed record NamedRow(Actor By, Moment At, string? Title, string? Reason);
