using System.Globalization;
using System.Net;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Addresses: between single brackets with words, or bare.</summary>
internal static class OutsideLinks
{
    private static readonly System.Buffers.SearchValues<char> HostDigits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF:.");

    private static readonly string[] Schemes = ["https://", "http://", "mailto:", "//"];

    /// <summary>True for what begins as an address does.</summary>
    public static bool IsAddress(string text) => Scheme(text) is { } scheme && text.Length > scheme.Length && IsOfAddress(text[scheme.Length]);

    /// <summary>The text with links in place of addresses.</summary>
    public static string Pass(string text, WikitextRun run)
    {
        if (!text.Contains(':', StringComparison.Ordinal) && !text.Contains("//", StringComparison.Ordinal))
        {
            return Numbers(text, run);
        }

        var result = new StringBuilder(text.Length + text.Length / 4);
        var (lineEnd, at) = (-1, 0);
        while (at < text.Length)
        {
            var next = text.AsSpan(at).IndexOfAny("[<:RP");
            if (next < 0)
            {
                break;
            }

            var sign = at + next;
            result.Append(text, at, next);
            at = sign;
            var consumed = text[sign] switch
            {
                '<' => Tag(text, sign, result),
                '[' => Bracketed(text, sign, ref lineEnd, run, result),
                ':' => Bare(text, sign, run, result),
                _ => Number(text, sign, run, result),
            };
            if (consumed == 0)
            {
                result.Append(text[at]);
                consumed = 1;
            }

            at += consumed;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static string Numbers(string text, WikitextRun run) =>
        text.Contains("RFC", StringComparison.Ordinal) || text.Contains("PMID", StringComparison.Ordinal) ? Pass(text + ":", run)[..^1] : text;

    private static string? Scheme(ReadOnlySpan<char> text)
    {
        foreach (var scheme in Schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return scheme;
            }
        }

        return null;
    }

    private static bool IsOfAddress(char c) =>
        c > ' ' && c is not ('[' or ']' or '<' or '>' or '"' or Strips.Mark) && (c < '\u0080' || char.GetUnicodeCategory(c) != UnicodeCategory.SpaceSeparator);

    /// <summary>Where an address ends that begins here: before a space, a bracket, two apostrophes, or an angle written as an entity.</summary>
    private static int End(string text, int from)
    {
        var end = from;
        if (end < text.Length && text[end] == '[')
        {
            // A host that is a number of IPv6.
            const int HostCharactersMax = 48;
            var close = text.AsSpan(end, Math.Min(HostCharactersMax, text.Length - end)).IndexOf(']');
            var isHost = close > 2 && text.AsSpan(end + 1, close - 1).IndexOfAnyExcept(HostDigits) < 0;
            end += isHost ? close + 1 : 0;
        }

        while (end < text.Length && IsOfAddress(text[end]))
        {
            if (text[end] == '&' && EndsAddress(text.AsSpan(end)))
            {
                break;
            }

            if (text[end] == '\'' && end + 1 < text.Length && text[end + 1] == '\'')
            {
                break;
            }

            end++;
        }

        return end;
    }

    /// <summary>True for an entity of a character that no address has.</summary>
    private static bool EndsAddress(ReadOnlySpan<char> text)
    {
        const int LengthMax = 10;
        var end = text[..Math.Min(text.Length, LengthMax)].IndexOf(';');
        return end > 0 && WebUtility.HtmlDecode(text[..(end + 1)].ToString()) is [var c] && (c is '<' or '>' or '"' || char.IsWhiteSpace(c));
    }

    private static bool IsAt(string text, int at, string words) => string.CompareOrdinal(text, at, words, 0, words.Length) == 0;

    private static int Tag(string text, int at, StringBuilder into)
    {
        var end = text.IndexOf('>', at);
        end = end < 0 ? text.Length - 1 : end;
        into.Append(text, at, end + 1 - at);
        return end + 1 - at;
    }

    private static int Bracketed(string text, int at, ref int lineEnd, WikitextRun run, StringBuilder into)
    {
        if (Scheme(text.AsSpan(at + 1)) is not { } scheme)
        {
            return 0;
        }

        var end = End(text, at + 1);
        if (end == at + 1 + scheme.Length)
        {
            return 0;
        }

        if (lineEnd < end)
        {
            var found = text.AsSpan(end).IndexOfAny(']', '\n');
            lineEnd = found < 0 ? text.Length : end + found;
        }

        if (lineEnd >= text.Length || text[lineEnd] != ']')
        {
            return 0;
        }

        var words = text[end..lineEnd].TrimStart(' ', '\t', '\u3000', '\u00A0');
        words = words.Length > 0 && text[end] == '<' && words.StartsWith("</", StringComparison.Ordinal) ? "" : words;
        var shown = words.Length > 0 ? words : $"[{(++run.LinkNumber).ToString(CultureInfo.InvariantCulture)}]";
        var url = text[(at + 1)..end];
        if (run.Opening(WebUtility.HtmlDecode(url)) is not { } opening)
        {
            return 0;
        }

        into.Append(run.Strips.Keep($"{opening}{run.Strips.Restore(shown)}</a>"));
        return lineEnd + 1 - at;
    }

    /// <summary>An address whose colon was met: its scheme was written already.</summary>
    private static int Bare(string text, int colon, WikitextRun run, StringBuilder into)
    {
        var start = colon;
        while (start > 0 && colon - start < 6 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        if (
            Scheme(text.AsSpan(start)) is not { Length: > 2 } scheme
            || start + scheme.Length <= colon
            || (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
        )
        {
            return 0;
        }

        var end = End(text, start + scheme.Length);
        var written = text[start..end];
        var trimmed = written.TrimEnd(',', ';', '.', ':', '!', '?', '\\', written.Contains('(', StringComparison.Ordinal) ? ',' : ')');

        // The ; of an entity belongs to it.
        if (
            written.Length > trimmed.Length
            && written[trimmed.Length] == ';'
            && trimmed.LastIndexOf('&') is >= 0 and var and
            && trimmed.Skip(and + 1).All(c => char.IsAsciiLetterOrDigit(c) || c == '#')
        )
        {
            trimmed += ";";
        }

        if (trimmed.Length <= scheme.Length || run.Opening(WebUtility.HtmlDecode(trimmed)) is not { } opening)
        {
            return 0;
        }

        into.Length -= colon - start;
        into.Append(run.Strips.Keep($"{opening}{trimmed}</a>"));
        return start + trimmed.Length - colon;
    }

    /// <summary>RFC 822 and PMID 1234, which are addresses by custom.</summary>
    private static int Number(string text, int at, WikitextRun run, StringBuilder into)
    {
        var name =
            IsAt(text, at, "RFC") ? "RFC"
            : IsAt(text, at, "PMID") ? "PMID"
            : "";
        if (name.Length == 0 || (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] == '_')))
        {
            return 0;
        }

        var digits = at + name.Length;
        while (digits < text.Length && text[digits] is ' ' or '\u00A0')
        {
            digits++;
        }

        var end = digits;
        while (end < text.Length && end - digits < 10 && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (end == digits || digits == at + name.Length || (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')))
        {
            return 0;
        }

        var number = text[digits..end];
        var url = name == "RFC" ? $"https://tools.ietf.org/html/rfc{number}" : $"//www.ncbi.nlm.nih.gov/pubmed/{number}?dopt=Abstract";
        into.Append(run.Strips.Keep(run.Link(url, $"{name} {number}")));
        return end - at;
    }
}
