using System.Text.Json.Serialization.Metadata;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Talk;

namespace Moot.Stewarding.Acts;

/// <summary>Somebody undoes what was done with a power: whoever did it, whom the charter names for it, or anybody by a decision.</summary>
/// <param name="Use">The use.</param>
/// <param name="Decision">The decision that asks for it.</param>
/// <param name="Reason">Why.</param>
public sealed record UndoPower(long Use, long? Decision = null, Prose Reason = default) : IAct<UndoPower, Stewardship>
{
    public static string Kind => "power.undo/1";

    public static JsonTypeInfo<UndoPower> Json => StewardingJson.Default.UndoPower;

    public static Verdict Judge(Stewardship state, UndoPower act, in Circumstance how)
    {
        if (state.Find(act.Use) is not { } use)
        {
            return Verdict.Refused("no-such-use", "There is no such use of a power.");
        }

        var assembly = how.Read<Assembly>();
        return !use.IsInForce(how.At, assembly) && !use.IsWaiting(how.At)
                ? Verdict.Refused("not-in-force", "This is not in force: it ended, was undone, or came to nothing.")
            : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Whoever undoes something says why.")
            : act.Decision is { } decision
                ? assembly.Stands(decision, how) && assembly.Deciding(decision)!.Undoes == use.Entry ? Verdict.Lawful
                    : Verdict.Refused("no-mandate", "This decision does not allow it: it is about something else, is over, or does not stand.")
            : !how.Actor.IsMember ? Verdict.Refused("members-only", "Only members can do this.")
            : use.By.Contains(how.Actor) ? Verdict.Lawful
            : how.Actor.Member is { } self && use.Subject == Subject.Member(self)
                ? Verdict.Refused("own-case", "Nobody undoes what was done to themselves: ask another one, or appeal.")
            : use.Rule.Undo is { } undo && assembly.Means(undo, how) ? Verdict.Lawful
            : Verdict.Refused("not-yours", use.Rule.Undo is { } who ? $"This is undone by {who}, or by a decision." : "This is undone by a decision alone.");
    }

    public static Stewardship Fold(Stewardship state, UndoPower act, in Circumstance how) =>
        state.With(state.Find(act.Use)! with { Undone = new(how.Index, how.Actor, how.At, act.Decision) });
}
