using System.Globalization;
using System.Text;

namespace Moot.Counting.Files;

/// <summary>PrefLib's orders (.soc .soi .toc .toi): <c>12: 3,{1,4},2</c>, with the names in the head.</summary>
/// <remarks>Format of 2022, preflib.org/format. What is not named stands below everything named. Options in braces are equal.</remarks>
public static class PrefLibFile
{
    private const string NameKey = "# ALTERNATIVE NAME ";

    internal static Poll Read(Lines lines)
    {
        var names = new SortedDictionary<int, string>();
        var (title, last) = ("", 1);
        PollBuilder? builder = null;
        var options = 0;
        foreach (var (number, text) in lines.All)
        {
            if (text.StartsWith(NameKey, StringComparison.Ordinal) && text[NameKey.Length..].Split(':', 2) is [var index, var name])
            {
                names[(int)Reading.Count(number, index, "number of an alternative")] = name.Trim();
                last = number;
            }
            else if (text.StartsWith("# TITLE:", StringComparison.Ordinal))
            {
                title = text["# TITLE:".Length..].Trim();
            }
            else if (text.Length > 0 && text[0] != '#' && !string.IsNullOrWhiteSpace(text))
            {
                if (builder is null)
                {
                    options = names.Count;
                    if (options == 0 || names.Keys.Last() != options)
                    {
                        throw new BallotException(last, "the alternatives are not numbered from 1 on: each needs a line \"# ALTERNATIVE NAME 1: Name\"");
                    }

                    builder = new(Reading.Names(last, Distinct(names.Values), lines.OptionsMax), isScored: false);
                }

                var (count, order) = text.Split(':') is [var c, var o] ? (c, o) : throw new BallotException(number, "a ballot is written as 12: 3,1,2");
                var (marks, written) = Reading.Ordered(options, Groups(number, order, options));
                builder.Add(number, Reading.Count(number, count, "number of ballots"), marks, written);
            }
        }

        return (builder?.Build() ?? new([], [], [], false)) with
        {
            Title = title,
        };
    }

    // Several write-ins of one name are people of one name.
    private static IEnumerable<string> Distinct(IEnumerable<string> names)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var times = seen[name] = seen.GetValueOrDefault(name) + 1;
            yield return times == 1 ? name : $"{name} ({times})";
        }
    }

    private static List<IReadOnlyList<int>> Groups(int line, string order, int options)
    {
        var groups = new List<IReadOnlyList<int>>();
        List<int>? equal = null;
        foreach (var part in order.Split(','))
        {
            var text = part.Trim();
            if (text.StartsWith('{'))
            {
                equal = equal is null ? [] : throw new BallotException(line, "braces within braces");
                text = text[1..].Trim();
            }

            var closes = text.EndsWith('}');
            text = closes ? text[..^1].Trim() : text;
            if (closes && equal is null)
            {
                throw new BallotException(line, "a brace is closed that was not opened");
            }

            if (text.Length > 0)
            {
                var option = Reading.Count(line, text, "alternative");
                if (option < 1 || option > options)
                {
                    throw new BallotException(line, $"there is no alternative {option}; there are {options}");
                }

                if (equal is null)
                {
                    groups.Add([(int)option - 1]);
                }
                else
                {
                    equal.Add((int)option - 1);
                }
            }

            if (closes)
            {
                groups.Add(equal!);
                equal = null;
            }
        }

        return equal is null ? groups : throw new BallotException(line, "a brace is not closed");
    }

    /// <summary>Writes orders; the ending that fits is given too: soc, soi, toc or toi.</summary>
    public static string Write(Poll poll, out string ending)
    {
        var ranked = poll.AsRanked();
        var (isComplete, isStrict) = (true, true);
        var lines = new List<(long Count, string Line)>();
        for (var b = 0; b < ranked.Ballots; b++)
        {
            var groups = Orders.Of(ranked.Ballot(b));
            isStrict &= groups.All(g => g.Length == 1);
            isComplete &= groups.Sum(g => g.Length) == ranked.Options.Length;
            lines.Add(
                (ranked.Counts[b], string.Join(',', groups.Select(g => g.Length == 1 ? $"{g[0] + 1}" : "{" + string.Join(',', g.Select(o => o + 1)) + "}")))
            );
        }

        ending = (isStrict ? "so" : "to") + (isComplete ? "c" : "i");
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# TITLE: {poll.Title}\n# DATA TYPE: {ending}\n# NUMBER ALTERNATIVES: {poll.Options.Length}\n");
        text.Append(CultureInfo.InvariantCulture, $"# NUMBER VOTERS: {poll.Votes}\n# NUMBER UNIQUE ORDERS: {poll.Ballots}\n");
        foreach (var (i, name) in poll.Options.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{NameKey}{i + 1}: {name}\n");
        }

        foreach (var (count, line) in lines.OrderByDescending(l => l.Count))
        {
            text.Append(CultureInfo.InvariantCulture, $"{count}: {line}\n");
        }

        return text.ToString();
    }
}

/// <summary>Ballots as groups, the best first.</summary>
internal static class Orders
{
    /// <summary>The ranked options of a ballot; equal ones together.</summary>
    public static int[][] Of(ReadOnlySpan<short> marks)
    {
        var ranks = marks.ToArray();
        return [.. Enumerable.Range(0, ranks.Length).Where(i => ranks[i] != Poll.Unranked).GroupBy(i => ranks[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
    }
}
