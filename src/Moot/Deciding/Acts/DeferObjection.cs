using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever may call puts an objection off, for one of four reasons. RFC 2418 §3.3.</summary>
/// <param name="Objection">The objection.</param>
/// <param name="As">Old, minor, timing or scope.</param>
/// <param name="Reason">Why.</param>
public sealed record DeferObjection(long Objection, DeferReason As, Prose Reason = default) : IAct<DeferObjection, Assembly>
{
    public static string Kind => "objection.defer/1";

    public static JsonTypeInfo<DeferObjection> Json => DecidingJson.Default.DeferObjection;

    public static Verdict Judge(Assembly state, DeferObjection act, in Circumstance how) =>
        Floor.OfObjection(state, act.Objection, how) is not { } matter ? Floor.NoObjection
        : Floor.InStage(state, matter, how, Method.RoughConsensus) is { IsLawful: false } wrong ? wrong
        : matter.Objections[act.Objection].By == how.Actor ? Verdict.Refused("own-objection", "Others decide about an objection than whoever holds it.")
        : Floor.Needs(act.Reason, "reason-missing", "Say to whoever holds it why it is put off.");

    public static Assembly Fold(Assembly state, DeferObjection act, in Circumstance how)
    {
        var matter = Floor.OfObjection(state, act.Objection, how)!;
        return state.With(
            matter.Settle(matter.Objections[act.Objection] with { State = ObjectionState.Deferred, Deferred = act.As, Since = how.Index }, how.At)
        );
    }
}
