using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Kernel;

/// <summary>How much of one kind somebody did.</summary>
/// <param name="Count">Acts.</param>
/// <param name="First">Time of the first.</param>
/// <param name="Last">Time of the last.</param>
public readonly record struct Tally(long Count, Moment First, Moment Last);

/// <summary>Who did how much of what, and when: what rules about people rest on ("10 edits and 4 days").</summary>
public sealed class Standing
{
    /// <summary>By the numbers of people; for each the kinds of which they did something.</summary>
    private readonly PersistentArray<ImmutableArray<(int Kind, Tally Tally)>> byPerson;

    private Standing(PersistentArray<ImmutableArray<(int Kind, Tally Tally)>> byPerson) => this.byPerson = byPerson;

    /// <summary>Before the first act.</summary>
    public static Standing Empty { get; } = new(PersistentArray<ImmutableArray<(int Kind, Tally Tally)>>.Empty);

    /// <summary>What somebody did of one kind; zero where they did none.</summary>
    /// <param name="person">Their number in <see cref="EntryFacts"/>.</param>
    /// <param name="kind">The kind.</param>
    public Tally Of(int person, ActKind kind)
    {
        var tallies = TalliesOf(person);
        return Find(tallies, kind.Ordinal) is var at and >= 0 ? tallies[at].Tally : default;
    }

    /// <summary>What somebody did of all kinds together; zero where they did nothing.</summary>
    /// <param name="person">Their number in <see cref="EntryFacts"/>.</param>
    public Tally Of(int person)
    {
        var all = default(Tally);
        foreach (var (_, tally) in TalliesOf(person))
        {
            all =
                all.Count == 0
                    ? tally
                    : new(all.Count + tally.Count, tally.First < all.First ? tally.First : all.First, tally.Last > all.Last ? tally.Last : all.Last);
        }

        return all;
    }

    internal Standing Count(int person, ActKind? kind, Moment at)
    {
        if (kind is null)
        {
            return this;
        }

        var tallies = TalliesOf(person);
        return new(
            byPerson.Set(
                person,
                Find(tallies, kind.Ordinal) is var found and >= 0
                    ? tallies.SetItem(found, (kind.Ordinal, tallies[found].Tally with { Count = tallies[found].Tally.Count + 1, Last = at }))
                    : tallies.Add((kind.Ordinal, new(1, at, at)))
            )
        );
    }

    internal void WriteRows(StateRows rows, Registry registry, EntryFacts entries)
    {
        rows.Begin("standing");
        for (var person = 0; person < entries.People.Length; person++)
        {
            foreach (var (kind, tally) in TalliesOf(person))
            {
                rows.Row(entries.People[person], registry.Kinds[kind].Name, tally.Count, tally.First.Milliseconds, tally.Last.Milliseconds);
            }
        }
    }

    private ImmutableArray<(int Kind, Tally Tally)> TalliesOf(int person) => byPerson[person] is { IsDefault: false } tallies ? tallies : [];

    private static int Find(ImmutableArray<(int Kind, Tally Tally)> tallies, int kind)
    {
        var at = tallies.Length - 1;
        while (at >= 0 && tallies[at].Kind != kind)
        {
            at--;
        }

        return at;
    }
}
