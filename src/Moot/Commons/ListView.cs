using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>Pages in the order of their titles.</summary>
/// <param name="Pages">Titles, with the ends of their addresses; in order.</param>
/// <param name="Total">Pages in all.</param>
/// <param name="Letters">Letters with which titles begin.</param>
/// <param name="Before">Where the part before these begins; null where these are the first.</param>
/// <param name="After">Where the part after these begins; null where these are the last.</param>
/// <param name="From">With what they begin, as it was asked for; empty for all.</param>
public sealed record PagesView(ImmutableArray<PageHead> Pages, int Total, ImmutableArray<string> Letters, string? Before, string? After, string From = "");

/// <summary>A page that somebody wants to begin.</summary>
/// <param name="Title">Its title, as it was typed.</param>
/// <param name="There">The page that has this title already; null where none has.</param>
/// <param name="Similar">Pages that are called almost the same.</param>
/// <param name="Refused">Why it cannot be a title; null where it can, or nothing was typed yet.</param>
public sealed record BeginView(string Title, PageHead? There, ImmutableArray<PageHead> Similar, Verdict? Refused = null);

/// <summary>The categories, or titles that are linked to and that nobody wrote yet.</summary>
/// <param name="IsWanted">True for wanted titles.</param>
/// <param name="Items">Names with how many pages each.</param>
public sealed record NamesView(bool IsWanted, ImmutableArray<(string Name, int Pages)> Items);

/// <summary>Pages that no page leads to, in the order of their titles.</summary>
/// <param name="Pages">These of them.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Before">Where the part before these begins; null where these are the first.</param>
/// <param name="After">Where the part after these begins; null where these are the last.</param>
/// <param name="IsBehind">True while the index is still being made.</param>
public sealed record OrphansView(ImmutableArray<PageHead> Pages, int Total, string? Before, string? After, bool IsBehind);

/// <summary>A category.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pages">Pages in it.</param>
/// <param name="About">The page about it; null where nobody wrote one.</param>
/// <param name="Shown">The text of that page; null where there is none in sight.</param>
public sealed record CategoryView(string Name, ImmutableArray<PageHead> Pages, PageHead? About, Rendered? Shown);
