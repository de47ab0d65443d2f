using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Following;

/// <summary>One act in a list: who did what, when, and where to look at it.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="At">When.</param>
/// <param name="Who">Who.</param>
/// <param name="Kind">What kind of act.</param>
/// <param name="Before">What was done, in words, up to the link.</param>
/// <param name="Link">What was acted on: words and an address below the association; null where there is nothing to look at.</param>
/// <param name="After">The words after the link.</param>
/// <param name="Summary">What its author said of it; null where nothing, or out of sight.</param>
/// <param name="Change">Bytes that the text grew by; null where it is no edit.</param>
/// <param name="From">The revision that an edit was written from; null where there is none.</param>
/// <param name="IsMinor">True if its author calls it a small change.</param>
/// <param name="IsUnreviewed">True if no member has looked at it yet.</param>
/// <param name="IsWithdrawn">True if its words are hidden or erased.</param>
/// <param name="MarkedBy">Filters of this host that marked it.</param>
public sealed record ActLineView(
    long Entry,
    Moment At,
    Actor Who,
    string Kind,
    string Before,
    (string Words, string Path)? Link,
    string After,
    string? Summary,
    long? Change = null,
    long? From = null,
    bool IsMinor = false,
    bool IsUnreviewed = false,
    bool IsWithdrawn = false,
    ImmutableArray<long> MarkedBy = default
)
{
    /// <summary>What was done, as one text.</summary>
    public string Sentence => Before + Link?.Words + After;

    /// <summary>Where to look: the difference that an edit made, or the entry.</summary>
    public string Path => From is { } from ? $"diff/{from}/{Entry}" : $"entry/{Entry}";
}
