using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member says whether an objection names a harm or a taste: the group decides that, neither who proposed nor who objects.</summary>
/// <param name="Objection">The objection.</param>
/// <param name="Holds">True if it names a harm.</param>
/// <param name="Reason">Why.</param>
public sealed record TestObjection(long Objection, bool Holds, Prose Reason = default) : IAct<TestObjection, Assembly>
{
    public static string Kind => "objection.test/1";

    public static JsonTypeInfo<TestObjection> Json => DecidingJson.Default.TestObjection;

    public static Verdict Judge(Assembly state, TestObjection act, in Circumstance how) =>
        Floor.OfObjection(state, act.Objection, how) is not { } matter ? Floor.NoObjection
        : Floor.InStage(state, matter, how, Method.Consent) is { IsLawful: false } wrong ? wrong
        : matter.Opener == how.Actor || matter.Objections[act.Objection].By == how.Actor
            ? Verdict.Refused("own-objection", "The others test an objection: neither who proposed nor who objects.")
        : matter.Objections[act.Objection].State is not (ObjectionState.Raised or ObjectionState.Concern) ? Floor.Settled
        : Floor.Needs(act.Reason, "reason-missing", "Say why.");

    public static Assembly Fold(Assembly state, TestObjection act, in Circumstance how)
    {
        var matter = Floor.OfObjection(state, act.Objection, how)!;
        var objection = matter.Objections[act.Objection];
        var tests = objection.Tests.SetItem(how.Actor, act.Holds);

        // One who says that it names a harm is enough; a taste it is when at least two say so and nobody else holds it for a harm.
        var isTaste = tests.Count >= TastersMin && tests.Values.All(holds => !holds);
        return state.With(matter.With(objection with { Tests = tests, State = isTaste ? ObjectionState.Concern : ObjectionState.Raised, Since = how.Index }));
    }

    /// <summary>Members who must hold an objection for a matter of taste.</summary>
    public const int TastersMin = 2;
}
