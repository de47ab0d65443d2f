using System.Security.Cryptography;
using System.Text;
using Moot.Counting;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>The tally sheet of a poll as text: for ranks in the form of Debian's devotee, which <c>moot count</c> and others read; for scores with commas.</summary>
public static class SheetText
{
    /// <summary>Ranks that the sheet's one sign for each option can tell: 1 to 9 and A to Z.</summary>
    private const int SignsMax = 35;

    /// <summary>Writes a sheet. While nobody may see a ballot it is a dummy: as many lines as people voted, with marks and receipts made up at random each time.</summary>
    public static string Write(Desk desk, CountView view)
    {
        var text = new StringBuilder();
        var isDummy = view.Result is null;
        var width = view.Balloting.Width;
        var isRanked = BallotRules.IsRanked(view.Balloting.Stage);
        text.Append("# ").Append(OneLine(view.Title ?? "")).Append('\n').Append("# ").Append(desk.Served.Log.Vkey.Name).Append(" matter ").Append(view.Matter.Id);
        text.Append(" poll ").Append(view.Poll).Append(" method ").Append(view.Balloting.Stage.Count).Append('\n');
        if (isDummy)
        {
            text.Append("# DUMMY: every line below is made up. The ballots are sealed until the sheet is published.\n");
        }

        var lines = Lines(view, isDummy);
        var isDebian = isRanked && lines.All(l => l.Marks.Split(',').All(m => m is "-" || int.Parse(m, System.Globalization.CultureInfo.InvariantCulture) <= SignsMax));
        for (var i = 0; i < width; i++)
        {
            text.Append("# ").Append(' ', i).Append(i == 0 ? "/" : "|").Append('\n');
        }

        if (isDebian)
        {
            text.Clear();
            text.Append(isDummy ? "DUMMY: every line below is made up. The ballots are sealed until the sheet is published.\n\n" : "");
            for (var i = 0; i < width; i++)
            {
                text.Append("Option ").Append(i + 1).Append("---->: ").Append(OneLine(view.Options[i].Name)).Append('\n');
            }

            text.Append('\n');
            foreach (var (marks, by) in lines)
            {
                text.Append("V: ").AppendJoin("", marks.Split(',').Select(Sign)).Append(' ').Append(by).Append('\n');
            }

            return text.ToString();
        }

        text.Clear();
        text.AppendJoin(',', view.Options.Select(o => Quoted(o.Name))).Append('\n');
        foreach (var (marks, _) in lines)
        {
            text.Append(marks.Replace("-,", ",", StringComparison.Ordinal) is var row && row.EndsWith(",-", StringComparison.Ordinal) ? row[..^1] : row).Append('\n');
        }

        return text.ToString();
    }

    private static List<(string Marks, string By)> Lines(CountView view, bool isDummy)
    {
        var balloting = view.Balloting;
        if (!isDummy)
        {
            return balloting.Stage.IsSecret
                ? [.. balloting.Sheet.Select(l => (l.Marks, l.Receipt))]
                : [.. balloting.Papers.OrderBy(p => p.Value.Entry).Select(p => (p.Value.Marks!, p.Key.ToString()))];
        }

        var made = new List<(string Marks, string By)>();
        var (_, most) = BallotRules.Marks(balloting.Stage);
        for (var i = 0; i < balloting.Papers.Count; i++)
        {
            var marks = Enumerable.Range(0, balloting.Width).Select(_ => (int?)(RandomNumberGenerator.GetInt32(Math.Min(most, balloting.Width)) + 1));
            made.Add((BallotRules.Write(marks), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))));
        }

        return [.. made.OrderBy(l => l.By, StringComparer.Ordinal)];
    }

    private static string Sign(string mark) =>
        mark is "-" ? "-"
        : int.Parse(mark, System.Globalization.CultureInfo.InvariantCulture) is var rank && rank <= 9 ? mark
        : ((char)('A' + rank - 10)).ToString();

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Quoted(string name) => $"\"{OneLine(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
