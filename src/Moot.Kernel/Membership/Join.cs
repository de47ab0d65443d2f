using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Membership;

/// <summary>Somebody joins. The act's id is their lasting name; the key that signs it becomes their first.</summary>
/// <remarks>Signed by the host's intake key it makes a member without a key, for whom the host vouches.</remarks>
/// <param name="Name">What they are called.</param>
public sealed record Join(Prose Name = default) : IAct<Join, Roster>
{
    /// <summary>UTF-16 characters of a member's name.</summary>
    public const int NameCharactersMax = 80;

    public static string Kind => "member.join/1";

    public static JsonTypeInfo<Join> Json => KernelJson.Default.Join;

    public static Verdict Judge(Roster state, Join act, in Circumstance how) =>
        how.Actor.IsMember ? Verdict.Refused("member-already", "You are a member already.")
        : JudgeName(act.Name) is { IsLawful: false } refused ? refused
        : how.Assurance == Assurance.Vouched ? Verdict.Lawful
        : state.JudgeNewKey(how.Key, how.Read<Foundation>().Current?.Intake);

    public static Roster Fold(Roster state, Join act, in Circumstance how)
    {
        var member = new Member(new(how.Act.Id), how.Index, how.Index, [], IsVouchable: how.Assurance == Assurance.Vouched);
        return how.Assurance == Assurance.Vouched ? state.With(member) : state.WithKey(member, new(how.Key, KeyScope.All, how.At, Moment.Never));
    }

    internal static Verdict JudgeName(Prose name) =>
        name.IsMissing ? Verdict.Refused("name-missing", "A member needs a name; any will do.")
        : name.Length > NameCharactersMax ? Verdict.Refused("name-too-long", $"A name has at most {NameCharactersMax} characters.")
        : Verdict.Lawful;
}

/// <summary>A member leaves. Their past acts stay theirs.</summary>
/// <param name="Reason">Why, if they care to say.</param>
public sealed record Leave(Prose Reason = default) : IAct<Leave, Roster>
{
    /// <summary>What others are told by it who count what members do, hold or look after.</summary>
    public const string Subject = "member:left";

    public static string Kind => "member.leave/1";

    public static JsonTypeInfo<Leave> Json => KernelJson.Default.Leave;

    public static Verdict Judge(Roster state, Leave act, in Circumstance how) => Members.JudgeActor(state, how, out _);

    public static string? WorksOn(Leave act) => Subject;

    public static Roster Fold(Roster state, Leave act, in Circumstance how) => state.With(Members.Actor(state, how) with { Left = how.At });
}

/// <summary>A member takes another name.</summary>
/// <param name="Name">The new one.</param>
public sealed record Rename(Prose Name = default) : IAct<Rename, Roster>
{
    public static string Kind => "member.rename/1";

    public static JsonTypeInfo<Rename> Json => KernelJson.Default.Rename;

    public static Verdict Judge(Roster state, Rename act, in Circumstance how) =>
        Members.JudgeActor(state, how, out _) is { IsLawful: false } refused ? refused : Join.JudgeName(act.Name);

    public static Roster Fold(Roster state, Rename act, in Circumstance how) => state.With(Members.Actor(state, how) with { Named = how.Index });
}

/// <summary>What the acts of members share.</summary>
internal static class Members
{
    /// <summary>Lawful if the actor is a member; the member.</summary>
    public static Verdict JudgeActor(Roster state, in Circumstance how, out Member? member)
    {
        member = how.Actor.Member is { } id ? state.Find(id) : null;
        return member is null ? Verdict.Refused("members-only", "Only a member can do this; join first.") : Verdict.Lawful;
    }

    /// <summary>The member who acts lawfully.</summary>
    public static Member Actor(Roster state, in Circumstance how) => state.Members[how.Actor.Member!.Value];
}
