using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>What somebody noted for themselves about a subject.</summary>
/// <param name="IsWatched">True if they want to hear of it, false if they do not; null where they never said.</param>
/// <param name="Seen">Entries before this one were there when they looked last; null where they never did.</param>
public readonly record struct Mark(bool? IsWatched, long? Seen);

/// <summary>What people watch and how far they have read. It is nobody's business: it is kept on the host and never in the log.</summary>
public interface IMarks
{
    /// <summary>False where nothing is kept: at a mirror.</summary>
    bool IsKept { get; }

    /// <summary>Everything that somebody noted, by subject (<c>page:12</c>, <c>thread:40</c>, <c>member:…</c>).</summary>
    ImmutableDictionary<string, Mark> Of(Actor actor);

    /// <summary>Notes something about a subject; what is null stays as it was.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="mark">What they note.</param>
    /// <param name="now">The time.</param>
    void Note(Actor actor, string subject, Mark mark, Moment now);
}

/// <summary>Keeps nothing.</summary>
public sealed class NoMarks : IMarks
{
    public bool IsKept => false;

    public ImmutableDictionary<string, Mark> Of(Actor actor) => ImmutableDictionary<string, Mark>.Empty;

    public void Note(Actor actor, string subject, Mark mark, Moment now) { }
}
