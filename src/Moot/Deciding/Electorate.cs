using Moot.Deciding.Charters;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;

namespace Moot.Deciding;

/// <summary>Who is meant by a rule about people, now or at an earlier time.</summary>
/// <param name="state">Who holds which role.</param>
/// <param name="roster">The members.</param>
/// <param name="entries">When they joined.</param>
public sealed class Electorate(Assembly state, Roster roster, EntryFacts entries)
{
    /// <summary>How many are meant at a time by a rule that names members and roles alone.</summary>
    public long Count(Who who, Moment at) =>
        roster.Members.Values.LongCount(m =>
            WasMember(m, at) && who.Alternatives.Any(a => a is [{ } one] && (one.Trait == Trait.Members || state.Holds(m.Id, one.Name, at)))
        );

    /// <summary>Is somebody meant by a rule?</summary>
    /// <param name="who">The rule.</param>
    /// <param name="matter">What it is about; null where it is about none.</param>
    /// <param name="how">Who acts, and when.</param>
    public static bool Includes(Assembly state, Who who, Matter? matter, in Circumstance how)
    {
        foreach (var alternative in who.Alternatives)
        {
            var holds = true;
            foreach (var condition in alternative)
            {
                holds = holds && Meets(state, condition, matter, how);
            }

            if (holds)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Meets(Assembly state, Condition condition, Matter? matter, in Circumstance how)
    {
        var member = how.Actor.Member is { } id ? how.Read<Roster>().Find(id) : null;
        return condition.Trait switch
        {
            Trait.Anyone => true,
            Trait.Members => member is not null,
            Trait.Signed => how.Assurance == Assurance.Signed,
            Trait.Uninvolved => member is not null && (matter is null || !IsInvolved(state, matter, how)),
            Trait.Opener => matter?.Opener == how.Actor,
            Trait.Role => member is not null && state.Holds(member.Id, condition.Name, how.At),
            Trait.Since => member is not null && how.Entries.At(member.Joined) + condition.Span <= how.At,
            Trait.Acts => (condition.Name.Length == 0 ? how.DoneBefore() : how.DoneBefore(condition.Name)).Count >= condition.Count,
            Trait.Active => how.DoneBefore() is { Count: > 0 } done && how.At <= done.Last + condition.Span,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Did somebody take a part in a matter, in what was said on it, or in the decision that it appeals?</summary>
    public static bool IsInvolved(Assembly state, Matter matter, in Circumstance how) =>
        IsParty(matter, how)
        || (
            matter.Appeals is { } decision
            && state.MatterOfDecision.TryGetValue(decision, out var appealed)
            && (how.Entries.Author(decision) == how.Actor || state.Matters[appealed].Parties.Contains(how.Actor))
        );

    /// <summary>Did somebody take a part in a matter itself, or in the talk about it?</summary>
    public static bool IsParty(Matter matter, in Circumstance how) => matter.Parties.Contains(how.Actor) || HasTalked(matter, how);

    private static bool HasTalked(Matter matter, in Circumstance how)
    {
        foreach (var message in how.Read<Conversations>().On(new($"matter:{matter.Id}")))
        {
            if (how.Entries.Author(message.Entry) == how.Actor)
            {
                return true;
            }
        }

        return false;
    }

    private bool WasMember(Member member, Moment at) => entries.At(member.Joined) <= at && (member.Left is not { } left || at < left);
}
