using System.Net;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>What stands in a tag behind its name. Only what can do no harm is written again.</summary>
internal static class Attributes
{
    /// <summary>The attributes as they were typed; of several with one name, the last.</summary>
    public static List<(string Name, string Value)> Read(string text)
    {
        var attributes = new List<(string Name, string Value)>();
        for (var at = 0; at < text.Length && attributes.Count < WikitextLimits.AttributesMax; )
        {
            var start = at;
            while (at < text.Length && IsName(text[at]))
            {
                at++;
            }

            if (at == start)
            {
                at++;
                continue;
            }

            var name = text[start..at].ToLowerInvariant();
            at = Skip(text, at);
            var value = "";
            if (at < text.Length && text[at] == '=')
            {
                at = Skip(text, at + 1);
                value = Value(text, ref at);
            }

            attributes.RemoveAll(a => a.Name == name);
            attributes.Add((name, value));
        }

        return attributes;
    }

    /// <summary>The value of one; null where there is none of this name.</summary>
    public static string? Value(List<(string Name, string Value)> attributes, string name) => attributes.Find(a => a.Name == name).Value;

    /// <summary>Those that may stand in this tag, with a space before each.</summary>
    public static string Write(List<(string Name, string Value)> attributes, string tag, WikitextRun run)
    {
        var written = new StringBuilder();
        foreach (var (name, raw) in attributes)
        {
            var value = WebUtility.HtmlDecode(run.Strips.WordsAlone(raw)).Trim();
            var (kept, shown) = name switch
            {
                "id" when value.Length > 0 => ("id", run.Anchor(value)),
                "title" or "lang" or "dir" => (name, value),
                "colspan" or "rowspan" when tag is "td" or "th" && IsSmall(value) => (name, value),
                "scope" when tag is "th" => (name, value),
                "start" when tag is "ol" && IsSmall(value) => (name, value),
                "align" when value.ToLowerInvariant() is "left" or "right" or "center" => ("class", value.ToLowerInvariant()),
                _ => ("", ""),
            };
            if (kept.Length > 0)
            {
                written.Append(' ').Append(kept).Append("=\"").Append(Shielded(shown)).Append('"');
            }
        }

        return written.ToString();
    }

    /// <summary>Written so that nothing in it is a sign of wikitext or HTML.</summary>
    public static string Shielded(string value)
    {
        var result = new StringBuilder(value.Length);
        foreach (var c in value)
        {
            _ = c is '<' or '>' or '"' or '&' or '\'' or '[' or ']' or '{' or '}' or '|' or '=' or '_' or ':' or '!' or '\n' or '*' or '#' or ';'
                ? result.Append("&#").Append((int)c).Append(';')
                : result.Append(c);
        }

        return result.ToString();
    }

    private static bool IsSmall(string value) => value.Length is > 0 and <= 3 && value.All(char.IsAsciiDigit);

    private static bool IsName(char c) => char.IsLetterOrDigit(c) || c is ':' or '_' or '-' or '.';

    private static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static string Value(string text, ref int at)
    {
        if (at < text.Length && text[at] is '"' or '\'')
        {
            var quote = text[at];
            var end = text.IndexOf(quote, at + 1);
            if (end > 0)
            {
                var quoted = text[(at + 1)..end];
                at = end + 1;
                return quoted;
            }
        }

        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return text[start..at].Trim('"', '\'');
    }
}
