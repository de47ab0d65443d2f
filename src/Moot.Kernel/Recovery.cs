using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Kernel;

/// <summary>Compares a log with the checkpoint that was kept apart from it.</summary>
internal static class Recovery
{
    /// <summary>The checkpoint to go on from; null where there is none yet.</summary>
    /// <param name="locked">The note that the lock holds.</param>
    /// <exception cref="LogException">They do not fit.</exception>
    public static Checkpoint? Compare(WriterParts parts, Machine machine, out byte[]? locked)
    {
        var (store, size) = (parts.Store, machine.World.Size);
        var current = machine.World.Get<Foundation>().Current;
        var own = current is not null && current.LogKey.PublicKey.Span.SequenceEqual(parts.LogKey.PublicKey);
        locked = parts.Lock.Read();
        if (locked is null)
        {
            if (size > 0 && !parts.Adopt)
            {
                throw new LogException(
                    "lock-missing",
                    $"This machine has no record of the last checkpoint of {parts.Origin}. If the folder was moved here whole and runs nowhere else, "
                        + "say so with moot adopt; if it is a backup, catch up from a mirror first or fork it."
                );
            }

            return null;
        }

        var key = VerifierKey.Ed25519(parts.Origin, parts.LogKey.PublicKey);
        if (!Checkpoint.TryOpen(locked, key, out var checkpoint, out var error))
        {
            throw new LogException("lock-foreign", $"The checkpoint that was kept apart is not of {parts.Origin}: {error}");
        }

        if (!own)
        {
            throw new LogException(
                "restored-from-backup",
                $"This log was already at entry {checkpoint.Size}, but the folder holds a copy from before it began under this name."
            );
        }

        if (checkpoint.Size > size)
        {
            throw new LogException(
                "restored-from-backup",
                $"This log was already at {checkpoint.Size} entries, but the folder has only {size}: it is an older copy. Going on from it would show people "
                    + "two histories. Put the newer folder back, or catch up from a mirror, or fork it under a new name (moot fork)."
            );
        }

        if (machine.Tree.RootAt(checkpoint.Size) != checkpoint.Root)
        {
            throw new LogException(
                "damaged",
                $"The first {checkpoint.Size} entries on disk are not those of the last checkpoint: something changed them. "
                    + "moot verify says where; restore them from a mirror, or fork from one."
            );
        }

        return checkpoint;
    }
}
