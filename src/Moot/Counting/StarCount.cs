using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts scores, then an automatic runoff: of the two with the highest sums, the one whom more ballots score higher wins.</summary>
/// <remarks>
/// Bloc STAR does so once for each seat, without those who have won. A tie in the runoff goes to the higher sum; a tie for the runoff to whom more ballots
/// score higher, where that decides between all who are tied; then to the order that is given; and else it stays open.
/// </remarks>
public static class StarCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "star";

    /// <summary>What it is called with several seats.</summary>
    public const string Bloc = "bloc-star";

    /// <summary>Counts.</summary>
    /// <param name="method">star or bloc-star.</param>
    /// <param name="poll">Scored ballots.</param>
    /// <param name="seats">How many are to be chosen.</param>
    /// <param name="order">A lot for ties, the first preferred; empty for none.</param>
    /// <param name="cancel">Ends it.</param>
    public static StarTally Of(string method, Poll poll, int seats, ImmutableArray<int> order, CancellationToken cancel = default)
    {
        var totals = SumCount.Totals(poll, static m => m);
        var matrix = Pairwise.Of(poll);
        return Of(method, poll.Options, poll.Votes, totals, matrix, seats, order, cancel);
    }

    /// <summary>Counts where only sums and preferences are known.</summary>
    public static StarTally Of(
        string method,
        ImmutableArray<string> options,
        long votes,
        ImmutableArray<long> totals,
        Pairwise matrix,
        int seats,
        ImmutableArray<int> order,
        CancellationToken cancel = default
    ) => TieBreak.Every(order, breaker => Once(new(method, options, votes, seats, totals, []), matrix, breaker), cancel);

    private static StarTally Once(StarTally tally, Pairwise matrix, TieBreak breaker)
    {
        var left = Enumerable.Range(0, tally.Options.Length).ToList();
        var winners = new List<int>();
        var rounds = ImmutableArray.CreateBuilder<StarRound>();
        while (winners.Count < tally.Seats && left.Count > 0)
        {
            var first = Best(left);
            var second = left.Count > 1 ? Best([.. left.Where(o => o != first)]) : -1;
            var winner = second < 0 ? first : Runoff(first, second);
            rounds.Add(
                second < 0
                    ? new(first, null, 0, 0, 0)
                    : new(winner, winner == first ? second : first, matrix[winner, Other()], matrix[Other(), winner], Equal(first, second))
            );
            winners.Add(winner);
            left.Remove(winner);

            int Other() => winner == first ? second : first;
        }

        return tally with
        {
            Winners = [.. winners],
            Rounds = rounds.ToImmutable(),
        };

        int Best(List<int> among)
        {
            var most = among.Max(o => tally.Totals[o]);
            var tied = among.Where(o => tally.Totals[o] == most).ToList();
            var liked = tied.Where(o => tied.All(p => p == o || matrix.Beats(o, p))).ToList();
            return liked.Count == 1 ? liked[0] : breaker.First(tied);
        }

        int Runoff(int one, int other) =>
            matrix.Beats(one, other) ? one
            : matrix.Beats(other, one) ? other
            : tally.Totals[one] != tally.Totals[other] ? (tally.Totals[one] > tally.Totals[other] ? one : other)
            : breaker.First(one < other ? [one, other] : [other, one]);

        long Equal(int one, int other) => tally.Votes - matrix[one, other] - matrix[other, one];
    }
}

/// <summary>How a count with scores and runoffs went.</summary>
/// <param name="Method">star or bloc-star.</param>
/// <param name="Options">The names.</param>
/// <param name="Votes">How many votes were counted.</param>
/// <param name="Seats">How many were to be chosen.</param>
/// <param name="Totals">The sum of each.</param>
/// <param name="Rounds">One runoff for each seat.</param>
public sealed record StarTally(
    string Method,
    ImmutableArray<string> Options,
    long Votes,
    int Seats,
    ImmutableArray<long> Totals,
    ImmutableArray<StarRound> Rounds
) : Tally(Method, Options, Votes, Seats);

/// <summary>One runoff.</summary>
/// <param name="Winner">Who won it.</param>
/// <param name="Loser">Against whom; null where nobody else was left.</param>
/// <param name="For">Ballots that score the winner higher.</param>
/// <param name="Against">Ballots that score the loser higher.</param>
/// <param name="Equal">Ballots that score both alike.</param>
public sealed record StarRound(int Winner, int? Loser, long For, long Against, long Equal);
