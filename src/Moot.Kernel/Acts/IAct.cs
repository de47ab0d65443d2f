using System.Text.Json.Serialization.Metadata;

namespace Moot.Kernel.Acts;

/// <summary>A kind of act: a record, its rule and its effect.</summary>
/// <typeparam name="TSelf">The record itself.</typeparam>
/// <typeparam name="TState">The state of the capability that it belongs to.</typeparam>
/// <remarks>
/// Judge and Fold are pure: no clock, no chance, no culture, no floating point. Judge decides; Fold obeys and is total over lawful acts.
/// Members of type <see cref="Prose"/> lie in the erasable body, all others in the leaf.
/// A new meaning is a new version of the kind; a version once published keeps its meaning for ever.
/// </remarks>
public interface IAct<TSelf, TState>
    where TSelf : class, IAct<TSelf, TState>
    where TState : class, IState<TState>
{
    /// <summary>Name and version, for example <c>talk.say/1</c>.</summary>
    static abstract string Kind { get; }

    /// <summary>How the record is read from JSON (source-generated, strict).</summary>
    static abstract JsonTypeInfo<TSelf> Json { get; }

    /// <summary>May this act enter the log, as things stand?</summary>
    static abstract Verdict Judge(TState state, TSelf act, in Circumstance how);

    /// <summary>How things stand after this lawful act.</summary>
    static abstract TState Fold(TState state, TSelf act, in Circumstance how);

    /// <summary>An earlier blob that the one which this act brings is like, such as the text before: stores may keep the difference alone. It changes no meaning.</summary>
    static virtual BlobId? Resembles(TState state, TSelf act) => null;

    /// <summary>What somebody worked on by this act, such as <c>page:12</c>: other capabilities may count it. Null where nobody asks.</summary>
    static virtual string? WorksOn(TSelf act) => null;
}

/// <summary>The state of a capability: immutable, folded from the log's leaves alone.</summary>
public interface IState<TSelf>
    where TSelf : class, IState<TSelf>
{
    /// <summary>The state before the first act.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>Writes everything that counts, one row for each thing, in any order; the digest sorts them.</summary>
    void WriteRows(StateRows rows);
}
