using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Kernel;

/// <summary>A few facts of every entry, in 16 bytes each: author, kind, assurance, time, and whether it has a body.</summary>
public sealed class EntryFacts
{
    private readonly record struct Fact(long At, int Person, short Kind, byte Flags);

    private const byte BodyFlag = 4;

    private readonly AppendOnly<Fact> facts;
    private readonly AppendOnly<Actor> people;
    private readonly ImmutableDictionary<Actor, int> numbers;

    private EntryFacts(AppendOnly<Fact> facts, AppendOnly<Actor> people, ImmutableDictionary<Actor, int> numbers) =>
        (this.facts, this.people, this.numbers) = (facts, people, numbers);

    /// <summary>Of a log without entries.</summary>
    public static EntryFacts Empty { get; } = new(default, default, ImmutableDictionary<Actor, int>.Empty);

    /// <summary>Entries.</summary>
    public int Count => facts.Count;

    /// <summary>Everybody who ever acted, numbered in order of first appearance.</summary>
    public ReadOnlySpan<Actor> People => people.Span;

    /// <summary>Number of somebody who acted; null where they never did.</summary>
    public int? NumberOf(Actor actor) => numbers.TryGetValue(actor, out var number) ? number : null;

    /// <summary>True if there is such an entry.</summary>
    public bool Has(long index) => index >= 0 && index < facts.Count;

    /// <summary>Who acted in an entry.</summary>
    public Actor Author(long index) => people[facts[(int)index].Person];

    /// <summary>When.</summary>
    public Moment At(long index) => new(facts[(int)index].At);

    /// <summary>How sure the author was.</summary>
    public Assurance AssuranceOf(long index) => (Assurance)(facts[(int)index].Flags & 3);

    /// <summary>Number of its kind in the registry; -1 for a kind that this program does not know.</summary>
    public int KindOf(long index) => facts[(int)index].Kind;

    /// <summary>True if the entry committed to a body or brought blobs.</summary>
    public bool HasBody(long index) => (facts[(int)index].Flags & BodyFlag) != 0;

    internal EntryFacts Add(Actor actor, ActKind? kind, bool hasBody, Assurance assurance, Moment at, out int person)
    {
        var (who, numbered) = (people, numbers);
        if (!numbers.TryGetValue(actor, out person))
        {
            person = people.Count;
            who = people.Add(actor);
            numbered = numbers.Add(actor, person);
        }

        var flags = (byte)((int)assurance | (hasBody ? BodyFlag : 0));
        return new(facts.Add(new(at.Milliseconds, person, (short)(kind?.Ordinal ?? -1), flags)), who, numbered);
    }
}
