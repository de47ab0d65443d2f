using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>What is known of a page beside its text.</summary>
/// <param name="Head">The page.</param>
/// <param name="First">Its first revision.</param>
/// <param name="Newest">Its newest one.</param>
/// <param name="Authors">Who saved how many of its revisions, most first.</param>
/// <param name="AuthorCount">How many people that are in all.</param>
/// <param name="LinkedFrom">Pages that link to it.</param>
/// <param name="IncludedIn">Pages that take it in.</param>
/// <param name="Categories">Categories that it is in.</param>
/// <param name="Former">Titles that it had.</param>
/// <param name="IsFront">True if it is the page that visitors see first.</param>
public sealed record AboutView(
    PageHead Head,
    RevisionHead First,
    RevisionHead Newest,
    ImmutableArray<(Actor Author, int Revisions)> Authors,
    int AuthorCount,
    ImmutableArray<PageHead> LinkedFrom,
    ImmutableArray<PageHead> IncludedIn,
    ImmutableArray<string> Categories,
    ImmutableArray<string> Former,
    bool IsFront
);

/// <summary>A page that is to get another title.</summary>
/// <param name="Head">The page.</param>
/// <param name="Title">The new title, as it was typed.</param>
/// <param name="Reason">Why, as it was typed.</param>
/// <param name="Refused">Why it was not done; null where it was not tried.</param>
public sealed record MoveView(PageHead Head, string Title, string Reason = "", Verdict? Refused = null);
