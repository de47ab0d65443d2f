using CsCheck;
using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Xunit;
using Hash = Moot.Kernel.Tree.Hash;

namespace Moot.Kernel.Tests.Tree;

public sealed class HashTreeTests
{
    /// <summary>Past two full tiles of level 0, and the tile of level 1 still open.</summary>
    private const int Small = 700;

    private static readonly Hash[] Leaves = NaiveTree.Leaves(Small);

    /// <summary>A log of 70,000: one full tile of level 1, and parts of three levels.</summary>
    private static readonly Lazy<(Hash[] Leaves, Dictionary<(int, long), byte[]> Tiles)> Large = new(() =>
    {
        var leaves = NaiveTree.Leaves(70_000);
        var tree = new HashTree();
        foreach (var leaf in leaves)
        {
            tree.Append(leaf);
        }

        return (leaves, tree.TakeCompleted().ToDictionary(t => (t.Level, t.N), t => t.Bytes));
    });

    [Fact]
    public void Roots_and_proofs_are_those_of_the_vectors()
    {
        var vectors = Vectors.Read("log/tree.json");
        var tree = InMemory((int)vectors.Number("leaves"));
        foreach (var v in vectors.List("roots"))
        {
            Assert.Equal(v.Hash("root"), tree.RootAt(v.Number("size")));
            Assert.Equal(v.Hash("root"), Merkle.Root(Leaves.AsSpan(0, (int)v.Number("size"))));
        }

        foreach (var v in vectors.List("inclusion"))
        {
            Assert.Equal(v.Hashes("proof"), tree.InclusionProof(v.Number("index"), v.Number("size")));
        }

        foreach (var v in vectors.List("consistency"))
        {
            Assert.Equal(v.Hashes("proof"), tree.ConsistencyProof(v.Number("size1"), v.Number("size2")));
        }
    }

    [Fact]
    public void Roots_and_proofs_of_all_sizes_are_those_of_a_naive_tree()
    {
        foreach (var tree in (HashTree[])[InMemory(Small), Stored(Small, cachedTiles: 1)])
        {
            Gen.Int[1, Small]
                .SelectMany(size => Gen.Int[0, size - 1].Select(Gen.Int[1, size]).Select((index, older) => (size, index, older)))
                .Sample(
                    c =>
                    {
                        var d = Leaves.AsSpan(0, c.size);
                        var root = NaiveTree.Root(d);
                        var inclusion = tree.InclusionProof(c.index, c.size);
                        var consistency = tree.ConsistencyProof(c.older, c.size);
                        Assert.Equal(root, tree.RootAt(c.size));
                        Assert.Equal(root, Merkle.Root(d));
                        Assert.Equal(Leaves[c.index], tree.Leaf(c.index));
                        Assert.Equal(NaiveTree.Path(c.index, d), inclusion);
                        Assert.Equal(NaiveTree.Consistency(c.older, d), consistency);
                        Assert.True(Merkle.VerifyInclusion(c.index, c.size, Leaves[c.index], inclusion.AsSpan(), root));
                        Assert.True(Merkle.VerifyConsistency(c.older, c.size, NaiveTree.Root(d[..c.older]), root, consistency.AsSpan()));
                    },
                    iter: 400,
                    threads: 1,
                    seed: "0003Hb1ZNS5D"
                );
        }
    }

    [Fact]
    public void A_proof_with_anything_changed_is_refused()
    {
        var tree = InMemory(Small);
        Gen.Int[2, Small]
            .SelectMany(size => Gen.Int[0, size - 1].Select(Gen.Int[1, size - 1], Gen.Int[0, 40]).Select((index, older, at) => (size, index, older, at)))
            .Sample(
                c =>
                {
                    var (root, oldRoot, leaf) = (tree.RootAt(c.size), tree.RootAt(c.older), Leaves[c.index]);
                    var inclusion = tree.InclusionProof(c.index, c.size).ToArray();
                    var consistency = tree.ConsistencyProof(c.older, c.size).ToArray();
                    Assert.False(Merkle.VerifyInclusion(c.index, c.size, root, inclusion, root));
                    Assert.False(Merkle.VerifyInclusion(c.index, c.size, leaf, inclusion.AsSpan(1), root));
                    Assert.False(Merkle.VerifyInclusion(c.index, c.size, leaf, [.. inclusion, root], root));
                    Assert.False(Merkle.VerifyInclusion(c.index, c.size, leaf, inclusion, oldRoot));
                    Assert.False(Merkle.VerifyConsistency(c.older, c.size, root, root, consistency));
                    Assert.False(Merkle.VerifyConsistency(c.older, c.size, oldRoot, oldRoot, consistency));
                    Assert.False(Merkle.VerifyConsistency(c.older, c.size, oldRoot, root, consistency.AsSpan(1)));
                    Assert.False(Merkle.VerifyConsistency(c.older, c.size, oldRoot, root, [.. consistency, root]));
                    inclusion[c.at % inclusion.Length] = Hash.Of("x"u8);
                    consistency[c.at % consistency.Length] = Hash.Of("x"u8);
                    Assert.False(Merkle.VerifyInclusion(c.index, c.size, leaf, inclusion, root));
                    Assert.False(Merkle.VerifyConsistency(c.older, c.size, oldRoot, root, consistency));
                },
                iter: 300,
                threads: 1,
                seed: "0004Hb1ZNS5D"
            );
    }

    [Fact]
    public void A_part_of_a_tree_is_proved_in_it()
    {
        // Proof of [8, 12) in a tree of 15: its right sibling [12, 15), then its left sibling [0, 8).
        var d = Leaves.AsSpan(0, 15);
        Hash[] proof = [NaiveTree.Root(d[12..]), NaiveTree.Root(d[..8])];
        Assert.True(Merkle.VerifySubtreeConsistency(8, 12, 15, NaiveTree.Root(d[8..12]), NaiveTree.Root(d), proof));
        Assert.False(Merkle.VerifySubtreeConsistency(4, 8, 15, NaiveTree.Root(d[8..12]), NaiveTree.Root(d), proof));

        // [8, 13) is of a shape of its own: from leaf 12, its sibling 13, then 14, then [8, 12), then [0, 8).
        proof = [d[12], d[13], d[14], NaiveTree.Root(d[8..12]), NaiveTree.Root(d[..8])];
        Assert.True(Merkle.VerifySubtreeConsistency(8, 13, 15, NaiveTree.Root(d[8..13]), NaiveTree.Root(d), proof));
        Assert.True(Merkle.VerifySubtreeInclusion(12, 8, 13, d[12], [NaiveTree.Root(d[8..12])], NaiveTree.Root(d[8..13])));
        Assert.False(Merkle.IsSubtree(1, 3));
        Assert.False(Merkle.IsSubtree(-8, 0));
        Assert.True(Merkle.IsSubtree(0, long.MaxValue));
        Assert.False(Merkle.IsSubtree(1, long.MaxValue));
    }

    [Fact]
    public void A_log_of_70_000_is_tiled_as_the_specification_says()
    {
        var (leaves, tiles) = Large.Value;
        var tree = InMemory(70_000, leaves);
        Assert.Equal(273, tiles.Keys.Count(t => t.Item1 == 0));
        Assert.Equal(1, tiles.Keys.Count(t => t.Item1 == 1));
        Assert.Equal(274, tiles.Count);
        foreach (var (level, n, width, path) in new[] { (0, 273L, 112, "tile/0/273.p/112"), (1, 1L, 17, "tile/1/001.p/17"), (2, 0L, 1, "tile/2/000.p/1") })
        {
            Assert.Equal(path, TilePath.Tile(level, n, width));
            Assert.Equal(32 * width, tree.Tile(level, n, width).Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => tree.Tile(level, n, width + 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => tree.Tile(level, n + 1, 1));
        }

        Assert.Equal("tile/entries/273.p/112", TilePath.Entries(273, 112));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Tile(3, 0, 1));
        Assert.Equal(tree.Tile(1, 0, 256), tiles[(1, 0)]);
        Assert.Equal(NaiveTree.Root(leaves.AsSpan(0, 65_536)).ToBytes(), tree.Tile(2, 0, 1));
        Assert.Equal(NaiveTree.Root(leaves.AsSpan(65_536 + 256, 256)).ToBytes(), tree.Tile(1, 1, 2)[32..]);
        Assert.Equal(NaiveTree.Root(leaves), tree.Root());
    }

    [Fact]
    public void A_saved_log_opens_as_it_was_and_grows_on()
    {
        var (leaves, tiles) = Large.Value;
        foreach (var size in (int[])[0, 1, 255, 256, 257, 512, 65_535, 65_536, 65_537, 66_000, 69_999])
        {
            var tree = HashTree.Load(size, (level, n) => tiles[(level, n)], leaves[(size / 256 * 256)..size]);
            var fresh = InMemory(size, leaves);
            Assert.Equal(size, tree.Size);
            Assert.Equal(fresh.Root(), tree.Root());
            Assert.Empty(tree.TakeCompleted());
            if (size > 0)
            {
                Assert.Equal(fresh.InclusionProof(size / 3, size), tree.InclusionProof(size / 3, size));
                Assert.Equal(fresh.ConsistencyProof((size / 3) + 1, size), tree.ConsistencyProof((size / 3) + 1, size));
            }
        }

        var grown = HashTree.Load(65_400, (level, n) => tiles[(level, n)], leaves[65_280..65_400]);
        foreach (var leaf in leaves.AsSpan(65_400))
        {
            grown.Append(leaf);
        }

        Assert.Equal(NaiveTree.Root(leaves), grown.Root());
        var taken = grown.TakeCompleted();
        Assert.Equal([(0, 255), (1, 0), .. Enumerable.Range(256, 17).Select(n => (0, (long)n))], taken.Select(t => (t.Level, t.N)));
        Assert.All(taken, t => Assert.Equal(tiles[(t.Level, t.N)], t.Bytes));
        Assert.Empty(grown.TakeCompleted());
    }

    [Fact]
    public void Tiles_not_yet_taken_are_not_asked_for()
    {
        var tree = new HashTree((level, n) => throw new InvalidOperationException($"Asked for {level}/{n}."), cachedTiles: 1);
        foreach (var leaf in Leaves)
        {
            tree.Append(leaf);
        }

        Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, 100)), tree.RootAt(100));
        Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, 300)), tree.RootAt(300));
    }

    [Fact]
    public void A_missing_short_or_spoilt_tile_is_named()
    {
        foreach (var (bytes, reason) in new (byte[]?, string)[] { (null, "missing"), (new byte[8191], "8191 bytes"), (new byte[8192], "does not hash") })
        {
            var tree = new HashTree((_, _) => bytes, cachedTiles: 1);
            foreach (var leaf in Leaves)
            {
                tree.Append(leaf);
            }

            tree.TakeCompleted();
            var thrown = Assert.Throws<InvalidDataException>(() => tree.RootAt(100));
            Assert.Contains("tile/0/000", thrown.Message, StringComparison.Ordinal);
            Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
            Assert.Equal(NaiveTree.Root(Leaves), tree.Root());
            Assert.Equal(NaiveTree.Root(Leaves.AsSpan(0, 512)), tree.RootAt(512));
        }

        Assert.Throws<InvalidDataException>(() => HashTree.Load(256, (_, _) => null, []));
        Assert.Throws<ArgumentException>(() => HashTree.Load(256, (_, _) => null, [default]));
    }

    [Fact]
    public void A_root_of_a_size_the_tree_never_had_is_a_bug_of_the_caller()
    {
        var tree = InMemory(10);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.RootAt(11));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.RootAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.InclusionProof(10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.InclusionProof(0, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.ConsistencyProof(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => tree.Leaf(10));
        Assert.Equal(Hash.EmptyTree, tree.RootAt(0));
        Assert.Equal(Hash.EmptyTree, new HashTree().Root());
        Assert.Empty(tree.ConsistencyProof(0, 10));
        Assert.Empty(tree.ConsistencyProof(10, 10));
    }

    [Fact]
    public void Many_readers_and_one_writer_see_only_true_roots()
    {
        var expected = Enumerable.Range(0, Small + 1).Select(n => Merkle.Root(Leaves.AsSpan(0, n))).ToArray();
        var saved = Saved(Leaves);
        var tree = new HashTree((level, n) => saved[(level, n)], cachedTiles: 1);
        Parallel.Invoke(
            () => Array.ForEach(Leaves, leaf => tree.Append(leaf)),
            () => Read(tree, expected, 7),
            () => Read(tree, expected, 11),
            () => Array.ForEach(Leaves, _ => tree.TakeCompleted())
        );
        Assert.Equal(expected[Small], tree.Root());

        static void Read(HashTree tree, Hash[] expected, int step)
        {
            for (var i = 0; i < 5_000; i++)
            {
                var size = (int)(tree.Size * (i * step % 97) / 97);
                Assert.Equal(expected[size], tree.RootAt(size));
            }
        }
    }

    private static HashTree InMemory(int size, Hash[]? leaves = null)
    {
        var tree = new HashTree();
        foreach (var leaf in (leaves ?? Leaves).AsSpan(0, size))
        {
            tree.Append(leaf);
        }

        return tree;
    }

    /// <summary>A tree that keeps next to nothing and loads the rest.</summary>
    private static HashTree Stored(int size, int cachedTiles)
    {
        var tiles = new Dictionary<(int, long), byte[]>();
        var tree = new HashTree((level, n) => tiles.GetValueOrDefault((level, n)), cachedTiles);
        foreach (var leaf in Leaves.AsSpan(0, size))
        {
            tree.Append(leaf);
            foreach (var tile in tree.TakeCompleted())
            {
                tiles.Add((tile.Level, tile.N), tile.Bytes);
            }
        }

        return tree;
    }

    private static Dictionary<(int, long), byte[]> Saved(Hash[] leaves) =>
        InMemory(leaves.Length, leaves).TakeCompleted().ToDictionary(t => (t.Level, t.N), t => t.Bytes);
}
