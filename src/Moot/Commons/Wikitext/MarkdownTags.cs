using System.Collections.Frozen;

namespace Moot.Commons.Wikitext;

/// <summary>Tags within wikitext, on their way to Markdown.</summary>
internal static class MarkdownTags
{
    /// <summary>Characters of one tag with its attributes.</summary>
    private const int TagCharactersMax = 1_000;

    /// <summary>Tags that say how words look, and that Markdown has no signs for.</summary>
    private static readonly FrozenSet<string> Looks =
        "small big span div center font u ins sup sub abbr p blockquote noinclude includeonly onlyinclude section poem ul ol li dl dt dd table tr td th caption tbody thead cite q bdi dfn mark ruby rt rp wbr nobr"
            .Split(' ')
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What stands for the tag that begins here, and where it ends; nothing where it is none.</summary>
    public static (string?, int) Read(string text, int at, MarkdownRun run)
    {
        if (text.AsSpan(at).StartsWith("<!--"))
        {
            var end = text.IndexOf("-->", at + 4, StringComparison.Ordinal);
            run.Lose(Lost.Comment);
            return ("", end < 0 ? text.Length : end + 3);
        }

        var (isEnd, start) = at + 1 < text.Length && text[at + 1] == '/' ? (true, at + 2) : (false, at + 1);
        var stop = start;
        while (stop < text.Length && stop - start < 20 && char.IsAsciiLetterOrDigit(text[stop]))
        {
            stop++;
        }

        var close = stop > start && stop < text.Length ? text.IndexOf('>', stop, Math.Min(TagCharactersMax, text.Length - stop)) : -1;
        if (close < 0)
        {
            return (null, at);
        }

        var name = text[start..stop].ToLowerInvariant();
        var isSingle = text[close - 1] == '/';
        var given = text[stop..(isSingle ? close - 1 : close)];
        return isEnd || isSingle || name is "br" or "hr" ? (One(name, given, isEnd, isSingle, run, text[at..(close + 1)]), close + 1)
            : HasContent(name) && run.EndOf(text, name, close + 1) is { } last ? Whole(name, given, text, at, close + 1, last, run)
            : (One(name, given, isEnd: false, isSingle: false, run, text[at..(close + 1)]), close + 1);
    }

    private static bool HasContent(string name) =>
        name
            is "nowiki"
                or "pre"
                or "syntaxhighlight"
                or "source"
                or "math"
                or "chem"
                or "ref"
                or "references"
                or "gallery"
                or "code"
                or "tt"
                or "kbd"
                or "samp";

    /// <summary>A tag whose content is not read as wikitext, or differently.</summary>
    private static (string, int) Whole(string name, string given, string text, int at, int from, int to, MarkdownRun run)
    {
        var (inner, end) = (text[from..to], text.IndexOf('>', to) + 1);
        var typed = text[at..end];
        return (
            name switch
            {
                "nowiki" => run.Keep(MarkdownEscapes.Pass(inner), typed),
                "ref" => Reference(given, inner, typed, run),
                "references" => References(inner, run),
                "gallery" => "\n" + run.Keep(Gallery(inner, run), typed) + "\n",
                "pre" => "\n" + run.Code(inner.Trim('\n'), "") + "\n",
                "syntaxhighlight" or "source" when inner.Contains('\n', StringComparison.Ordinal) => "\n"
                    + run.Code(inner.Trim('\n'), Language(Attribute(given, "lang")))
                    + "\n",
                _ => run.Code(inner.ReplaceLineEndings(" ").Trim() is { Length: > 0 } code ? code : " ", null),
            },
            end
        );
    }

    /// <summary>A tag that stands alone, or opens or closes.</summary>
    private static string? One(string name, string given, bool isEnd, bool isSingle, MarkdownRun run, string typed)
    {
        switch (name)
        {
            case "br":
                return run.Keep("\\\n", " ");
            case "hr":
                return "\n----\n";
            case "b" or "strong":
                return "'''";
            case "i" or "em" or "var":
                return "''";
            case "s" or "del" or "strike":
                return run.Keep("~~", typed);
            case "ref" when isSingle && Attribute(given, "name") is { } called:
                return run.Note(called, words: null, typed);
            case "references" or "nowiki" or "ref":
                return "";
            default:
                if (!Looks.Contains(name) && !HasContent(name))
                {
                    return null;
                }

                if (!isEnd)
                {
                    run.Lose(Lost.Tag);
                }

                return name is "p" or "div" or "blockquote" or "center" ? "\n" : "";
        }
    }

    private static string Reference(string given, string inner, string typed, MarkdownRun run)
    {
        if (Attribute(given, "group") is not null)
        {
            run.Lose(Lost.Group);
        }

        return run.Note(Attribute(given, "name"), inner.Trim().Length == 0 ? null : inner, typed);
    }

    /// <summary>Footnotes that are told where the list of them stands: they are read, the list itself comes at the end.</summary>
    private static string References(string inner, MarkdownRun run)
    {
        _ = run.Protect(inner);
        return "";
    }

    private static string Gallery(string inner, MarkdownRun run)
    {
        var pictures = inner.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).Select(l => MarkdownLinks.Picture(l, run)).ToList();
        return string.Join("\n\n", pictures);
    }

    private static string Language(string? said) => said is not null && said.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '#') ? said : "";

    /// <summary>The value of an attribute; null where it is not there.</summary>
    private static string? Attribute(string given, string name)
    {
        for (var at = given.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = given.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var rest = given.AsSpan(at + name.Length).TrimStart();
            if ((at > 0 && !char.IsWhiteSpace(given[at - 1])) || rest is not ['=', ..])
            {
                continue;
            }

            rest = rest[1..].TrimStart();
            var quote = rest is ['"', ..] or ['\'', ..] ? rest[0] : ' ';
            rest = quote == ' ' ? rest : rest[1..];
            var end = rest.IndexOf(quote);
            return (end < 0 ? rest : rest[..end]).Trim().ToString() is { Length: > 0 } value ? value : null;
        }

        return null;
    }
}
