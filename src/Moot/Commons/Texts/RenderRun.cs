using System.Collections.Immutable;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Moot.Commons.Texts;

/// <summary>One showing of one page: what has been met so far.</summary>
internal sealed class RenderRun(RenderContext context)
{
    private readonly List<string> path = context.Title is { } own ? [own] : [];
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly ImmutableSortedSet<string>.Builder links = Names();
    private readonly ImmutableSortedSet<string>.Builder categories = Names();
    private readonly ImmutableSortedSet<string>.Builder files = Names();
    private readonly ImmutableSortedSet<string>.Builder included = Names();
    private readonly ImmutableSortedSet<string>.Builder outside = Names();
    private readonly ImmutableArray<RenderedHeading>.Builder contents = ImmutableArray.CreateBuilder<RenderedHeading>();
    private readonly Outline outline = new();
    private int documents;
    private int document;
    private int sections;
    private int includedCharacters;
    private bool isInLink;

    public RenderContext Context => context;

    public RenderNote Note { get; set; }

    /// <summary>Begins the ids of footnotes, which are counted anew in each text that is taken in.</summary>
    public string FootnotePrefix => $"{HtmlWall.FootnotePrefix}{context.IdPrefix}{document}-";

    public Rendered Collect(string html) =>
        new(
            html,
            contents.DrainToImmutable(),
            links.ToImmutable(),
            categories.ToImmutable(),
            files.ToImmutable(),
            included.ToImmutable(),
            outside.ToImmutable(),
            Note
        );

    public RenderedHeading Heading(HeadingBlock heading)
    {
        var text = PlainWords.Of(heading.Inline);
        var words = PlainWords.Id(text);
        var id = context.IdPrefix + (words.Length == 0 ? "section" : words);
        var isOwn = document == 0 && heading.Parent is MarkdownDocument;
        while (ids.TryGetValue(id, out var count))
        {
            ids[id] = ++count;
            id = $"{id}-{count}";
        }

        ids.Add(id, 1);
        var shown = new RenderedHeading(
            context.TopHeading is null ? heading.Level : outline.Depth(heading.Level),
            text,
            HtmlWall.HeadingPrefix + id,
            isOwn ? ++sections : null
        );
        contents.Add(shown);
        return shown;
    }

    /// <summary>A link with these words in it; the words alone where it may not lead there, or within another link.</summary>
    public void Link(HtmlRenderer html, string url, string? title, Action words, bool isMissing = false)
    {
        var kind = SafeUrl.Judge(url);
        if (kind == UrlKind.Refused || isInLink)
        {
            words();
            return;
        }

        var written = SafeUrl.Written(url);
        if (kind == UrlKind.Outside)
        {
            outside.Add(written);
        }

        html.Write("<a href=\"").WriteEscape(written).Write("\"");
        if (!string.IsNullOrEmpty(title))
        {
            html.Write(" title=\"").WriteEscape(title).Write("\"");
        }

        html.Write(isMissing ? " class=\"missing\"" : "");
        html.Write(kind == UrlKind.Outside ? $" rel=\"{HtmlWall.OutsideRel}\">" : ">");
        isInLink = true;
        words();
        isInLink = false;
        html.Write("</a>");
    }

    public void Wiki(HtmlRenderer html, WikiLinkInline link)
    {
        // A colon in front names a category or a file instead of using it.
        var isNamed = link.Target.StartsWith(':');
        var title = Titles.Normal(isNamed ? link.Target[1..] : link.Target)!;
        var (room, name) = Titles.Room(title);
        switch (room)
        {
            case TitleRoom.Category when !isNamed:
                categories.Add(name);
                break;
            case TitleRoom.File when !isNamed:
                File(html, name, link.Words ?? "", isFigure: link.IsShown);
                break;
            default:
                Page(html, Titles.In(room, name), link.Words is { Length: > 0 } words ? words : title);
                break;
        }
    }

    /// <summary>A picture, or a link to the file where it is none.</summary>
    public void File(HtmlRenderer html, string name, string caption, bool isFigure)
    {
        files.Add(name);
        if (context.ResolveFile(name) is not { } file)
        {
            html.Write("<span class=\"error\">").WriteEscape($"{context.Words.NoSuchFile}: {name}").Write("</span>");
            return;
        }

        if (!file.IsPicture || !isFigure || SafeUrl.Judge(file.Url) != UrlKind.Here)
        {
            Link(html, file.PageUrl, title: null, () => html.WriteEscape(caption.Length > 0 ? caption : name));
            return;
        }

        Link(
            html,
            file.PageUrl,
            caption,
            () =>
                html.Write("<img src=\"")
                    .WriteEscape(SafeUrl.Written(file.Url))
                    .Write("\" alt=\"")
                    .WriteEscape(
                        caption.Length > 0 ? caption
                        : file.Shows is { Length: > 0 } shows ? shows
                        : name
                    )
                    .Write("\" loading=\"lazy\">")
        );
    }

    /// <summary>Takes in another page as blocks.</summary>
    public void Include(HtmlRenderer html, string title)
    {
        html.EnsureLine();
        if (Fault(title) is { } fault)
        {
            html.Write("<p class=\"error\">").WriteEscape($"{fault}: {title}").WriteLine("</p>");
        }
        else if (Open(title) is { } tree)
        {
            html.WriteLine("<div class=\"included\">");
            Within(title, () => html.WriteChildren(tree));
            html.EnsureLine();
            html.WriteLine("</div>");
        }
        else
        {
            html.Write("<p>");
            Page(html, title, title);
            html.WriteLine("</p>");
        }
    }

    /// <summary>Takes in another page within a line, if it is one paragraph; links to it if it is more.</summary>
    public void IncludeInline(HtmlRenderer html, string title)
    {
        if (Fault(title) is { } fault)
        {
            html.Write("<span class=\"error\">").WriteEscape($"{fault}: {title}").Write("</span>");
        }
        else if (Open(title) is { Count: 1 } tree && tree[0] is ParagraphBlock { Inline: { } inlines })
        {
            Within(title, () => html.WriteChildren(inlines));
        }
        else
        {
            Page(html, title, title);
        }
    }

    private void Page(HtmlRenderer html, string title, string words)
    {
        links.Add(title);
        var target = context.Resolve(title);
        Link(html, target.Url, title: null, () => html.WriteEscape(words), isMissing: !target.Exists);
    }

    private string? Fault(string title) =>
        path.Contains(title, StringComparer.Ordinal) ? context.Words.Circle
        : path.Count > MarkdownLimits.InclusionDepthMax ? context.Words.TooDeep
        : documents >= MarkdownLimits.InclusionsMax ? context.Words.TooMany
        : null;

    /// <summary>The tree of a page that is taken in; null where there is none or no room for it.</summary>
    private MarkdownDocument? Open(string title)
    {
        included.Add(title);
        documents++;
        var text = context.Transclude(title);
        if (text is null || (includedCharacters += text.Length) > MarkdownLimits.IncludedCharactersMax)
        {
            return null;
        }

        var tree = MarkdownPipe.Read(text);
        if (tree is null || tree.ContainsData(MarkdownPipe.TangledKey))
        {
            Note = RenderNote.PartlyPlain;
        }

        return tree;
    }

    private void Within(string title, Action write)
    {
        var (outer, count) = (document, path.Count);
        document = documents;
        path.Add(title);
        write();
        path.RemoveRange(count, path.Count - count);
        document = outer;
    }

    private static ImmutableSortedSet<string>.Builder Names() => ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
}
