using System.Collections.Immutable;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Writes wikitext anew in Markdown, as far as Markdown goes; what it cannot say is kept as code or counted as lost.</summary>
/// <remarks>Pure, and one pass over the text for each step. Templates are not filled in: a page would then hold a copy of what it only used.</remarks>
public static class WikitextToMarkdown
{
    /// <summary>Spaces by which a list within a list is set in.</summary>
    private const int IndentSpaces = 4;

    /// <summary>Levels of lists; what is deeper stays at the last.</summary>
    private const int ListDepthMax = 12;

    /// <summary>Converts a text.</summary>
    /// <param name="wikitext">The text; at most <see cref="WikitextLimits.CharactersMax"/> characters.</param>
    /// <param name="facts">Of the wiki that it was written for.</param>
    public static Converted Convert(string wikitext, WikitextFacts facts)
    {
        var run = new MarkdownRun(facts);
        var text = WikitextText.Clean(wikitext).Replace(MarkdownRun.Mark.ToString(), "", StringComparison.Ordinal);
        if (Redirect.Of(text, facts) is { } onward)
        {
            run.Lose(Lost.Redirect);
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            text = $"→ [[{onward.Full}]]" + (end < 0 ? "" : text[end..]);
        }

        var body = Lines(run.Protect(text), run);
        var notes = run.Notes();
        var whole = run.Restore(notes.Length == 0 ? body : body.TrimEnd('\n') + "\n\n" + notes);
        return new(Tidy(whole), run.Losses);
    }

    private static string Lines(string text, MarkdownRun run)
    {
        var lines = text.Split('\n');
        var result = new StringBuilder(text.Length + (text.Length / 8));
        var before = Kind.Blank;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.TrimStart().StartsWith("{|", StringComparison.Ordinal))
            {
                var end = WikitextTableMarkdown.End(lines, i);
                Part(result, ref before, Kind.Block, WikitextTableMarkdown.Write(lines.AsSpan(i, end - i), run));
                i = end - 1;
                continue;
            }

            if (line.Length > 0 && line[0] == ' ' && line.Trim().Length > 0)
            {
                var end = i;
                while (end < lines.Length && lines[end].Length > 1 && lines[end][0] == ' ')
                {
                    end++;
                }

                Part(result, ref before, Kind.Block, Fenced(lines.AsSpan(i, end - i), run));
                i = end - 1;
                continue;
            }

            var (kind, written) = Line(line, run);
            Part(result, ref before, kind, written);
        }

        return result.ToString();
    }

    private enum Kind
    {
        Blank,
        Words,
        Item,
        Quote,
        Block,
    }

    /// <summary>Adds a line; between two of different kinds an empty one stands, since Markdown would read them as one.</summary>
    private static void Part(StringBuilder result, ref Kind before, Kind kind, string written)
    {
        var isApart = kind != Kind.Blank && before != Kind.Blank && (kind != before || kind == Kind.Block);
        if (isApart)
        {
            result.Append('\n');
        }

        result.Append(written).Append('\n');
        before = kind;
    }

    private static (Kind, string) Line(string line, MarkdownRun run)
    {
        if (line.Length == 0)
        {
            return (Kind.Blank, "");
        }

        if (line[0] == '=' && line.TrimEnd() is [.., '='] heading && heading.Length > 2)
        {
            var level = 0;
            while (level < 6 && level < (heading.Length - 1) / 2 && heading[level] == '=' && heading[^(level + 1)] == '=')
            {
                level++;
            }

            // The first heading of a page in Markdown has one sign; in wikitext two.
            return (Kind.Block, new string('#', Math.Max(1, level - 1)) + " " + run.Inline(heading[level..^level].Trim()));
        }

        if (line.StartsWith("----", StringComparison.Ordinal))
        {
            var rest = line.TrimStart('-').Trim();
            return (Kind.Block, rest.Length == 0 ? "---" : "---\n\n" + run.Inline(rest));
        }

        var depth = 0;
        while (depth < line.Length && line[depth] is '*' or '#' or ':' or ';')
        {
            depth++;
        }

        return depth > 0 ? Item(line[..depth], line[depth..].Trim(), run) : (Kind.Words, run.Inline(line, isLineStart: true));
    }

    private static (Kind, string) Item(string signs, string words, MarkdownRun run)
    {
        signs = signs.Length > ListDepthMax ? signs[..ListDepthMax] : signs;
        if (signs.All(s => s == ':'))
        {
            return (Kind.Quote, string.Concat(Enumerable.Repeat("> ", signs.Length)) + run.Inline(words, isLineStart: true));
        }

        var depth = signs.Count(s => s != ':');
        var indent = new string(' ', IndentSpaces * (depth - 1));
        return signs[^1] switch
        {
            '#' => (Kind.Item, $"{indent}1. {run.Inline(words, isLineStart: true)}"),
            ':' => (Kind.Item, $"{new string(' ', IndentSpaces * depth)}{run.Inline(words, isLineStart: true)}"),
            ';' => (Kind.Item, Term(indent, words, run)),
            _ => (Kind.Item, $"{indent}- {run.Inline(words, isLineStart: true)}"),
        };
    }

    /// <summary>A term, and on the same line what it means.</summary>
    private static string Term(string indent, string words, MarkdownRun run)
    {
        var colon = words.IndexOf(" : ", StringComparison.Ordinal);
        return colon < 0
            ? $"{indent}- **{run.Inline(words)}**"
            : $"{indent}- **{run.Inline(words[..colon].Trim())}** – {run.Inline(words[(colon + 3)..].Trim())}";
    }

    /// <summary>Lines that begin with a space stand as they are typed.</summary>
    private static string Fenced(ReadOnlySpan<string> lines, MarkdownRun run)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.Append(line.AsSpan(1)).Append('\n');
        }

        return run.Code(run.Original(text.ToString()).TrimEnd('\n'), language: "");
    }

    /// <summary>No two empty lines in a row outside of code, and one line end at the end.</summary>
    private static string Tidy(string text)
    {
        var result = new StringBuilder(text.Length);
        var (blank, fence) = (true, "");
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.TrimStart();
            if (fence.Length > 0)
            {
                fence = string.Equals(trimmed.TrimEnd(), fence, StringComparison.Ordinal) ? "" : fence;
            }
            else if (trimmed.StartsWith("```", StringComparison.Ordinal))
            {
                var count = trimmed.AsSpan().IndexOfAnyExcept('`');
                var ticks = count < 0 ? trimmed : trimmed[..count];
                fence = trimmed.IndexOf('`', ticks.Length) < 0 ? ticks : "";
            }

            var isBlank = fence.Length == 0 && line.Trim().Length == 0;
            if (!isBlank || !blank)
            {
                result.Append(isBlank ? "" : line).Append('\n');
            }

            blank = isBlank;
        }

        var whole = result.ToString().TrimEnd('\n');
        return whole.Length == 0 ? "" : whole + "\n";
    }
}
