using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;

namespace Moot.Kernel.Erasure;

/// <summary>Why a text is hidden or erased.</summary>
[JsonConverter(typeof(WordJson<Ground>))]
public enum Ground
{
    Privacy = 1,
    Law,
    Copyright,
    Abuse,
}

/// <summary>A text that is out of sight: hidden, and erased where it is gone for good.</summary>
/// <param name="By">Who hid it.</param>
/// <param name="Act">Entry by which they did.</param>
/// <param name="Ground">Why.</param>
/// <param name="IsErased">True if it can never be shown again.</param>
public sealed record Withdrawal(Actor By, long Act, Ground Ground, bool IsErased);

/// <summary>Which entries' bodies are hidden or erased.</summary>
/// <remarks>Hiding can be undone by any member. Erasing is final: the author alone may do it at once; for others' texts two members are needed,
/// one who hid it and, a week later, another who erases it and has been a member as long. Nobody else's founding words can be erased.
/// A charter will set this (docs/decisions/0006-erasure.md).</remarks>
public sealed record Erasures(ImmutableSortedDictionary<long, Withdrawal> Withdrawn) : IState<Erasures>
{
    public static Erasures Empty { get; } = new(ImmutableSortedDictionary<long, Withdrawal>.Empty);

    /// <summary>The kinds of acts by which texts go out of sight and come back.</summary>
    public static Capability Capability() =>
        Acts.Capability.Of<Erasures>("erasure").Reads<Roster>().Reads<Foundation>().Act<HideBody>().Act<ShowBody>().Act<EraseBody>();

    /// <summary>How an entry's body was withdrawn; null where it was not.</summary>
    public Withdrawal? Find(long entry) => Withdrawn.GetValueOrDefault(entry);

    public void WriteRows(StateRows rows)
    {
        foreach (var (entry, withdrawal) in Withdrawn)
        {
            rows.Row(entry, withdrawal.By, withdrawal.Act, withdrawal.Ground, withdrawal.IsErased);
        }
    }

    internal static Verdict JudgeTarget(long entry, in Circumstance how) =>
        !how.Entries.Has(entry) ? Verdict.Refused("no-such-entry", "There is no such entry.")
        : !how.Entries.HasBody(entry) ? Verdict.Refused("no-body", "This entry has no text that could be hidden or erased.")
        : !how.Actor.IsMember && how.Entries.Author(entry) != how.Actor
            ? Verdict.Refused("members-only", "Guests may hide and erase their own texts; others' texts only members may.")
        : Verdict.Lawful;

    /// <summary>Is the text of this entry the reason for which another's is hidden or erased? Power that could drop its reasons would be done in the dark.</summary>
    internal bool IsReasonInForce(long entry, in Circumstance how)
    {
        foreach (var (target, withdrawal) in Withdrawn)
        {
            if (withdrawal.Act == entry)
            {
                return how.Entries.Author(target) != how.Entries.Author(entry);
            }
        }

        return false;
    }

    /// <summary>Did the actor write this entry? Also as the guest that a member was when they joined, or before: the key is theirs since.</summary>
    internal static bool IsAuthor(long entry, in Circumstance how)
    {
        var author = how.Entries.Author(entry);
        return author == how.Actor
            || (
                how.Actor.Member is { } member
                && author.Guest is { } key
                && (how.Read<Roster>().OwnerOf(key)?.Id == member || how.Read<Roster>().Find(member)?.Joined == entry)
            );
    }
}

/// <summary>Somebody takes a text out of sight; any member can bring it back.</summary>
/// <param name="Entry">The entry whose body it is.</param>
/// <param name="Ground">Why, in one word.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record HideBody(long Entry, Ground Ground, Prose Reason = default) : IAct<HideBody, Erasures>
{
    public static string Kind => "body.hide/1";

    public static JsonTypeInfo<HideBody> Json => KernelJson.Default.HideBody;

    public static Verdict Judge(Erasures state, HideBody act, in Circumstance how) =>
        Erasures.JudgeTarget(act.Entry, how) is { IsLawful: false } refused ? refused
        : state.Find(act.Entry) is not null ? Verdict.Refused("hidden-already", "This text is out of sight already.")
        : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Hiding a text needs a reason.")
        : Verdict.Lawful;

    public static Erasures Fold(Erasures state, HideBody act, in Circumstance how) =>
        new(state.Withdrawn.SetItem(act.Entry, new(how.Actor, how.Index, act.Ground, IsErased: false)));
}

/// <summary>Somebody brings a hidden text back: any member, or a guest who hid their own.</summary>
/// <param name="Entry">The entry whose body it is.</param>
/// <param name="Reason">Why.</param>
public sealed record ShowBody(long Entry, Prose Reason = default) : IAct<ShowBody, Erasures>
{
    public static string Kind => "body.show/1";

    public static JsonTypeInfo<ShowBody> Json => KernelJson.Default.ShowBody;

    public static Verdict Judge(Erasures state, ShowBody act, in Circumstance how) =>
        Erasures.JudgeTarget(act.Entry, how) is { IsLawful: false } refused
            ? refused
            : state.Find(act.Entry) switch
            {
                null => Verdict.Refused("not-hidden", "This text is not hidden."),
                { IsErased: true } => Verdict.Refused("erased", "This text was erased; nothing is left to show."),
                { By: var by } when !how.Actor.IsMember && by != how.Actor => Verdict.Refused(
                    "members-only",
                    "A member hid this text; only a member can bring it back."
                ),
                _ when act.Reason.IsMissing => Verdict.Refused("reason-missing", "Showing a hidden text needs a reason."),
                _ => Verdict.Lawful,
            };

    public static Erasures Fold(Erasures state, ShowBody act, in Circumstance how) => new(state.Withdrawn.Remove(act.Entry));
}

/// <summary>Somebody erases a text for good: body and salt go, the entry and the record of this act remain.</summary>
/// <param name="Entry">The entry whose body it is.</param>
/// <param name="Ground">Why, in one word.</param>
/// <param name="Decision">Entry of the decision that this carries out, where there is one.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record EraseBody(long Entry, Ground Ground, long? Decision = null, Prose Reason = default) : IAct<EraseBody, Erasures>
{
    public static string Kind => "body.erase/1";

    public static JsonTypeInfo<EraseBody> Json => KernelJson.Default.EraseBody;

    public static Verdict Judge(Erasures state, EraseBody act, in Circumstance how) =>
        Erasures.JudgeTarget(act.Entry, how) is { IsLawful: false } refused ? refused
        : act.Decision is { } decision && !how.Entries.Has(decision) ? Verdict.Refused("no-such-decision", "There is no such decision.")
        : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Erasing a text needs a reason.")
        : state.Find(act.Entry) switch
        {
            { IsErased: true } => Verdict.Refused("erased-already", "This text is erased already."),
            _ when state.IsReasonInForce(act.Entry, how) => Verdict.Refused(
                "reason-in-force",
                "These words are the reason why somebody else's text is out of sight: they stay as long as it is."
            ),
            _ when Erasures.IsAuthor(act.Entry, how) => Verdict.Lawful,
            null => Verdict.Refused("hide-first", "Erasing somebody else's text takes two members: one hides it, another erases it."),
            { By: var by } when by == how.Actor => Verdict.Refused(
                "second-member-needed",
                "Whoever hid a text cannot be the one who erases it; another member must."
            ),
            { Act: var hidden } => JudgeOthers(act.Entry, hidden, how),
        };

    /// <summary>Two accounts are soon made: so it takes a week in which anybody can bring the text back, and members who have been there as long.</summary>
    private static Verdict JudgeOthers(long entry, long hidden, in Circumstance how) =>
        how.Read<Foundation>().Lineage.Any(s => s.From == entry)
            ? Verdict.Refused("founding-text", "The words by which an association or a fork was founded can be erased by their author alone.")
        : how.Entries.At(hidden) + Limits.ErasureWait > how.At
            ? Verdict.Refused("erase-later", "Somebody else's text must have been hidden for seven days before it may be erased.")
        : how.Actor.Member is { } id && how.Read<Roster>().Find(id) is { } member && how.Entries.At(member.Joined) + Limits.ErasureWait > how.At
            ? Verdict.Refused("too-new", "Erasing somebody else's text takes seven days of membership.")
        : Verdict.Lawful;

    public static Erasures Fold(Erasures state, EraseBody act, in Circumstance how) =>
        new(state.Withdrawn.SetItem(act.Entry, new(how.Actor, how.Index, act.Ground, IsErased: true)));
}
