using System.Collections.Immutable;
using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>A page of the commons.</summary>
/// <param name="Id">Entry that created it.</param>
/// <param name="Titled">Entry whose body has its title.</param>
/// <param name="Newest">Its newest revision.</param>
/// <param name="Revisions">Its revisions, oldest first.</param>
/// <param name="OpenEnds">Revisions beside the newest that nobody has folded in or set aside yet.</param>
public sealed record Page(long Id, long Titled, long Newest, AppendOnly<long> Revisions, ImmutableArray<long> OpenEnds);

/// <summary>What the text of a page is written in.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<TextFormat>))]
public enum TextFormat
{
    /// <summary>CommonMark with tables, footnotes and wiki links: what pages are written in here.</summary>
    Markdown = 1,

    /// <summary>MediaWiki's markup, kept as it came.</summary>
    Wikitext,

    /// <summary>Words without markup.</summary>
    Plain,
}

/// <summary>One saved text of a page.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Page">The page.</param>
/// <param name="From">The revision that it was written from; null for a page's first.</param>
/// <param name="Text">The blob that holds the text; none where another wiki gave the revision without it.</param>
/// <param name="Bytes">Bytes of the text.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="IsMinor">True if its author calls it a small change.</param>
public readonly record struct Revision(long Entry, long Page, long? From, BlobId Text, int Bytes, TextFormat Format, bool IsMinor)
{
    /// <summary>False for a revision that another wiki gave without its text.</summary>
    public bool HasText => Text != default;
}

/// <summary>A picture or other file that pages can show.</summary>
/// <param name="Entry">Its entry, by which it is known.</param>
/// <param name="Content">The blob.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Type">What it is.</param>
public sealed record CommonsFile(long Entry, BlobId Content, int Bytes, FileType Type);

/// <summary>Types of files that are taken: those that browsers show and that can carry no script.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<FileType>))]
public enum FileType
{
    Png = 1,
    Jpeg,
    Gif,
    Webp,
    Pdf,
    Ogg,
    Text,
}
