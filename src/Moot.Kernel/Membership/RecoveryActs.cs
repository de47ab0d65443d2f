using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Membership;

/// <summary>Somebody who lost their keys asks for a new one. Signed by the new key, as a guest.</summary>
/// <param name="Member">Who they say they are.</param>
/// <param name="Reason">What happened.</param>
public sealed record OpenRecovery(MemberId Member, Prose Reason = default) : IAct<OpenRecovery, Roster>
{
    public static string Kind => "key.recover.open/1";

    public static JsonTypeInfo<OpenRecovery> Json => KernelJson.Default.OpenRecovery;

    public static Verdict Judge(Roster state, OpenRecovery act, in Circumstance how)
    {
        var now = how.At;
        return how.Actor.IsMember ? Verdict.Refused("member-already", "Ask with the new key, which is nobody's yet.")
            : state.Find(act.Member) is not { Left: null } member ? Verdict.Refused("no-such-member", "There is no such member.")
            : member.Sponsors.IsEmpty ? Verdict.Refused("no-sponsors", "This member named no sponsors, so nobody can give them a new key.")
            : state.JudgeNewKey(how.Key, how.Read<Foundation>().Current?.Intake) is { IsLawful: false } bad ? bad
            : state.Pending(member.Id, how.Key, now) is not null ? Verdict.Refused("open-already", "This recovery is open already.")
            : Verdict.Lawful;
    }

    public static Roster Fold(Roster state, OpenRecovery act, in Circumstance how) =>
        state.With(new Recovery(act.Member, how.Key, how.At, [], Effective: null));
}

/// <summary>A sponsor confirms that the new key is the member's. With enough of them the waiting time begins.</summary>
/// <param name="Member">Whose recovery it is.</param>
/// <param name="Key">The new key.</param>
/// <param name="Reason">How they know.</param>
public sealed record SupportRecovery(MemberId Member, PublicKey Key, Prose Reason = default) : IAct<SupportRecovery, Roster>
{
    public static string Kind => "key.recover.support/1";

    public static JsonTypeInfo<SupportRecovery> Json => KernelJson.Default.SupportRecovery;

    public static Verdict Judge(Roster state, SupportRecovery act, in Circumstance how) =>
        Members.JudgeActor(state, how, out var sponsor) is { IsLawful: false } refused ? refused
        : state.Find(act.Member) is not { Left: null } member ? Verdict.Refused("no-such-member", "There is no such member.")
        : how.Assurance != Assurance.Signed
            ? Verdict.Refused("own-key-needed", "A sponsor confirms with a key of their own: the host alone must not be able to give anybody's keys away.")
        : !member.Sponsors.Contains(sponsor!.Id) ? Verdict.Refused("not-a-sponsor", "Only this member's sponsors can confirm a new key.")
        : state.Pending(member.Id, act.Key, how.At) is not { } recovery ? Verdict.Refused("no-such-recovery", "No recovery with this key waits.")
        : recovery.Support.Contains(sponsor.Id) ? Verdict.Refused("supported-already", "You confirmed this key already.")
        : recovery.Effective is not null ? Verdict.Refused("supported-enough", "Enough sponsors confirmed this key already; its waiting time runs.")
        : state.JudgeNewKey(act.Key, how.Read<Foundation>().Current?.Intake);

    public static Roster Fold(Roster state, SupportRecovery act, in Circumstance how)
    {
        var member = state.Members[act.Member];
        var recovery = state.Pending(act.Member, act.Key, how.At)!;
        recovery = recovery with { Support = recovery.Support.Add(how.Actor.Member!.Value) };
        if (recovery.Support.Count(member.Sponsors.Contains) < member.Threshold)
        {
            return state.With(recovery);
        }

        var effective = how.At + Limits.RecoveryWait;
        return state.With(recovery with { Effective = effective }).WithKey(member, new(act.Key, KeyScope.All, effective, Moment.Never, IsRecovery: true));
    }
}

/// <summary>A member who still has a living key stops a recovery that is not theirs.</summary>
/// <param name="Key">The key that somebody wants to be given.</param>
/// <param name="Reason">Why.</param>
public sealed record VetoRecovery(PublicKey Key, Prose Reason = default) : IAct<VetoRecovery, Roster>
{
    public static string Kind => "key.recover.veto/1";

    public static JsonTypeInfo<VetoRecovery> Json => KernelJson.Default.VetoRecovery;

    public static Verdict Judge(Roster state, VetoRecovery act, in Circumstance how) =>
        Members.JudgeActor(state, how, out var member) is { IsLawful: false } refused ? refused
        : state.Pending(member!.Id, act.Key, how.At) is null ? Verdict.Refused("no-such-recovery", "No recovery with this key waits.")
        : Verdict.Lawful;

    public static Roster Fold(Roster state, VetoRecovery act, in Circumstance how)
    {
        var member = Members.Actor(state, how);
        return (state with { Recoveries = state.Recoveries.Remove((member.Id, act.Key)) }).With(
            member with
            {
                Keys = [.. member.Keys.Select(k => k.Key == act.Key && k.IsRecovery ? k with { Until = k.From, IsRecovery = false } : k)],
            }
        );
    }
}
