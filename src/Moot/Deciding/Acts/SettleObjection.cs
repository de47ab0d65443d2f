using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever holds an objection says what became of it. To give up and to trade are said here too, and close nothing: nobody's reason was answered by it. RFC 7282 §§3, 5.</summary>
/// <param name="Objection">The objection.</param>
/// <param name="As">What became of it.</param>
/// <param name="Reason">In their own words.</param>
public sealed record SettleObjection(long Objection, HolderSays As, Prose Reason = default) : IAct<SettleObjection, Assembly>
{
    public static string Kind => "objection.settle/1";

    public static JsonTypeInfo<SettleObjection> Json => DecidingJson.Default.SettleObjection;

    public static Verdict Judge(Assembly state, SettleObjection act, in Circumstance how) =>
        Floor.OfObjection(state, act.Objection, how) is not { } matter ? Floor.NoObjection
        : matter.Settled is not null ? Floor.Closed
        : matter.Objections[act.Objection].By != how.Actor ? Verdict.Refused("not-your-objection", "Whoever holds an objection says what became of it.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, SettleObjection act, in Circumstance how)
    {
        var matter = Floor.OfObjection(state, act.Objection, how)!;
        var objection = matter.Objections[act.Objection];
        if (objection.State is ObjectionState.Addressed or ObjectionState.Concern && act.As == HolderSays.Stands)
        {
            return state; // a call has said why it does not stand in the way, or the others that it names no harm; whoever holds it may appeal
        }

        matter = matter.Settle(objection with { State = StateOf(act.As), Since = Since(act, objection, how.Index), SameAs = null }, how.At);
        return state.With(act.As is HolderSays.CanLiveWithIt or HolderSays.Mistaken ? Inherit(matter, objection) : matter);
    }

    /// <summary>To say again that it stands takes no answer away: without anything new it needs no new one. What was given up or traded is answered by no earlier word.</summary>
    private static long Since(SettleObjection act, Objection objection, long now) =>
        act.As == HolderSays.Stands && objection.State is not (ObjectionState.Capitulated or ObjectionState.Traded) ? objection.Entry : now;

    /// <summary>Whoever has the same objection has not given it up: the eldest of these is now the one that the others are the same as.</summary>
    private static Matter Inherit(Matter matter, Objection first)
    {
        Objection? heir = null;
        foreach (var same in matter.Objections.Values.Where(o => o.SameAs == first.Entry))
        {
            matter = matter.With(
                heir is null ? same with { SameAs = null, State = ObjectionState.Raised, Answers = first.Answers } : same with { SameAs = heir.Entry }
            );
            heir ??= same;
        }

        return matter;
    }

    private static ObjectionState StateOf(HolderSays says) =>
        says switch
        {
            HolderSays.Met => ObjectionState.Accommodated,
            HolderSays.CanLiveWithIt => ObjectionState.Taste,
            HolderSays.Mistaken => ObjectionState.Withdrawn,
            HolderSays.GaveUp => ObjectionState.Capitulated,
            HolderSays.Traded => ObjectionState.Traded,
            HolderSays.Stands => ObjectionState.Raised,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>What became of an objection, in the words of whoever holds it.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<HolderSays>))]
public enum HolderSays
{
    /// <summary>The proposal was changed, and meets it.</summary>
    Met = 1,

    /// <summary>They would have it otherwise, and can live with it.</summary>
    CanLiveWithIt,

    /// <summary>It was a mistake.</summary>
    Mistaken,

    /// <summary>They gave up: do what you want.</summary>
    GaveUp,

    /// <summary>They gave it for something else.</summary>
    Traded,

    /// <summary>It stands, as before.</summary>
    Stands,
}
