using System.Collections.Immutable;
using System.Net;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>One showing of one wikitext page: what has been met so far.</summary>
internal sealed class WikitextRun
{
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> asked = new(StringComparer.Ordinal);
    private readonly Outline outline = new();
    private readonly ImmutableArray<RenderedHeading>.Builder contents = ImmutableArray.CreateBuilder<RenderedHeading>();

    public WikitextRun(RenderContext context)
    {
        Context = context;
        Own = WikitextTitle.Of(context.Title ?? "", context.Facts) is { Elsewhere: null, Name.Length: > 0 } own ? own : new("", context.Title ?? "", null);
        References = new(this);
    }

    public RenderContext Context { get; }

    public WikitextFacts Facts => Context.Facts;

    public WikitextTitle Own { get; }

    public Strips Strips { get; } = new();

    public References References { get; }

    public ImmutableSortedSet<string>.Builder Links { get; } = Names();

    public ImmutableSortedSet<string>.Builder Categories { get; } = Names();

    public ImmutableSortedSet<string>.Builder Files { get; } = Names();

    public ImmutableSortedSet<string>.Builder Included { get; } = Names();

    public ImmutableSortedSet<string>.Builder Outside { get; } = Names();

    public RenderNote Note { get; set; }

    /// <summary>True where sections show no link by which they are edited.</summary>
    public bool IsWithoutEdit { get; set; }

    public int LinkNumber { get; set; }

    public Rendered Collect(string html) =>
        new(
            html,
            contents.DrainToImmutable(),
            Links.ToImmutable(),
            Categories.ToImmutable(),
            Files.ToImmutable(),
            Included.ToImmutable(),
            Outside.ToImmutable(),
            Note
        );

    /// <summary>Whether a page of this title is there. Only so many may be asked for; then all seem to be missing.</summary>
    public bool Exists(WikitextTitle title)
    {
        if (asked.TryGetValue(title.Full, out var known))
        {
            return known;
        }

        if (asked.Count >= WikitextLimits.ExistQuestionsMax || Titles.Normal(title.Full) is not { } normal)
        {
            return false;
        }

        return asked[title.Full] = title.Room is "File" or "Media" ? Context.ResolveFile(title.Name) is not null : Context.Resolve(normal).Exists;
    }

    public RenderedHeading Heading(int level, string words, int? section)
    {
        var id = IdOf(words);
        while (ids.TryGetValue(id, out var count))
        {
            ids[id] = ++count;
            id = $"{id}-{count}";
        }

        ids.Add(id, 1);
        var heading = new RenderedHeading(Context.TopHeading is null ? level : outline.Depth(level), words, HtmlWall.HeadingPrefix + id, section);
        contents.Add(heading);
        return heading;
    }

    /// <summary>The id of a place on the page, as links to it and the place itself have it.</summary>
    public string Anchor(string words) => HtmlWall.HeadingPrefix + IdOf(words);

    private string IdOf(string words) => Context.IdPrefix + (PlainWords.Id(words) is { Length: > 0 } id ? id : "section");

    /// <summary>A link; the words alone where it may not lead there.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="html">The words.</param>
    /// <param name="title">Shown beside the words; null for none.</param>
    /// <param name="isMissing">True if nobody has written the page yet.</param>
    public string Link(string url, string html, string? title = null, bool isMissing = false) =>
        Opening(url, title, isMissing) is { } tag ? $"{tag}{html}</a>" : html;

    /// <summary>The tag that begins a link; null where it may not lead there.</summary>
    public string? Opening(string url, string? title = null, bool isMissing = false)
    {
        var kind = SafeUrl.Judge(url);
        if (kind == UrlKind.Refused)
        {
            return null;
        }

        var written = SafeUrl.Written(url);
        if (kind == UrlKind.Mail && !Uri.TryCreate(written, UriKind.Absolute, out _))
        {
            return null;
        }

        if (kind == UrlKind.Outside)
        {
            Outside.Add(written);
        }

        var words = string.IsNullOrEmpty(title) ? "" : $" title=\"{WebUtility.HtmlEncode(title)}\"";
        return $"<a href=\"{WebUtility.HtmlEncode(written)}\"{words}{(isMissing ? " class=\"missing\"" : "")}>";
    }

    public static string Error(string words) => $"<strong class=\"error\">{WebUtility.HtmlEncode(words)}</strong>";

    private static ImmutableSortedSet<string>.Builder Names() => ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
}
