using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts votes of which v cost v·v: who wants a thing more can say so, at a growing price.</summary>
/// <remarks>Everybody has the same budget; votes against (below 0) cost as much. A ballot that spends more than the budget is not counted.</remarks>
public static class QuadraticCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "quadratic";

    /// <summary>What a ballot may spend, where nothing else is said.</summary>
    public const int UsualBudget = 100;

    /// <summary>Counts.</summary>
    /// <param name="poll">Scored ballots: the votes for each option.</param>
    /// <param name="seats">How many are to be chosen.</param>
    /// <param name="budget">What each ballot may spend.</param>
    /// <param name="order">A lot for ties, the first preferred; empty for none.</param>
    public static SumTally Of(Poll poll, int seats, long budget, ImmutableArray<int> order)
    {
        var lawful = new PollBuilder(poll.Options, isScored: true);
        for (var b = 0; b < poll.Ballots; b++)
        {
            if (Cost(poll.Ballot(b)) <= budget)
            {
                lawful.Add(poll.Counts[b], poll.Ballot(b));
            }
        }

        var counted = lawful.Build();
        return SumCount.Choose(Method, counted, seats, order, SumCount.Totals(counted, static m => m)) with
        {
            Refused = poll.Votes - counted.Votes,
            Budget = budget,
        };
    }

    /// <summary>What a ballot costs: the sum of the squares of its votes.</summary>
    public static long Cost(ReadOnlySpan<short> votes)
    {
        var cost = 0L;
        foreach (var vote in votes)
        {
            cost += (long)vote * vote;
        }

        return cost;
    }
}
