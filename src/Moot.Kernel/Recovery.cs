using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>The checkpoint that was kept apart from a log.</summary>
/// <param name="Note">The signed note.</param>
/// <param name="Checkpoint">What it says.</param>
internal sealed record LockedCheckpoint(byte[] Note, Checkpoint Checkpoint);

/// <summary>Compares a log with the checkpoint that was kept apart from it, and with what is kept beside its entries.</summary>
internal static class Recovery
{
    /// <summary>True if the log is written under the writer's own key: false before its founding or its fork.</summary>
    public static bool IsOwn(WriterParts parts, World world) =>
        world.Get<Foundation>().Current is { } current && current.LogKey.PublicKey.Span.SequenceEqual(parts.LogKey.PublicKey);

    /// <summary>The checkpoint to go on from; null where there is none yet. Says at once what can be said without reading the log.</summary>
    /// <exception cref="LogException">It is missing, of another log, or ahead of the store.</exception>
    public static LockedCheckpoint? ReadLock(WriterParts parts)
    {
        var size = parts.Store.Size;
        if (parts.Lock.Read() is not { } note)
        {
            return size == 0 || parts.Adopt
                ? null
                : throw new LogException(
                    "lock-missing",
                    $"This machine has no record of the last checkpoint of {parts.Origin}. If the folder was moved here whole and runs nowhere else, "
                        + "say so with moot adopt; if it is a backup, catch up from a mirror first or fork it."
                );
        }

        var key = VerifierKey.Ed25519(parts.Origin, parts.LogKey.PublicKey);
        if (!Checkpoint.TryOpen(note, key, out var checkpoint, out var error))
        {
            throw new LogException("lock-foreign", $"The checkpoint that was kept apart is not of {parts.Origin}: {error}");
        }

        return checkpoint.Size <= size
            ? new(note, checkpoint)
            : throw new LogException(
                "restored-from-backup",
                $"This log was already at {checkpoint.Size} entries, but the folder has only {size}: it is an older copy. Going on from it would show people "
                    + "two histories. Put the newer folder back, or catch up from a mirror, or fork it under a new name (moot fork)."
            );
    }

    /// <summary>Are the entries on disk those of the last checkpoint?</summary>
    /// <exception cref="LogException">They are not.</exception>
    public static void Compare(WriterParts parts, Machine machine, Checkpoint locked)
    {
        if (machine.Tree.RootAt(locked.Size) == locked.Root)
        {
            return;
        }

        throw IsOwn(parts, machine.World)
            ? new LogException(
                "damaged",
                $"The first {locked.Size} entries on disk are not those of the last checkpoint: something changed them. "
                    + "moot verify says where; restore them from a mirror, or fork from one."
            )
            : new LogException(
                "restored-from-backup",
                $"This log was already at {locked.Size} entries under the name {parts.Origin}, but the folder holds a copy from before it began under this name."
            );
    }

    /// <summary>Are the tiles on disk those that the entries make?</summary>
    /// <exception cref="LogException">One is not.</exception>
    public static void CompareTiles(ILogStore store, HashTree tree)
    {
        foreach (var tile in tree.TakeCompleted())
        {
            if (store.Tile(tile.Level, tile.N) is not { } kept || !kept.AsSpan().SequenceEqual(tile.Bytes))
            {
                throw new LogException(
                    "damaged",
                    $"{TilePath.Tile(tile.Level, tile.N, HashTree.TileWidth)} on disk is not the one that its entries make. "
                        + "Restore the folder from a mirror, or fork from one."
                );
            }
        }
    }

    /// <summary>Are the published checkpoints those that the entries make, signed by whoever wrote the log then?</summary>
    /// <exception cref="LogException">One is not.</exception>
    public static void CompareCheckpoints(ILogStore store, Machine machine)
    {
        var lineage = machine.World.Get<Foundation>().Lineage;
        for (var next = store.LastPublished(); next is var (size, note); next = store.PublishedAt(size - 1))
        {
            if (
                lineage.LastOrDefault(s => s.From < size) is not { } stretch
                || !Checkpoint.TryOpen(note, stretch.LogKey, out var checkpoint, out _)
                || checkpoint.Size != size
                || size > machine.World.Size
                || machine.Tree.RootAt(size) != checkpoint.Root
            )
            {
                throw new LogException(
                    "damaged",
                    $"The checkpoint of {size} entries on disk is not one of this log. Restore the folder from a mirror, or fork from one."
                );
            }
        }
    }
}
