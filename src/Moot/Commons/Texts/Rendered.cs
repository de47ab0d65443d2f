using System.Collections.Immutable;

namespace Moot.Commons.Texts;

/// <summary>A page as it is read: HTML that can do nothing but be read, and what the page refers to.</summary>
/// <param name="Html">Only the tags and attributes of <see cref="HtmlWall"/>.</param>
/// <param name="Contents">Its headings, from top to bottom.</param>
/// <param name="Links">Titles that it links to.</param>
/// <param name="Categories">Names of the categories that it is in.</param>
/// <param name="Files">Names of the files that it shows.</param>
/// <param name="Included">Titles whose text it takes in.</param>
/// <param name="OutsideLinks">Addresses elsewhere that it links to.</param>
/// <param name="Note">What could not be shown as it was meant.</param>
public sealed record Rendered(
    string Html,
    ImmutableArray<RenderedHeading> Contents,
    ImmutableSortedSet<string> Links,
    ImmutableSortedSet<string> Categories,
    ImmutableSortedSet<string> Files,
    ImmutableSortedSet<string> Included,
    ImmutableSortedSet<string> OutsideLinks,
    RenderNote Note
);

/// <summary>A heading of a page.</summary>
/// <param name="Depth">How deep it stands below the headings above it, from 1.</param>
/// <param name="Text">Its words.</param>
/// <param name="Id">Its id in the HTML.</param>
/// <param name="Section">The number of its section (<see cref="SectionEdit"/>); null where it has none of its own: in a quotation, a list, or a text that was taken in.</param>
public sealed record RenderedHeading(int Depth, string Text, string Id, int? Section);

/// <summary>What could not be shown as it was meant.</summary>
public enum RenderNote
{
    None,

    /// <summary>Some paragraphs are shown as they were typed: too many signs in them open something.</summary>
    PartlyPlain,

    /// <summary>The whole text is shown as it was typed: it is nested too deeply, or too many definitions of links run together.</summary>
    Tangled,

    /// <summary>The beginning of the text is shown as it was typed: it is too long.</summary>
    TooLong,
}

/// <summary>Where a title leads.</summary>
/// <param name="Url">An address on this host.</param>
/// <param name="Exists">False if nobody has written the page yet.</param>
public readonly record struct LinkTarget(string Url, bool Exists);

/// <summary>Where a file is to be had.</summary>
/// <param name="Url">Its bytes, on this host.</param>
/// <param name="PageUrl">The page about it, on this host.</param>
/// <param name="IsPicture">True if a browser shows it.</param>
/// <param name="Shows">What it shows, for those who cannot see it; null where nobody said so.</param>
public sealed record FileTarget(string Url, string PageUrl, bool IsPicture, string? Shows = null);

/// <summary>What a page needs to know of the rest of the commons to be shown.</summary>
/// <param name="Resolve">Where a title leads.</param>
/// <param name="ResolveFile">Where the file of this name is; null if there is none.</param>
/// <param name="Transclude">The Markdown of the page of this title; null if there is none.</param>
/// <param name="Title">The title of the page itself; null if it has none yet.</param>
public sealed record RenderContext(
    Func<string, LinkTarget> Resolve,
    Func<string, FileTarget?> ResolveFile,
    Func<string, string?> Transclude,
    string? Title = null
)
{
    /// <summary>The wikitext of the page of this title; null if there is none.</summary>
    public Func<string, string?> Wikitext { get; init; } = _ => null;

    /// <summary>What a wikitext page may say about the place where it stands.</summary>
    public Wikitext.WikitextFacts Facts { get; init; } = new();

    /// <summary>The words that the page's own language has for what is shown beside the text.</summary>
    public RenderWords Words { get; init; } = new();

    /// <summary>Where a section of the page is edited; null where no such links are shown.</summary>
    public Func<int, string>? SectionUrl { get; init; }

    /// <summary>The level of a text's first headings, as the page's title is above them; deeper ones follow without a gap. Null for levels as they were written.</summary>
    public int? TopHeading { get; init; } = 2;

    /// <summary>Tells the ids of several texts on one page apart: small letters, digits and hyphens.</summary>
    public string IdPrefix { get; init; } = "";
}

/// <summary>Words shown beside the text.</summary>
public sealed record RenderWords
{
    public string Circle { get; init; } = "This page takes in itself";
    public string TooDeep { get; init; } = "Too many pages are taken in within each other";
    public string TooMany { get; init; } = "Too many pages are taken in";
    public string NoSuchFile { get; init; } = "There is no such file";
    public string Back { get; init; } = "Back to the text";
    public string EditSection { get; init; } = "edit";
}
