using System.Text;
using System.Text.RegularExpressions;

namespace Moot.Counting.Files;

/// <summary>Debian's tally sheet: a line <c>V: 21-3 RECEIPT</c> for each ballot, with one character for each option.</summary>
/// <remarks>
/// Old sheets (to 2007) have MD5 receipts and are in ISO 8859-1, new ones have HMAC-SHA256. A digit is a rank, '-' is unranked; ranks above 9 are letters,
/// A for 10. The last option is the default one, as in all of Debian's votes.
/// </remarks>
public static partial class DebianSheet
{
    internal static bool IsOne(string text) => text.Contains("Option 1", StringComparison.Ordinal) && Ballot().IsMatch(text);

    internal static Poll Read(Lines lines)
    {
        var names = new SortedDictionary<int, string>();
        var ballots = new List<(int Line, string Marks)>();
        var nameLine = 1;
        foreach (var (number, text) in lines.All)
        {
            if (Option().Match(text) is { Success: true } option)
            {
                names[int.Parse(option.Groups["number"].ValueSpan)] = option.Groups["name"].Value;
                nameLine = number;
            }
            else if (Ballot().Match(text) is { Success: true } ballot)
            {
                ballots.Add((number, ballot.Groups["marks"].Value));
            }
        }

        if (names.Count == 0 || names.Keys.Last() != names.Count)
        {
            throw new BallotException(nameLine, "the options are not numbered from 1 on: each needs a line \"Option 1---->: Name\"");
        }

        var options = Reading.Names(nameLine, names.Values, lines.OptionsMax);
        var builder = new PollBuilder(options, isScored: false);
        foreach (var (number, marks) in ballots)
        {
            if (marks.Length != options.Length)
            {
                throw new BallotException(number, $"the ballot has {marks.Length} marks for {options.Length} options");
            }

            builder.Add(number, 1, [.. marks.Select(m => Rank(number, m))]);
        }

        return builder.Build() with
        {
            Default = options.Length - 1,
        };
    }

    /// <summary>Writes a sheet. Receipts are what each voter looks for; in the order of the receipts, the sheet says nothing about who came when.</summary>
    /// <param name="poll">Ranked ballots, with ranks up to 35.</param>
    /// <param name="receipts">One for each vote, in the order of the ballots; empty for none.</param>
    public static string Write(Poll poll, IReadOnlyList<string> receipts)
    {
        var text = new StringBuilder("\n\t\t       Tally Sheet for the votes cast. \n\n");
        var width = poll.Options.Length;
        for (var i = 0; i < width; i++)
        {
            var bars = i == 0 ? " " : "/";
            text.Append("   ").Append(new string('|', Math.Max(0, i - 1))).Append(bars).Append("  Option ").Append(i + 1);
            text.Append(new string('-', Math.Max(1, width - i))).Append(">: ").Append(poll.Options[i]).Append('\n');
        }

        text.Append("   ").Append(new string('|', width - 1)).Append("/\n");
        var votes = new List<(string Receipt, string Line)>();
        for (var b = 0; b < poll.Ballots; b++)
        {
            var marks = string.Concat(poll.Ballot(b).ToArray().Select(Mark));
            for (var i = 0L; i < poll.Counts[b]; i++)
            {
                var receipt = votes.Count < receipts.Count ? receipts[votes.Count] : "";
                votes.Add((receipt, $"V: {marks} \t\t{receipt}".TrimEnd()));
            }
        }

        text.AppendJoin('\n', votes.OrderBy(v => v.Receipt, StringComparer.Ordinal).Select(v => v.Line)).Append('\n');
        return text.ToString();
    }

    private static short Rank(int line, char mark) =>
        mark switch
        {
            '-' => Poll.Unranked,
            >= '1' and <= '9' => (short)(mark - '0'),
            >= 'A' and <= 'Z' => (short)(mark - 'A' + 10),
            >= 'a' and <= 'z' => (short)(mark - 'a' + 10),
            _ => throw new BallotException(line, $"\"{mark}\" is no rank: it is a digit from 1, a letter from A for 10, or - for unranked"),
        };

    private static char Mark(short rank) =>
        rank == Poll.Unranked ? '-'
        : rank <= 9 ? (char)('0' + rank)
        : rank <= 35 ? (char)('A' + rank - 10)
        : throw new ArgumentException("A tally sheet has ranks up to 35.");

    [GeneratedRegex(@"Option\s+(?<number>[0-9]{1,3})-*>:\s*(?<name>.*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Option();

    [GeneratedRegex(@"^V:\s+(?<marks>\S+)", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Ballot();
}
