using System.Collections.Immutable;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Chance;

/// <summary>A sealed row of secrets for later draws: nobody can know who would follow a person who leaves.</summary>
/// <remarks>
/// Taking the next of an old draw lets everybody see whom a resignation would favour. Instead whoever runs the draw makes a chain of
/// hashes, publishes the last with the result, and for each vacancy reveals the one before, which is added to the key of a new draw.
/// As used for the IETF NomCom of 2023: value 1 is SHA-256 of a secret seed, each value the SHA-256 of the one before.
/// </remarks>
public static class ReplacementChain
{
    /// <summary>Values in a chain.</summary>
    public const int LengthMax = 1_000;

    /// <summary>Makes a chain: the last value is to be published, the others revealed backwards.</summary>
    /// <param name="seed">Secret bytes, known to nobody else until the chain is used up.</param>
    /// <param name="length">Number of values, 1 to 1,000: replacements provided for, and one to publish.</param>
    public static ImmutableArray<Hash> Make(ReadOnlySpan<byte> seed, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, LengthMax);
        var chain = ImmutableArray.CreateBuilder<Hash>(length);
        var value = Hash.Of(seed);
        chain.Add(value);
        while (chain.Count < length)
        {
            value = Next(value);
            chain.Add(value);
        }

        return chain.MoveToImmutable();
    }

    /// <summary>True if a revealed value is the one before a value already known.</summary>
    public static bool Precedes(Hash revealed, Hash known) => Next(revealed) == known;

    /// <summary>The key of the draw for a replacement: the key of the first draw with a revealed value as a further source.</summary>
    public static string Extend(string key, Hash revealed) => $"{key}{revealed.ToHex()}./";

    private static Hash Next(in Hash value)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        value.CopyTo(bytes);
        return Hash.Of(bytes);
    }
}
