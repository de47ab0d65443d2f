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
    /// <param name="state">Who holds which role.</param>
    /// <param name="who">The rule.</param>
    /// <param name="matter">What it is about; null where it is about none.</param>
    /// <param name="how">Who acts, and when.</param>
    /// <param name="actor">Of whom it is asked; of who acts where it is left out.</param>
    public static bool Includes(Assembly state, Who who, Matter? matter, in Circumstance how, Actor? actor = null) =>
        Includes(state, who, matter, Person.Of(actor ?? how.Actor, how));

    /// <summary>Is somebody meant by a rule?</summary>
    /// <param name="state">Who holds which role.</param>
    /// <param name="who">The rule.</param>
    /// <param name="matter">What it is about; null where it is about none.</param>
    /// <param name="person">Who, and what they did here.</param>
    public static bool Includes(Assembly state, Who who, Matter? matter, Person person) =>
        who.Alternatives.Any(a => a.All(c => Meets(state, c, matter, person)));

    /// <summary>True if somebody took a part in a matter or spoke about it; in an appeal also if they did in what is appealed, or decided it.</summary>
    public static bool IsInvolved(Assembly state, Matter matter, Person person)
    {
        // A chain of appeals can be long: it is walked, not called.
        for (var next = matter; next is not null; next = next.Appeals is { } decision ? state.Deciding(decision) : null)
        {
            if (IsParty(next, person) || (next != matter && next.Deciders.Contains(person.Actor)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if somebody took a part in a matter itself or spoke about it.</summary>
    public static bool IsParty(Matter matter, Person person) =>
        matter.Parties.Contains(person.Actor) || person.Talk.SaidOn(new($"matter:{matter.Id}")).Any(e => person.Entries.Author(e) == person.Actor);

    private static bool Meets(Assembly state, Condition condition, Matter? matter, Person person)
    {
        var member = person.Actor.Member is { } id ? person.Roster.Find(id) : null;
        return condition.Trait switch
        {
            Trait.Anyone => true,
            Trait.Members => member is not null,
            Trait.Signed => person.Assurance == Assurance.Signed,
            Trait.Uninvolved => member is not null && (matter is null || matter.Votes.ContainsKey(person.Actor) || !IsInvolved(state, matter, person)),
            Trait.Opener => matter?.Opener == person.Actor,
            Trait.Edits => member is not null
                && state.WorkInAreas.TryGetValue((condition.Name, member.Id), out var work)
                && work.Count >= condition.Count
                && (condition.Span == default || person.At <= work.Last + condition.Span),
            Trait.Drawn => member is not null && matter?.Drawn.Contains(member.Id) == true,
            Trait.Disclosed => member is not null && state.Affiliations.ContainsKey(member.Id),
            Trait.Role => member is not null && state.Holds(member.Id, condition.Name, person.At),
            Trait.Since => member is not null && person.Entries.At(member.Joined) + condition.Span <= person.At,
            Trait.Acts => person.Done(condition.Name).Count >= condition.Count,
            Trait.Active => person.Done("") is { Count: > 0 } done && person.At <= done.Last + condition.Span,
            Trait.Vacant => !state.HoldersOf(condition.Name, person.At).Any(),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private bool WasMember(Member member, Moment at) => entries.At(member.Joined) <= at && (member.Left is not { } left || at < left);
}

/// <summary>Somebody of whom a rule may speak: who they are, and what they did here.</summary>
/// <param name="Actor">Who.</param>
/// <param name="At">When it is asked.</param>
/// <param name="Assurance">How sure one is of them; null where it is somebody else's doing that is looked at.</param>
/// <param name="Roster">The members.</param>
/// <param name="Talk">What was said.</param>
/// <param name="Entries">When they joined, and who said it.</param>
/// <param name="Done">What they did of one kind; of all kinds for the empty name.</param>
public sealed record Person(Actor Actor, Moment At, Assurance? Assurance, Roster Roster, Conversations Talk, EntryFacts Entries, Func<string, Tally> Done)
{
    /// <summary>Whoever acts, or somebody else at that time.</summary>
    public static Person Of(Actor actor, in Circumstance how)
    {
        var here = how;
        return new(
            actor,
            how.At,
            actor == how.Actor ? how.Assurance : null,
            how.Read<Roster>(),
            how.Read<Conversations>(),
            how.Entries,
            kind => kind.Length == 0 ? here.DoneBefore(actor) : here.DoneBefore(actor, kind)
        );
    }
}
