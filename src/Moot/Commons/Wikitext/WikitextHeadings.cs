using System.Globalization;
using System.Net;
using System.Text;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>Lines between equals signs, and headings typed as tags: their ids, and the links by which sections are edited.</summary>
internal static class WikitextHeadings
{
    /// <summary>Lines that begin and end with equals signs, as tags.</summary>
    public static string Lines(string text)
    {
        if (!text.StartsWith('=') && !text.Contains("\n=", StringComparison.Ordinal))
        {
            return text;
        }

        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('='))
            {
                lines[i] = Line(lines[i]);
            }
        }

        return string.Join('\n', lines);
    }

    private static string Line(string whole)
    {
        var line = whole.AsSpan().TrimEnd(" \t\r");
        var opening = line.IndexOfAnyExcept('=');
        var level = opening < 0 ? (line.Length - 1) / 2 : Math.Min(opening, line.Length - 1 - line.LastIndexOfAnyExcept('='));
        level = Math.Min(level, 6);
        return level < 1 ? whole : $"<h{level}>{line[level..^level].Trim()}</h{level}>";
    }

    /// <summary>Gives each heading its id.</summary>
    public static string Named(string text, WikitextRun run)
    {
        var result = new StringBuilder(text.Length + text.Length / 8);
        var ends = new int[7];
        Array.Fill(ends, -1);
        var at = 0;
        for (var i = text.IndexOf("<h", StringComparison.Ordinal); i >= 0; i = text.IndexOf("<h", Math.Max(i + 2, at), StringComparison.Ordinal))
        {
            if (i + 3 >= text.Length || text[i + 2] is < '1' or > '6' || text[i + 3] is not ('>' or ' '))
            {
                continue;
            }

            var level = text[i + 2] - '0';
            var close = text.IndexOf('>', i);
            if (ends[level] < i)
            {
                ends[level] = text.IndexOf($"</h{text[i + 2]}>", i, StringComparison.Ordinal) is >= 0 and var found ? found : int.MaxValue;
            }

            if (close < 0 || ends[level] == int.MaxValue)
            {
                continue;
            }

            result.Append(text, at, i - at).Append(One(text[(close + 1)..ends[level]], level, run));
            at = ends[level] + 5;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static string One(string content, int level, WikitextRun run)
    {
        int? section = null;
        if (content.IndexOf($"{Strips.Mark}s", StringComparison.Ordinal) is >= 0 and var mark && content.IndexOf(Strips.Mark, mark + 1) is > 0 and var end)
        {
            section = int.TryParse(content.AsSpan(mark + 2, end - mark - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            content = content.Remove(mark, end + 1 - mark);
        }

        content = content.Trim();
        var words = Words(run.Strips.Restore(content));
        var heading = run.Heading(level, words, section);
        var shown = Outline.Level(heading.Depth, run.Context).ToString(CultureInfo.InvariantCulture);
        var edit = "";
        if (section is { } editable && run.Context.SectionUrl is { } url && !run.IsWithoutEdit)
        {
            var label = WebUtility.HtmlEncode($"{run.Context.Words.EditSection}: {words}");
            edit =
                " "
                + run.Strips.Keep(
                    $"<a class=\"edit\" href=\"{WebUtility.HtmlEncode(url(editable))}\" aria-label=\"{label}\">{WebUtility.HtmlEncode(run.Context.Words.EditSection)}</a>"
                );
        }

        return $"<h{shown} id=\"{WebUtility.HtmlEncode(heading.Id)}\">{content}{edit}</h{shown}>";
    }

    /// <summary>HTML without its tags.</summary>
    public static string Words(string html)
    {
        var words = new StringBuilder();
        var at = 0;
        while (at < html.Length)
        {
            var tag = html.IndexOf('<', at);
            words.Append(html, at, (tag < 0 ? html.Length : tag) - at);
            at =
                tag < 0 ? html.Length
                : html.IndexOf('>', tag) is >= 0 and var close ? close + 1
                : html.Length;
        }

        return WebUtility.HtmlDecode(words.ToString()).Trim();
    }
}
