using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>Shows wikitext as it is written for MediaWiki: templates, tables, lists, links, references.</summary>
/// <remarks>
/// Each step reads the text once, from the first character to the last. Of tags and attributes only those pass that mark words up, and <see cref="HtmlWall"/> checks
/// it once more. Written from the public documentation of the syntax.
/// </remarks>
public static partial class WikitextText
{
    /// <summary>The page as it is read. The same text in the same context gives the same HTML.</summary>
    public static Rendered Render(string wikitext, RenderContext context)
    {
        var run = new WikitextRun(context);
        if (wikitext.Length > WikitextLimits.CharactersMax)
        {
            run.Note = RenderNote.TooLong;
            return run.Collect(HtmlWall.Pass($"<pre class=\"plain\">{WebUtility.HtmlEncode(wikitext[..WikitextLimits.CharactersMax])}</pre>"));
        }

        var text = Clean(wikitext);
        if (Redirect.Of(text, context.Facts) is { } onward)
        {
            var lineEnd = text.IndexOf('\n', StringComparison.Ordinal);
            text = $"→ [[:{onward.Full}{(onward.Fragment is { } place ? "#" + place : "")}]]" + (lineEnd < 0 ? "" : text[lineEnd..]);
        }

        var expansion = new WikitextExpansion(run);
        var expanded = expansion.Words(WikitextReader.Page(text).Nodes, new([run.Own.Full], given: null));
        return run.Collect(HtmlWall.Pass(Html(expanded, run)));
    }

    /// <summary>Line ends as \n, and no characters that stand for marks here.</summary>
    internal static string Clean(string wikitext) =>
        wikitext.Replace("\r\n", "\n", StringComparison.Ordinal).Replace(Strips.Mark.ToString(), "", StringComparison.Ordinal).Replace('\0', '\ufffd');

    /// <summary>Words within a line: links, apostrophes, tags.</summary>
    internal static string Inline(string expanded, WikitextRun run) =>
        OutsideLinks.Pass(Apostrophes.Pass(WikitextLinks.Pass(WikitextTags.Pass(expanded, run), run)), run);

    private static string Html(string expanded, WikitextRun run)
    {
        var text = WikitextTags.Pass(expanded + run.References.Rest(), run);
        text = WikitextTables.Pass(text, run);
        text = Rulers().Replace(text, "<hr />${rest}");
        text = Switches(text, run);
        text = WikitextHeadings.Lines(text);
        text = WikitextLinks.Pass(text, run);
        text = Apostrophes.Pass(text);
        text = OutsideLinks.Pass(text, run);
        text = WikitextHeadings.Named(text, run);
        text = run.Strips.Restore(text, blocksOnly: true);
        text = FrenchSpaces(text);
        text = WikitextBlocks.Pass(text);
        return Entities(run.Strips.Restore(text));
    }

    [GeneratedRegex("^-----*(?<rest>.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Rulers();

    [GeneratedRegex(
        "__(?:TOC|FORCETOC|NOTOC|NOEDITSECTION|NEWSECTIONLINK|NONEWSECTIONLINK|NOGALLERY|HIDDENCAT|INDEX|NOINDEX|STATICREDIRECT|NOTITLECONVERT|NOTC|NOCONTENTCONVERT|NOCC|EXPECTUNUSEDCATEGORY)__",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex SwitchWords();

    /// <summary>Words between double underscores change how the page is shown; they are no words of it.</summary>
    private static string Switches(string text, WikitextRun run) =>
        !text.Contains("__", StringComparison.Ordinal)
            ? text
            : SwitchWords()
                .Replace(
                    text,
                    found =>
                    {
                        run.IsWithoutEdit |= found.ValueSpan.Equals("__NOEDITSECTION__", StringComparison.OrdinalIgnoreCase);
                        return "";
                    }
                );

    /// <summary>No line breaks before the signs that French sets off with a space.</summary>
    private static string FrenchSpaces(string text)
    {
        var signs = text.ToCharArray();
        var isTag = false;
        for (var i = 1; i + 1 < signs.Length; i++)
        {
            isTag = signs[i - 1] == '<' || (isTag && signs[i - 1] != '>');
            var isBefore = "?:;!%»›".Contains(signs[i + 1], StringComparison.Ordinal) && (i + 2 == signs.Length || !char.IsLetterOrDigit(signs[i + 2]));
            if (signs[i] == ' ' && !isTag && signs[i - 1] != '\n' && (isBefore || signs[i - 1] is '«' or '‹'))
            {
                signs[i] = '\u00A0';
            }
        }

        return new(signs);
    }

    /// <summary>An &amp; that begins no entity is written as one.</summary>
    private static string Entities(string html)
    {
        if (!html.Contains('&', StringComparison.Ordinal))
        {
            return html;
        }

        var result = new StringBuilder(html.Length + 64);
        for (var at = 0; at < html.Length; )
        {
            var and = html.IndexOf('&', at);
            if (and < 0)
            {
                result.Append(html, at, html.Length - at);
                break;
            }

            result.Append(html, at, and - at).Append(IsEntity(html.AsSpan(and + 1)) ? "&" : "&amp;");
            at = and + 1;
        }

        return result.ToString();
    }

    private static bool IsEntity(ReadOnlySpan<char> text)
    {
        const int LengthMax = 32;
        var end = text[..Math.Min(text.Length, LengthMax)].IndexOf(';');
        if (end < 1)
        {
            return false;
        }

        var name = text[..end];
        return name[0] != '#' ? name.IndexOfAnyExcept(Letters) < 0
            : name.Length > 2 && name[1] is 'x' or 'X' ? IsShown(name[2..], System.Globalization.NumberStyles.AllowHexSpecifier)
            : IsShown(name[1..], System.Globalization.NumberStyles.None);
    }

    private static readonly System.Buffers.SearchValues<char> Letters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    );

    private static bool IsShown(ReadOnlySpan<char> digits, System.Globalization.NumberStyles style) =>
        int.TryParse(digits, style, System.Globalization.CultureInfo.InvariantCulture, out var code)
        && (code is '\t' or '\n' or '\r' or (>= ' ' and < 0x7f) or (>= 0xa0 and < 0xd800) or (>= 0xe000 and < 0xfffe) or (>= 0x10000 and <= 0x10ffff));
}
