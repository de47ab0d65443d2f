using System.Globalization;
using System.Text;

namespace Moot.Counting.Files;

/// <summary>BLT, the form of Hill, Wichmann and Woodall that most programs for transferable votes read.</summary>
/// <remarks>
/// <c>4 2</c> candidates and seats; <c>-2</c> withdrawn; <c>3 1 2=4 0</c> is three ballots; <c>0</c> ends them; then the names and the title in quotes.
/// From '#' on a line is a remark; '-' is a place that was left empty; <c>(id)</c> before a ballot is passed over. Withdrawn candidates are not counted.
/// </remarks>
public static class BltFile
{
    internal static bool IsOne(string text)
    {
        var first = text.AsSpan().TrimStart();
        var end = first.IndexOfAny('\n', '#');
        Span<Range> parts = stackalloc Range[3];
        var line = (end < 0 ? first : first[..end]).Trim();
        return line.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries) == 2
            && line.IndexOfAnyExceptInRange('0', '9') >= 0
            && char.IsAsciiDigit(line[^1])
            && char.IsAsciiDigit(line[0]);
    }

    internal static Poll Read(Lines lines)
    {
        var tokens = lines.All.SelectMany(l => Tokens(l.Number, l.Text)).GetEnumerator();
        var line = 1;
        var options = (int)Reading.Count(line, Next("the number of candidates"), "number of candidates");
        var seats = (int)Reading.Count(line, Next("the number of seats"), "number of seats");
        if (options < 1 || options > lines.OptionsMax)
        {
            throw new BallotException(line, $"there are {options} candidates; 1 to {lines.OptionsMax} can be counted");
        }

        var withdrawn = new SortedSet<int>();
        var ballots = new List<(int Line, long Count, List<IReadOnlyList<int>> Groups)>();
        var token = Next("a ballot");
        while (token.Length > 1 && token[0] == '-')
        {
            withdrawn.Add(Candidate(token[1..]));
            token = Next("a ballot");
        }

        while (token != "0")
        {
            // Some write an id in brackets before a ballot.
            token = token.StartsWith('(') ? Next("a ballot") : token;
            var (at, count) = (line, Reading.Count(line, token, "number of ballots"));
            var groups = new List<IReadOnlyList<int>>();
            for (token = Next("0 at the end of the ballot"); token != "0"; token = Next("0 at the end of the ballot"))
            {
                if (token != "-")
                {
                    groups.Add([.. token.Split('=').Select(Candidate)]);
                }
            }

            ballots.Add((at, count, groups));
            token = Next("0 at the end of the ballots");
        }

        var names = new List<string>();
        while (names.Count < options && tokens.MoveNext())
        {
            (line, var name) = tokens.Current;
            names.Add(Unquoted(name));
        }

        while (names.Count < options)
        {
            names.Add($"Candidate {names.Count + 1}");
        }

        var title = tokens.MoveNext() ? Unquoted(tokens.Current.Token) : "";
        var left = Enumerable.Range(0, options).Where(o => !withdrawn.Contains(o)).ToList();
        var places = Enumerable.Range(0, options).Select(o => left.IndexOf(o)).ToArray();
        var builder = new PollBuilder(Reading.Names(line, left.Select(o => names[o]), lines.OptionsMax), isScored: false);
        foreach (var (at, count, groups) in ballots)
        {
            var counted = groups.Select(g => (IReadOnlyList<int>)[.. g.Where(o => places[o] >= 0).Select(o => places[o])]).Where(g => g.Count > 0).ToList();
            var (marks, written) = Reading.Ordered(left.Count, counted);
            builder.Add(at, count, marks, written);
        }

        return builder.Build() with
        {
            Title = title,
            Seats = seats,
            Withdrawn = [.. withdrawn.Select(w => names[w])],
        };

        string Next(string what)
        {
            if (!tokens.MoveNext())
            {
                throw new BallotException(line, $"the file ends where {what} is missing");
            }

            (line, var found) = tokens.Current;
            return found;
        }

        int Candidate(string text)
        {
            var number = Reading.Count(line, text, "candidate");
            return number >= 1 && number <= options ? (int)number - 1 : throw new BallotException(line, $"there is no candidate {number}; there are {options}");
        }
    }

    private static string Unquoted(string token) => token.Length >= 2 && token[0] == '"' && token[^1] == '"' ? token[1..^1] : token;

    private static IEnumerable<(int Line, string Token)> Tokens(int line, string text)
    {
        var at = 0;
        while (at < text.Length && text[at] != '#')
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = text[at] == '"' ? text.IndexOf('"', at + 1) + 1 : at;
            if (text[at] == '"' && end == 0)
            {
                throw new BallotException(line, "a quotation mark is not closed");
            }

            while (text[at] != '"' && end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '#')
            {
                end++;
            }

            yield return (line, text[at..end]);
            at = end;
        }
    }

    /// <summary>Writes ballots, seats, names and title.</summary>
    public static string Write(Poll poll, int seats)
    {
        var ranked = poll.AsRanked();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{poll.Options.Length} {seats}\n");
        for (var b = 0; b < ranked.Ballots; b++)
        {
            var order = Orders.Of(ranked.Ballot(b)).Select(g => string.Join('=', g.Select(o => o + 1)));
            text.AppendJoin(' ', [$"{ranked.Counts[b]}", .. order, "0"]).Append('\n');
        }

        text.Append("0\n");
        foreach (var name in poll.Options.Append(poll.Title))
        {
            text.Append('"').Append(name.Replace('"', '\'')).Append("\"\n");
        }

        return text.ToString();
    }
}
