using Moot.Deciding.Charters;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

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
        var here = how;
        return Includes(
            state,
            who,
            matter,
            new(how.Actor, how.At, how.Assurance, how.Read<Roster>(), how.Entries, kind => kind.Length == 0 ? here.DoneBefore() : here.DoneBefore(kind))
        );
    }

    /// <summary>Is somebody meant by a rule?</summary>
    /// <param name="who">The rule.</param>
    /// <param name="matter">What it is about; null where it is about none.</param>
    /// <param name="person">Who, and what they did here.</param>
    public static bool Includes(Assembly state, Who who, Matter? matter, Person person)
    {
        foreach (var alternative in who.Alternatives)
        {
            var holds = true;
            foreach (var condition in alternative)
            {
                holds = holds && Meets(state, condition, matter, person);
            }

            if (holds)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Meets(Assembly state, Condition condition, Matter? matter, Person person)
    {
        var member = person.Actor.Member is { } id ? person.Roster.Find(id) : null;
        return condition.Trait switch
        {
            Trait.Anyone => true,
            Trait.Members => member is not null,
            Trait.Signed => person.Assurance == Assurance.Signed,
            Trait.Uninvolved => member is not null && matter?.Parties.Contains(person.Actor) != true,
            Trait.Opener => matter?.Opener == person.Actor,
            Trait.Role => member is not null && state.Holds(member.Id, condition.Name, person.At),
            Trait.Since => member is not null && person.Entries.At(member.Joined) + condition.Span <= person.At,
            Trait.Acts => person.Done(condition.Name).Count >= condition.Count,
            Trait.Active => person.Done("") is { Count: > 0 } done && person.At <= done.Last + condition.Span,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private bool WasMember(Member member, Moment at) => entries.At(member.Joined) <= at && (member.Left is not { } left || at < left);
}

/// <summary>Somebody of whom a rule may speak: who they are, and what they did here.</summary>
/// <param name="Actor">Who.</param>
/// <param name="At">When it is asked.</param>
/// <param name="Assurance">How sure one is of them.</param>
/// <param name="Roster">The members.</param>
/// <param name="Entries">When they joined.</param>
/// <param name="Done">What they did of one kind; of all kinds for the empty name.</param>
public sealed record Person(Actor Actor, Moment At, Assurance Assurance, Roster Roster, EntryFacts Entries, Func<string, Tally> Done);
