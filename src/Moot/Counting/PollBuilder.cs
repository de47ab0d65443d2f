using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Moot.Counting;

/// <summary>Puts ballots into a poll, equal ones together, in the order in which they first came.</summary>
/// <param name="options">The names.</param>
/// <param name="isScored">True if marks are scores.</param>
public sealed class PollBuilder(ImmutableArray<string> options, bool isScored)
{
    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);
    private readonly List<long> counts = [];
    private readonly List<short> marks = [];
    private readonly Dictionary<int, ImmutableArray<int>> repeats = [];
    private long votes;

    /// <summary>Adds ballots.</summary>
    /// <param name="count">How many of them.</param>
    /// <param name="ballot">One mark for each option.</param>
    /// <param name="written">The options in the order in which they are named, where one is named twice; else nothing.</param>
    /// <returns>False where the poll would be too large.</returns>
    public bool Add(long count, ReadOnlySpan<short> ballot, ImmutableArray<int> written = default)
    {
        if (count < 0 || count > Poll.VotesMax - votes)
        {
            return false;
        }

        votes += count;
        if (count == 0)
        {
            return true;
        }

        var key = new string(MemoryMarshal.Cast<short, char>(ballot)) + (written.IsDefault ? "" : string.Join(' ', written));
        if (known.TryGetValue(key, out var at))
        {
            counts[at] += count;
            return true;
        }

        if (marks.Count > Poll.MarksMax - ballot.Length)
        {
            return false;
        }

        known.Add(key, counts.Count);
        if (!written.IsDefault)
        {
            repeats.Add(counts.Count, written);
        }

        counts.Add(count);
        marks.AddRange(ballot);
        return true;
    }

    /// <summary>The poll so far.</summary>
    public Poll Build() => new(options, [.. counts], [.. marks], isScored) { Repeats = repeats.ToImmutableDictionary() };
}
