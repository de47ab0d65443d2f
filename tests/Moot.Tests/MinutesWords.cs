using System.Globalization;
using Moot.Kernel.Acts;

namespace Moot.Tests;

/// <summary>The words of a sentence in order. A text in quotes, and whatever stands in brackets, is one word.</summary>
public sealed class Words
{
    private readonly List<string> words;
    private int at;

    private Words(List<string> words) => this.words = words;

    public bool AtEnd => at == words.Count;

    public string Rest => string.Join(' ', words.Skip(at));

    public static Words Of(string sentence)
    {
        var found = new List<string>();
        for (var i = 0; i < sentence.Length; )
        {
            if (char.IsWhiteSpace(sentence[i]))
            {
                i++;
                continue;
            }

            var start = i;
            var depth = 0;
            for (; i < sentence.Length && (depth > 0 || !char.IsWhiteSpace(sentence[i])); i++)
            {
                switch (sentence[i])
                {
                    case '"':
                        i = EndOfText(sentence, i);
                        break;
                    case '{' or '[' or '(':
                        depth++;
                        break;
                    case '}' or ']' or ')':
                        depth--;
                        break;
                    default:
                        break;
                }
            }

            found.Add(depth == 0 ? sentence[start..i] : throw new MinutesException("A bracket is not closed."));
        }

        return new(found);
    }

    /// <summary>The place of the quotation mark that ends the text which begins here.</summary>
    public static int EndOfText(string sentence, int start)
    {
        for (var i = start + 1; i < sentence.Length; i++)
        {
            if (sentence[i] == '\\')
            {
                i++;
            }
            else if (sentence[i] == '"')
            {
                return i;
            }
        }

        throw new MinutesException("A text is not closed.");
    }

    public string Next(string what) => AtEnd ? throw new MinutesException($"Here should be {what}.") : words[at++];

    /// <summary>Takes these words if they come next.</summary>
    public bool Take(params ReadOnlySpan<string> expected)
    {
        if (words.Count - at < expected.Length)
        {
            return false;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (!string.Equals(words[at + i], expected[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        at += expected.Length;
        return true;
    }

    /// <summary>Takes the next word if it begins like this.</summary>
    public string? TakeLike(char first) => !AtEnd && words[at][0] == first ? words[at++] : null;

    /// <summary>Names with commas between.</summary>
    public IEnumerable<string> Names()
    {
        string name;
        do
        {
            name = Next("a name");
            yield return name.TrimEnd(',');
        } while (name.EndsWith(','));
    }

    public static Moment Time(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? Moment.Of(time)
            : throw new MinutesException($"{text} is not a time such as 2026-03-01T10:00Z.");

    public static TimeSpan Duration(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w is not "and").ToArray();
        var sum = TimeSpan.Zero;
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            var unit = parts[i + 1].TrimEnd(',').TrimEnd('s') switch
            {
                "m" or "millisecond" => TimeSpan.FromMilliseconds(1),
                "second" => TimeSpan.FromSeconds(1),
                "minute" => TimeSpan.FromMinutes(1),
                "hour" => TimeSpan.FromHours(1),
                "day" => TimeSpan.FromDays(1),
                "week" => TimeSpan.FromDays(7),
                var other => throw new MinutesException($"{other} is not a unit of time."),
            };
            sum += long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count * unit
                : throw new MinutesException($"{parts[i]} is not a number.");
        }

        return parts.Length > 0 && parts.Length % 2 == 0 ? sum : throw new MinutesException("A time is told as 3 days 2 hours.");
    }
}
