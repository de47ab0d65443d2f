using System.Collections.Immutable;
using System.Globalization;

namespace Moot.Counting.Pictures;

/// <summary>Wins as arrows between the options, which stand in a circle.</summary>
internal static class GraphPicture
{
    private const int Middle = Drawing.WideHand / 2;
    private const int CentreY = 1_850;
    private const int Height = 3_700;
    private const int RadiusX = 980;
    private const int RadiusY = 1_400;
    private const int Node = 160;
    private const int Gap = 40;
    private const int Head = 110;
    private const int NumberAt = 64;
    private const int LineHeight = 155;
    private const int ShortMost = 1_100;

    /// <summary>Draws it.</summary>
    /// <param name="names">Names and numbers.</param>
    /// <param name="tally">Who won.</param>
    /// <param name="shown">Who is drawn, in order.</param>
    /// <param name="defeats">Who beats whom.</param>
    /// <param name="weak">Defeats that do not count, since they were the weakest in a circle.</param>
    /// <param name="dropped">Options that were out before.</param>
    public static Drawing Of(
        Names names,
        Tally tally,
        ImmutableArray<int> shown,
        IReadOnlyList<Defeat> defeats,
        IReadOnlyCollection<Defeat> weak,
        IReadOnlyCollection<int> dropped
    )
    {
        var places = shown.Select((o, i) => (o, At: Place(i, shown.Length))).ToDictionary(p => p.o, p => p.At);
        var drawn = defeats.Where(d => places.ContainsKey(d.Winner) && places.ContainsKey(d.Loser)).ToList();
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        foreach (var defeat in drawn.OrderBy(d => tally.Winners.Contains(d.Winner)))
        {
            Arrow(shapes, names, defeat, places, Kind(defeat));
        }

        foreach (var (i, option) in shown.Index())
        {
            var (x, y) = places[option];
            var (isWinner, isOut) = (tally.Winners.Contains(option), dropped.Contains(option));
            var kind =
                isWinner ? "won"
                : isOut ? "out"
                : "still";
            shapes.Add(new Dot($"node {kind}", x, y, Node));
            shapes.Add(new Label($"in middle on-{kind}", x, y + 45, $"{i + 1}"));
            Name(shapes, $"node-name halo {kind}-name", (isWinner ? "✓ " : "") + names[option] + (isOut ? " ✗" : ""), x, y);
        }

        foreach (var defeat in drawn.Where(HasNumber))
        {
            Number(shapes, names, defeat, places);
        }

        var told = string.Join("; ", drawn.Take(PictureLimits.ToldMax).Select(d => Said(names, d))) + (drawn.Count > PictureLimits.ToldMax ? "; …" : "");
        return new(names.Words["tally.graph"], told.Length > 0 ? told : names.Words["tally.no-wins"], Drawing.WideHand, Height, shapes.ToImmutable());

        string Kind(Defeat defeat) =>
            weak.Contains(defeat) ? "weak"
            : tally.Winners.Contains(defeat.Winner) ? "first"
            : "other";

        bool HasNumber(Defeat defeat) => shown.Length <= PictureLimits.GraphNumbersMax || weak.Contains(defeat) || tally.Winners.Contains(defeat.Winner);
    }

    public static string Said(Names names, Defeat defeat) =>
        names.Words.Say("count.defeat", names[defeat.Winner], names[defeat.Loser], names.Words.Number(defeat.For), names.Words.Number(defeat.Against));

    private static (int X, int Y) Place(int i, int of)
    {
        var (x, y) = of == 1 ? (0, 0) : Circle.Point(3_600 * i / of, RadiusY);
        return (Middle + (x * RadiusX / RadiusY), CentreY + y);
    }

    private static void Arrow(ImmutableArray<Shape>.Builder shapes, Names names, Defeat defeat, Dictionary<int, (int X, int Y)> places, string kind)
    {
        var (from, to) = (places[defeat.Winner], places[defeat.Loser]);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Circle.Length(dx, dy);
        var (start, tip) = (On(Node + Gap), On(length - Node - Gap));
        var back = On(length - Node - Gap - Head);
        var (sideX, sideY) = (-dy * Head / length / 2, dx * Head / length / 2);
        var tipSaid = Said(names, defeat);
        shapes.Add(new Stroke($"arrow {kind}", string.Create(CultureInfo.InvariantCulture, $"M{start.X} {start.Y}L{back.X} {back.Y}"), tipSaid));
        shapes.Add(
            new Stroke(
                $"head {kind}",
                string.Create(CultureInfo.InvariantCulture, $"M{tip.X} {tip.Y}L{back.X + sideX} {back.Y + sideY}L{back.X - sideX} {back.Y - sideY}Z"),
                tipSaid
            )
        );

        (int X, int Y) On(int distance) => (from.X + (dx * distance / length), from.Y + (dy * distance / length));
    }

    // Beside its node, on the side away from the arrows, in at most two lines; at the very top and bottom over and under it.
    private static void Name(ImmutableArray<Shape>.Builder shapes, string kind, string said, int x, int y)
    {
        if (Math.Abs(x - Middle) < Node)
        {
            var line = Names.Short(said, PictureLimits.BarNameMax);
            shapes.Add(new Label($"{kind} middle", x, y <= CentreY ? y - Node - 80 : y + Node + 170, line));
            return;
        }

        var lines = Lines(said);
        var isRight = x > Middle;
        foreach (var (i, line) in lines.Index())
        {
            var at = y + 50 - ((lines.Length - 1) * LineHeight / 2) + (i * LineHeight);
            shapes.Add(new Label(isRight ? kind : $"{kind} end", isRight ? x + Node + Gap + 20 : x - Node - Gap - 20, at, line));
        }
    }

    private static string[] Lines(string said)
    {
        if (said.Length <= PictureLimits.NodeNameMax)
        {
            return [said];
        }

        var cut = said.LastIndexOf(' ', PictureLimits.NodeNameMax);
        return cut <= 1 ? [Names.Short(said, PictureLimits.NodeNameMax)] : [said[..cut], Names.Short(said[(cut + 1)..], PictureLimits.NodeNameMax)];
    }

    // Nearer to the loser, where one's arrows are far from each other: in the middle the numbers of crossing arrows would lie on each other.
    private static void Number(ImmutableArray<Shape>.Builder shapes, Names names, Defeat defeat, Dictionary<int, (int X, int Y)> places)
    {
        var (from, to) = (places[defeat.Winner], places[defeat.Loser]);
        var (x, y) = (from.X + ((to.X - from.X) * NumberAt / 100), from.Y + ((to.Y - from.Y) * NumberAt / 100));
        var said = $"{names.Words.Number(defeat.For)}:{names.Words.Number(defeat.Against)}";
        if (Circle.Length(to.X - from.X, to.Y - from.Y) >= ShortMost)
        {
            shapes.Add(new Label("small middle halo", x, y + 40, said));
            return;
        }

        // On a short arrow there is no room: outside of it, then.
        (x, y) = ((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        shapes.Add(new Label(x >= Middle ? "small halo" : "small end halo", x + (x >= Middle ? 40 : -40), y + (y < CentreY ? -60 : 140), said));
    }
}
