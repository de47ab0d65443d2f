using System.Globalization;
using System.Text;
using Moot.Deciding.Charters;

namespace Moot.Deciding;

/// <summary>The tally sheet of a poll as text: for ranks as Debian's devotee writes it, for scores with commas. <c>moot count</c> reads both.</summary>
public static class SheetText
{
    /// <summary>Ranks that one sign for each option can tell: 1 to 9 and A to Z.</summary>
    private const int SignsMax = 35;

    /// <summary>Writes a sheet. While nobody may see a ballot it is a dummy: as many lines as people voted, with marks and receipts made up at random each time.</summary>
    public static string Write(ResultView view)
    {
        var isDummy = view.Result is null;
        var lines = isDummy ? MadeUp(view.Balloting) : Lines(view.Balloting);
        var text = new StringBuilder();
        if (isDummy)
        {
            text.Append("# DUMMY: every line is made up. The ballots are sealed until the sheet is published.\n");
        }

        if (BallotRules.IsRanked(view.Balloting.Stage) && lines.TrueForAll(l => l.Marks.Split(',').All(m => m is "-" || Number(m) <= SignsMax)))
        {
            for (var i = 0; i < view.Options.Length; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"Option {i + 1}---->: {OneLine(view.Options[i].Name)}\n");
            }

            foreach (var (marks, by) in lines)
            {
                text.Append("V: ").AppendJoin("", marks.Split(',').Select(Sign)).Append(' ').Append(by).Append('\n');
            }

            return text.ToString();
        }

        text.Append("receipt,")
            .AppendJoin(',', view.Options.Select(o => $"\"{OneLine(o.Name).Replace("\"", "\"\"", StringComparison.Ordinal)}\""))
            .Append('\n');
        foreach (var (marks, by) in lines)
        {
            text.Append(by).Append(',').AppendJoin(',', marks.Split(',').Select(m => m is "-" ? "" : m)).Append('\n');
        }

        return text.ToString();
    }

    private static List<(string Marks, string By)> Lines(Balloting balloting) =>
        balloting.Stage.IsSecret
            ? [.. balloting.Sheet.Select(l => (l.Marks, l.Receipt))]
            : [.. balloting.Papers.OrderBy(p => p.Value.Entry).Select(p => (p.Value.Marks!, p.Key.ToString()))];

    private static List<(string Marks, string By)> MadeUp(Balloting balloting)
    {
        var (_, most) = BallotRules.Marks(balloting.Stage);
        var made = new List<(string Marks, string By)>();
        for (var i = 0; i < balloting.Papers.Count; i++)
        {
            var chance = Kernel.Keys.Salt.Fresh().ToBytes();
            var marks = Enumerable.Range(0, balloting.Width).Select(o => (int?)((chance[o % chance.Length] % Math.Min(most, balloting.Width)) + 1));
            made.Add((BallotRules.Write(marks), Kernel.Keys.Salt.Fresh().ToHex()));
        }

        return [.. made.OrderBy(l => l.By, StringComparer.Ordinal)];
    }

    private static string Sign(string mark) =>
        mark is "-" ? "-"
        : Number(mark) is var rank && rank <= 9 ? mark
        : ((char)('A' + rank - 10)).ToString();

    private static int Number(string mark) => int.Parse(mark, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
