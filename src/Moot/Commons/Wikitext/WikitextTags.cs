using System.Collections.Frozen;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>The first wall: of all tags that were typed, only those pass that mark words up.</summary>
internal static class WikitextTags
{
    private static readonly FrozenSet<string> Blocks = "div p center blockquote table caption tr td th ul ol li dl dt dd h1 h2 h3 h4 h5 h6"
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> OfWords =
        "b i u s del ins strike big small sub sup em strong cite code var samp kbd tt span ruby rb rt rp rtc abbr dfn q data time mark bdi bdo font"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Text with signs of HTML written as entities; entities stay.</summary>
    public static string Encode(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Lets the tags that mark words up through and writes all others as words.</summary>
    public static string Pass(string text, WikitextRun run)
    {
        var result = new StringBuilder(text.Length + text.Length / 8);
        var open = new Stack<string>();
        var first = text.IndexOf('<', StringComparison.Ordinal);
        result.Append((first < 0 ? text : text[..first]).Replace(">", "&gt;", StringComparison.Ordinal));
        while (first >= 0)
        {
            var next = text.IndexOf('<', first + 1);
            var end = next < 0 ? text.Length : next;
            var close = text.IndexOf('>', first, end - first);
            var tag = close < 0 ? null : Tag(text.AsSpan(first + 1, close - first - 1), open, run);
            var rest = tag is null ? first + 1 : close + 1;
            result.Append(tag ?? "&lt;").Append(text, rest, end - rest);
            result.Replace(">", "&gt;", result.Length - (end - rest), end - rest);
            first = next;
        }

        return result.ToString();
    }

    private static string? Tag(ReadOnlySpan<char> inside, Stack<string> open, WikitextRun run)
    {
        var isEnd = inside is ['/', ..];
        inside = isEnd ? inside[1..] : inside;
        var length = 0;
        while (length < inside.Length && char.IsAsciiLetterOrDigit(inside[length]))
        {
            length++;
        }

        var isClosed = inside is [.., '/'];
        if (length is 0 or > 12 || (length < inside.Length && !char.IsWhiteSpace(inside[length]) && inside[length] != '/'))
        {
            return null;
        }

        var name = inside[..length].ToString().ToLowerInvariant();
        if (name is "br" or "wbr" or "hr")
        {
            return isEnd && name != "br" ? null : $"<{name}{(isEnd ? "" : Written(inside[length..], name, run))} />";
        }

        var isBlock = Blocks.Contains(name);
        if (!isBlock && !OfWords.Contains(name))
        {
            return null;
        }

        if (isEnd)
        {
            Close(open, name);
            return $"</{name}>";
        }

        var isTooDeep = open.Count >= WikitextLimits.TagDepthMax || (!isBlock && open.Count(OfWords.Contains) >= WikitextLimits.WordTagDepthMax);
        if (isTooDeep)
        {
            return null;
        }

        var attributes = Written(isClosed ? inside[length..^1] : inside[length..], name, run);
        if (isClosed)
        {
            return $"<{name}{attributes}></{name}>";
        }

        open.Push(name);
        return $"<{name}{attributes}>";
    }

    private static string Written(ReadOnlySpan<char> attributes, string name, WikitextRun run) =>
        attributes.IsWhiteSpace() ? "" : Attributes.Write(Attributes.Read(attributes.ToString()), name, run);

    /// <summary>What stands open within the closed one is closed with it.</summary>
    private static void Close(Stack<string> open, string name)
    {
        if (open.Contains(name, StringComparer.Ordinal))
        {
            while (!string.Equals(open.Pop(), name, StringComparison.Ordinal)) { }
        }
    }
}
