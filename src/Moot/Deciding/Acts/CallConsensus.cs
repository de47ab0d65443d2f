using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever may call says what came out of the argument: which objections remain, and why they were answered. Heads are not counted. RFC 7282 §3, RFC 2418 §3.3.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="As">What is called.</param>
/// <param name="Remains">The objections that remain, in a rough call each of them.</param>
/// <param name="Explanation">Why they do not stand in the way; to whoever raised them.</param>
public sealed record CallConsensus(long Matter, CallKind As, ImmutableArray<long>? Remains = null, Prose Explanation = default) : IAct<CallConsensus, Assembly>
{
    public static string Kind => "matter.call/1";

    public static JsonTypeInfo<CallConsensus> Json => DecidingJson.Default.CallConsensus;

    public static Verdict Judge(Assembly state, CallConsensus act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.InStage(state, matter, how, Method.RoughConsensus) is { IsLawful: false } wrong ? wrong
        : matter!.Opener == how.Actor ? Verdict.Refused("own-proposal", "Whoever proposed it does not call it: somebody else does.")
        : matter.Stage.For is { } least && how.At < matter.Began + least
            ? Verdict.Refused("too-early", $"This can be called from {matter.Began + least} on: there is time to object until then.")
        : act.As != CallKind.None && matter.Call is not null && !Progress.IsContested(matter)
            ? Verdict.Refused("called-already", "This was called already, and the time to object runs: a second call would make it longer.")
        : Floor.Needs(act.Explanation, "explanation-missing", "A call says what remains, and why it was answered.") is { IsLawful: false } silent ? silent
        : act.As == CallKind.None ? Floor.Lawful
        : JudgeCall(matter, act);

    public static Assembly Fold(Assembly state, CallConsensus act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        matter = matter with { Deciders = matter.Deciders.Add(how.Actor) };
        if (act.As == CallKind.None)
        {
            matter = Progress.Next(matter with { Call = new(how.Index, act.As, how.At) }, how.At, hasPassed: false, how.Index);
            return matter.Settled is null ? state.With(matter) : state.Settle(matter, how.Index, how.At);
        }

        foreach (var id in act.Remains ?? [])
        {
            // What its holder says of an objection is not said anew by a call that names it.
            matter = matter.Objections[id] is { IsClosed: false } open
                ? matter.With(open with { State = ObjectionState.Addressed, Since = how.Index })
                : matter;
        }

        return state.With(matter with { Call = new(how.Index, act.As, how.At) });
    }

    private static Verdict JudgeCall(Matter matter, CallConsensus act)
    {
        var remains = act.Remains ?? [];
        if (remains.FirstOrDefault(id => !matter.Objections.ContainsKey(id), -1) >= 0)
        {
            return Floor.NoObjection;
        }

        if (matter.Positions.All(p => p.Value.Stance != Stance.For || p.Key == matter.Opener))
        {
            return Verdict.Refused("no-support", "Nobody but who proposed it has said that they are for it: that nobody minds is no consensus.");
        }

        foreach (var objection in matter.Objections.Values)
        {
            var isNamed = remains.Contains(objection.Entry);
            if (objection.State == ObjectionState.Addressed || (isNamed && !objection.IsClosed))
            {
                if (act.As == CallKind.Consensus)
                {
                    return Verdict.Refused("objections-remain", $"The objection of entry {objection.Entry} was answered and not met: that is rough consensus.");
                }

                if (!isNamed)
                {
                    return Verdict.Refused("remains-unnamed", $"The call must name the objection of entry {objection.Entry}, which remains.");
                }
            }

            if (!objection.IsClosed && !objection.IsAnswered)
            {
                return objection.State switch
                {
                    ObjectionState.Traded => Verdict.Refused(
                        "objection-traded",
                        $"The objection of entry {objection.Entry} was given for something else. Its reason still needs an answer."
                    ),
                    ObjectionState.Capitulated => Verdict.Refused(
                        "objection-given-up",
                        $"Whoever raised the objection of entry {objection.Entry} gave up. Its reason still needs an answer."
                    ),
                    _ => Verdict.Refused("objection-unanswered", $"Nobody has answered the objection of entry {objection.Entry}."),
                };
            }

            if (!objection.IsClosed && !isNamed)
            {
                return Verdict.Refused("remains-unnamed", $"The call must name the objection of entry {objection.Entry}, which remains.");
            }
        }

        return Floor.Lawful;
    }
}
