using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Talk;

namespace Moot.Stewarding;

/// <summary>Who can change a page that a power protects.</summary>
public static class Protection
{
    /// <summary>May whoever acts change a page?</summary>
    /// <param name="page">The page.</param>
    /// <param name="how">Who acts, for a capability that reads how things are decided, who is a member and what was said.</param>
    public static Verdict Judge(long page, in Circumstance how) =>
        how.Read<Stewardship>() is { OnSubject.IsEmpty: false } state
        && state.Stopping(Subject.Page(page), Stops.Edits, how.At, how.Read<Assembly>()) is { } use
        && !how.Read<Assembly>().Means(use.Rule.Allows ?? use.Rule.By, how)
            ? Verdict.Refused(
                "protected",
                $"This page is protected by entry {use.Entry}{(use.Until < Moment.Never ? $" until {use.Until}" : "")}: it is changed by {use.Rule.Allows ?? use.Rule.By}. Propose the change instead."
            )
            : Verdict.Lawful;
}
