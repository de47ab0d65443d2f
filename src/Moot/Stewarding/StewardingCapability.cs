using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Stewarding.Acts;
using Moot.Talk;

namespace Moot.Stewarding;

/// <summary>Powers over what others do: used with a reason, for a time, undone by others.</summary>
public static class StewardingCapability
{
    /// <summary>Name, state and kinds.</summary>
    public static Capability Create() =>
        Capability
            .Of<Stewardship>("stewarding", KeyScope.Govern)
            .Reads<Roster>()
            .Reads<Conversations>()
            .Reads<Assembly>()
            .Gates(JudgeAny)
            .Act<UsePower>()
            .Act<SecondPower>()
            .Act<UndoPower>();

    /// <summary>A member who is stopped talks about it, appeals, asks that it be undone, minds their own keys and words, and leaves; nothing else.</summary>
    private static Verdict JudgeAny(Stewardship state, string kind, object act, in Circumstance how) =>
        state.OnSubject.IsEmpty
        || how.Actor.Member is not { } id
        || state.Stopping(Subject.Member(id), Stops.Acts, how.At, how.Read<Assembly>()) is not { } use
        || IsLeft(kind, act, id, how)
            ? Verdict.Lawful
            : Verdict.Refused(
                "stopped",
                $"By entry {use.Entry} you cannot do this{(use.Until < Moment.Never ? $" until {use.Until}" : "")}. You can talk about it on your own page, appeal, and ask for it to be undone."
            );

    private static bool IsLeft(string kind, object act, MemberId self, in Circumstance how) =>
        act switch
        {
            HideBody hide => IsOwn(hide.Entry, how),
            ShowBody show => IsOwn(show.Entry, how),
            EraseBody erase => IsOwn(erase.Entry, how),
            _ => Conversations.SubjectOf(act) == Subject.Member(self)
                || how.Read<Assembly>().IsDefence(act, self)
                || kind.StartsWith("key.", StringComparison.Ordinal)
                || act is Leave,
        };

    private static bool IsOwn(long entry, in Circumstance how) => how.Entries.Has(entry) && how.Entries.Author(entry) == how.Actor;
}
