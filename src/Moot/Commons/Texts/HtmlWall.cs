using System.Collections.Frozen;
using System.Text;
using AngleSharp.Dom;
using Ganss.Xss;

namespace Moot.Commons.Texts;

/// <summary>The second wall: whatever HTML the first one made, only this much of it passes.</summary>
public static class HtmlWall
{
    /// <summary>Every id of a page's text begins with one of these, so that none is an id of the page around it.</summary>
    public const string HeadingPrefix = "s-";
    public const string FootnotePrefix = "fn-";

    /// <summary>Said of links that lead elsewhere.</summary>
    public const string OutsideRel = "nofollow ugc noopener";

    public static IReadOnlySet<string> Tags { get; } =
        new HashSet<string>(
            (
                "h1 h2 h3 h4 h5 h6 p br hr em strong del sup code pre blockquote ul ol li dl dt dd table thead tbody tr th td a img figure figcaption div section span "
                + "b i u s strike ins big small sub cite var samp kbd tt center caption ruby rb rt rp rtc abbr dfn q data time mark bdi bdo font wbr"
            ).Split(' '),
            StringComparer.OrdinalIgnoreCase
        );

    public static IReadOnlySet<string> Attributes { get; } =
        new HashSet<string>(
            "href src alt title id class start rel aria-label loading scope colspan rowspan lang dir width".Split(' '),
            StringComparer.OrdinalIgnoreCase
        );

    public static IReadOnlySet<string> Classes { get; } =
        new HashSet<string>("missing task footnotes included error plain left center right edit".Split(' '), StringComparer.Ordinal);

    private static readonly FrozenSet<string> Void = new[] { "br", "hr", "img", "wbr" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Built when it is first needed: that takes longer than most pages, and most pages never need it.</summary>
    private static readonly Lazy<HtmlSanitizer> Sanitizer = new(Build);

    /// <summary>What passes. What is written as this wall would write it passes as it is.</summary>
    public static string Pass(string html) => WrittenHtml.IsSettled(html) ? html : Rebuilt(html);

    /// <summary>What passes, taken apart and put together again in any case.</summary>
    public static string Rebuilt(string html)
    {
        using var document = Sanitizer.Value.SanitizeDom(html);
        var written = new StringBuilder(html.Length + html.Length / 8);
        WriteChildren(document.Body!, written);
        return written.ToString();
    }

    /// <remarks>AngleSharp's own writer takes time with the square of an element's children. This one writes nothing that is not on the lists.</remarks>
    private static void WriteChildren(INode parent, StringBuilder into)
    {
        foreach (var node in parent.ChildNodes)
        {
            switch (node)
            {
                case IText text:
                    // A reader drops a line's end right behind <pre>.
                    into.Append(IsPre(parent) && parent.FirstChild == node && text.Data.StartsWith('\n') ? "\n" : "");
                    Escape(text.Data, into);
                    break;
                case IElement element when Tags.Contains(element.LocalName):
                    Write(element, into);
                    break;
            }
        }
    }

    private static bool IsPre(INode node) => node is IElement { LocalName: "pre" };

    private static void Write(IElement element, StringBuilder into)
    {
        into.Append('<').Append(element.LocalName);
        foreach (var attribute in element.Attributes.Where(a => Attributes.Contains(a.Name)))
        {
            into.Append(' ').Append(attribute.Name).Append("=\"");
            Escape(attribute.Value, into);
            into.Append('"');
        }

        into.Append('>');
        if (!Void.Contains(element.LocalName))
        {
            WriteChildren(element, into);
            into.Append("</").Append(element.LocalName).Append('>');
        }
    }

    private static void Escape(string text, StringBuilder into)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => into.Append("&amp;"),
                '<' => into.Append("&lt;"),
                '>' => into.Append("&gt;"),
                '"' => into.Append("&quot;"),
                _ => into.Append(c),
            };
        }
    }

    private static HtmlSanitizer Build()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
                AllowedAttributes = new HashSet<string>(Attributes, StringComparer.OrdinalIgnoreCase),
                AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
                UriAttributes = new HashSet<string>(["href", "src"], StringComparer.OrdinalIgnoreCase),
                AllowedCssProperties = new HashSet<string>(StringComparer.Ordinal),
                AllowedAtRules = new HashSet<AngleSharp.Css.Dom.CssRuleType>(),
            }
        );
        sanitizer.AllowedClasses.UnionWith(Classes);
        sanitizer.PostProcessDom += (_, e) =>
        {
            foreach (var element in e.Document.All)
            {
                Narrow(element);
            }
        };
        return sanitizer;
    }

    private static void Narrow(IElement element)
    {
        if (
            element.GetAttribute("id") is { } id
            && !id.StartsWith(HeadingPrefix, StringComparison.Ordinal)
            && !id.StartsWith(FootnotePrefix, StringComparison.Ordinal)
        )
        {
            element.RemoveAttribute("id");
        }

        var isLink = string.Equals(element.LocalName, "a", StringComparison.Ordinal);
        var isPicture = string.Equals(element.LocalName, "img", StringComparison.Ordinal);
        var href = SafeUrl.Judge(element.GetAttribute("href") ?? "");
        if (!isLink || href == UrlKind.Refused)
        {
            element.RemoveAttribute("href");
        }

        if (!isPicture || SafeUrl.Judge(element.GetAttribute("src") ?? "") != UrlKind.Here)
        {
            element.RemoveAttribute("src");
        }

        element.RemoveAttribute("rel");
        if (isLink && href == UrlKind.Outside)
        {
            element.SetAttribute("rel", OutsideRel);
        }
    }
}
