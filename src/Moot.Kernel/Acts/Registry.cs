using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Moot.Kernel.Acts;

/// <summary>All capabilities of a program: which kinds of acts there are, and who reads whose state.</summary>
public sealed class Registry
{
    private readonly FrozenDictionary<string, ActKind> kinds;
    private readonly FrozenDictionary<Type, Capability> byState;

    /// <summary>Takes the kernel's own capabilities and these, in this order.</summary>
    /// <exception cref="ArgumentException">A capability, a kind or a state is there twice, or in another registry already, a declared read is unknown, or the reads form a circle.</exception>
    public Registry(params ReadOnlySpan<Capability> capabilities)
    {
        Capabilities = [Association.Foundation.Capability(), Membership.Roster.Capability(), Erasure.Erasures.Capability(), .. capabilities];
        var byKind = new Dictionary<string, ActKind>(StringComparer.Ordinal);
        var states = new Dictionary<Type, Capability>();
        foreach (var capability in Capabilities)
        {
            if (capability.Ordinal >= 0)
            {
                throw new ArgumentException($"The capability {capability.Name} belongs to a registry already; make it anew.", nameof(capabilities));
            }

            if (Capabilities.Count(c => string.Equals(c.Name, capability.Name, StringComparison.Ordinal)) > 1)
            {
                throw new ArgumentException($"The capability {capability.Name} is registered twice.", nameof(capabilities));
            }

            capability.Ordinal = states.Count;
            if (!states.TryAdd(capability.StateType, capability))
            {
                throw new ArgumentException($"The state {capability.StateType.Name} is registered twice.", nameof(capabilities));
            }

            foreach (var kind in capability.Kinds)
            {
                kind.Ordinal = byKind.Count;
                if (!byKind.TryAdd(kind.Name, kind))
                {
                    throw new ArgumentException($"The kind {kind.Name} is registered twice.", nameof(capabilities));
                }
            }
        }

        kinds = byKind.ToFrozenDictionary(StringComparer.Ordinal);
        byState = states.ToFrozenDictionary();
        Gates = [.. Capabilities.Where(c => c.IsGate)];
        Noting = [.. Capabilities.Where(c => c.IsNoting)];
        Kinds = [.. byKind.Values.OrderBy(k => k.Ordinal)];
        Empty = [.. Capabilities.Select(c => c.Empty)];
        RefuseCircles();
    }

    /// <summary>The capabilities, the kernel's own first.</summary>
    public ImmutableArray<Capability> Capabilities { get; }

    /// <summary>The capabilities that judge acts of every kind.</summary>
    internal ImmutableArray<Capability> Gates { get; }

    /// <summary>The capabilities that count what people work on.</summary>
    internal ImmutableArray<Capability> Noting { get; }

    /// <summary>All kinds, by their numbers.</summary>
    public ImmutableArray<ActKind> Kinds { get; }

    internal ImmutableArray<object> Empty { get; }

    /// <summary>The kind of this name; null where this program does not know it.</summary>
    public ActKind? Find(string kind) => kinds.GetValueOrDefault(kind);

    internal Capability ByState(Type state) =>
        byState.GetValueOrDefault(state) ?? throw new InvalidOperationException($"No capability has the state {state.Name}.");

    private void RefuseCircles()
    {
        var done = new HashSet<Capability>();
        var path = new List<Capability>();
        foreach (var capability in Capabilities)
        {
            Visit(capability);
        }

        void Visit(Capability capability)
        {
            if (path.Contains(capability))
            {
                throw new ArgumentException($"Capabilities read each other in a circle: {string.Join(" → ", path.Append(capability).Select(c => c.Name))}.");
            }

            if (!done.Add(capability))
            {
                return;
            }

            path.Add(capability);
            foreach (var state in capability.Declared)
            {
                Visit(byState.GetValueOrDefault(state) ?? throw new ArgumentException($"{capability.Name} reads {state.Name}, which no capability has."));
            }

            path.RemoveAt(path.Count - 1);
        }
    }
}
