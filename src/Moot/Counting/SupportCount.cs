using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts who is for and who is against each option. Those whose share is large enough are chosen, the largest shares first; who says neither does not count.</summary>
/// <remarks>Wikipedia's elections of administrators (70 %) and of its arbitration committee (50 % and 60 %, seats stay empty where too few reach it), and of stewards (80 %, with 30 for it).</remarks>
public static class SupportCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "support";

    /// <summary>Counts.</summary>
    /// <param name="poll">Scored ballots: above 0 is for, below against.</param>
    /// <param name="seats">How many are to be chosen at most.</param>
    /// <param name="share">The share of those for and against that is needed.</param>
    /// <param name="isMore">True where exactly that share is too little.</param>
    /// <param name="least">How many have to be for it at least.</param>
    /// <param name="order">A lot or casting vote for ties, the first preferred; empty for none.</param>
    public static SupportTally Of(Poll poll, int seats, Fraction share, bool isMore, long least, ImmutableArray<int> order)
    {
        var supports = SumCount.Totals(poll, static m => m > 0 && m != Poll.Unranked ? 1 : 0);
        var opposes = SumCount.Totals(poll, static m => m < 0 ? 1 : 0);
        var tally = new SupportTally(poll.Options, poll.Votes, seats, supports, opposes, share, isMore, least);
        var ranked = Enumerable
            .Range(0, poll.Options.Length)
            .Where(i => supports[i] >= least && tally.IsReached(i))
            .OrderByDescending(i => i, Comparer<int>.Create(tally.Compare))
            .ThenBy(i => i)
            .ToList();
        if (ranked.Count <= seats)
        {
            return tally with { Winners = [.. ranked] };
        }

        var cut = ranked[seats - 1];
        var sure = ranked.Where(i => tally.Compare(i, cut) > 0).ToList();
        var tied = ranked.Where(i => tally.Compare(i, cut) == 0).ToList();
        if (sure.Count + tied.Count == seats)
        {
            return tally with { Winners = [.. sure, .. tied] };
        }

        var chosen = order.Where(tied.Contains).Take(seats - sure.Count).ToList();
        return sure.Count + chosen.Count == seats
            ? tally with
            {
                Winners = [.. sure, .. chosen],
                Broken = [.. chosen],
            }
            : (SupportTally)tally.With([.. sure, .. chosen], [.. tied.Except(chosen)]) with
            {
                Broken = [.. chosen],
            };
    }
}

/// <summary>How a count of those for and against went.</summary>
/// <param name="Supports">How many are for each.</param>
/// <param name="Opposes">How many are against each.</param>
/// <param name="Share">The share of those for and against that is needed.</param>
/// <param name="IsMore">True where exactly that share is too little.</param>
/// <param name="Least">How many have to be for it.</param>
public sealed record SupportTally(
    ImmutableArray<string> Options,
    long Votes,
    int Seats,
    ImmutableArray<long> Supports,
    ImmutableArray<long> Opposes,
    Fraction Share,
    bool IsMore,
    long Least
) : Tally(SupportCount.Method, Options, Votes, Seats)
{
    /// <summary>True where the share of an option is large enough. Of nothing, nothing is a share.</summary>
    public bool IsReached(int option)
    {
        var (votes, wanted) = ((Fraction)Supports[option], Share * (Supports[option] + Opposes[option]));
        return Supports[option] > 0 && (IsMore ? votes > wanted : votes >= wanted);
    }

    /// <summary>Which of two options has the larger share: a/(a+b) against c/(c+d) is a·d against c·b.</summary>
    public int Compare(int left, int right) => ((Int128)Supports[left] * Opposes[right]).CompareTo((Int128)Supports[right] * Opposes[left]);
}
