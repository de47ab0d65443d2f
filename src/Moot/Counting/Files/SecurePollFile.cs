using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Moot.Counting.Files;

/// <summary>A dump of MediaWiki's SecurePoll: the options, and a record for each vote.</summary>
/// <remarks>
/// Records: <c>Q…-C…-R…--</c> (transferable votes, rank from 0), <c>Q…-A…-R…--</c> (ranks, 1000 for none), <c>Q…-A…-S±…--</c> (scores), <c>Q…-A…-y--</c> (approval),
/// <c>Q…-A…--</c> (one choice). The first election and its first question are counted; entities and outside documents are never read.
/// </remarks>
public static partial class SecurePollFile
{
    private const int NotRanked = 1000;

    internal static Poll Read(string text, int optionsMax)
    {
        XDocument document;
        try
        {
            using var source = new StringReader(text);
            using var reader = XmlReader.Create(source, new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            document = XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            throw new BallotException(Math.Max(1, e.LineNumber), "this is no XML that can be read");
        }

        var election = document.Descendants("election").FirstOrDefault() ?? throw new BallotException(1, "there is no <election> in it");
        var question = election.Descendants("question").FirstOrDefault() ?? throw new BallotException(Line(election), "there is no <question> in it");
        var ids = new List<int>();
        var names = new List<string>();
        foreach (var option in question.Elements("option"))
        {
            ids.Add(Id(option));
            names.Add(option.Elements("message").FirstOrDefault(m => (string?)m.Attribute("name") == "text")?.Value ?? $"Option {ids[^1]}");
        }

        var seats = question.Elements("property").FirstOrDefault(p => (string?)p.Attribute("name") == "min-seats");
        var votes = election.Elements("vote").Select(v => (Line: Line(v), Records: Records(v))).ToList();
        var isScored = votes.Any(v => v.Records.Any(r => r.Kind is 'S' or 'y' or 'n' or '1'));
        var builder = new PollBuilder(Reading.Names(Line(question), names, optionsMax), isScored);
        var first = Id(question);
        foreach (var (line, records) in votes)
        {
            var mine = records.Where(r => r.Question == first).ToList();
            foreach (var record in mine.Where(r => !ids.Contains(r.Option)))
            {
                throw new BallotException(line, $"the vote names an option {record.Option} that the question does not have");
            }

            var (marks, written) = isScored ? (Scores(line, mine), default) : Ranks(line, mine);
            builder.Add(line, 1, marks, written);
        }

        return builder.Build() with
        {
            Title = (string?)election.Descendants("title").FirstOrDefault() ?? "",
            Seats = seats is null ? null : (int)Reading.Count(Line(seats), seats.Value, "number of seats"),
        };

        short[] Scores(int line, List<Record> mine)
        {
            var marks = Reading.Blank(ids.Count, isScored: true);
            foreach (var record in mine)
            {
                marks[ids.IndexOf(record.Option)] = record.Kind switch
                {
                    'y' or '1' => 1,
                    'n' => 0,
                    _ => Reading.Score(line, record.Value.ToString(CultureInfo.InvariantCulture)),
                };
            }

            return marks;
        }

        (short[] Marks, ImmutableArray<int> Written) Ranks(int line, List<Record> mine)
        {
            var ranked = mine.Where(r => r.Kind == 'C' || r.Value != NotRanked).GroupBy(r => r.Value).OrderBy(g => g.Key);
            return Reading.Ordered(ids.Count, [.. ranked.Select(g => (IReadOnlyList<int>)[.. g.Select(r => ids.IndexOf(r.Option))])]);
        }
    }

    private readonly record struct Record(int Question, int Option, char Kind, int Value);

    private static List<Record> Records(XElement vote)
    {
        var text = vote.Value.Trim();
        var records = new List<Record>();
        var at = 0;
        foreach (Match match in Packed().Matches(text))
        {
            if (match.Index != at)
            {
                break;
            }

            var value = match.Groups["value"].Value;
            var (kind, number) = value switch
            {
                _ when match.Groups["sort"].Value == "C" && value.Length > 1 => ('C', Hex(value.AsSpan(1))),
                ['R', .. var rank] => ('R', Hex(rank)),
                ['S', .. var score]
                    when long.Parse(score, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) is >= -Poll.MarkMax and <= Poll.MarkMax and var given =>
                    ('S', (int)given),
                ['S', ..] => throw new BallotException(Line(vote), $"a score is larger than {Poll.MarkMax}"),
                [var yes] => (yes, 0),
                _ => ('1', 0),
            };
            records.Add(new(Hex(match.Groups["question"].Value), Hex(match.Groups["option"].Value), kind, number));
            at = match.Index + match.Length;
        }

        if (at < text.Length)
        {
            throw new BallotException(Line(vote), $"\"{Reading.Short(text[at..])}\" is no record of a vote: an encrypted dump has to be decrypted first");
        }

        return records;
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static int Id(XElement of) => (int)Reading.Count(Line(of), (string?)of.Element("id") ?? "", "id");

    private static int Line(XObject of) => of is IXmlLineInfo { LineNumber: > 0 } info ? info.LineNumber : 1;

    [GeneratedRegex(
        @"Q(?<question>[0-9A-F]{8})-(?<sort>A|C)(?<option>[0-9A-F]{8})-((?<value>R[0-9A-F]{8}|S[+-][0-9]{10}|y|n)-)?-\s*",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Packed();
}
