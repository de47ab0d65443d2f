using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Moot.Counting.Files;

/// <summary>ABIF, a form that people can write by hand: <c>12:Ann&gt;Bob=Cleo</c>, or with scores <c>12:Ann/5&gt;Bob/3,Cleo/3</c>.</summary>
/// <remarks>electorama/abif. Lines: <c>{key: "value"}</c> about the election, <c>=token:[Full name]</c> for an option, <c>#</c> for a remark.
/// A name with blanks stands in brackets. With ',' between options their scores decide; without scores they are equal.</remarks>
public static partial class AbifFile
{
    internal static bool IsOne(string text) => Ballot().IsMatch(text);

    internal static Poll Read(Lines lines, bool wantsScores)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var order = new List<string>();
        var ballots = new List<(int Line, long Count, List<(string Token, short? Score, bool IsEqual)> Marks)>();
        var title = "";
        var last = 1;
        foreach (var (number, raw) in lines.All)
        {
            var text = raw.Trim();
            last = text.Length > 0 ? number : last;
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (text[0] == '{')
            {
                title = Title().Match(text) is { Success: true } found ? found.Groups["title"].Value : title;
            }
            else if (text[0] == '=')
            {
                var option = Option().Match(text);
                var token = option.Success
                    ? Token(option.Groups["token"].Value)
                    : throw new BallotException(number, "an option is written as =Ann:[Ann Example]");
                Know(token);
                names[token] = option.Groups["name"].Value;
            }
            else if (Ballot().Match(text) is { Success: true } ballot)
            {
                var marks = Marks(number, ballot.Groups["marks"].Value.Trim());
                marks.ForEach(m => Know(m.Token));
                ballots.Add((number, Reading.Count(number, ballot.Groups["count"].Value, "number of ballots"), marks));
            }
            else
            {
                throw new BallotException(number, "this is no ballot: it is written as 12:Ann>Bob=Cleo");
            }
        }

        var index = order.Index().ToDictionary(o => o.Item, o => o.Index, StringComparer.Ordinal);
        var isScored = wantsScores && ballots.Any(b => b.Marks.Any(m => m.Score is not null));
        var builder = new PollBuilder(Reading.Names(last, order.Select(t => names[t]), lines.OptionsMax), isScored);
        foreach (var (number, count, marks) in ballots)
        {
            var scores = Reading.Blank(order.Count, isScored);
            var place = (short)0;
            foreach (var (token, score, isEqual) in isScored ? marks : Sorted(marks))
            {
                place += (short)(isEqual && place > 0 ? 0 : 1);
                scores[index[token]] = !isScored
                    ? (scores[index[token]] == Poll.Unranked ? place : scores[index[token]])
                    : score ?? throw new BallotException(number, $"{Reading.Short(token)} has no score: all need one, as Ann/5");
            }

            builder.Add(number, count, scores);
        }

        return builder.Build() with
        {
            Title = title,
        };

        void Know(string token)
        {
            if (names.TryAdd(token, token))
            {
                order.Add(token);
            }
        }
    }

    // With commas the scores alone say who comes first.
    private static IEnumerable<(string Token, short? Score, bool IsEqual)> Sorted(List<(string Token, short? Score, bool IsEqual)> marks)
    {
        if (!marks.Skip(1).All(m => m.IsEqual) || marks.Any(m => m.Score is null))
        {
            return marks;
        }

        var sorted = marks.OrderByDescending(m => m.Score).ToList();
        return sorted.Select((m, i) => (m.Token, m.Score, i > 0 && sorted[i - 1].Score == m.Score));
    }

    private static List<(string Token, short? Score, bool IsEqual)> Marks(int line, string text)
    {
        var marks = new List<(string, short?, bool)>();
        var isEqual = false;
        var at = 0;
        foreach (Match mark in Mark().Matches(text))
        {
            if (mark.Index != at)
            {
                break;
            }

            marks.Add((Token(mark.Groups["token"].Value), mark.Groups["score"] is { Success: true } score ? Reading.Score(line, score.Value) : null, isEqual));
            isEqual = mark.Groups["then"].Value is "=" or ",";
            at = mark.Index + mark.Length;
        }

        if (at < text.Length)
        {
            throw new BallotException(line, $"\"{Reading.Short(text[at..])}\" is no option: a name with blanks stands in brackets, as [Ann Example]");
        }

        return marks;
    }

    private static string Token(string text) => text.StartsWith('[') && text.EndsWith(']') ? text[1..^1].Trim() : text.Trim();

    /// <summary>Writes ballots: orders of ranked ones, scores of scored ones.</summary>
    public static string Write(Poll poll)
    {
        var text = new StringBuilder("{version: \"0.1\"}\n");
        if (poll.Title.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{title: \"{poll.Title.Replace('"', '\'')}\"}}\n");
        }

        foreach (var (i, name) in poll.Options.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"={Short(i)}:[{name.Replace('[', '(').Replace(']', ')')}]\n");
        }

        for (var b = 0; b < poll.Ballots; b++)
        {
            var marks = poll.Ballot(b).ToArray();
            var said = poll.IsScored
                ? string.Join(',', marks.Select((m, i) => $"{Short(i)}/{m}"))
                : string.Join('>', Orders.Of(marks).Select(g => string.Join('=', g.Select(Short))));
            text.Append(CultureInfo.InvariantCulture, $"{poll.Counts[b]}:{said}\n");
        }

        return text.ToString();

        static string Short(int option) => $"o{option + 1}";
    }

    [GeneratedRegex(
        @"^[ \t]*(?<count>[0-9]+)[ \t]*[:*](?<marks>[^#\n]*)(#.*)?$",
        RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Ballot();

    [GeneratedRegex(@"^=(?<token>\[[^\]]*\]|[^:]+):\s*\[(?<name>.*)\]\s*(#.*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Option();

    [GeneratedRegex(@"^\{\s*title\s*:\s*""(?<title>.*)""\s*\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Title();

    [GeneratedRegex(
        @"\s*(?<token>\[[^\]]+\]|[^\s<>=,/\[\]:]+)(/(?<score>-?[0-9]+))?\s*(?<then>>|=|,|$)\s*",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mark();
}
