using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member objects to a proposal, says why, and what would help. The objection stands until it is answered.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Same">The earlier objection that it is the same as.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What would meet it.</param>
public sealed record RaiseObjection(long Matter, long? Same = null, Prose Reason = default, Prose Remedy = default) : IAct<RaiseObjection, Assembly>
{
    public static string Kind => "objection.raise/1";

    public static JsonTypeInfo<RaiseObjection> Json => DecidingJson.Default.RaiseObjection;

    public static Verdict Judge(Assembly state, RaiseObjection act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter.Objections.Count >= Floor.ObjectionsMax ? Verdict.Refused("too-many-objections", $"A matter has at most {Floor.ObjectionsMax} objections.")
        : matter.ObjectionsBy(how.Actor) >= Floor.ObjectionsOfOneMax
            ? Verdict.Refused("too-many-objections", $"One member has at most {Floor.ObjectionsOfOneMax} objections in a matter: say in one what is wrong.")
        : act.Same is { } same && (!matter.Objections.TryGetValue(same, out var first) || first.SameAs is not null) ? Floor.NoObjection
        : act.Same is { } closed && Floor.IsTakenBack(matter.Objections[closed]) ? Floor.Settled
        : Floor.Needs(act.Reason, "reason-missing", "An objection needs a reason.");

    public static Assembly Fold(Assembly state, RaiseObjection act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!.WithParty(how.Actor);
        var objection = new Objection(how.Index, how.Actor, how.At);
        return state.With(matter, act.Same is { } same ? objection with { SameAs = same, State = ObjectionState.Same } : objection);
    }
}
