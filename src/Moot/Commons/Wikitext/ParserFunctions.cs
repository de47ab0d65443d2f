using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>What stands between double braces and is no template: conditions, sums, words about the page.</summary>
internal sealed class ParserFunctions(WikitextRun run, WikitextExpansion expansion)
{
    private readonly PageWords words = new(run);

    /// <summary>A magic word without a colon; null where it is none.</summary>
    public string? Word(string name) => words.Of(name);

    /// <summary>What a parser function answers; null where there is none of this name.</summary>
    public string? Answer(string head, CallNode call, Frame frame)
    {
        var colon = head.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return null;
        }

        var name = head[..colon].Trim();
        var first = head[(colon + 1)..].Trim();
        string At(int part) => part < call.Parts.Count ? expansion.Words(WikitextExpansion.Whole(call.Parts[part]), frame).Trim() : "";
        return name.ToLowerInvariant() switch
        {
            "#if" => At(first.Length > 0 ? 1 : 2),
            "#ifeq" => At(AreEqual(first, At(1)) ? 2 : 3),
            "#ifexist" => At(WikitextTitle.Of(first, run.Facts) is { Name.Length: > 0, Elsewhere: null } title && run.Exists(title) ? 1 : 2),
            "#ifexpr" => Sums.Of(first) is { Fault: { } fault } ? Fault(fault) : At(Sums.Of(first).Value is { Over.IsZero: false } ? 1 : 2),
            "#iferror" => IfError(first, call, At),
            "#switch" => Switch(first, call, frame),
            "#expr" => Sums.Of(first) is { Fault: { } wrong } ? Fault(wrong) : Sums.Of(first).Value?.ToString() ?? "",
            "#titleparts" => TitleParts(first, At(1), At(2)),
            "#tag" => Tag(first, call, frame, At),
            "lc" => Marked(first, s => s.ToLowerInvariant()),
            "uc" => Marked(first, s => s.ToUpperInvariant()),
            "lcfirst" => first.Length == 0 ? "" : char.ToLowerInvariant(first[0]) + first[1..],
            "ucfirst" => WikitextTitle.Large(first),
            "padleft" => Pad(first, At(1), call.Parts.Count > 2 ? At(2) : "0") + first,
            "padright" => first + Pad(first, At(1), call.Parts.Count > 2 ? At(2) : "0"),
            "urlencode" => UrlEncode(run.Strips.WordsAlone(first), At(1).ToUpperInvariant()),
            "anchorencode" => PageWords.Underscored(Plain(first)),
            "ns" => WikitextTitle.RoomOf(first, run.Facts),
            "nse" => WikitextTitle.RoomOf(first, run.Facts)?.Replace(' ', '_'),
            "localurl" or "localurle" => Address(first, At(1), whole: false),
            "fullurl" or "fullurle" or "canonicalurl" or "canonicalurle" => Address(first, At(1), whole: true),
            "formatnum" => FormatNumber(first, At(1)),
            "plural" => Plural(first, call, At),
            "gender" => At(call.Parts.Count > 3 ? 3 : 1),
            "grammar" => At(1),
            "int" => $"⧼{first}⧽",
            "#language" => first,
            "#special" => "Special:" + WikitextTitle.Large(first),
            "defaultsort" or "defaultsortkey" or "defaultcategorysort" or "displaytitle" => "",
            _ => words.Of(name, first),
        };
    }

    private string Fault(string words) => run.Strips.Keep(WikitextRun.Error(words));

    private static bool AreEqual(string a, string b) =>
        string.Equals(a, b, StringComparison.Ordinal) || (Number(a) is { } left && Number(b) is { } right && left == right);

    private static Exact? Number(string text)
    {
        var digits = text.TrimStart('-', '+');
        return
            digits.Length > 0
            && text.Length - digits.Length <= 1
            && digits.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E')
            && (char.IsAsciiDigit(digits[0]) || digits[0] == '.')
            ? Sums.Of(text).Value
            : null;
    }

    private string IfError(string first, CallNode call, Func<int, string> at)
    {
        var isError = run.Strips.Restore(first).Contains("class=\"error\"", StringComparison.Ordinal);
        return isError ? at(1)
            : call.Parts.Count > 2 ? at(2)
            : first;
    }

    private string Switch(string value, CallNode call, Frame frame)
    {
        var isFound = false;
        var isDefault = false;
        Part? fallback = null;
        foreach (var part in call.Parts.Skip(1))
        {
            if (part.HasName)
            {
                var name = expansion.Words(part.Name, frame).Trim();
                if (isFound || AreEqual(value, name))
                {
                    return expansion.Words(part.Value, frame).Trim();
                }

                fallback = isDefault || name is "#default" ? part : fallback;
                isDefault = false;
            }
            else
            {
                var name = expansion.Words(part.Nodes, frame).Trim();
                isFound |= AreEqual(value, name);
                isDefault |= name is "#default";
            }
        }

        fallback = call.Parts.Count > 1 && !call.Parts[^1].HasName ? call.Parts[^1] : fallback;
        return fallback is null ? "" : expansion.Words(fallback.Value, frame).Trim();
    }

    private string TitleParts(string first, string count, string from)
    {
        var parts = (WikitextTitle.Of(first, run.Facts)?.Full ?? first).Split('/');
        var start = int.TryParse(from, out var given) && given != 0 ? (given > 0 ? given - 1 : parts.Length + given) : 0;
        start = Math.Clamp(start, 0, parts.Length);
        var number = int.TryParse(count, out var wanted) && wanted != 0 ? wanted : parts.Length;
        var end = Math.Clamp(number > 0 ? (long)start + number : (long)parts.Length + number, start, parts.Length);
        return string.Join('/', parts[start..(int)end]);
    }

    private string Tag(string name, CallNode call, Frame frame, Func<int, string> at)
    {
        var tag = name.ToLowerInvariant();
        var attributes = new StringBuilder();
        for (var i = 2; i < Math.Min(call.Parts.Count, WikitextLimits.AttributesMax) && call.Parts[i].HasName; i++)
        {
            var key = expansion.Words(call.Parts[i].Name, frame).Trim();
            var value = expansion.Words(call.Parts[i].Value, frame).Trim().Trim('"', '\'');
            attributes.Append(' ').Append(key).Append("=\"").Append(value.Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
        }

        return WikitextReader.Tags.Contains(tag)
            ? expansion.Tag(new(tag, attributes.ToString(), call.Parts.Count > 1 ? at(1) : null), frame)
            : $"<{name}{attributes}>{at(1)}</{name}>";
    }

    /// <summary>Changes the words but not the marks of what is kept beside them.</summary>
    private static string Marked(string text, Func<string, string> change) =>
        string.Join(Strips.Mark, text.Split(Strips.Mark).Select((piece, i) => i % 2 == 0 ? change(piece) : piece));

    private static string Pad(string text, string length, string with)
    {
        if (
            !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted)
            || with.Length == 0
            || with.Contains(Strips.Mark, StringComparison.Ordinal)
        )
        {
            return "";
        }

        var runes = with.EnumerateRunes().ToArray();
        var missing = Math.Min(wanted, WikitextLimits.PadMax) - text.EnumerateRunes().Count();
        return string.Concat(Enumerable.Range(0, Math.Max(0, missing)).Select(i => runes[i % runes.Length].ToString()));
    }

    private static string UrlEncode(string text, string style) =>
        style switch
        {
            "WIKI" => Titles.ToSlug(text),
            "PATH" => Uri.EscapeDataString(text),
            _ => WebUtility.UrlEncode(text).Replace("!", "%21", StringComparison.Ordinal),
        };

    private string Plain(string text) => WebUtility.HtmlDecode(run.Strips.WordsAlone(text.Replace("''", "", StringComparison.Ordinal))).Trim();

    private string? Address(string page, string query, bool whole)
    {
        if (WikitextTitle.Of(page, run.Facts) is not { } title)
        {
            return null;
        }

        if (title.Elsewhere is { } prefix)
        {
            return run.Facts.Elsewhere[prefix].Replace("$1", Titles.ToSlug(title.Name), StringComparison.Ordinal);
        }

        if (title.Name.Length == 0 || Titles.Normal(title.Full) is not { } normal)
        {
            return null;
        }

        var url = run.Context.Resolve(normal).Url + (query.Length > 0 ? "?" + query : "");
        return whole && run.Facts.Server.Length > 0 ? run.Facts.Server + url : url;
    }

    private static string FormatNumber(string number, string how)
    {
        if (how is "R")
        {
            return number.Replace(",", "", StringComparison.Ordinal);
        }

        var sign = number.StartsWith('-') ? "-" : "";
        var digits = number[sign.Length..];
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];
        if (whole.Length is 0 or > WikitextLimits.SumDigitsMax || !whole.All(char.IsAsciiDigit) || how is "NOSEP")
        {
            return number;
        }

        var grouped = new StringBuilder();
        for (var i = 0; i < whole.Length; i++)
        {
            grouped.Append(i > 0 && (whole.Length - i) % 3 == 0 ? "," : "").Append(whole[i]);
        }

        return sign + grouped + (point < 0 ? "" : digits[point..]);
    }

    private static string Plural(string number, CallNode call, Func<int, string> at)
    {
        var isOne = BigInteger.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && BigInteger.Abs(count).IsOne;
        return at(isOne || call.Parts.Count < 3 ? 1 : 2);
    }
}
