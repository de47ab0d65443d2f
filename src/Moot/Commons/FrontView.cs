using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>What visitors see first.</summary>
/// <param name="Head">The front page; null where there is no page yet.</param>
/// <param name="Shown">Its text; null where there is none in sight.</param>
/// <param name="Newest">What was saved last.</param>
/// <param name="Unreviewed">Revisions of guests that wait for a member to look at them.</param>
public sealed record HomeView(PageHead? Head, Rendered? Shown, ImmutableArray<ChangeRow> Newest, int Unreviewed);

/// <summary>A saved text in a list of changes.</summary>
/// <param name="Head">The page.</param>
/// <param name="Saved">The revision.</param>
public sealed record ChangeRow(PageHead Head, RevisionHead Saved);

/// <summary>Guests' revisions that no member has looked at, oldest first.</summary>
/// <param name="Rows">These of them.</param>
/// <param name="Total">How many wait in all.</param>
/// <param name="After">The entry after which more are; null where these are the last.</param>
/// <param name="Refused">Why the last one was not taken off the list; null where it was, or nothing was tried.</param>
public sealed record ReviewView(ImmutableArray<ReviewRow> Rows, int Total, long? After, Verdict? Refused = null);

/// <summary>A revision that waits.</summary>
/// <param name="Change">The revision and its page.</param>
/// <param name="Part">What it changed; null where it is out of sight or too long to be shown here.</param>
public sealed record ReviewRow(ChangeRow Change, DiffPart? Part);
