using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>A member has looked at a guest's revision; it no longer waits.</summary>
/// <param name="Revision">The revision.</param>
public sealed record ReviewRevision(long Revision) : IAct<ReviewRevision, Library>
{
    public static string Kind => "page.review/1";

    public static JsonTypeInfo<ReviewRevision> Json => CommonsJson.Default.ReviewRevision;

    public static Verdict Judge(Library state, ReviewRevision act, in Circumstance how) =>
        state.FindRevision(act.Revision) is null ? Verdict.Refused("no-such-revision", "There is no such revision.")
        : !how.Actor.IsMember ? Verdict.Refused("members-only", "Reviewing takes a member; join first.")
        : !state.Unreviewed.Contains(act.Revision) ? Verdict.Refused("reviewed-already", "This revision does not wait for review.")
        : Verdict.Lawful;

    public static Library Fold(Library state, ReviewRevision act, in Circumstance how) => state.WithReview(act.Revision);
}
