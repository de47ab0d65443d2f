namespace Moot.Testing;

/// <summary>Chance from a seed (SplitMix64): a failing run is run again by its printed seed.</summary>
public sealed class Dice(ulong seed)
{
    private ulong state = seed;

    public ulong Seed { get; } = seed;

    public ulong Next()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number from 0 up to but without a bound.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>True once in so many times.</summary>
    public bool OnceIn(int times) => Below(times) == 0;

    public T Pick<T>(params ReadOnlySpan<T> from) => from[Below(from.Length)];

    public T PickFrom<T>(IReadOnlyList<T> from) => from[Below(from.Count)];
}
