using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Tests.Commons.Texts;

/// <summary>Pages as a browser reads them, and the proof that they can do nothing.</summary>
internal static class Shown
{
    /// <summary>Pages that include others, themselves, and nothing; a few files.</summary>
    public static RenderContext Context { get; } =
        new(
            title => new("/w/" + Titles.ToSlug(title), !title.StartsWith("Missing", StringComparison.Ordinal)),
            name =>
                name.Contains("missing", StringComparison.Ordinal)
                    ? null
                    : new("/f/" + Titles.ToSlug(name), "/w/File:" + Titles.ToSlug(name), !name.EndsWith(".pdf")),
            title =>
                title switch
                {
                    "Note" => "Read *this*.",
                    "Long" => "# Inner\n\ntext[^1]\n\n[^1]: inner note",
                    "Circle" => "in {{page:Circle}} out",
                    "Ping" => "{{page:Pong}}",
                    "Pong" => "{{page:Ping}}",
                    "Many" => string.Concat(Enumerable.Repeat("{{page:Many2}}\n\n", 50)),
                    "Many2" => string.Concat(Enumerable.Repeat("{{page:Note}}\n\n", 50)),
                    _ when title.StartsWith("Deep ") => $"{{{{page:Deep {int.Parse(title[5..]) + 1}}}}}",
                    _ when title.StartsWith('<') || title.StartsWith("Evil") => "<script>alert(1)</script>\n\n[x](javascript:alert(1))",
                    _ => null,
                },
            "Home"
        );

    public static Rendered Of(string markdown) => MarkdownText.Render(markdown, Context);

    public static string Html(string markdown) => Of(markdown).Html.Trim();

    public static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument($"<!doctype html><body><main id=\"x\">{html}</main></body>");

    /// <summary>Nothing in the HTML can run, load, move, submit or pretend: not one node, attribute or address beside what is allowed.</summary>
    public static IHtmlDocument MustBeHarmless(string html)
    {
        var document = Parse(html);
        var main = document.QuerySelector("main")!;
        Assert.Same(document.Body, main.Parent);
        Assert.Single(document.Body!.Children);
        Assert.Empty(document.Head!.Children);
        foreach (var node in main.GetDescendants())
        {
            Assert.True(node is IElement or IText, $"{node.NodeType} {node.NodeName}");
            if (node is IElement element)
            {
                MustBeHarmless(element);
            }
        }

        return document;
    }

    private static void MustBeHarmless(IElement element)
    {
        Assert.Contains(element.LocalName, HtmlWall.Tags);
        Assert.Equal("http://www.w3.org/1999/xhtml", element.NamespaceUri);
        foreach (var attribute in element.Attributes)
        {
            Assert.Contains(attribute.Name, HtmlWall.Attributes);
            Assert.False(attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        }

        Assert.All(element.ClassList, c => Assert.Contains(c, HtmlWall.Classes));
        if (element.GetAttribute("id") is { } id)
        {
            Assert.True(id.StartsWith("s-") || id.StartsWith("fn-"), id);
        }

        if (element.GetAttribute("href") is { } href)
        {
            Assert.Equal("a", element.LocalName);
            if (!Uri.TryCreate(new Uri("https://moot.example/w/Page"), href, out var url))
            {
                // No host at all: it leads nowhere, but it has to say that it leads elsewhere.
                Assert.Matches("^(?i:https?:)?//", href);
                Assert.Equal(HtmlWall.OutsideRel, element.GetAttribute("rel"));
                return;
            }

            Assert.Contains(url.Scheme, new[] { "http", "https", "mailto" });
            Assert.Equal(url.Host != "moot.example" && url.Scheme != "mailto", element.GetAttribute("rel") == HtmlWall.OutsideRel);
        }

        if (element.GetAttribute("src") is { } src)
        {
            Assert.Equal("img", element.LocalName);
            Assert.Equal("https://moot.example", new Uri(new Uri("https://moot.example/w/Page"), src).GetLeftPart(UriPartial.Authority));
        }
    }
}
