using System.Collections.Immutable;

namespace Moot.Counting.Pictures;

/// <summary>The order in which pictures and tables show the options: who won first.</summary>
internal static class Standing
{
    /// <summary>All options, the best first.</summary>
    public static ImmutableArray<int> Of(Tally tally)
    {
        var others = tally switch
        {
            DebianTally debian => Debian(debian),
            SchulzeTally schulze => schulze.Places.SelectMany(p => p),
            StvTally stv => Rounds(stv.Options.Length, stv.Rounds.Select(r => r.Eliminated), o => Names.Parts(stv.Rounds[^1].Totals[o] ?? 0)),
            MeekTally meek => Rounds(meek.Options.Length, meek.Rounds.Select(r => r.Eliminated), o => meek.Rounds[^1].Totals[o]),
            StarTally star => Sums(star.Totals),
            SumTally sum => Sums(sum.Totals),
            SupportTally support => Enumerable.Range(0, support.Options.Length).OrderByDescending(o => o, Comparer<int>.Create(support.Compare)),
            MajorityTally majority => Sums(majority.Totals),
            _ => Enumerable.Range(0, tally.Options.Length),
        };
        return [.. tally.Winners.Concat(tally.Tied).Concat(others).Distinct()];
    }

    private static IEnumerable<int> Debian(DebianTally debian)
    {
        var dropped = debian.Dropped.Select(d => d.Option).ToHashSet();
        var first = debian.Rounds[0].Schwartz.ToHashSet();
        var wins = new int[debian.Options.Length];
        foreach (var defeat in debian.Defeats)
        {
            wins[defeat.Winner]++;
        }

        return Enumerable.Range(0, wins.Length).OrderBy(dropped.Contains).ThenBy(o => !first.Contains(o)).ThenByDescending(o => wins[o]);
    }

    // Who went last stands before who went first.
    private static IEnumerable<int> Rounds(int options, IEnumerable<ImmutableArray<int>> eliminated, Func<int, long> last)
    {
        var gone = eliminated.SelectMany(e => e).ToList();
        return Enumerable.Range(0, options).Except(gone).OrderByDescending(last).Concat(gone.AsEnumerable().Reverse());
    }

    private static IEnumerable<int> Sums(ImmutableArray<long> totals) => Enumerable.Range(0, totals.Length).OrderByDescending(o => totals[o]).ThenBy(o => o);
}
