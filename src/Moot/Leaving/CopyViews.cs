using System.Collections.Immutable;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;
using Moot.Talk;

namespace Moot.Leaving;

/// <summary>A link within a copy.</summary>
/// <param name="Path">Where to, below the copy's folder; null where there is nothing to look at.</param>
/// <param name="Words">What it is called.</param>
/// <param name="More">What is said beside it; null for nothing.</param>
public sealed record CopyLinkView(string? Path, string Words, string? More = null);

/// <summary>Links under one heading.</summary>
/// <param name="Name">The heading; null for none.</param>
/// <param name="Links">The links.</param>
public sealed record CopyGroupView(string? Name, ImmutableArray<CopyLinkView> Links);

/// <summary>A list in a copy.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Groups">What is in it.</param>
/// <param name="None">What is said where nothing is.</param>
/// <param name="IsIndex">True for words in columns; false for lines.</param>
public sealed record CopyListView(string Title, ImmutableArray<CopyGroupView> Groups, string None, bool IsIndex = false)
{
    /// <summary>A page that says more about it; null where there is none.</summary>
    public CopyLinkView? About { get; init; }

    /// <summary>True for the list whose feed is <c>feed.atom</c>.</summary>
    public bool HasFeed { get; init; }
}

/// <summary>Who wrote something, with how many texts.</summary>
/// <param name="Name">The name.</param>
/// <param name="Texts">Saved texts.</param>
public sealed record CopyWriterView(string Name, int Texts);

/// <summary>A page in a copy.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Html">Its text; null where it is out of sight.</param>
/// <param name="Saved">When, by whom.</param>
/// <param name="Writers">Who wrote it, those with most texts first.</param>
/// <param name="History">Path of its history.</param>
/// <param name="Categories">Its categories.</param>
/// <param name="Talk">Threads about it.</param>
/// <param name="Contents">Its headings.</param>
public sealed record CopyPageView(
    string Title,
    string? Html,
    RevisionHead Saved,
    ImmutableArray<CopyWriterView> Writers,
    string History,
    ImmutableArray<CopyLinkView> Categories,
    ImmutableArray<CopyLinkView> Talk,
    ImmutableArray<RenderedHeading> Contents
)
{
    /// <summary>Its anchor, where all pages stand in one file.</summary>
    public string? Anchor { get; init; }
}

/// <summary>The history of a page in a copy.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Page">Path of the page.</param>
/// <param name="Newest">The text that the page shows.</param>
/// <param name="Rows">Saved texts, newest first.</param>
/// <param name="Writers">Who wrote it.</param>
public sealed record CopyHistoryView(string Title, string Page, long Newest, ImmutableArray<RevisionHead> Rows, ImmutableArray<CopyWriterView> Writers);

/// <summary>A thread in a copy.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Resolved">Entry that says what came of it; null while it is open.</param>
/// <param name="Messages">What was said.</param>
public sealed record CopyThreadView(string Title, CopyLinkView Subject, long? Resolved, ImmutableArray<MessageView> Messages);

/// <summary>A file in a copy.</summary>
/// <param name="File">The file.</param>
/// <param name="Bytes">Path of its bytes.</param>
/// <param name="ShownOn">Pages that show it.</param>
public sealed record CopyFileView(FileView File, string Bytes, ImmutableArray<CopyLinkView> ShownOn);

/// <summary>What a copy is of: facts, licence, and who wrote it.</summary>
/// <param name="Pages">Pages in it.</param>
/// <param name="Texts">Saved texts in their histories.</param>
/// <param name="Writers">Who wrote them.</param>
public sealed record CopyAboutView(int Pages, int Texts, ImmutableArray<CopyWriterView> Writers);

/// <summary>The page on which a copy is searched.</summary>
public sealed record CopySearchView;

/// <summary>A whole association in one file.</summary>
/// <param name="Css">The stylesheet.</param>
/// <param name="Pages">All pages, in the order of their titles.</param>
/// <param name="Files">Files that the pages show or link to, with who made them.</param>
/// <param name="About">Who wrote it.</param>
public sealed record OneFileView(string Css, ImmutableArray<CopyPageView> Pages, ImmutableArray<FileView> Files, CopyAboutView About);
