using Microsoft.Win32.SafeHandles;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>What the two slots of a checkpoint lock say together.</summary>
/// <param name="Newest">The newest whole slot; null where nothing was swapped in yet.</param>
/// <param name="Warning">What is wrong with the other one; null where nothing is.</param>
internal sealed record LockSlots(LockSlot? Newest, string? Warning)
{
    public const int Count = 2;

    /// <summary>Bytes of the whole file.</summary>
    public const int Bytes = Count * StorageLimits.LockSlotBytes;

    /// <summary>Reads both slots.</summary>
    /// <exception cref="LogException">Neither is whole.</exception>
    public static LockSlots Read(SafeFileHandle file, string path)
    {
        var bytes = new byte[Bytes];
        for (int at = 0, read; at < bytes.Length && (read = RandomAccess.Read(file, bytes.AsSpan(at), at)) > 0; at += read) { }

        var first = bytes.AsSpan(0, StorageLimits.LockSlotBytes);
        return (LockSlot.Read(first), LockSlot.Read(bytes.AsSpan(StorageLimits.LockSlotBytes))) switch
        {
            (null, null) when IsBlank(bytes) => new(null, null),
            // The first swap goes to the second slot: if only that was begun, nobody was told of it yet.
            (null, null) when IsBlank(first) => new(null, $"{path}: the first checkpoint is not whole; it is as if there were none."),
            (null, null) => throw new LogException(
                "lock-damaged",
                $"{path}: both copies of the last checkpoint are damaged. Compare the log with a mirror (moot verify); if it is the newest, "
                    + "remove this file and say so with moot adopt."
            ),
            (null, { Generation: 1 } only) when IsBlank(first) => new(only, null),
            ({ } a, { } b) => new(a.Generation > b.Generation ? a : b, null),
            var (a, b) => new(a ?? b, $"{path}: one of the two copies of the last checkpoint was damaged; the other one, which is whole, is used."),
        };
    }

    private static bool IsBlank(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
