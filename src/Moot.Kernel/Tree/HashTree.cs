using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Moot.Kernel.Tree;

/// <summary>A full tile: 256 neighbouring hashes of one level, which never change again.</summary>
/// <param name="Level">Level of the tile; its hashes stand for 256^level entries each.</param>
/// <param name="N">Index of the tile within its level.</param>
/// <param name="Bytes">8,192 bytes: 256 hashes in order.</param>
public readonly record struct FullTile(int Level, long N, byte[] Bytes);

/// <summary>The tree over a growing log: takes leaves at its end, and gives roots and proofs for any size it ever had.</summary>
/// <remarks>
/// RFC 6962 §2.1 held in the tiles of C2SP tlog-tiles. A tile here keeps the 255 hashes above its 256 as well, so that
/// any root or proof costs a hash or two per level and no more.
/// <para>In memory: the right edge and all full tiles of level 1 and up, about 64 bytes per 256 leaves; full tiles of level 0
/// either all (64 bytes per leaf), or only the <c>cachedTiles</c> used last (16 KB each) where they can be loaded again.</para>
/// <para>Safe for many threads: one lock, held while a tile is loaded, so <c>loadTile</c> must not wait for another user of the tree.</para>
/// </remarks>
public sealed class HashTree : ITree
{
    /// <summary>Hashes in a full tile.</summary>
    public const int TileWidth = 256;

    /// <summary>Bytes in a full tile.</summary>
    public const int TileBytes = TileWidth * Hash.Size;

    private const int TileHeight = 8;
    private const int LevelsMax = 64 / TileHeight;
    private const int NodesInTile = (2 * TileWidth) - 1;
    private const int RecentRoots = 8;

    private readonly Lock gate = new();
    private readonly Func<int, long, byte[]?>? loadTile;
    private readonly TileCache? cache;
    private readonly List<Hash[]>[] full = new List<Hash[]>[LevelsMax];
    private readonly long[] fullCount = new long[LevelsMax];
    private readonly Hash[]?[] edge = new Hash[LevelsMax][];
    private readonly int[] edgeWidth = new int[LevelsMax];
    private readonly List<(int Level, long N)> completed = [];

    /// <summary>Full tiles of level 0 not yet taken, hence perhaps not yet to be loaded.</summary>
    private readonly Dictionary<long, byte[]> unsaved = [];

    private readonly (long Size, Hash Root)[] recent = new (long, Hash)[RecentRoots];
    private int nextRecent;
    private long size;

    /// <summary>An empty tree.</summary>
    /// <param name="loadTile">Gives back a full tile of level 0 taken before (level, n; 8,192 bytes); null to keep all tiles in memory.</param>
    /// <param name="cachedTiles">Loaded tiles kept in memory, at least 1.</param>
    public HashTree(Func<int, long, byte[]?>? loadTile = null, int cachedTiles = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cachedTiles, 1);
        this.loadTile = loadTile;
        cache = loadTile is null ? null : new(cachedTiles);
        for (var level = 0; level < LevelsMax; level++)
        {
            full[level] = [];
        }
    }

    /// <summary>Leaves in the tree.</summary>
    public long Size
    {
        get
        {
            lock (gate)
            {
                return size;
            }
        }
    }

    /// <summary>Opens a tree that was saved as full tiles and the leaves after the last full tile of level 0.</summary>
    /// <param name="size">Leaves in the tree.</param>
    /// <param name="loadTile">Gives a full tile (level, n): those of level 1, and those of level 0 not under one of them, are asked for at once.</param>
    /// <param name="tailLeaves">The leaves from the last multiple of 256 up to the size.</param>
    /// <exception cref="InvalidDataException">A tile is missing or has not 8,192 bytes.</exception>
    /// <remarks>Tiles of level 2 and up are computed, not loaded. Nothing vouches for the tiles but the root:
    /// compare <see cref="Root"/> with the signed checkpoint.</remarks>
    public static HashTree Load(long size, Func<int, long, byte[]?> loadTile, IReadOnlyList<Hash> tailLeaves) => Load(size, loadTile, tailLeaves, 256);

    /// <inheritdoc cref="Load(long, Func{int, long, byte[]}, IReadOnlyList{Hash})"/>
    public static HashTree Load(long size, Func<int, long, byte[]?> loadTile, IReadOnlyList<Hash> tailLeaves, int cachedTiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentNullException.ThrowIfNull(loadTile);
        if (tailLeaves.Count != size % TileWidth)
        {
            throw new ArgumentException("The tail has the leaves after the last full tile.", nameof(tailLeaves));
        }

        var tree = new HashTree(loadTile, cachedTiles);
        var tiles = size / TileWidth;
        for (var n = 0L; n < tiles / TileWidth; n++)
        {
            var nodes = tree.LoadNodes(1, n);
            tree.full[1].Add(nodes);
            tree.fullCount[1]++;
            tree.fullCount[0] += TileWidth;
            tree.Push(2, nodes[^1]);
        }

        for (var n = tree.fullCount[0]; n < tiles; n++)
        {
            var nodes = tree.LoadNodes(0, n);
            tree.cache!.Put(n, nodes);
            tree.fullCount[0]++;
            tree.Push(1, nodes[^1]);
        }

        foreach (var leaf in tailLeaves)
        {
            tree.Push(0, leaf);
        }

        tree.size = size;
        tree.completed.Clear();
        return tree;
    }

    /// <summary>Adds a leaf at the end; one further hash on average.</summary>
    public void Append(in Hash leaf)
    {
        lock (gate)
        {
            Push(0, leaf);
            size++;
        }
    }

    /// <summary>Root of the whole tree.</summary>
    public Hash Root()
    {
        lock (gate)
        {
            return RootLocked(size);
        }
    }

    /// <summary>Root the tree had when it was of this size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree was never of this size.</exception>
    /// <exception cref="InvalidDataException">A tile needed is missing or spoilt.</exception>
    public Hash RootAt(long size)
    {
        lock (gate)
        {
            CheckSize(size);
            return RootLocked(size);
        }
    }

    /// <summary>The hashes that prove a leaf to be in the tree of a size, from the leaf's sibling upwards (RFC 6962 §2.1.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree was never of this size, or the index is not below it.</exception>
    /// <exception cref="InvalidDataException">A tile needed is missing or spoilt.</exception>
    public ImmutableArray<Hash> InclusionProof(long index, long size)
    {
        lock (gate)
        {
            CheckSize(size);
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
            var path = ImmutableArray.CreateBuilder<Hash>();
            var (start, end) = (0L, size);
            while (end - start > 1)
            {
                var middle = Middle(start, end);
                if (index < middle)
                {
                    path.Add(Range(middle, end));
                    end = middle;
                }
                else
                {
                    path.Add(Range(start, middle));
                    start = middle;
                }
            }

            path.Reverse();
            return path.ToImmutable();
        }
    }

    /// <summary>The hashes that prove the tree of the first size to be a beginning of that of the second (RFC 6962 §2.1.2); none for equal sizes or from size 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree was never of the second size, or the first is larger.</exception>
    /// <exception cref="InvalidDataException">A tile needed is missing or spoilt.</exception>
    public ImmutableArray<Hash> ConsistencyProof(long size1, long size2)
    {
        lock (gate)
        {
            CheckSize(size2);
            ArgumentOutOfRangeException.ThrowIfNegative(size1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(size1, size2);
            if (size1 == 0)
            {
                return [];
            }

            var path = ImmutableArray.CreateBuilder<Hash>();
            var (start, end) = (0L, size2);
            while (end != size1)
            {
                var middle = Middle(start, end);
                if (size1 <= middle)
                {
                    path.Add(Range(middle, end));
                    end = middle;
                }
                else
                {
                    path.Add(Range(start, middle));
                    start = middle;
                }
            }

            // Who has root1 knows the hash of [0, size1), but not that of a later beginning.
            if (start > 0)
            {
                path.Add(Range(start, end));
            }

            path.Reverse();
            return path.ToImmutable();
        }
    }

    /// <summary>Hash of the leaf at an index.</summary>
    public Hash Leaf(long index)
    {
        lock (gate)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
            return Node(0, index);
        }
    }

    /// <summary>The first hashes of a tile, as served: width × 32 bytes.</summary>
    /// <param name="level">Level of the tile, from 0.</param>
    /// <param name="n">Index of the tile within its level.</param>
    /// <param name="width">Hashes wanted, 1 to 256.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tree has not so many hashes there.</exception>
    public byte[] Tile(int level, long n, int width)
    {
        lock (gate)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(level);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, LevelsMax);
            ArgumentOutOfRangeException.ThrowIfNegative(n);
            ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(width, TileWidth);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(n, fullCount[level]);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(width, n < fullCount[level] ? TileWidth : edgeWidth[level]);
            return ToBytes(Nodes(level, n).AsSpan(0, width));
        }
    }

    /// <summary>The tiles that became full since the last call, lower levels first where one filled another.</summary>
    /// <remarks>A tile of level 0 that is loaded again must be there to be loaded as soon as it was taken and <c>cachedTiles</c> others were used after it.</remarks>
    public ImmutableArray<FullTile> TakeCompleted()
    {
        lock (gate)
        {
            var tiles = ImmutableArray.CreateBuilder<FullTile>(completed.Count);
            foreach (var (level, n) in completed)
            {
                tiles.Add(new(level, n, level == 0 && unsaved.Remove(n, out var bytes) ? bytes : ToBytes(full[level][(int)n].AsSpan(0, TileWidth))));
            }

            completed.Clear();
            return tiles.MoveToImmutable();
        }
    }

    /// <summary>Largest power of two below the width of a range, from its start: where RFC 6962 parts a tree.</summary>
    private static long Middle(long start, long end) => start + (long)(BitOperations.RoundUpToPowerOf2((ulong)(end - start)) >> 1);

    /// <summary>Where the nodes of a height (0 to 8) begin in a tile's array.</summary>
    private static int Offset(int height) => (2 * TileWidth) - ((2 * TileWidth) >> height);

    private static byte[] ToBytes(ReadOnlySpan<Hash> hashes) => MemoryMarshal.AsBytes(hashes).ToArray();

    private void CheckSize(long asked)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(asked);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(asked, size);
    }

    /// <summary>Adds a hash to the right edge of a level, and to the levels above as tiles fill up.</summary>
    private void Push(int level, Hash hash)
    {
        while (true)
        {
            var tile = edge[level] ??= new Hash[NodesInTile];
            var at = edgeWidth[level]++;
            tile[at] = hash;
            Climb(tile, at);
            if (edgeWidth[level] < TileWidth)
            {
                return;
            }

            hash = tile[^1];
            Keep(level, tile);
            (edge[level], edgeWidth[level]) = (null, 0);
            level++;
        }
    }

    /// <summary>Computes the nodes above a position that it completes.</summary>
    private static void Climb(Hash[] tile, int at)
    {
        for (var height = 1; height <= TileHeight && ((at >> (height - 1)) & 1) == 1; height++)
        {
            var below = Offset(height - 1) + (2 * (at >> height));
            tile[Offset(height) + (at >> height)] = Hash.Node(tile[below], tile[below + 1]);
        }
    }

    private void Keep(int level, Hash[] tile)
    {
        var n = fullCount[level]++;
        completed.Add((level, n));
        if (level > 0 || cache is null)
        {
            full[level].Add(tile);
        }
        else
        {
            unsaved.Add(n, ToBytes(tile.AsSpan(0, TileWidth)));
            cache.Put(n, tile);
        }
    }

    private Hash RootLocked(long asked)
    {
        if (asked == 0)
        {
            return Hash.EmptyTree;
        }

        foreach (var (known, hash) in recent)
        {
            if (known == asked)
            {
                return hash;
            }
        }

        // Never stale: the root of a size does not change as the tree grows.
        var root = Range(0, asked);
        recent[nextRecent] = (asked, root);
        nextRecent = (nextRecent + 1) % RecentRoots;
        return root;
    }

    /// <summary>Root of the part [start, end), whose start is a multiple of its width rounded up to a power of two.</summary>
    private Hash Range(long start, long end)
    {
        var rest = end - start;
        var height = BitOperations.TrailingZeroCount(rest);
        var hash = Node(height, (end >> height) - 1);
        for (rest &= rest - 1; rest != 0; rest &= rest - 1)
        {
            height = BitOperations.TrailingZeroCount(rest);
            hash = Hash.Node(Node(height, ((start + rest) >> height) - 1), hash);
        }

        return hash;
    }

    /// <summary>Root of the full subtree of 2^height leaves that is the index-th of its height.</summary>
    private Hash Node(int height, long index)
    {
        var (level, inTile) = (height / TileHeight, height % TileHeight);
        var bits = TileHeight - inTile;
        return Nodes(level, index >> bits)[Offset(inTile) + (int)(index & ((1 << bits) - 1))];
    }

    private Hash[] Nodes(int level, long n)
    {
        if (n == fullCount[level])
        {
            return edge[level]!;
        }

        if (level > 0 || cache is null)
        {
            return full[level][(int)n];
        }

        if (!cache.TryGet(n, out var nodes))
        {
            nodes = LoadNodes(0, n);
            if (nodes[^1] != Node(TileHeight, n))
            {
                throw new InvalidDataException($"Tile {Encoding.TilePath.Tile(0, n, TileWidth)} does not hash to the root that the tree has for it.");
            }

            cache.Put(n, nodes);
        }

        return nodes;
    }

    private Hash[] LoadNodes(int level, long n)
    {
        var bytes = level == 0 && unsaved.TryGetValue(n, out var mine) ? mine : loadTile!(level, n);
        if (bytes is not { Length: TileBytes })
        {
            var what = bytes is null ? "is missing" : $"has {bytes.Length} bytes instead of {TileBytes}";
            throw new InvalidDataException($"Tile {Encoding.TilePath.Tile(level, n, TileWidth)} {what}.");
        }

        var nodes = new Hash[NodesInTile];
        MemoryMarshal.Cast<byte, Hash>(bytes).CopyTo(nodes);
        for (var at = 1; at < TileWidth; at += 2)
        {
            Climb(nodes, at);
        }

        return nodes;
    }
}
