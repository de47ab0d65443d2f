using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Kernel.Tests.Tree;

/// <summary>A tree that is read from tiles proves what the tree that wrote them proves, and asks for few of them.</summary>
public sealed class TileTreeTests
{
    private const int Largest = 70_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(1_000)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(Largest)]
    public void Proofs_are_those_of_the_tree_itself(int size)
    {
        var whole = Grown(size);
        var read = new TileTree(size, whole.Tile);
        Assert.Equal(whole.Root(), read.Root());
        var random = new Random(size);
        foreach (var smaller in Enumerable.Range(0, 40).Select(_ => random.NextInt64(1, size + 1)).Append(1).Append(size))
        {
            Assert.Equal(whole.RootAt(smaller), read.RootAt(smaller));
            Assert.Equal(whole.ConsistencyProof(smaller, size), read.ConsistencyProof(smaller, size));
            Assert.True(Merkle.VerifyConsistency(smaller, size, whole.RootAt(smaller), whole.Root(), read.ConsistencyProof(smaller, size).AsSpan()));
            var index = random.NextInt64(0, smaller);
            Assert.Equal(whole.InclusionProof(index, smaller), read.InclusionProof(index, smaller));
            Assert.Equal(whole.Leaf(index), read.Leaf(index));
        }
    }

    [Fact]
    public void A_host_that_claims_a_huge_log_is_asked_for_few_tiles()
    {
        var asked = new HashSet<(int, long)>();
        var tree = new TileTree(
            long.MaxValue,
            (level, n, width) =>
            {
                asked.Add((level, n));
                return new byte[width * Hash.Size];
            }
        );
        _ = tree.Root();
        _ = tree.ConsistencyProof(12_345, long.MaxValue);
        Assert.InRange(asked.Count, 1, 2 * 64);
    }

    [Fact]
    public void A_short_tile_is_refused() => Assert.Throws<InvalidDataException>(() => new TileTree(300, (_, _, _) => new byte[Hash.Size]).Root());

    private static HashTree Grown(int size)
    {
        var tree = new HashTree();
        for (var i = 0; i < size; i++)
        {
            tree.Append(Hash.Leaf(BitConverter.GetBytes(i)));
        }

        return tree;
    }
}
