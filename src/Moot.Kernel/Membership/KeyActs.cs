using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Membership;

/// <summary>A member adds a key: another device, or a first key of their own. The new key signs the act too.</summary>
/// <param name="Key">The new key.</param>
/// <param name="Scope">What it may be used for; everything where it is left out.</param>
/// <param name="Until">When it expires; never where it is left out.</param>
/// <param name="Label">What the member calls it.</param>
public sealed record AddKey(PublicKey Key, ImmutableArray<KeyScope> Scope = default, Moment? Until = null, Prose Label = default) : IAct<AddKey, Roster>
{
    public static string Kind => "key.add/1";

    public static JsonTypeInfo<AddKey> Json => KernelJson.Default.AddKey;

    public static Verdict Judge(Roster state, AddKey act, in Circumstance how) =>
        Members.JudgeActor(state, how, out var member) is { IsLawful: false } refused ? refused
        : state.JudgeNewKey(act.Key, how.Read<Foundation>().Current?.Intake) is { IsLawful: false } bad ? bad
        : !how.CoSigners.Contains(act.Key) ? Verdict.Refused("key-must-sign", "The new key must sign this act too, to show that it is yours.")
        : member!.Keys.Length >= Limits.MemberKeysMax ? Verdict.Refused("too-many-keys", $"A member has at most {Limits.MemberKeysMax} keys.")
        : act.Until is { } until && until <= how.At ? Verdict.Refused("expired", "The key would have expired before it was added.")
        : !act.Scope.IsDefault && act.Scope.IsEmpty ? Verdict.Refused("scope-missing", "A key must be good for something.")
        : Exceeds(member, act, how) ? Verdict.Refused("key-scope", "A key cannot give another one more than it may do itself, nor for longer.")
        : Verdict.Lawful;

    public static Roster Fold(Roster state, AddKey act, in Circumstance how) =>
        state.WithKey(Members.Actor(state, how), new(act.Key, act.ScopeOrAll(), how.At, act.Until ?? Moment.Never));

    private static bool Exceeds(Member member, AddKey act, in Circumstance how) =>
        member.Living(how.Key, how.At) is { } by && (!by.Scope.HasFlag(act.ScopeOrAll()) || (act.Until ?? Moment.Never) > by.Until);

    private KeyScope ScopeOrAll() => Scope.IsDefault ? KeyScope.All : Scope.Aggregate(KeyScope.None, static (all, one) => all | one);
}

/// <summary>A member declares one of their keys dead from now on. What it signed before stays valid.</summary>
/// <param name="Key">The key.</param>
/// <param name="Reason">Why.</param>
public sealed record RevokeKey(PublicKey Key, Prose Reason = default) : IAct<RevokeKey, Roster>
{
    public static string Kind => "key.revoke/1";

    public static JsonTypeInfo<RevokeKey> Json => KernelJson.Default.RevokeKey;

    public static Verdict Judge(Roster state, RevokeKey act, in Circumstance how)
    {
        if (Members.JudgeActor(state, how, out var member) is { IsLawful: false } refused)
        {
            return refused;
        }

        if (member!.Living(act.Key, how.At) is null)
        {
            return Verdict.Refused("no-such-key", "This is not one of your living keys.");
        }

        var now = how.At;
        return !member.IsVouchable && !member.Living(now).Any(k => k.Key != act.Key && k.Scope.HasFlag(KeyScope.Keys) && k.Until == Moment.Never)
            ? Verdict.Refused("last-key", "Without this key you could never add another: add one first, or leave.")
            : Verdict.Lawful;
    }

    public static Roster Fold(Roster state, RevokeKey act, in Circumstance how)
    {
        var member = Members.Actor(state, how);
        var key = member.Living(act.Key, how.At)!;
        return state.With(member with { Keys = member.Keys.Replace(key, key with { Until = how.At }) });
    }
}

/// <summary>A member says whether the host may speak for them after a sign-in.</summary>
/// <param name="Allowed">True if it may.</param>
public sealed record SetVouching(bool Allowed) : IAct<SetVouching, Roster>
{
    public static string Kind => "key.vouching/1";

    public static JsonTypeInfo<SetVouching> Json => KernelJson.Default.SetVouching;

    public static Verdict Judge(Roster state, SetVouching act, in Circumstance how)
    {
        if (Members.JudgeActor(state, how, out var member) is { IsLawful: false } refused)
        {
            return refused;
        }

        return !act.Allowed && !member!.Living(how.At).Any(k => k.Scope.HasFlag(KeyScope.Keys) && k.Until == Moment.Never)
            ? Verdict.Refused("own-key-needed", "Add a key of your own first, or nobody could act for you.")
            : Verdict.Lawful;
    }

    public static Roster Fold(Roster state, SetVouching act, in Circumstance how) => state.With(Members.Actor(state, how) with { IsVouchable = act.Allowed });
}

/// <summary>A member names those who may together give them a new key if they lose theirs.</summary>
/// <param name="Sponsors">Members.</param>
/// <param name="Threshold">How many of them it takes.</param>
public sealed record NameSponsors(ImmutableArray<MemberId> Sponsors, int Threshold) : IAct<NameSponsors, Roster>
{
    public static string Kind => "key.sponsors/1";

    public static JsonTypeInfo<NameSponsors> Json => KernelJson.Default.NameSponsors;

    public static Verdict Judge(Roster state, NameSponsors act, in Circumstance how) =>
        Members.JudgeActor(state, how, out var member) is { IsLawful: false } refused ? refused
        : act.Sponsors.Length > Limits.SponsorsMax ? Verdict.Refused("too-many-sponsors", $"A member has at most {Limits.SponsorsMax} sponsors.")
        : act.Sponsors.Distinct().Count() != act.Sponsors.Length ? Verdict.Refused("sponsor-twice", "A sponsor is named twice.")
        : act.Sponsors.Contains(member!.Id) ? Verdict.Refused("own-sponsor", "Nobody can be their own sponsor.")
        : act.Sponsors.Any(s => state.Find(s) is not { Left: null }) ? Verdict.Refused("no-such-member", "A sponsor must be a member.")
        : act.Threshold < (act.Sponsors.IsEmpty ? 0 : 1) || act.Threshold > act.Sponsors.Length
            ? Verdict.Refused("bad-threshold", "The number needed must be at least one and at most the number of sponsors.")
        : Verdict.Lawful;

    public static Roster Fold(Roster state, NameSponsors act, in Circumstance how) =>
        state.With(Members.Actor(state, how) with { Sponsors = act.Sponsors, Threshold = act.Threshold });
}
