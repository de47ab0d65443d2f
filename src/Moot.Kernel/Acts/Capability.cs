using System.Collections.Immutable;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Acts;

/// <summary>Something that people can do with an association: its state, its kinds of acts, and what else it reads.</summary>
public abstract class Capability
{
    private protected Capability(string name, Type stateType, object empty, KeyScope scope) =>
        (Name, StateType, Empty, Scope) = (name, stateType, empty, scope);

    /// <summary>One lower-case word.</summary>
    public string Name { get; }

    /// <summary>Type of its published state.</summary>
    public Type StateType { get; }

    /// <summary>Its state before the first act.</summary>
    public object Empty { get; }

    /// <summary>What a key must be good for to do its acts.</summary>
    public KeyScope Scope { get; }

    /// <summary>Its kinds of acts.</summary>
    public ImmutableArray<ActKind> Kinds { get; private protected set; } = [];

    /// <summary>States of other capabilities that it reads.</summary>
    public ImmutableArray<Type> Declared { get; private protected set; } = [];

    /// <summary>Place of its state in a world; set by the registry.</summary>
    internal int Ordinal { get; set; } = -1;

    /// <summary>Begins a capability.</summary>
    /// <typeparam name="TState">Its state.</typeparam>
    public static Capability<TState> Of<TState>(string name, KeyScope scope = KeyScope.Edit)
        where TState : class, IState<TState> => new(name, scope);

    internal abstract void WriteRows(object state, StateRows rows);
}

/// <inheritdoc/>
/// <typeparam name="TState">Its state.</typeparam>
public sealed class Capability<TState> : Capability
    where TState : class, IState<TState>
{
    internal Capability(string name, KeyScope scope)
        : base(name, typeof(TState), TState.Empty, scope) { }

    /// <summary>Adds a kind of act.</summary>
    /// <param name="scope">What a key must be good for; by default what the capability says.</param>
    public Capability<TState> Act<TAct>(KeyScope? scope = null)
        where TAct : class, IAct<TAct, TState>
    {
        Kinds = Kinds.Add(new ActKind<TAct, TState>(this, scope ?? Scope));
        return this;
    }

    /// <summary>Declares that its acts read the published state of another capability.</summary>
    public Capability<TState> Reads<TOther>()
        where TOther : class, IState<TOther>
    {
        Declared = Declared.Add(typeof(TOther));
        return this;
    }

    internal override void WriteRows(object state, StateRows rows) => ((TState)state).WriteRows(rows);
}
