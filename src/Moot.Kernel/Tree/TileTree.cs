using System.Collections.Immutable;
using System.Numerics;

namespace Moot.Kernel.Tree;

/// <summary>The tree of a checkpoint as the log's own tiles tell it. A proof asks for the few tiles that it needs, whatever size a host claims.</summary>
/// <remarks>Nothing vouches for the tiles but the root: compare <see cref="RootAt"/> with the signed checkpoint, and check each proof against it.</remarks>
/// <param name="size">Leaves of the checkpoint.</param>
/// <param name="tile">Gives a tile by level, n and width in hashes.</param>
public sealed class TileTree(long size, Func<int, long, int, byte[]> tile) : ITree
{
    /// <summary>Tiles kept in memory.</summary>
    private const int TilesKept = 64;

    private const int TileHeight = 8;

    private readonly Dictionary<(int Level, long N), byte[]> kept = [];

    /// <summary>Root of the whole tree.</summary>
    public Hash Root() => RootAt(size);

    public Hash RootAt(long size) => Need(size) == 0 ? Hash.EmptyTree : Range(0, size);

    public Hash Leaf(long index) => Range(index, checked(index + 1));

    public ImmutableArray<Hash> InclusionProof(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Need(size));
        var proof = ImmutableArray.CreateBuilder<Hash>();
        for (var (start, end) = (0L, size); end - start > 1; )
        {
            var middle = start + Split(end - start);
            if (index < middle)
            {
                proof.Add(Range(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(Range(start, middle));
                start = middle;
            }
        }

        proof.Reverse();
        return proof.DrainToImmutable();
    }

    /// <remarks>SUBPROOF of RFC 6962 §2.1.2, from the root downwards.</remarks>
    public ImmutableArray<Hash> ConsistencyProof(long size1, long size2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size1, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size1, Need(size2));
        var proof = ImmutableArray.CreateBuilder<Hash>();
        var isWhole = true; // the old tree begins where the present part does, and ends with it
        var (start, end) = (0L, size2);
        while (size1 != end)
        {
            var middle = start + Split(end - start);
            if (size1 <= middle)
            {
                proof.Add(Range(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(Range(start, middle));
                (start, isWhole) = (middle, false);
            }
        }

        if (!isWhole)
        {
            proof.Add(Range(start, end));
        }

        proof.Reverse();
        return proof.DrainToImmutable();
    }

    /// <summary>Hash of the leaves from one place up to but without another; the first is a multiple of a power of two that is no smaller than their number.</summary>
    private Hash Range(long start, long end)
    {
        var count = end - start;
        if (BitOperations.IsPow2(count))
        {
            return Perfect(BitOperations.Log2((ulong)count), start / count);
        }

        var middle = start + Split(count);
        return Hash.Node(Range(start, middle), Range(middle, end));
    }

    /// <summary>Hash of a subtree that is full: 2^height leaves.</summary>
    private Hash Perfect(int height, long index)
    {
        var (level, within) = (height / TileHeight, height % TileHeight);
        var first = index << within;
        var bytes = Tile(level, first / HashTree.TileWidth);
        var offset = (int)(first % HashTree.TileWidth);
        var nodes = new Hash[1 << within];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Hash.FromBytes(bytes.AsSpan((offset + i) * Hash.Size, Hash.Size));
        }

        for (var width = nodes.Length / 2; width > 0; width /= 2)
        {
            for (var i = 0; i < width; i++)
            {
                nodes[i] = Hash.Node(nodes[2 * i], nodes[(2 * i) + 1]);
            }
        }

        return nodes[0];
    }

    private byte[] Tile(int level, long n)
    {
        if (kept.TryGetValue((level, n), out var known))
        {
            return known;
        }

        var width = (int)Math.Min(HashTree.TileWidth, (size >> (TileHeight * level)) - (n * HashTree.TileWidth));
        var bytes = tile(level, n, width);
        if (bytes.Length < width * Hash.Size)
        {
            throw new InvalidDataException($"Tile {Encoding.TilePath.Tile(level, n, width)} is too short.");
        }

        if (kept.Count >= TilesKept)
        {
            kept.Clear();
        }

        return kept[(level, n)] = bytes;
    }

    /// <summary>The greatest power of two that is less than a count.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    private long Need(long wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, size);
        return wanted;
    }
}
