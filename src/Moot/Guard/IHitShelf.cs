using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Guard;

/// <summary>A hit with the filter that it was, as that was set then.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="SetBy">The entry that had set it.</param>
/// <param name="What">The hit.</param>
public sealed record ShelvedHit(long Filter, long SetBy, Hit What);

/// <summary>Where the hits of filters outlast the program: on the host alone, for <see cref="HitBook.Kept"/>. No address of a machine is among them.</summary>
public interface IHitShelf
{
    /// <summary>What was noted, oldest first.</summary>
    ImmutableArray<ShelvedHit> Read();

    /// <summary>Filters that lost their effect, with the entries that had set them.</summary>
    ImmutableArray<(long Filter, long SetBy)> Broad();

    /// <summary>Notes hits.</summary>
    void Add(IReadOnlyCollection<ShelvedHit> hits);

    /// <summary>Notes that a filter lost its effect.</summary>
    void AddBroad(long filter, long setBy);

    /// <summary>Destroys what is older.</summary>
    void Forget(Moment before);
}

/// <summary>Keeps nothing: at a mirror, which lets nothing in.</summary>
public sealed class NoHits : IHitShelf
{
    public ImmutableArray<ShelvedHit> Read() => [];

    public ImmutableArray<(long Filter, long SetBy)> Broad() => [];

    public void Add(IReadOnlyCollection<ShelvedHit> hits) { }

    public void AddBroad(long filter, long setBy) { }

    public void Forget(Moment before) { }
}
