using Moot.Kernel.Acts;
using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>How things stand after some number of entries: one immutable snapshot, read without a lock.</summary>
public sealed class World
{
    private readonly object[] states;

    private World(Registry registry, object[] states) => (Registry, this.states) = (registry, states);

    /// <summary>The capabilities that it was folded with.</summary>
    public Registry Registry { get; }

    /// <summary>Entries folded.</summary>
    public long Size { get; private init; }

    /// <summary>Time of the last entry.</summary>
    public Moment At { get; private init; }

    /// <summary>Id of the founding act; null before it.</summary>
    public Hash? Association { get; private init; }

    /// <summary>Author, kind and more of each entry.</summary>
    public EntryFacts Entries { get; private init; } = EntryFacts.Empty;

    /// <summary>Who did how much of what.</summary>
    public Standing Standing { get; private init; } = Standing.Empty;

    /// <summary>The world before the first act.</summary>
    public static World Empty(Registry registry) => new(registry, [.. registry.Empty]);

    /// <summary>The published state of a capability.</summary>
    public T Get<T>()
        where T : class, IState<T> => (T)states[Registry.ByState(typeof(T)).Ordinal];

    internal object StateOf(Capability capability) => states[capability.Ordinal];

    internal T Read<T>(Capability reader)
        where T : class, IState<T>
    {
        var read = Registry.ByState(typeof(T));
        return read == reader || reader.Declared.Contains(typeof(T))
            ? (T)states[read.Ordinal]
            : throw new InvalidOperationException($"{reader.Name} did not declare that it reads {typeof(T).Name}.");
    }

    /// <summary>The world after one entry more.</summary>
    /// <param name="kind">Its kind; null where this program does not know it.</param>
    /// <param name="state">The new state of the kind's capability.</param>
    /// <param name="hasText">True if it has a body or brings blobs: something that can be hidden or erased.</param>
    /// <param name="noted">New states of other capabilities, which counted what was worked on.</param>
    internal World With(Entry entry, Actor actor, ActKind? kind, object? state, bool hasText, List<(Capability Capability, object State)>? noted = null)
    {
        var next = states;
        if (kind is not null && !ReferenceEquals(state, states[kind.Capability.Ordinal]))
        {
            next = (object[])states.Clone();
            next[kind.Capability.Ordinal] = state!;
        }

        foreach (var (capability, counted) in noted ?? [])
        {
            next = ReferenceEquals(next, states) ? (object[])states.Clone() : next;
            next[capability.Ordinal] = counted;
        }

        var entries = Entries.Add(actor, kind, hasText, entry.Assurance, entry.At, out var person);
        return new(Registry, next)
        {
            Size = Size + 1,
            At = entry.At,
            Association = Association ?? entry.Act.Id,
            Entries = entries,
            Standing = Standing.Count(person, kind, entry.At),
        };
    }

    /// <summary>SHA-256 over everything that counts, in rows sorted by bytes; a function of the leaves alone.</summary>
    public Hash Digest()
    {
        var rows = new StateRows();
        rows.Begin("log");
        rows.Row(Size, At.Milliseconds, (object?)Association ?? "-");
        Standing.WriteRows(rows, Registry, Entries);
        foreach (var capability in Registry.Capabilities)
        {
            rows.Begin(capability.Name);
            capability.WriteRows(states[capability.Ordinal], rows);
        }

        return rows.Digest();
    }
}
