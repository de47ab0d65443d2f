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
    private readonly ImmutableDictionary<(int Person, int Kind), Tally> tallies;

    private Standing(ImmutableDictionary<(int Person, int Kind), Tally> tallies) => this.tallies = tallies;

    /// <summary>Before the first act.</summary>
    public static Standing Empty { get; } = new(ImmutableDictionary<(int Person, int Kind), Tally>.Empty);

    /// <summary>What somebody did of one kind; zero where they did none.</summary>
    /// <param name="person">Their number in <see cref="EntryFacts"/>.</param>
    /// <param name="kind">The kind.</param>
    public Tally Of(int person, ActKind kind) => tallies.GetValueOrDefault((person, kind.Ordinal));

    internal Standing Count(int person, ActKind? kind, Moment at)
    {
        if (kind is null)
        {
            return this;
        }

        var key = (person, kind.Ordinal);
        return new(
            tallies.TryGetValue(key, out var tally) ? tallies.SetItem(key, tally with { Count = tally.Count + 1, Last = at }) : tallies.Add(key, new(1, at, at))
        );
    }

    internal void WriteRows(StateRows rows, Registry registry, EntryFacts entries)
    {
        rows.Begin("standing");
        foreach (var ((person, kind), tally) in tallies)
        {
            rows.Row(entries.People[person], registry.Kinds[kind].Name, tally.Count, tally.First.Milliseconds, tally.Last.Milliseconds);
        }
    }
}
