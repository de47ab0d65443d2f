using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Membership;

/// <summary>Who belongs, and with which keys they sign.</summary>
/// <param name="Members">Members, those who left included.</param>
/// <param name="Owners">Whose each key is or was.</param>
/// <param name="Recoveries">New keys that were asked for, by member and key.</param>
public sealed record Roster(
    ImmutableDictionary<MemberId, Member> Members,
    ImmutableDictionary<PublicKey, MemberId> Owners,
    ImmutableDictionary<(MemberId Member, PublicKey Key), Recovery> Recoveries
) : IState<Roster>
{
    public static Roster Empty { get; } =
        new(
            ImmutableDictionary<MemberId, Member>.Empty,
            ImmutableDictionary<PublicKey, MemberId>.Empty,
            ImmutableDictionary<(MemberId Member, PublicKey Key), Recovery>.Empty
        );

    /// <summary>The kinds of acts about members and keys.</summary>
    public static Capability Capability() =>
        Acts
            .Capability.Of<Roster>("membership", KeyScope.Keys)
            .Reads<Foundation>()
            .Act<Join>()
            .Act<Leave>()
            .Act<Rename>()
            .Act<AddKey>()
            .Act<RevokeKey>()
            // What lets others act for a member takes a key that may do everything: else a key for keys alone could climb.
            .Act<SetVouching>(KeyScope.All)
            .Act<NameSponsors>(KeyScope.All)
            .Act<OpenRecovery>()
            .Act<SupportRecovery>(KeyScope.Govern)
            .Act<VetoRecovery>(KeyScope.Edit);

    /// <summary>The member of this id; null where there is none.</summary>
    public Member? Find(MemberId id) => Members.GetValueOrDefault(id);

    /// <summary>The recovery of a member with a key that waits; null where there is none.</summary>
    public Recovery? Pending(MemberId member, PublicKey key, Moment now) =>
        Recoveries.GetValueOrDefault((member, key)) is { } recovery && recovery.IsPending(now) ? recovery : null;

    /// <summary>The member to whom a key belongs or belonged; null where it is nobody's.</summary>
    public Member? OwnerOf(PublicKey key) => Owners.TryGetValue(key, out var id) ? Members[id] : null;

    /// <summary>Who acts, and how sure that is; or why the key may not act for them.</summary>
    /// <param name="act">The act.</param>
    /// <param name="needs">What its kind needs of a key.</param>
    /// <param name="isHosts">True where it is the host itself that does such a thing.</param>
    /// <param name="now">The act's time.</param>
    /// <param name="intake">Key by which the host vouches.</param>
    /// <param name="assurance">How sure the actor is.</param>
    internal Verdict Resolve(SignedAct act, KeyScope needs, bool isHosts, Moment now, PublicKey? intake, out Assurance assurance)
    {
        assurance = act.Key == intake ? Assurance.Vouched : Assurance.Guest;
        if (isHosts)
        {
            return act.Member is null && assurance == Assurance.Vouched
                ? Verdict.Lawful
                : Verdict.Refused("host-only", "The host does this itself, and nobody else.");
        }

        if (act.Member is not { } id)
        {
            return Owners.ContainsKey(act.Key) ? Verdict.Refused("key-is-a-members", "This key belongs to a member: act as that member.")
                : assurance == Assurance.Vouched && !string.Equals(act.Kind, Join.Kind, StringComparison.Ordinal)
                    ? Verdict.Refused("host-is-no-guest", "The host's key speaks for members only.")
                : Verdict.Lawful;
        }

        if (Find(id) is not { } member)
        {
            return Verdict.Refused("no-such-member", "There is no such member.");
        }

        if (member.Left is not null)
        {
            return Verdict.Refused("member-left", "This member has left.");
        }

        return assurance == Assurance.Vouched ? JudgeVouched(member, needs, now) : JudgeSigned(member, act.Key, needs, now, out assurance);
    }

    private static Verdict JudgeVouched(Member member, KeyScope needs, Moment now) =>
        !member.IsVouchable ? Verdict.Refused("not-vouchable", "This member does not let the host speak for them.")
        : needs.HasFlag(KeyScope.Keys) && member.Living(now).Any()
            ? Verdict.Refused("own-key-needed", "This member has a key of their own, which must sign what concerns keys.")
        : Verdict.Lawful;

    private static Verdict JudgeSigned(Member member, PublicKey key, KeyScope needs, Moment now, out Assurance assurance)
    {
        assurance = Assurance.Signed;
        if (member.Living(key, now) is { } living)
        {
            return living.Scope.HasFlag(needs) ? Verdict.Lawful : Verdict.Refused("key-scope", "This key may not be used for that; sign with another one.");
        }

        return member.Keys.Any(k => k.Key == key && k.From <= now)
            ? Verdict.Refused("key-dead", "This key was revoked, replaced, or has expired.")
            : Verdict.Refused("not-your-key", "This key is not one of the member's.");
    }

    internal Roster With(Member member) => this with { Members = Members.SetItem(member.Id, member) };

    internal Roster WithKey(Member member, MemberKey key) =>
        this with
        {
            Members = Members.SetItem(member.Id, member with { Keys = [.. member.Keys, key] }),
            Owners = Owners.SetItem(key.Key, member.Id),
        };

    internal Roster With(Recovery recovery) => this with { Recoveries = Recoveries.SetItem((recovery.Member, recovery.Key), recovery) };

    /// <summary>May this key become a member's?</summary>
    internal Verdict JudgeNewKey(PublicKey key, PublicKey? intake) =>
        !key.IsRegistrable ? Verdict.Refused("bad-key", "This is not a sound Ed25519 key (it is of small order, not canonical, or not on the curve).")
        : key == intake ? Verdict.Refused("host-key", "The host's key cannot be a member's.")
        : Owners.ContainsKey(key) ? Verdict.Refused("key-taken", "This key belongs, or belonged, to a member already.")
        : Verdict.Lawful;

    public void WriteRows(StateRows rows)
    {
        foreach (var member in Members.Values)
        {
            rows.Row("member", member.Id, member.Joined, member.Named, member.IsVouchable, (object?)member.Left?.Milliseconds ?? "-", member.Threshold);
            foreach (var sponsor in member.Sponsors)
            {
                rows.Row("sponsor", member.Id, sponsor);
            }

            foreach (var key in member.Keys)
            {
                rows.Row("key", member.Id, key.Key, (int)key.Scope, key.From.Milliseconds, key.Until.Milliseconds, key.IsRecovery);
            }
        }

        foreach (var recovery in Recoveries.Values)
        {
            var effective = (object?)recovery.Effective?.Milliseconds ?? "-";
            rows.Row("recovery", recovery.Member, recovery.Key, recovery.Opened.Milliseconds, effective, string.Join(',', recovery.Support));
        }
    }
}
