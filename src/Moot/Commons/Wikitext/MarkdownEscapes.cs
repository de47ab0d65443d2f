using System.Buffers;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Puts a backslash before signs that mean something to Markdown and nothing to wikitext.</summary>
internal static class MarkdownEscapes
{
    private static readonly SearchValues<char> Signs = SearchValues.Create("\\*`[]~<_");

    /// <summary>Signs within a line. What was set aside is passed over: it holds digits alone.</summary>
    public static string Pass(string text)
    {
        if (text.AsSpan().IndexOfAny(Signs) < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsSign(text, i))
            {
                result.Append('\\');
            }

            result.Append(text[i]);
        }

        return result.ToString();
    }

    /// <summary>A sign at the beginning of a line that would make it a heading, a list, a quotation or code.</summary>
    public static string LineStart(string line)
    {
        var first = line.AsSpan().IndexOfAnyExcept(" \t");
        if (first < 0)
        {
            return line;
        }

        if (line[first] is '#' or '+' or '-' or '>' or '=' or ':')
        {
            return line.Insert(first, "\\");
        }

        var end = first;
        while (end < line.Length && end - first < 9 && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        return end > first && end < line.Length && line[end] is '.' or ')' ? line.Insert(end, "\\") : line;
    }

    private static bool IsSign(string text, int at) =>
        text[at] switch
        {
            '\\' or '*' or '`' or '[' or ']' => true,
            '~' => (at > 0 && text[at - 1] == '~') || (at + 1 < text.Length && text[at + 1] == '~'),
            '<' => at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!' or '?'),
            '_' => at == 0 || at + 1 == text.Length || !char.IsLetterOrDigit(text[at - 1]) || !char.IsLetterOrDigit(text[at + 1]),
            _ => false,
        };
}
