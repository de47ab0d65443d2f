using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Encoding;

/// <summary>A log written by another program: its checkpoints, tiles and bundles mean the same to us.</summary>
public sealed class TesseraLogTests
{
    /// <summary>The key that the repository transparency-dev/tessera gives for its test log.</summary>
    private const string Key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    [Fact]
    public void Every_checkpoint_tile_and_bundle_agrees()
    {
        var log = SharedData.Path("tlog/tessera-log");
        Assert.True(VerifierKey.TryParse(Key, out var key, out var error), error);
        Assert.Equal(Key, key.ToString());

        var tree = new HashTree();
        var roots = new List<Checkpoint>();
        for (var size = 0; size <= 15; size++)
        {
            var note = File.ReadAllBytes(Path.Combine(log, $"checkpoint.{size}"));
            Assert.True(Checkpoint.TryOpen(note, key, out var checkpoint, out error), error);
            Assert.Equal(size, checkpoint.Size);
            Assert.True(SignedNote.TryParse(note, out var signed, out _));
            Assert.Equal(checkpoint.ToText(), signed.Text.ToArray());
            Assert.Equal(note, SignedNote.Write(signed.Text.Span, signed.Signatures.AsSpan()));
            roots.Add(checkpoint);
            if (size == 0)
            {
                Assert.Equal(Hash.EmptyTree, checkpoint.Root);
                continue;
            }

            var bundle = File.ReadAllBytes(Path.Combine(log, TilePath.Entries(0, size)));
            Assert.True(EntryBundle.TryRead(bundle, size, out var entries, out error), error);
            Assert.Equal(bundle, EntryBundle.Write(entries));
            Hash[] leaves = [.. entries.Select(e => Hash.Leaf(e.Span))];
            Assert.Equal(checkpoint.Root, Merkle.Root(leaves));

            tree.Append(leaves[^1]);
            Assert.Equal(checkpoint.Root, tree.Root());
            Assert.Equal(File.ReadAllBytes(Path.Combine(log, TilePath.Tile(0, 0, size))), tree.Tile(0, 0, size));
        }

        var newest = roots[^1];
        Assert.True(Checkpoint.TryOpen(File.ReadAllBytes(Path.Combine(log, "checkpoint")), key, out var last, out error), error);
        Assert.Equal(newest, last);
        foreach (var older in roots[1..])
        {
            var proof = tree.ConsistencyProof(older.Size, newest.Size);
            Assert.True(Merkle.VerifyConsistency(older.Size, newest.Size, older.Root, newest.Root, proof.AsSpan()));
        }
    }
}
