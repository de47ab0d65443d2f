using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Moot.Tests.Commons.Wikitext;

/// <summary>HTML in one spelling, so that two pages that say the same are the same words.</summary>
/// <remarks>
/// What is the same: the order of attributes; white space between blocks and runs of it in words; the spelling of entities; classes, styles, data- and rel attributes
/// (which Moot never lets through); links by which sections are edited; the table of contents (Moot has its own); the tags around the words of a heading, and how ids
/// are spelled; elements without any content that nothing shows (p, li, tr); the address of a page here (/wiki/Title), missing or not, and of a file; sizes of pictures.
/// </remarks>
internal static partial class SameHtml
{
    private static readonly string[] Kept = ["href", "src", "alt", "title", "id", "lang", "dir", "colspan", "rowspan", "start", "scope"];

    [GeneratedRegex(
        @"\s*(</?(?:p|div|ul|ol|li|dl|dt|dd|table|caption|tbody|thead|tr|td|th|h[1-6]|hr|br|pre|blockquote|center|section|figure|figcaption)(?: [^>]*)?>)\s*"
    )]
    private static partial Regex AroundBlocks();

    [GeneratedRegex("<(p|li|tr|tbody)></\\1>")]
    private static partial Regex Empty();

    public static string Of(string html)
    {
        var document = new HtmlParser().ParseDocument("<!doctype html><body>" + html);
        var into = new StringBuilder();
        foreach (var node in document.Body!.ChildNodes)
        {
            Write(node, into);
        }

        var text = AroundBlocks().Replace(into.ToString(), "$1");
        while (Empty().IsMatch(text))
        {
            text = Empty().Replace(text, "");
        }

        return text.Replace('\u0001', '\n').Trim();
    }

    private static void Write(INode node, StringBuilder into)
    {
        if (node is IText words)
        {
            var text = words.Data.Replace('\u00a0', ' ').Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
            var isPre = words.Ancestors<IElement>().Any(a => a.LocalName == "pre");
            into.Append(isPre ? text.TrimEnd('\n').Replace('\n', '\u0001') : Regex.Replace(text, "[ \n\t\r]+", " "));
        }

        if (node is not IElement element || IsBeside(element))
        {
            return;
        }

        if (element is { LocalName: "span" } && (element.ClassList.Contains("mw-headline") || (IsInHeading(element) && element.Id is not null)))
        {
            Children(element, into);
            return;
        }

        into.Append('<').Append(element.LocalName);
        foreach (var name in Kept)
        {
            if (Value(element, name) is { } value)
            {
                into.Append(' ').Append(name).Append("=\"").Append(value.Replace("\"", "&quot;").Replace(">", "&gt;")).Append('"');
            }
        }

        into.Append('>');
        if (element.LocalName is not ("br" or "hr" or "img" or "wbr"))
        {
            Children(element, into);
            into.Append("</").Append(element.LocalName).Append('>');
        }
    }

    private static void Children(IElement element, StringBuilder into)
    {
        foreach (var child in element.ChildNodes)
        {
            Write(child, into);
        }
    }

    private static bool IsInHeading(IElement element) => element.Ancestors<IElement>().Any(a => a.LocalName is ['h', >= '1' and <= '6']);

    private static bool IsBeside(IElement element) =>
        element.ClassList.Contains("mw-editsection")
        || element.ClassList.Contains("edit")
        || element.Id == "toc"
        || element.LocalName is "meta" or "link" or "style";

    private static string? Value(IElement element, string name)
    {
        var value = element.GetAttribute(name);
        if (value is null)
        {
            return null;
        }

        var isMissing = element.ClassList.Contains("new") || element.ClassList.Contains("missing");
        return name switch
        {
            "id" when element.LocalName is ['h', >= '1' and <= '6'] => null,
            "id" => PlainId(value),
            "title" when isMissing => null,
            "href" => (isMissing ? "missing:" : "") + Address(value),
            "src" => "file:" + value[(value.LastIndexOf('/') + 1)..],
            _ => value.Replace('\n', ' ').Trim(),
        };
    }

    private static string PlainId(string id) =>
        Regex.Replace(id.StartsWith("s-") ? id[2..] : Regex.Replace(id, @"\.([0-9A-F]{2})", "-"), @"[^\p{L}\p{M}\p{N}]+", "-").Trim('-').ToLowerInvariant();

    private static string Address(string href)
    {
        var found = Regex.Match(href, @"^/index\.php\?title=([^&]*)(&action=edit&redlink=1)$");
        href = found.Success ? "/wiki/" + found.Groups[1].Value : href;
        if (Regex.IsMatch(href, "^(http://example.com)?/images/"))
        {
            return "file:" + href[(href.LastIndexOf('/') + 1)..];
        }

        var hash = href.IndexOf('#');
        var place = hash >= 0 ? "#" + PlainId(Unescaped(href[(hash + 1)..])) : "";
        return Unescaped(hash >= 0 ? href[..hash] : href) + place;
    }

    private static string Unescaped(string text) => Uri.UnescapeDataString(text);
}
