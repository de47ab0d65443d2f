using System.Collections.Immutable;
using System.Globalization;

namespace Moot.Counting.Pictures;

/// <summary>Rounds beside each other: in each a bar for everybody's votes, and between them bands for the votes that go from one to others.</summary>
internal sealed class FlowPicture
{
    private const int Column = 1_900;
    private const int Space = 560;
    private const int Top = 430;
    private const int RowHeight = 400;
    private const int TextBase = 140;
    private const int BarTop = 180;
    private const int BarHeight = 150;
    private const int Over = 30;
    private const int ThinBand = 14;
    private const int PoolWidth = 30;

    private readonly Names names;
    private readonly Flow flow;
    private readonly ImmutableArray<Row> rows;
    private readonly long most;
    private readonly long mostMoved;
    private readonly ImmutableArray<Shape>.Builder shapes = ImmutableArray.CreateBuilder<Shape>();

    private FlowPicture(Names names, Tally tally, Flow whole, ImmutableArray<int> order)
    {
        (this.names, flow) = (names, whole.Shown());
        rows = RowsOf(tally, order);
        most = flow.Rounds.Max(r => Math.Max(r.Needed, rows.Max(row => row.Held(r) ?? 0)));
        mostMoved = Math.Max(1, flow.Rounds.Zip(flow.Rounds.Skip(1)).Select(p => Moved(p.First, p.Second).Max(m => Math.Abs(m.Votes))).DefaultIfEmpty(1).Max());
    }

    /// <summary>A line of the picture: an option, several together, or votes that name nobody any more.</summary>
    private sealed record Row(string Name, Func<FlowRound, long?> Held, ImmutableArray<int> Options, bool IsRest = false);

    private readonly record struct Move(int Row, long Votes);

    /// <summary>Draws it.</summary>
    /// <param name="names">Names and numbers.</param>
    /// <param name="tally">Who won.</param>
    /// <param name="flow">The rounds.</param>
    /// <param name="order">The options, the best first.</param>
    public static Drawing Of(Names names, Tally tally, Flow flow, ImmutableArray<int> order) => new FlowPicture(names, tally, flow, order).Draw();

    private ImmutableArray<Row> RowsOf(Tally tally, ImmutableArray<int> order)
    {
        var alone = order.Length <= PictureLimits.FlowOptionsMax ? order : order[..(PictureLimits.FlowOptionsMax - 1)];
        var all = alone.Select(o => new Row(tally.Options[o], r => r.Held[o], [o])).ToList();
        if (order.Length > alone.Length)
        {
            ImmutableArray<int> others = order[alone.Length..];
            all.Add(new(names.Words.Say("tally.others", names.Words.Number(others.Length)), r => others.Sum(o => r.Held[o] ?? 0), others));
        }

        if (flow.Rounds.Any(r => r.Rest > 0))
        {
            all.Add(new(names.Words["tally.rest"], r => r.Rest, [], IsRest: true));
        }

        return [.. all];
    }

    private Drawing Draw()
    {
        var height = Top + (rows.Length * RowHeight);
        foreach (var (i, pair) in flow.Rounds.Zip(flow.Rounds.Skip(1)).Index())
        {
            Bands(i, pair.First, pair.Second);
        }

        foreach (var (i, round) in flow.Rounds.Index())
        {
            Round(i, round, i == 0 ? null : flow.Rounds[i - 1]);
        }

        var last = flow.Rounds[^1];
        var told = rows.Where(r => !r.IsRest && r.Held(last) > 0).Take(PictureLimits.ToldMax).Select(r => $"{r.Name} {names.Votes(r.Held(last)!.Value)}");
        var width = (flow.Rounds.Length * (Column + Space)) - Space;
        return new(
            names.Words["tally.rounds"],
            names.Words.Say("tally.rounds-told", names.Words.Number(last.Number), string.Join(", ", told)),
            Math.Max(width, Drawing.Hand),
            height,
            shapes.ToImmutable()
        );
    }

    private void Round(int index, FlowRound round, FlowRound? before)
    {
        var x = index * (Column + Space);
        shapes.Add(new Label("head", x, 130, names.Words.Say("tally.round", names.Words.Number(round.Number))));
        var needed = x + Names.Length(round.Needed, most, Column);
        var isRight = needed - x > Column / 2;
        shapes.Add(new Label(isRight ? "small end" : "small", needed, 310, names.Words.Say("tally.needed", names.Votes(round.Needed))));
        foreach (var (r, row) in rows.Index())
        {
            if (row.Held(round) is not { } held || (held == 0 && row.Options.Length != 1))
            {
                continue;
            }

            var y = Top + (r * RowHeight);
            var isElected = row.Options is [var one] && flow.Rounds.Take(index + 1).Any(f => f.Elected.Contains(one));
            var isGoing = row.Options is [var loser] && round.Eliminated.Contains(loser);
            var kind =
                row.IsRest ? "rest"
                : isElected ? "won"
                : isGoing ? "out"
                : "still";
            var (length, gained) = (Names.Length(held, most, Column), before is null ? 0 : Math.Max(0, held - (row.Held(before) ?? 0)));
            var fresh = Names.Length(gained, most, Column);
            shapes.Add(new Box("track", x, y + BarTop, Column, BarHeight));
            shapes.Add(new Box(kind, x, y + BarTop, length, BarHeight));
            if (fresh > 0)
            {
                shapes.Add(new Box("gained", x, y + BarTop, Math.Min(fresh, length), BarHeight));
            }

            var mark =
                isElected ? "✓ "
                : isGoing ? "✗ "
                : "";
            shapes.Add(new Stroke("needed", string.Create(CultureInfo.InvariantCulture, $"M{needed} {y + BarTop - Over}V{y + BarTop + BarHeight + Over}")));
            shapes.Add(new Label($"name {kind}-name", x, y + TextBase, mark + Names.Short(row.Name, PictureLimits.FlowNameMax)));
            shapes.Add(new Label("number end", x + Column, y + TextBase, names.Votes(held)));
        }
    }

    private List<Move> Moved(FlowRound from, FlowRound to) => [.. rows.Select((row, r) => new Move(r, (row.Held(to) ?? 0) - (row.Held(from) ?? 0)))];

    private void Bands(int index, FlowRound from, FlowRound to)
    {
        var moves = Moved(from, to);
        var (lost, gained) = (moves.Where(m => m.Votes < 0).ToList(), moves.Where(m => m.Votes > 0).ToList());
        var left = (index * (Column + Space)) + Column;
        if (lost is [var source])
        {
            var start = Middle(source.Row) - (Thick(-source.Votes) / 2);
            foreach (var move in gained)
            {
                var said = names.Words.Say("tally.move", rows[source.Row].Name, rows[move.Row].Name, names.Votes(move.Votes));
                Band(BarEnd(index, source.Row, from), left, start, left + Space, Middle(move.Row) - (Thick(move.Votes) / 2), Thick(move.Votes), said);
                start += Thick(move.Votes);
            }

            return;
        }

        if (lost.Count == 0 || gained.Count == 0)
        {
            return;
        }

        // Several give at the same time: whose votes went to whom is not known, so all flow together first.
        var (into, outOf) = (lost.Sum(m => Thick(-m.Votes)), gained.Sum(m => Thick(m.Votes)));
        var centre = ((lost.Sum(m => Middle(m.Row)) / lost.Count) + (gained.Sum(m => Middle(m.Row)) / gained.Count)) / 2;
        var pool = left + ((Space - PoolWidth) / 2);
        var y = centre - (into / 2);
        foreach (var move in lost)
        {
            var said = names.Words.Say("tally.gives", rows[move.Row].Name, names.Votes(-move.Votes));
            Band(BarEnd(index, move.Row, from), left, Middle(move.Row) - (Thick(-move.Votes) / 2), pool, y, Thick(-move.Votes), said);
            y += Thick(-move.Votes);
        }

        y = centre - (outOf / 2);
        foreach (var move in gained)
        {
            var said = names.Words.Say("tally.gets", rows[move.Row].Name, names.Votes(move.Votes));
            Band(pool + PoolWidth, pool + PoolWidth, y, left + Space, Middle(move.Row) - (Thick(move.Votes) / 2), Thick(move.Votes), said);
            y += Thick(move.Votes);
        }

        shapes.Add(new Box("pool", pool, centre - (Math.Max(into, outOf) / 2), PoolWidth, Math.Max(into, outOf)));
    }

    private int BarEnd(int index, int row, FlowRound round) => (index * (Column + Space)) + Names.Length(rows[row].Held(round) ?? 0, most, Column);

    private static int Middle(int row) => Top + (row * RowHeight) + BarTop + (BarHeight / 2);

    private int Thick(long votes) => Math.Max(ThinBand, Names.Length(votes, mostMoved, BarHeight));

    // Straight as far as its own column goes, then in a curve.
    private void Band(int begin, int x, int y, int toX, int toY, int thick, string said)
    {
        var bend = (x + toX) / 2;
        var path = string.Create(
            CultureInfo.InvariantCulture,
            $"M{begin} {y}H{x}C{bend} {y} {bend} {toY} {toX} {toY}V{toY + thick}C{bend} {toY + thick} {bend} {y + thick} {x} {y + thick}H{begin}Z"
        );
        shapes.Add(new Stroke("band", path, said));
    }
}
