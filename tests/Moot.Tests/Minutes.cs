using System.Globalization;
using System.Text.RegularExpressions;

namespace Moot.Tests;

/// <summary>A story of an association, read from minutes: one line for each thing that happens, with the expected verdict at its end.</summary>
/// <remarks>
/// <code>
/// # a remark
/// at 2026-03-01T10:00Z                     the clock is set
/// after 6 days 23 hours                    the clock goes on
/// WHO VERB ... [MODIFIERS] → lawful        somebody acts; or → refused CODE
/// each of Kim1 to Kim20 VERB ... → lawful  twenty do the same, one after the other
/// 10 times WHO VERB ... → lawful           somebody does the same ten times
/// @LABEL again → refused CODE              the very bytes of a labelled act come once more
/// then FACT                                something is so
/// </code>
/// The verbs and facts are those of a <see cref="Vocabulary"/>; <c>does KIND {json}</c> says any act. In the JSON a bare <c>Name</c> is a member's id,
/// <c>me</c> the id of whoever acts, <c>nobody</c> the id of no member, <c>key(Name.phone)</c> a public key, <c>vkey(ORIGIN)</c> a log's verifier key, <c>intake(ORIGIN)</c> a host's key,
/// <c>@label</c> an entry's number, <c>matter(@label)</c>, <c>page(@label)</c> or <c>entry(@label)</c> a subject, <c>in(3 days)</c> and <c>time(2026-03-01T10:00Z)</c> times, <c>checkpoint()</c> the log's signed checkpoint.
/// Prose goes to the body by itself. Modifiers: <c>by Name.phone</c> another key signs; <c>with Name.phone, Bob</c> keys that sign too; <c>with the host</c> the host signs too; <c>vouched</c> the host signs;
/// <c>as a guest</c>; <c>seq N</c>; <c>seen N</c>, <c>seen another history</c>; <c>in log ORIGIN</c>; <c>in another association</c>; <c>as @label</c>.
/// </remarks>
public sealed partial class Minutes
{
    private readonly string path;
    private readonly Vocabulary vocabulary;
    private readonly Meeting meeting;
    private readonly List<string> failures = [];

    private Minutes(string path, Vocabulary vocabulary) => (this.path, this.vocabulary, meeting) = (path, vocabulary, new Meeting(Capabilities.Registry));

    /// <summary>After so many wrong lines a story is not read on: each that follows would only echo them.</summary>
    private const int FailuresMax = 3;

    /// <summary>Reads a story and plays it. Answers with what went otherwise than written, each with file, line and sentence; with nothing where all is well.</summary>
    public static IReadOnlyList<string> Play(string path, string story, Vocabulary? vocabulary = null)
    {
        var minutes = new Minutes(path, vocabulary ?? Vocabulary.Common);
        var number = 0;
        foreach (var line in story.Split('\n'))
        {
            number++;
            minutes.Line(number, line.Trim());
            if (minutes.failures.Count == FailuresMax)
            {
                return minutes.failures;
            }
        }

        if (minutes.failures.Count == 0 && minutes.meeting.ReplayDiffers() is { } why)
        {
            minutes.failures.Add($"{path}:{number}: {why}");
        }

        return minutes.failures;
    }

    private void Line(int number, string line)
    {
        try
        {
            var wrong = line switch
            {
                "" or ['#', ..] => null,
                _ when line.StartsWith("at ", StringComparison.Ordinal) => SetClock(line[3..]),
                _ when line.StartsWith("after ", StringComparison.Ordinal) => Wait(line[6..]),
                _ when line.StartsWith("then ", StringComparison.Ordinal) => vocabulary.Check(meeting, line[5..].Trim()),
                _ => Act(line),
            };
            if (wrong is not null)
            {
                failures.Add($"{path}:{number}: {line}\n    {wrong}");
            }
        }
        catch (MinutesException e)
        {
            failures.Add($"{path}:{number}: {line}\n    cannot be read: {e.Message}");
        }
    }

    private string? SetClock(string time)
    {
        var at = Words.Time(time.Trim());
        if (at < meeting.Hall.Now && meeting.Hall.World.Size > 0)
        {
            throw new MinutesException("The clock of a story does not go back.");
        }

        meeting.Hall.Now = at;
        return null;
    }

    private string? Wait(string duration)
    {
        meeting.Hall.Now += Words.Duration(duration);
        return null;
    }

    private string? Act(string line)
    {
        var match = Arrow().Match(line);
        if (!match.Success)
        {
            throw new MinutesException("A line ends in → lawful or → refused CODE.");
        }

        var expected = match.Groups["code"] is { Success: true, Value: var code } ? code : null;
        foreach (var sentence in EachOf(line[..match.Index]))
        {
            var verdict = meeting.Do(vocabulary, Words.Of(sentence));
            if (!string.Equals(verdict.Code, expected, StringComparison.Ordinal))
            {
                return $"expected {(expected is null ? "lawful" : "refused " + expected)}, but it was {(verdict.IsLawful ? "lawful" : "refused " + verdict)}: {sentence}";
            }
        }

        return null;
    }

    /// <summary>What one line says of many, or often, sentence by sentence.</summary>
    private static IEnumerable<string> EachOf(string sentence) =>
        Many().Match(sentence) is { Success: true } many
            ? Enumerable
                .Range(Number(many, "first"), Number(many, "last") - Number(many, "first") + 1)
                .Select(i => $"{many.Groups["name"].Value}{i} {many.Groups["rest"].Value}")
        : Often().Match(sentence) is { Success: true } often ? Enumerable.Repeat(often.Groups["rest"].Value, Number(often, "times")).SelectMany(EachOf)
        : [sentence];

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^each of (?<name>[A-Z][A-Za-z]*)(?<first>[0-9]{1,4}) to \k<name>(?<last>[0-9]{1,4}) (?<rest>.+)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Many();

    [GeneratedRegex("^(?<times>[0-9]{1,4}) times (?<rest>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Often();

    [GeneratedRegex(@"\s*(→|->)\s*(lawful|refused\s+(?<code>[a-z0-9-]+))$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arrow();
}

/// <summary>A story that cannot be read.</summary>
public sealed class MinutesException(string message) : Exception(message);
