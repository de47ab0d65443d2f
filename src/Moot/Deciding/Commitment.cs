using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>"I will, if so many others do": work or a signature that nobody gives alone.</summary>
/// <param name="Id">Entry that opened it; its body says what is promised.</param>
/// <param name="Opener">Who opened it: the first who promises.</param>
/// <param name="Need">How many have to promise, who opened it included.</param>
/// <param name="Until">By when; who comes at that very moment comes too late.</param>
/// <param name="Joined">Who promises, with their entries.</param>
public sealed record Commitment(long Id, Actor Opener, int Need, Moment Until, ImmutableDictionary<Actor, long> Joined)
{
    /// <summary>When it had enough; from then on it binds everybody who promised.</summary>
    public Moment? Met { get; init; }

    /// <summary>Who said that they have kept it, with their entries.</summary>
    public ImmutableDictionary<Actor, long> Kept { get; init; } = ImmutableDictionary<Actor, long>.Empty;

    /// <summary>True if it can still be joined and left.</summary>
    public bool IsOpen(Moment at) => Met is null && at < Until;

    /// <summary>True if the time ran out before there were enough: then nobody is bound.</summary>
    public bool IsVoid(Moment at) => Met is null && at >= Until;

    internal void WriteRows(StateRows rows)
    {
        rows.Row("commitment", Id, Opener, Need, Until.Milliseconds, Met?.Milliseconds ?? -1);
        foreach (var (actor, entry) in Joined)
        {
            rows.Row("promise", Id, actor, entry, Kept.GetValueOrDefault(actor, -1));
        }
    }
}
