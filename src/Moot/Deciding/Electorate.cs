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
    public long Count(Who who, Moment at) => roster.Members.Values.LongCount(m => Counts(who, m, at));

    /// <summary>True if such a rule meant a member at a time.</summary>
    public bool Counts(Who who, Member member, Moment at) =>
        WasMember(member, at)
        && who.Alternatives.Any(a =>
            a.All(c =>
                c.Trait switch
                {
                    Trait.Members => true,
                    Trait.Role => state.Holds(member.Id, c.Name, at),
                    Trait.Vacant => !state.HoldersOf(c.Name, at).Any(),
                    _ => false,
                }
            )
        );

    /// <summary>Is somebody meant by a rule?</summary>
    /// <param name="who">The rule.</param>
    /// <param name="matter">What it is about; null where it is about none.</param>
    /// <param name="how">Who acts, and when.</param>
    /// <param name="person">Of whom it is asked; of who acts where it is left out.</param>
    public static bool Includes(Assembly state, Who who, Matter? matter, in Circumstance how, Actor? person = null)
    {
        foreach (var alternative in who.Alternatives)
        {
            var holds = true;
            foreach (var condition in alternative)
            {
                holds = holds && Meets(state, condition, matter, how, person ?? how.Actor);
            }

            if (holds)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if somebody took a part in a matter or spoke about it; in an appeal also if they did in what is appealed, or decided it.</summary>
    public static bool IsInvolved(Assembly state, Matter matter, Actor person, in Circumstance how) =>
        IsParty(matter, person, how)
        || (
            matter.Appeals is { } decision
            && state.MatterOfDecision.TryGetValue(decision, out var id)
            && state.Matters[id] is var appealed
            && (appealed.Deciders.Contains(person) || IsInvolved(state, appealed, person, how))
        );

    /// <summary>True if somebody took a part in a matter itself or spoke about it.</summary>
    public static bool IsParty(Matter matter, Actor person, in Circumstance how)
    {
        var entries = how.Entries;
        return matter.Parties.Contains(person) || how.Read<Conversations>().On(new($"matter:{matter.Id}")).Any(m => entries.Author(m.Entry) == person);
    }

    private static bool Meets(Assembly state, Condition condition, Matter? matter, in Circumstance how, Actor person)
    {
        var member = person.Member is { } id ? how.Read<Roster>().Find(id) : null;
        return condition.Trait switch
        {
            Trait.Anyone => true,
            Trait.Members => member is not null,
            Trait.Signed => person == how.Actor && how.Assurance == Assurance.Signed,
            Trait.Uninvolved => member is not null && (matter is null || matter.Votes.ContainsKey(person) || !IsInvolved(state, matter, person, how)),
            Trait.Opener => matter?.Opener == person,
            Trait.Role => member is not null && state.Holds(member.Id, condition.Name, how.At),
            Trait.Since => member is not null && how.Entries.At(member.Joined) + condition.Span <= how.At,
            Trait.Acts => (condition.Name.Length == 0 ? how.DoneBefore(person) : how.DoneBefore(person, condition.Name)).Count >= condition.Count,
            Trait.Active => how.DoneBefore(person) is { Count: > 0 } done && how.At <= done.Last + condition.Span,
            Trait.Vacant => !state.HoldersOf(condition.Name, how.At).Any(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private bool WasMember(Member member, Moment at) => entries.At(member.Joined) <= at && (member.Left is not { } left || at < left);
}
