using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Decides a tie by an order that is given (a lot, a casting vote); without one it goes through every way in turn.</summary>
/// <param name="order">Options, the first preferred; those not named are left to chance.</param>
/// <param name="script">The choices of this way, as far as they are fixed.</param>
internal sealed class TieBreak(ImmutableArray<int> order, List<(int Chosen, int Of)> script)
{
    /// <summary>Ways of breaking ties that are looked at; beyond that all who are left in are said to be tied.</summary>
    internal const int WaysMax = 256;

    private readonly List<int> broken = [];
    private int at;

    /// <summary>Who gained by the given order.</summary>
    public ImmutableArray<int> Broken => [.. broken.Distinct()];

    /// <summary>The one of several who comes first.</summary>
    public int First(IReadOnlyList<int> tied)
    {
        if (tied.Count == 1)
        {
            return tied[0];
        }

        var chosen = order.FirstOrDefault(tied.Contains, -1);
        if (chosen < 0)
        {
            return tied[Next(tied.Count)];
        }

        broken.Add(chosen);
        return chosen;
    }

    /// <summary>The one of several who goes.</summary>
    public int Last(IReadOnlyList<int> tied)
    {
        if (tied.Count == 1)
        {
            return tied[0];
        }

        var unnamed = tied.Where(t => !order.Contains(t)).ToList();
        if (unnamed.Count > 1)
        {
            return unnamed[Next(unnamed.Count)];
        }

        var chosen = unnamed.Count == 1 ? unnamed[0] : order.Last(tied.Contains);
        broken.AddRange(tied.Where(t => t != chosen));
        return chosen;
    }

    private int Next(int of)
    {
        if (at == script.Count)
        {
            script.Add((0, of));
        }

        return script[at++].Chosen;
    }

    /// <summary>Counts in every way in which open ties could fall: who wins in all of them, and who only in some.</summary>
    /// <param name="order">The order that breaks ties, or none.</param>
    /// <param name="count">Counts once; gives the count and its winners.</param>
    /// <param name="cancel">Ends it.</param>
    public static T Every<T>(ImmutableArray<int> order, Func<TieBreak, T> count, CancellationToken cancel)
        where T : Tally
    {
        var script = new List<(int Chosen, int Of)>();
        var breaker = new TieBreak(order, script);
        var first = count(breaker);
        var (sure, perhaps) = (first.Winners.ToHashSet(), first.Winners.ToHashSet());
        for (var ways = 1; Turn(script); ways++)
        {
            cancel.ThrowIfCancellationRequested();
            if (ways >= WaysMax)
            {
                perhaps.UnionWith(Enumerable.Range(0, first.Options.Length));
                sure.Clear();
                break;
            }

            var winners = count(new TieBreak(order, script)).Winners;
            sure.IntersectWith(winners);
            perhaps.UnionWith(winners);
        }

        return (T)first.With([.. first.Winners.Where(sure.Contains)], [.. perhaps.Except(sure).Order()]) with
        {
            Broken = breaker.Broken,
        };
    }

    // The next way: the last choice that has another alternative takes it, and what came after is open again.
    private static bool Turn(List<(int Chosen, int Of)> script)
    {
        while (script.Count > 0)
        {
            var (chosen, of) = script[^1];
            if (chosen + 1 < of)
            {
                script[^1] = (chosen + 1, of);
                return true;
            }

            script.RemoveAt(script.Count - 1);
        }

        return false;
    }
}
