using System.Collections.Immutable;
using Moot.Ui;

namespace Moot.Counting.Pictures;

/// <summary>What is to be seen of a count: pictures, each with how to read it and all its numbers.</summary>
public sealed class Exhibits
{
    private const long Whole = 10_000;

    private readonly Tally tally;
    private readonly Poll? poll;
    private readonly Words words;
    private readonly Names names;
    private readonly ImmutableArray<int> order;

    private Exhibits(Tally tally, Poll? poll, Words words)
    {
        (this.tally, this.poll, this.words, names) = (tally, poll, words, new(tally, words));
        order = Standing.Of(tally);
    }

    /// <summary>All of them, the plainest first.</summary>
    /// <param name="tally">The count.</param>
    /// <param name="poll">The ballots, for the distribution of scores; null where they are not known.</param>
    /// <param name="words">The language.</param>
    public static ImmutableArray<Exhibit> Of(Tally tally, Poll? poll, Words words)
    {
        var exhibits = new Exhibits(tally, poll, words);
        return tally switch
        {
            DebianTally debian => [exhibits.Pairs(debian.Matrix), .. exhibits.Graph(debian)],
            SchulzeTally schulze => [exhibits.Pairs(schulze.Matrix), .. exhibits.Graph(schulze)],
            StvTally stv => [exhibits.Rounds(Flow.Of(stv), RoundTables.Of(exhibits.names, stv, exhibits.order), stv.Rounds.Length)],
            MeekTally meek => [exhibits.Rounds(Flow.Of(meek), RoundTables.Of(exhibits.names, meek, exhibits.order), meek.Rounds.Length)],
            StarTally star => [exhibits.Totals("tally.sums", star.Totals), .. exhibits.Runoffs(star), .. exhibits.Scores()],
            SumTally { Method: SumCount.Approval } sum => [exhibits.Approvals(sum)],
            SumTally sum => [exhibits.Totals("tally.sums", sum.Totals), .. exhibits.Scores()],
            SupportTally support => [exhibits.Sides(support)],
            MajorityTally majority => [exhibits.Choices(majority)],
            _ => [],
        };
    }

    private Exhibit Pairs(Pairwise matrix) =>
        new(
            words["tally.pairs"],
            words["tally.pairs-why"] + (order.Length > PictureLimits.PairsOptionsMax ? " " + Few(PictureLimits.PairsOptionsMax) : ""),
            null,
            PairsPicture.Of(words["tally.pairs"], names, matrix, order, tally.Winners),
            []
        );

    private IEnumerable<Exhibit> Graph(DebianTally debian)
    {
        var dropped = debian.Dropped.Select(d => d.Option).ToHashSet();
        var weak = debian.Rounds.SelectMany(r => r.Weakest).ToHashSet();
        var out_ = debian.Dropped.Length > 0 ? " " + words.Say("tally.graph-out", names.List([.. debian.Dropped.Select(d => d.Option)])) : "";
        return Graph(debian.Defeats, weak, dropped, out_, []);
    }

    private IEnumerable<Exhibit> Graph(SchulzeTally schulze)
    {
        var chains = PairsPicture.Of(words["tally.chains"], names, schulze.Strengths, order, tally.Winners);
        return Graph(schulze.Matrix.Defeats([.. Enumerable.Range(0, schulze.Options.Length)]), [], [], "", [chains]);
    }

    private IEnumerable<Exhibit> Graph(
        IReadOnlyList<Defeat> defeats,
        HashSet<Defeat> weak,
        HashSet<int> dropped,
        string more,
        ImmutableArray<NumberTable> chains
    )
    {
        if (order.Length < 2)
        {
            return [];
        }

        var shown = order.Take(PictureLimits.GraphOptionsMax).ToImmutableArray();
        var why =
            words["tally.graph-why"]
            + (shown.Length > PictureLimits.GraphNumbersMax ? " " + words["tally.graph-numbers"] : "")
            + (weak.Count > 0 ? " " + words["tally.graph-weak"] : "")
            + more
            + (shown.Length < order.Length ? " " + Few(PictureLimits.GraphOptionsMax) : "");
        var table = new NumberTable(
            words["tally.wins"],
            [words["tally.win"], words["tally.for"], words["tally.against"], words["tally.counts"]],
            [
                .. defeats
                    .Where(d => order.Take(PictureLimits.PairsOptionsMax).Contains(d.Winner) && order.Take(PictureLimits.PairsOptionsMax).Contains(d.Loser))
                    .OrderByDescending(d => d, Comparer<Defeat>.Create(Defeat.Compare))
                    .Select(d => new NumberRow(
                        words.Say("tally.over", names[d.Winner], names[d.Loser]),
                        [new(words.Number(d.For)), new(words.Number(d.Against)), new(weak.Contains(d) ? words["tally.no"] : words["tally.yes"])]
                    )),
            ]
        );
        return [new(words["tally.graph"], why, GraphPicture.Of(names, tally, shown, defeats, weak, dropped), null, [table, .. chains])];
    }

    private Exhibit Rounds(Flow flow, ImmutableArray<NumberTable> tables, int rounds)
    {
        var why =
            words["tally.rounds-why"]
            + (flow.Rounds.Length < rounds ? " " + words.Say("tally.rounds-decided", words.Number(rounds)) : "")
            + (flow.Rounds.Length > PictureLimits.FlowRoundsMax ? " " + words.Say("tally.rounds-few", words.Number(PictureLimits.FlowRoundsMax - 1)) : "")
            + (rounds > PictureLimits.TableRoundsMax ? " " + words.Say("tally.rounds-table", words.Number(PictureLimits.TableRoundsMax)) : "");
        return new(words["tally.rounds"], why, FlowPicture.Of(names, tally, flow, order), null, tables);
    }

    private Exhibit Approvals(SumTally sum) =>
        Bars(
            "tally.approvals",
            (0, sum.Votes),
            o => new(names[o], Share(sum.Totals[o], sum.Votes), IsWinner(o), [new(Kind(o), sum.Totals[o])]),
            Table("tally.approvals", ["tally.approve", "tally.share"], o => [words.Number(sum.Totals[o]), names.Percent(sum.Totals[o], sum.Votes)])
        );

    private Exhibit Totals(string key, ImmutableArray<long> totals)
    {
        var (below, above) = (Math.Max(0, -totals.Min()), Math.Max(0, totals.Max()));
        return Bars(
            key,
            (below, Math.Max(above, below == 0 ? 1 : 0)),
            o => new(names[o], words.Number(totals[o]), IsWinner(o), [new(Kind(o), totals[o])]),
            Table(key, ["tally.sum"], o => [words.Number(totals[o])])
        );
    }

    private IEnumerable<Exhibit> Runoffs(StarTally star)
    {
        var shown = star.Rounds.Where(r => r.Loser is not null).ToList();
        if (shown.Count == 0)
        {
            return [];
        }

        var bars = new List<Bar>();
        foreach (var (winner, loser, votesFor, against, equal) in shown.Take(PictureLimits.BarsMax))
        {
            bars.Add(new(names[winner], Share(votesFor, star.Votes), true, [new("won", votesFor)]));
            bars.Add(new(names[loser!.Value], Share(against, star.Votes), false, [new("still", against)]));
            bars.Add(new(words["tally.alike"], Share(equal, star.Votes), false, [new("rest", equal)]));
        }

        var table = new NumberTable(
            words["tally.runoff"],
            [words["tally.win"], words["tally.for"], words["tally.against"], words["tally.alike"]],
            [
                .. shown.Select(r => new NumberRow(
                    words.Say("tally.over", names[r.Winner], names[r.Loser!.Value]),
                    [new(words.Number(r.For)), new(words.Number(r.Against)), new(words.Number(r.Equal))]
                )),
            ]
        );
        var told = string.Join("; ", bars.Take(PictureLimits.ToldMax).Select(b => $"{b.Name} {b.Number}"));
        return [new(words["tally.runoff"], words["tally.runoff-why"], BarPicture.Of(words["tally.runoff"], told, bars, (0, star.Votes)), null, [table])];
    }

    private IEnumerable<Exhibit> Scores()
    {
        if (poll is not { IsScored: true, Ballots: > 0 })
        {
            return [];
        }

        var (picture, table) = new ScoresPicture(names, poll, order, tally.Winners).Draw();
        return [new(words["tally.scores"], words["tally.scores-why"], picture, null, [table])];
    }

    // Shares of those who took a side: a bar is as long for few as for many.
    private Exhibit Sides(SupportTally support)
    {
        var needed = (long)(support.Share.Above * Whole / support.Share.Below);
        var exhibit = Bars(
            "tally.sides",
            (0, Whole),
            o => new(names[o], Said(o), IsWinner(o), [new(Kind(o), For(o)), new("against", Sided(o) > 0 ? Whole - For(o) : 0)]),
            Table(
                "tally.sides",
                ["tally.supports", "tally.opposes", "tally.share"],
                o => [words.Number(support.Supports[o]), words.Number(support.Opposes[o]), names.Percent(support.Supports[o], Sided(o))]
            ),
            (needed, words.Say(support.IsMore ? "tally.more-needed" : "tally.needed", names.Percent(needed, Whole)))
        );
        return support.Least <= 1 ? exhibit : exhibit with { Why = exhibit.Why + " " + words.Say("tally.least", words.Number(support.Least)) };

        long Sided(int option) => support.Supports[option] + support.Opposes[option];
        long For(int option) => Sided(option) > 0 ? (long)((Int128)support.Supports[option] * Whole / Sided(option)) : 0;
        string Said(int option) =>
            $"{words.Number(support.Supports[option])} : {words.Number(support.Opposes[option])} · {names.Percent(support.Supports[option], Sided(option))}".TrimEnd(
                ' ',
                '·'
            );
    }

    private Exhibit Choices(MajorityTally majority)
    {
        var cast = majority.Votes - majority.Abstained;
        var (low, high) = (0L, cast);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = majority.Majority.IsReached(middle, cast - middle) ? (low, middle) : (middle + 1, high);
        }

        var exhibit = Bars(
            "tally.choices",
            (0, cast),
            o => new(names[o], Share(majority.Totals[o], cast), IsWinner(o), [new(Kind(o), majority.Totals[o])]),
            Table("tally.choices", ["tally.first", "tally.share"], o => [words.Number(majority.Totals[o]), names.Percent(majority.Totals[o], cast)]),
            (low, words.Say("tally.needed", words.Number(low))),
            o => majority.Totals[o] > 0 || majority.Abstained == 0 // the option that stands for an abstention has none
        );
        return majority.Abstained == 0 ? exhibit : exhibit with { Why = exhibit.Why + " " + words.Say("tally.abstained", words.Number(majority.Abstained)) };
    }

    private Exhibit Bars(
        string key,
        (long Below, long Above) scale,
        Func<int, Bar> bar,
        NumberTable table,
        (long At, string Said)? line = null,
        Func<int, bool>? isShown = null
    )
    {
        var bars = order.Where(isShown ?? (_ => true)).Take(PictureLimits.BarsMax).Select(bar).ToList();
        var told = string.Join(", ", bars.Take(PictureLimits.ToldMax).Select(b => $"{b.Name} {b.Number}"));
        var why = words[key + "-why"] + (order.Length > PictureLimits.BarsMax ? " " + Few(PictureLimits.BarsMax) : "");
        return new(words[key], why, BarPicture.Of(words[key], told, bars, scale, line), null, [table]);
    }

    private NumberTable Table(string key, string[] heads, Func<int, string[]> cells) =>
        new(
            words[key],
            [words["tally.option"], .. heads.Select(h => words[h])],
            [.. order.Select(o => new NumberRow(names[o], [.. cells(o).Select(c => new NumberCell(c))], IsWinner(o)))]
        );

    private bool IsWinner(int option) => tally.Winners.Contains(option);

    private string Kind(int option) => IsWinner(option) ? "won" : "still";

    private string Share(long part, long whole) => whole <= 0 ? words.Number(part) : $"{words.Number(part)} · {names.Percent(part, whole)}";

    private string Few(int most) => words.Say("tally.few", words.Number(most), words.Number(order.Length));
}
