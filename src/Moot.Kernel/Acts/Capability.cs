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

    /// <summary>True if it judges every act before the rule of its kind does.</summary>
    internal virtual bool IsGate => false;

    /// <summary>What its gate says of an act of whatever capability.</summary>
    internal virtual Verdict JudgeAny(object state, ActKind kind, object act, in Circumstance how) => Verdict.Lawful;

    /// <summary>True if it counts what people work on by acts of other capabilities.</summary>
    internal virtual bool IsNoting => false;

    /// <summary>Its state after somebody worked on something by an act of another capability.</summary>
    internal virtual object NoteWork(object state, string subject, in Circumstance how) => state;

    /// <summary>Place of its state in a world; set by the registry.</summary>
    internal int Ordinal { get; set; } = -1;

    /// <summary>Begins a capability.</summary>
    /// <typeparam name="TState">Its state.</typeparam>
    public static Capability<TState> Of<TState>(string name, KeyScope scope = KeyScope.Edit)
        where TState : class, IState<TState> => new(name, scope);

    internal abstract void WriteRows(object state, StateRows rows);
}

/// <summary>A rule about acts of every kind: who may act at all.</summary>
/// <param name="state">State of the capability that says so.</param>
/// <param name="kind">Name of the kind.</param>
/// <param name="act">The act.</param>
/// <param name="how">Who acts, and when.</param>
public delegate Verdict Gate<in TState>(TState state, string kind, object act, in Circumstance how);

/// <summary>How things stand after somebody worked on something by an act of another capability.</summary>
/// <param name="state">State of the capability that counts it.</param>
/// <param name="subject">What they worked on, such as <c>page:12</c>.</param>
/// <param name="how">Who, and when.</param>
public delegate TState Note<TState>(TState state, string subject, in Circumstance how);

/// <inheritdoc/>
/// <typeparam name="TState">Its state.</typeparam>
public sealed class Capability<TState> : Capability
    where TState : class, IState<TState>
{
    internal Capability(string name, KeyScope scope)
        : base(name, typeof(TState), TState.Empty, scope) { }

    private Gate<TState>? gate;
    private Note<TState>? note;

    internal override bool IsGate => gate is not null;

    /// <summary>Says that this capability judges acts of every kind, before the rule of the kind does: it may refuse what that would allow, and never the other way round.</summary>
    public Capability<TState> Gates(Gate<TState> rule)
    {
        gate = rule;
        return this;
    }

    internal override bool IsNoting => note is not null;

    /// <summary>Says that this capability counts what people work on by acts of other capabilities. It changes its own state alone.</summary>
    public Capability<TState> Notes(Note<TState> effect)
    {
        note = effect;
        return this;
    }

    internal override object NoteWork(object state, string subject, in Circumstance how) => note!((TState)state, subject, how);

    internal override Verdict JudgeAny(object state, ActKind kind, object act, in Circumstance how) => gate!((TState)state, kind.Name, act, how);

    /// <summary>Adds a kind of act.</summary>
    /// <param name="scope">What a key must be good for; by default what the capability says.</param>
    public Capability<TState> Act<TAct>(KeyScope? scope = null)
        where TAct : class, IAct<TAct, TState>
    {
        Kinds = Kinds.Add(new ActKind<TAct, TState>(this, scope ?? Scope));
        return this;
    }

    /// <summary>Adds a kind of act that the host does itself, and nobody else.</summary>
    public Capability<TState> HostAct<TAct>()
        where TAct : class, IAct<TAct, TState>
    {
        Kinds = Kinds.Add(new ActKind<TAct, TState>(this, Scope) { IsHosts = true });
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
