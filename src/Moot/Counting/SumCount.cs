using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts by adding up: approvals, or scores. Those with the most are chosen.</summary>
public static class SumCount
{
    /// <summary>Approval: every option that a ballot approves of gets one vote.</summary>
    public const string Approval = "approval";

    /// <summary>Scores are added up.</summary>
    public const string Score = "score";

    /// <summary>Counts approvals: a score above 0, or any rank.</summary>
    /// <param name="poll">Scored or ranked ballots.</param>
    /// <param name="seats">How many are to be chosen.</param>
    /// <param name="order">A lot for ties, the first preferred; empty for none.</param>
    public static SumTally Approvals(Poll poll, int seats, ImmutableArray<int> order) =>
        Choose(Approval, poll, seats, order, Totals(poll, poll.IsScored ? static m => m > 0 ? 1 : 0 : static m => m != Poll.Unranked ? 1 : 0));

    /// <summary>Adds up scores.</summary>
    /// <param name="poll">Scored ballots.</param>
    /// <param name="seats">How many are to be chosen.</param>
    /// <param name="order">A lot for ties, the first preferred; empty for none.</param>
    public static SumTally Scores(Poll poll, int seats, ImmutableArray<int> order) => Choose(Score, poll, seats, order, Totals(poll, static m => m));

    /// <summary>Chooses those with the highest totals; those tied for the last seats are a set unless an order decides.</summary>
    internal static SumTally Choose(string method, Poll poll, int seats, ImmutableArray<int> order, ImmutableArray<long> totals)
    {
        var tally = new SumTally(method, poll.Options, poll.Votes, seats, totals);
        var ranked = Enumerable.Range(0, totals.Length).OrderByDescending(i => totals[i]).ThenBy(i => i).ToList();
        if (ranked.Count <= seats)
        {
            return tally with { Winners = [.. ranked] };
        }

        var cut = totals[ranked[seats - 1]];
        var sure = ranked.Where(i => totals[i] > cut).ToList();
        var tied = ranked.Where(i => totals[i] == cut).ToList();
        if (sure.Count + tied.Count == seats)
        {
            return tally with { Winners = [.. sure, .. tied] };
        }

        // An order that does not name enough of them decides for those whom it names.
        var chosen = order.Where(tied.Contains).Take(seats - sure.Count).ToList();
        var open = tied.Except(chosen).ToList();
        return sure.Count + chosen.Count == seats
            ? tally with
            {
                Winners = [.. sure, .. chosen],
                Broken = [.. chosen],
            }
            : (SumTally)tally.With([.. sure, .. chosen], [.. open]) with
            {
                Broken = [.. chosen],
            };
    }

    internal static ImmutableArray<long> Totals(Poll poll, Func<short, long> value)
    {
        var totals = new long[poll.Options.Length];
        for (var b = 0; b < poll.Ballots; b++)
        {
            var marks = poll.Ballot(b);
            for (var i = 0; i < marks.Length; i++)
            {
                totals[i] = checked(totals[i] + (value(marks[i]) * poll.Counts[b]));
            }
        }

        return [.. totals];
    }
}

/// <summary>How a count by adding up went.</summary>
/// <param name="Method">approval, score or quadratic.</param>
/// <param name="Options">The names.</param>
/// <param name="Votes">How many votes were counted.</param>
/// <param name="Seats">How many were to be chosen.</param>
/// <param name="Totals">The sum of each.</param>
public sealed record SumTally(string Method, ImmutableArray<string> Options, long Votes, int Seats, ImmutableArray<long> Totals)
    : Tally(Method, Options, Votes, Seats)
{
    /// <summary>Ballots that were not counted, since they spend more than they may (quadratic votes).</summary>
    public long Refused { get; init; }

    /// <summary>What each ballot may spend; 0 where that is not asked.</summary>
    public long Budget { get; init; }
}
