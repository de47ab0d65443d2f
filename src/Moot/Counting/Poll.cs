using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Ballots as they were cast, equal ones together: what every method counts.</summary>
/// <remarks>
/// A ballot has one mark for each option. In a ranked poll the mark is the rank: 1 is best, ranks may be equal and may leave gaps,
/// and what is <see cref="Unranked"/> stands below everything ranked, tied. In a scored poll the mark is the score: more is better, and nothing given is 0.
/// </remarks>
/// <param name="Options">The names, as in the file.</param>
/// <param name="Counts">How often each ballot was cast.</param>
/// <param name="Marks">The marks of the first ballot, then of the second, and so on.</param>
/// <param name="IsScored">True if marks are scores, false if they are ranks.</param>
public sealed record Poll(ImmutableArray<string> Options, ImmutableArray<long> Counts, ImmutableArray<short> Marks, bool IsScored)
{
    /// <summary>Options of one poll.</summary>
    public const int OptionsMax = 500;

    /// <summary>Votes of one poll. Below 2^29, so that strengths and fixed-point totals fit into 64 bits.</summary>
    public const long VotesMax = 500_000_000;

    /// <summary>Marks of one poll: options times different ballots.</summary>
    public const int MarksMax = 100_000_000;

    /// <summary>The largest rank, and the largest score above or below zero.</summary>
    public const int MarkMax = 32_000;

    /// <summary>The mark of an option that a ranked ballot does not name: below every rank.</summary>
    public const short Unranked = short.MaxValue;

    /// <summary>What the file calls the election.</summary>
    public string Title { get; init; } = "";

    /// <summary>How many are to be chosen, where the file says it.</summary>
    public int? Seats { get; init; }

    /// <summary>The option "none of these" or "further discussion", where the file says it.</summary>
    public int? Default { get; init; }

    /// <summary>Options that were withdrawn before the count; they are not among the options any more.</summary>
    public ImmutableArray<string> Withdrawn { get; init; } = [];

    /// <summary>Ballots that name an option twice, as they were written. Only the first mention counts, except in the one method whose source counts each.</summary>
    public ImmutableDictionary<int, ImmutableArray<int>> Repeats { get; init; } = ImmutableDictionary<int, ImmutableArray<int>>.Empty;

    /// <summary>Who is preferred to whom how often, where nothing else is known.</summary>
    public Pairwise? Matrix { get; init; }

    /// <summary>How many different ballots there are.</summary>
    public int Ballots => Counts.Length;

    /// <summary>How many votes were cast.</summary>
    public long Votes => Counts.Sum();

    /// <summary>The marks of one ballot, one for each option.</summary>
    public ReadOnlySpan<short> Ballot(int index) => Marks.AsSpan(index * Options.Length, Options.Length);

    /// <summary>The option of a name; null where there is none. Names are compared exactly, then without regard to capitals, then as the number in the file.</summary>
    public int? Find(string name)
    {
        var exact = Options.IndexOf(name);
        if (exact >= 0)
        {
            return exact;
        }

        for (var i = 0; i < Options.Length; i++)
        {
            if (string.Equals(Options[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return
            int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            && number >= 1
            && number <= Options.Length
            ? number - 1
            : null;
    }

    /// <summary>The same votes as ranks: of a scored poll, more is better and what has no score above 0 is unranked.</summary>
    public Poll AsRanked() => IsScored ? this with { IsScored = false, Marks = [.. Marks.Select(m => m > 0 ? (short)(MarkMax + 1 - m) : Unranked)] } : this;
}
