using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Moot.Counting.Pictures;

/// <summary>Which scores each option got: a bar of all ballots, cut by score, the highest first.</summary>
/// <param name="names">Names and numbers.</param>
/// <param name="poll">The ballots.</param>
/// <param name="order">The options, the best first.</param>
/// <param name="winners">Who won.</param>
internal sealed class ScoresPicture(Names names, Poll poll, ImmutableArray<int> order, ImmutableArray<int> winners)
{
    private const int Tints = 9;

    private readonly ImmutableArray<Range> ranges = RangesOf(poll);

    private readonly record struct Range(int From, int To)
    {
        public string Said => From == To ? Signed(From) : $"{Signed(From)}…{Signed(To)}";

        private static string Signed(int score) => score < 0 ? $"−{-score}" : $"{score}";
    }

    /// <summary>The picture, and its numbers.</summary>
    public (Drawing Picture, NumberTable Table) Draw()
    {
        var counts = order.ToDictionary(o => o, _ => new long[ranges.Length]);
        for (var b = 0; b < poll.Ballots; b++)
        {
            var marks = poll.Ballot(b);
            for (var o = 0; o < marks.Length; o++)
            {
                counts[o][IndexOf(marks[o])] += poll.Counts[b];
            }
        }

        var sums = SumCount.Totals(poll, static m => m);
        var bars = order
            .Take(PictureLimits.BarsMax)
            .Select(o => new Bar(names[o], names.Words.Say("tally.in-sum", names.Words.Number(sums[o])), winners.Contains(o), Parts(counts[o])));
        var title = names.Words["tally.scores"];
        var told = string.Join("; ", order.Take(PictureLimits.ToldMax).Select(o => $"{names[o]}: {Told(counts[o])}"));
        var table = new NumberTable(
            title,
            [names.Words["tally.option"], .. ranges.Select(r => r.Said)],
            [.. order.Select(o => new NumberRow(names[o], [.. counts[o].Select(c => new NumberCell(names.Words.Number(c)))], winners.Contains(o)))]
        );
        return (BarPicture.Of(title, told, [.. bars], (0, poll.Votes)), table);
    }

    private ImmutableArray<BarPart> Parts(long[] counts) =>
        [.. counts.Select((c, i) => new BarPart($"tint t{Tint(i)}", c, ranges[i].Said)).Where(p => p.Amount > 0)];

    private int Tint(int range) => ranges.Length == 1 ? Tints : Tints - (range * Tints / (ranges.Length - 1));

    private string Told(long[] counts) =>
        string.Join(
            ", ",
            counts.Select((c, i) => (c, i)).Where(p => p.c > 0).Select(p => names.Words.Say("tally.scored", names.Words.Number(p.c), ranges[p.i].Said))
        );

    private int IndexOf(int score)
    {
        var at = 0;
        while (ranges[at].From > score)
        {
            at++;
        }

        return at;
    }

    // Each score by itself; or, where there are many, ranges that are equally wide.
    private static ImmutableArray<Range> RangesOf(Poll poll)
    {
        var all = new SortedSet<int>(ImmutableCollectionsMarshal.AsArray(poll.Marks)!.Select(m => (int)m));
        if (all.Count <= PictureLimits.ScoresMax)
        {
            return [.. all.Reverse().Select(s => new Range(s, s))];
        }

        var wide = (all.Max - all.Min + PictureLimits.ScoresMax) / PictureLimits.ScoresMax;
        return
        [
            .. Enumerable
                .Range(0, PictureLimits.ScoresMax)
                .Select(i => new Range(all.Min + (i * wide), Math.Min(all.Max, all.Min + ((i + 1) * wide) - 1)))
                .Where(r => r.From <= all.Max)
                .Reverse(),
        ];
    }
}
