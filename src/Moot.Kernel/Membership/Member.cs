using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Membership;

/// <summary>A key of a member: what it is good for, and from when until when.</summary>
/// <param name="Key">The key.</param>
/// <param name="Scope">What it may be used for.</param>
/// <param name="From">When it begins to count.</param>
/// <param name="Until">When it ceases to.</param>
/// <param name="IsRecovery">True if all keys before it die when it begins to count.</param>
public sealed record MemberKey(PublicKey Key, KeyScope Scope, Moment From, Moment Until, bool IsRecovery = false);

/// <summary>An attempt to give a member who lost their keys a new one.</summary>
/// <param name="Member">Who lost them.</param>
/// <param name="Key">The new key.</param>
/// <param name="Opened">When it was asked for.</param>
/// <param name="Support">Sponsors who confirmed it.</param>
/// <param name="Effective">When the key begins to count; null while sponsors are missing.</param>
public sealed record Recovery(MemberId Member, PublicKey Key, Moment Opened, ImmutableArray<MemberId> Support, Moment? Effective)
{
    /// <summary>True if it still waits: for sponsors, or for its time.</summary>
    public bool IsPending(Moment now) => Effective is { } effective ? now < effective : now < Opened + Limits.RecoveryOpen;
}

/// <summary>A member: a set of keys under the id of the act by which they joined.</summary>
/// <param name="Id">Hash of the join act.</param>
/// <param name="Joined">Entry of the join act.</param>
/// <param name="Named">Entry whose body has the present name.</param>
/// <param name="Keys">Keys, dead ones included.</param>
/// <param name="IsVouchable">True if the host may say that a signed-in session is this member.</param>
public sealed record Member(MemberId Id, long Joined, long Named, ImmutableArray<MemberKey> Keys, bool IsVouchable)
{
    /// <summary>Members who may together give this one a new key.</summary>
    public ImmutableArray<MemberId> Sponsors { get; init; } = [];

    /// <summary>How many of them it takes.</summary>
    public int Threshold { get; init; }

    /// <summary>When they left; null for those who stay.</summary>
    public Moment? Left { get; init; }

    /// <summary>The keys that count at a time.</summary>
    public IEnumerable<MemberKey> Living(Moment now)
    {
        var recovered = Recovered(now);
        return Left is null ? Keys.Where(k => IsLiving(k, recovered, now)) : [];
    }

    /// <summary>The living key of these bytes; null where there is none.</summary>
    public MemberKey? Living(PublicKey key, Moment now)
    {
        foreach (var candidate in Keys)
        {
            if (candidate.Key == key && Left is null && IsLiving(candidate, Recovered(now), now))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Keys from before a recovery are dead, and so is an earlier recovery's of the same moment.</summary>
    private static bool IsLiving(MemberKey key, MemberKey? recovered, Moment now) =>
        key.From <= now && now < key.Until && (recovered is null || (key.From >= recovered.From && (!key.IsRecovery || key == recovered)));

    /// <summary>The key of the last recovery that took effect; null where none did.</summary>
    private MemberKey? Recovered(Moment now)
    {
        MemberKey? last = null;
        foreach (var key in Keys)
        {
            if (key.IsRecovery && key.From <= now && (last is null || key.From >= last.From))
            {
                last = key;
            }
        }

        return last;
    }
}
