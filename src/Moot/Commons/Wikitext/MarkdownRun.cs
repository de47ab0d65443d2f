using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>One text on its way to Markdown: what was set aside, the footnotes, and what is lost.</summary>
/// <remarks>What must not be read again stands in the text as a number between two marks, and is put back at the end.</remarks>
/// <param name="facts">Of the wiki that the text was written for.</param>
internal sealed class MarkdownRun(WikitextFacts facts)
{
    /// <summary>Stands before and behind the number of what was set aside; no character of a page.</summary>
    public const char Mark = '\u0001';

    /// <summary>Brackets that stand open within each other.</summary>
    private const int DepthMax = 60;

    private readonly List<(string Markdown, string Typed)> kept = [];
    private readonly List<string> notes = [];
    private readonly Dictionary<string, int> named = new(StringComparer.Ordinal);
    private readonly SortedDictionary<Lost, int> losses = [];

    /// <summary>What the wiki calls things.</summary>
    public WikitextFacts Facts { get; } = facts;

    /// <summary>What did not come along.</summary>
    public ImmutableSortedDictionary<Lost, int> Losses => losses.ToImmutableSortedDictionary();

    /// <summary>Counts something that does not come along.</summary>
    public void Lose(Lost what) => losses[what] = losses.GetValueOrDefault(what) + 1;

    /// <summary>Sets Markdown aside; what stands for it.</summary>
    /// <param name="markdown">As it will stand.</param>
    /// <param name="typed">As it was typed.</param>
    public string Keep(string markdown, string typed)
    {
        kept.Add((markdown, typed));
        return Mark + (kept.Count - 1).ToString(CultureInfo.InvariantCulture) + Mark;
    }

    /// <summary>Code: within a line where it is on one, else as a block.</summary>
    public string Code(string code, string? language)
    {
        var ticks = new string('`', Math.Max(language is null ? 1 : 3, Ticks(code) + 1));
        return Keep(language is null ? $"{ticks}{(code is ['`', ..] or [.., '`'] ? $" {code} " : code)}{ticks}" : $"{ticks}{language}\n{code}\n{ticks}", code);
    }

    /// <summary>Takes out what is not to be read as wikitext: comments, code, templates, footnotes.</summary>
    public string Protect(string text)
    {
        return Pieces(text);
    }

    /// <summary>Words within a line.</summary>
    /// <param name="text">As typed, with what was set aside.</param>
    /// <param name="isLineStart">True where a sign at the beginning would mean something to Markdown.</param>
    public string Inline(string text, bool isLineStart = false)
    {
        var words = MarkdownEmphasis.Pass(MarkdownEscapes.Pass(MarkdownLinks.Pass(text, this)));
        return isLineStart ? MarkdownEscapes.LineStart(words) : words;
    }

    /// <summary>The words of a cell: on one line, and without bars.</summary>
    public string Cell(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = Inline(string.Join(" ", lines.Select(l => l.TrimStart('*', '#', ':', ';').Trim())));
        return Restore(words).Replace("\\\n", " ", StringComparison.Ordinal).Replace('\n', ' ').Trim() is var whole ? Keep(Barred(whole), text) : "";
    }

    /// <summary>The footnotes, as they stand at the end.</summary>
    public string Notes()
    {
        var result = new StringBuilder();
        for (var i = 0; i < notes.Count; i++)
        {
            result.Append("[^").Append((i + 1).ToString(CultureInfo.InvariantCulture)).Append("]: ").Append(notes[i]).Append('\n');
        }

        return result.ToString();
    }

    /// <summary>Puts back what was set aside, as Markdown.</summary>
    public string Restore(string text) => Put(text, isTyped: false, depth: 0);

    /// <summary>Puts back what was set aside, as it was typed.</summary>
    public string Original(string text) => Put(text, isTyped: true, depth: 0);

    private string Put(string text, bool isTyped, int depth)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal) || depth > DepthMax)
        {
            return text;
        }

        var result = new StringBuilder(text.Length * 2);
        var pieces = text.Split(Mark);
        for (var i = 0; i < pieces.Length; i++)
        {
            if (i % 2 == 0)
            {
                result.Append(pieces[i]);
            }
            else if (int.TryParse(pieces[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < kept.Count)
            {
                result.Append(Put(isTyped ? kept[number].Typed : kept[number].Markdown, isTyped, depth + 1));
            }
        }

        return result.ToString();
    }

    /// <summary>A | that parts no cells: those of links between pages stay.</summary>
    private static string Barred(string words)
    {
        var result = new StringBuilder(words.Length + 8);
        var isLink = false;
        for (var i = 0; i < words.Length; i++)
        {
            isLink = (isLink || words.AsSpan(i).StartsWith("[[")) && !words.AsSpan(i).StartsWith("]]");
            result.Append(words[i] == '|' && !isLink && (i == 0 || words[i - 1] != '\\') ? "\\|" : words[i].ToString());
        }

        return result.ToString();
    }

    /// <summary>A text without what is set aside.</summary>
    private string Pieces(string text)
    {
        var result = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny("<{_");
            if (next != 0)
            {
                var stop = next < 0 ? text.Length : at + next;
                result.Append(text, at, stop - at);
                at = stop;
                continue;
            }

            var (piece, end) = text[at] switch
            {
                '<' => MarkdownTags.Read(text, at, this),
                '{' => Braces(text, at),
                '_' => Switch(text, at),
                _ => (null, at),
            };
            result.Append(piece ?? text[at].ToString());
            at = piece is null ? at + 1 : end;
        }

        return result.ToString();
    }

    /// <summary>A template, a function or a parameter: kept as it was typed.</summary>
    private (string?, int) Braces(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("{{") || Closing(text, at) is not { } end)
        {
            return (null, at);
        }

        end += text.AsSpan(at).StartsWith("{{{") && end < text.Length && text[end] == '}' ? 1 : 0;
        var typed = text[at..end];
        Lose(Lost.Template);
        return (typed.Contains('\n', StringComparison.Ordinal) ? $"\n{Code(typed, "wikitext")}\n" : Code(typed, null), end);
    }

    private readonly Dictionary<int, int> closings = [];
    private string? closingsOf;

    /// <summary>Behind the braces that close those that open here; null where none do. All are found in one pass.</summary>
    private int? Closing(string text, int at)
    {
        if (!ReferenceEquals(closingsOf, text))
        {
            (closingsOf, var open) = (text, new Stack<int>());
            closings.Clear();
            for (var i = 0; i + 1 < text.Length; i++)
            {
                if (text[i] == '{' && text[i + 1] == '{')
                {
                    open.Push(i++);
                }
                else if (text[i] == '}' && text[i + 1] == '}' && open.TryPop(out var start))
                {
                    closings[start] = 2 + i++;
                }
            }
        }

        return closings.TryGetValue(at, out var end) ? end : null;
    }

    private (string?, int) Switch(string text, int at)
    {
        if (!text.AsSpan(at).StartsWith("__"))
        {
            return (null, at);
        }

        var end = at + 2;
        while (end < text.Length && end - at < 40 && char.IsAsciiLetterUpper(text[end]))
        {
            end++;
        }

        if (end == at + 2 || !text.AsSpan(end).StartsWith("__"))
        {
            return ("__", at + 2);
        }

        Lose(Lost.Switch);
        return ("", end + 2);
    }

    /// <summary>A footnote; what stands for it.</summary>
    /// <param name="name">Its name; null where it has none.</param>
    /// <param name="words">Its words; null where it only names another.</param>
    /// <param name="typed">As it was typed.</param>
    public string Note(string? name, string? words, string typed)
    {
        if (name is null || !named.TryGetValue(name, out var number))
        {
            notes.Add("");
            number = notes.Count;
            if (name is not null)
            {
                named[name] = number;
            }
        }

        if (words is not null && notes[number - 1].Length == 0)
        {
            notes[number - 1] = Inline(Protect(words).ReplaceLineEndings(" ").Trim());
        }

        return Keep($"[^{number.ToString(CultureInfo.InvariantCulture)}]", typed);
    }

    /// <summary>Where the closing tag of a name begins; null where none does. That there is none is remembered.</summary>
    public int? EndOf(string text, string name, int from)
    {
        if (!ReferenceEquals(endlessIn, text))
        {
            endlessIn = text;
            endless.Clear();
        }

        if (endless.Contains(name))
        {
            return null;
        }

        var end = text.IndexOf("</" + name, from, StringComparison.OrdinalIgnoreCase);
        if (end >= 0 && text.IndexOf('>', end) >= 0)
        {
            return end;
        }

        endless.Add(name);
        return null;
    }

    private readonly HashSet<string> endless = new(StringComparer.Ordinal);
    private string? endlessIn;

    private static int Ticks(string code)
    {
        var (most, now) = (0, 0);
        foreach (var sign in code)
        {
            now = sign == '`' ? now + 1 : 0;
            most = Math.Max(most, now);
        }

        return most;
    }
}
