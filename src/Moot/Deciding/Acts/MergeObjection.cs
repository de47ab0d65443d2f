using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever may call says that an objection is the same as an earlier one: it shares its fate. RFC 7282 §7.</summary>
/// <param name="Objection">The objection.</param>
/// <param name="Into">The earlier one.</param>
/// <param name="Reason">In what they are the same, and that new information was asked for.</param>
public sealed record MergeObjection(long Objection, long Into, Prose Reason = default) : IAct<MergeObjection, Assembly>
{
    public static string Kind => "objection.merge/1";

    public static JsonTypeInfo<MergeObjection> Json => DecidingJson.Default.MergeObjection;

    public static Verdict Judge(Assembly state, MergeObjection act, in Circumstance how) =>
        Floor.OfObjection(state, act.Objection, how) is not { } matter ? Floor.NoObjection
        : Floor.InStage(state, matter, how, Method.RoughConsensus) is { IsLawful: false } wrong ? wrong
        : act.Into >= act.Objection || !matter.Objections.TryGetValue(act.Into, out var into) || into.SameAs is not null ? Floor.NoObjection
        : Floor.IsTakenBack(into) ? Floor.Settled
        : Floor.Needs(act.Reason, "reason-missing", "Say in what they are the same.");

    public static Assembly Fold(Assembly state, MergeObjection act, in Circumstance how)
    {
        var matter = Floor.OfObjection(state, act.Objection, how)!;
        return state.With(matter.Settle(matter.Objections[act.Objection] with { State = ObjectionState.Same, SameAs = act.Into, Since = how.Index }, how.At));
    }
}
