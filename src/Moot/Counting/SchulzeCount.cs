using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts by Schulze's method: who has the stronger chain of defeats to everybody else wins.</summary>
/// <remarks>
/// M. Schulze, "The Schulze Method of Voting", with winning votes: a defeat is as strong as the votes for it; of as many votes, fewer against it is stronger.
/// A chain is as strong as its weakest defeat (Floyd and Warshall's way, options³ steps).
/// </remarks>
public static class SchulzeCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "schulze";

    private const int Bits = 30;
    private const long Low = (1L << Bits) - 1;

    /// <summary>Counts.</summary>
    /// <param name="poll">Ranked or scored ballots, or a matrix.</param>
    /// <param name="order">A lot or casting vote for ties, the first preferred; empty for none.</param>
    public static SchulzeTally Of(Poll poll, ImmutableArray<int> order)
    {
        var matrix = Pairwise.Of(poll);
        var n = matrix.Size;
        var paths = Paths(matrix);
        var places = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        var left = Enumerable.Range(0, n).ToList();
        while (left.Count > 0)
        {
            ImmutableArray<int> best = [.. left.Where(a => left.All(b => paths[(a * n) + b] >= paths[(b * n) + a]))];
            places.Add(best);
            left.RemoveAll(a => best.Contains(a));
        }

        var winners = places.Count > 0 ? places[0] : [];
        var tally = new SchulzeTally(
            poll.Options,
            poll.Votes,
            matrix,
            new(n, [.. paths.Select(p => p >> Bits)]),
            new(n, [.. paths.Select(p => p == 0 ? 0 : Low - (p & Low))]),
            places.ToImmutable()
        );
        var chosen = winners.Length > 1 ? order.FirstOrDefault(o => winners.Contains(o), -1) : -1;
        return chosen >= 0 ? tally with { Winners = [chosen], Broken = [chosen] }
            : winners.Length == 1 ? tally with { Winners = winners }
            : (SchulzeTally)tally.With([], winners);
    }

    /// <summary>The strongest chain from each option to each other, as one number: votes for its weakest defeat, then the fewer against it the more.</summary>
    private static long[] Paths(Pairwise matrix)
    {
        var n = matrix.Size;
        var paths = new long[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                paths[(i * n) + j] = matrix.Beats(i, j) ? (matrix[i, j] << Bits) | (Low - matrix[j, i]) : 0;
            }
        }

        for (var middle = 0; middle < n; middle++)
        {
            var through = paths.AsSpan(middle * n, n).ToArray();
            for (var i = 0; i < n; i++)
            {
                var first = paths[(i * n) + middle];
                var row = paths.AsSpan(i * n, n);
                for (var j = 0; first > 0 && j < row.Length; j++)
                {
                    row[j] = j == i ? 0 : Math.Max(row[j], Math.Min(first, through[j]));
                }
            }
        }

        return paths;
    }
}

/// <summary>How a count by Schulze's method went.</summary>
/// <param name="Matrix">Who is preferred to whom.</param>
/// <param name="Strengths">Votes for the weakest defeat of the strongest chain from one to another; 0 where there is no chain.</param>
/// <param name="Losses">Votes against that defeat.</param>
/// <param name="Places">All options from best to worst; those in one place are tied.</param>
public sealed record SchulzeTally(
    ImmutableArray<string> Options,
    long Votes,
    Pairwise Matrix,
    Pairwise Strengths,
    Pairwise Losses,
    ImmutableArray<ImmutableArray<int>> Places
) : Tally(SchulzeCount.Method, Options, Votes, 1);
