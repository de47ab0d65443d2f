using System.Collections.Immutable;

namespace Moot.Ui;

/// <summary>What is looked for.</summary>
/// <param name="Text">Words as somebody typed them.</param>
/// <param name="Kind">Only this kind of thing: page, talk, file; null for all.</param>
/// <param name="From">Results that are passed over.</param>
/// <param name="Count">Results at most.</param>
/// <param name="IsTitleOnly">True to look in titles and names alone.</param>
public sealed record SearchQuery(string Text, string? Kind = null, int From = 0, int Count = 20, bool IsTitleOnly = false);

/// <summary>A text that was found.</summary>
/// <param name="Kind">page, talk or file.</param>
/// <param name="Id">The page, message or file, by its entry.</param>
/// <param name="Entry">The entry that the text is from.</param>
/// <param name="Snippet">A passage, in pieces; those with <c>IsHit</c> match.</param>
public sealed record SearchHit(string Kind, long Id, long Entry, ImmutableArray<(string Text, bool IsHit)> Snippet);

/// <summary>What was found.</summary>
/// <param name="Total">How many there are in all, as far as they were counted.</param>
/// <param name="Hits">These of them.</param>
public sealed record SearchResult(int Total, ImmutableArray<SearchHit> Hits);

/// <summary>Finds texts, and which pages refer to what: a cache over the log, dropped and rebuilt at will.</summary>
public interface ISearch
{
    /// <summary>Entries that it knows of; it follows the log in the background.</summary>
    long Size { get; }

    /// <summary>Texts with these words, best first.</summary>
    SearchResult Find(SearchQuery query);

    /// <summary>Pages whose present text links to a title, by id.</summary>
    ImmutableArray<long> LinksTo(string title);

    /// <summary>Pages whose present text takes in a title, by id.</summary>
    ImmutableArray<long> Including(string title);

    /// <summary>Pages that show a file, by id.</summary>
    ImmutableArray<long> Showing(string file);

    /// <summary>Pages in a category, by id.</summary>
    ImmutableArray<long> InCategory(string category);

    /// <summary>All categories, with how many pages are in each.</summary>
    ImmutableArray<(string Category, int Pages)> Categories();

    /// <summary>Titles that are linked to and that nobody wrote yet, most wanted first.</summary>
    ImmutableArray<(string Title, int Links)> Wanted(int count);

    /// <summary>Pages that no other page links to or takes in, by id.</summary>
    ImmutableArray<long> Unlinked();
}
