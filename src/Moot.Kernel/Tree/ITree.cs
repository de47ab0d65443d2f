using System.Collections.Immutable;

namespace Moot.Kernel.Tree;

/// <summary>A Merkle tree of which proofs can be made (RFC 6962 §2.1).</summary>
public interface ITree
{
    /// <summary>Root the tree had when it was of this size.</summary>
    Hash RootAt(long size);

    /// <summary>Hash of a leaf.</summary>
    Hash Leaf(long index);

    /// <summary>Shows that a leaf is in the tree of a size.</summary>
    ImmutableArray<Hash> InclusionProof(long index, long size);

    /// <summary>Shows that the tree of one size goes on from that of another.</summary>
    ImmutableArray<Hash> ConsistencyProof(long size1, long size2);
}
