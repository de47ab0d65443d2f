using System.Numerics;

namespace Moot.Kernel.Tree;

/// <summary>The arithmetic of proofs: that an entry is in a log, and that a log only ever grew.</summary>
/// <remarks>Hashing as in RFC 6962 §2.1; checks as in RFC 9162 §2.1.3.2 and §2.1.4.2, and for parts of a tree as in
/// draft-ietf-plants-merkle-tree-certs §4. Every check takes any numbers and any hashes and answers yes or no.</remarks>
public static class Merkle
{
    /// <summary>Root of the tree over these leaf hashes; of none, <see cref="Hash.EmptyTree"/>.</summary>
    public static Hash Root(ReadOnlySpan<Hash> leaves)
    {
        if (leaves.IsEmpty)
        {
            return Hash.EmptyTree;
        }

        // The roots of the full subtrees so far, largest first: one for each bit of the number of leaves.
        Span<Hash> peaks = stackalloc Hash[32];
        var depth = 0;
        for (var i = 0; i < leaves.Length; i++)
        {
            var hash = leaves[i];
            for (var carry = i; (carry & 1) == 1; carry >>= 1)
            {
                hash = Hash.Node(peaks[--depth], hash);
            }

            peaks[depth++] = hash;
        }

        var root = peaks[--depth];
        while (depth > 0)
        {
            root = Hash.Node(peaks[--depth], root);
        }

        return root;
    }

    /// <summary>True if the leaf stands at this index in the tree of this size and root.</summary>
    /// <param name="index">Index of the leaf, from 0.</param>
    /// <param name="size">Leaves in the tree.</param>
    /// <param name="leaf">Hash of the leaf.</param>
    /// <param name="proof">Siblings from the leaf upwards; exactly as many as needed.</param>
    /// <param name="root">Root of the tree.</param>
    public static bool VerifyInclusion(long index, long size, Hash leaf, ReadOnlySpan<Hash> proof, Hash root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in proof)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = Hash.Node(sibling, hash);

                // A node without a right sibling moves up as it is.
                var up = BitOperations.TrailingZeroCount(node);
                (node, last) = (node >> up, last >> up);
            }
            else
            {
                hash = Hash.Node(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>True if the tree of size1 and root1 is a beginning of the tree of size2 and root2.</summary>
    /// <remarks>Every tree grows from the empty one, so a proof from size 0 proves nothing and is refused
    /// (RFC 9162 §2.1.4.2: 0 &lt; first); equal sizes need equal roots and no proof.</remarks>
    public static bool VerifyConsistency(long size1, long size2, Hash root1, Hash root2, ReadOnlySpan<Hash> proof) =>
        size1 > 0 && VerifySubtreeConsistency(0, size1, size2, root1, root2, proof);

    /// <summary>True if [start, end) is a part of every tree that has so many leaves: its start is a multiple of its size rounded up to a power of two.</summary>
    /// <remarks>draft-ietf-plants-merkle-tree-certs §4.1.</remarks>
    public static bool IsSubtree(long start, long end) =>
        start >= 0 && end >= start && ((ulong)start & (BitOperations.RoundUpToPowerOf2(Math.Max(1UL, (ulong)(end - start))) - 1)) == 0;

    /// <summary>True if the leaf at this index of the tree is in the part [start, end) that has this root.</summary>
    /// <param name="index">Index of the leaf in the whole tree.</param>
    /// <param name="start">First leaf of the part.</param>
    /// <param name="end">First leaf after the part.</param>
    /// <param name="leaf">Hash of the leaf.</param>
    /// <param name="proof">Siblings from the leaf upwards, within the part.</param>
    /// <param name="root">Root of the part.</param>
    /// <remarks>draft-ietf-plants-merkle-tree-certs §4.3.</remarks>
    public static bool VerifySubtreeInclusion(long index, long start, long end, Hash leaf, ReadOnlySpan<Hash> proof, Hash root) =>
        IsSubtree(start, end) && index >= start && VerifyInclusion(index - start, end - start, leaf, proof, root);

    /// <summary>True if the part [start, end) with this root belongs to the tree of this size and root.</summary>
    /// <remarks>
    /// draft-ietf-plants-merkle-tree-certs §4.4.3, which for start 0 is RFC 9162 §2.1.4.2.
    /// An empty part has the empty root, needs no proof and says nothing about the tree.
    /// </remarks>
    public static bool VerifySubtreeConsistency(long start, long end, long size, Hash subtreeRoot, Hash root, ReadOnlySpan<Hash> proof)
    {
        if (!IsSubtree(start, end) || end > size)
        {
            return false;
        }

        if (start == end)
        {
            return proof.IsEmpty && subtreeRoot == Hash.EmptyTree;
        }

        // Positions, level by level, of the part's first leaf, its last leaf, and the tree's last leaf.
        var (first, last, end1) = (start, end - 1, size - 1);
        while (first != last && (last == end1 || (last & 1) == 1))
        {
            (first, last, end1) = (first >> 1, last >> 1, end1 >> 1);
        }

        var known = subtreeRoot;
        if (first != last)
        {
            if (proof.IsEmpty)
            {
                return false;
            }

            known = proof[0];
            proof = proof[1..];
        }

        var (part, whole) = (known, known);
        foreach (var hash in proof)
        {
            if (end1 == 0)
            {
                return false;
            }

            if ((last & 1) == 1 || last == end1)
            {
                if (first < last)
                {
                    part = Hash.Node(hash, part);
                }

                whole = Hash.Node(hash, whole);
                var up = BitOperations.TrailingZeroCount(last);
                (first, last, end1) = (first >> up, last >> up, end1 >> up);
            }
            else
            {
                whole = Hash.Node(whole, hash);
            }

            (first, last, end1) = (first >> 1, last >> 1, end1 >> 1);
        }

        return end1 == 0 && part == subtreeRoot && whole == root;
    }
}
