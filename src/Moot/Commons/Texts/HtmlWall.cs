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
            "h1 h2 h3 h4 h5 h6 p br hr em strong del sup code pre blockquote ul ol li dl dt dd table thead tbody tr th td a img figure figcaption div section span".Split(' '),
            StringComparer.OrdinalIgnoreCase
        );

    public static IReadOnlySet<string> Attributes { get; } =
        new HashSet<string>("href src alt title id class start rel aria-label loading scope".Split(' '), StringComparer.OrdinalIgnoreCase);

    public static IReadOnlySet<string> Classes { get; } =
        new HashSet<string>("missing task footnotes included error plain left center right".Split(' '), StringComparer.Ordinal);

    // Below what it is built from: static fields are filled from top to bottom.
    private static readonly HtmlSanitizer Sanitizer = Build();

    /// <summary>What passes.</summary>
    public static string Pass(string html) => Sanitizer.Sanitize(html);

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
        sanitizer.PostProcessNode += (_, e) => Narrow(e.Node as IElement);
        return sanitizer;
    }

    private static void Narrow(IElement? element)
    {
        if (element is null)
        {
            return;
        }

        if (element.GetAttribute("id") is { } id && !id.StartsWith(HeadingPrefix, StringComparison.Ordinal) && !id.StartsWith(FootnotePrefix, StringComparison.Ordinal))
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
