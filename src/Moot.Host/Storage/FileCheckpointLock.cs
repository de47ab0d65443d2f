using Microsoft.Win32.SafeHandles;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>The last checkpoint of one log in a small file, kept apart from the log and from its backups; only one program holds it at a time.</summary>
/// <remarks>
/// Two slots are overwritten in turn, each followed by a flush to the disk: when the power fails in the middle, the other one is whole.
/// The file <c>.held</c> beside it is locked while a program holds the lock, so that others can still look (<see cref="Peek"/>).
/// </remarks>
public sealed class FileCheckpointLock : ICheckpointLock
{
    private readonly SafeFileHandle file;
    private readonly SafeFileHandle held;
    private readonly string path;

    private FileCheckpointLock(string path, SafeFileHandle file, SafeFileHandle held)
    {
        (this.path, this.file, this.held) = (path, file, held);
        Warning = LockSlots.Read(file, path).Warning;
    }

    /// <summary>What was wrong with the file when it was opened, although it could be used; null where nothing was.</summary>
    public string? Warning { get; }

    /// <summary>Where locks lie on this machine: <c>MOOT_LOCKS</c>, or <c>moot/locks</c> in the user's folder for state (XDG Base Directory).</summary>
    public static string DefaultDirectory()
    {
        if (Environment.GetEnvironmentVariable("MOOT_LOCKS") is { Length: > 0 } chosen)
        {
            return chosen;
        }

        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        return string.IsNullOrEmpty(state) || !Path.IsPathRooted(state)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "moot", "locks")
            : Path.Combine(state, "moot", "locks");
    }

    /// <summary>The file for a log, in the default folder.</summary>
    public static string PathFor(string origin) => PathFor(DefaultDirectory(), origin);

    /// <summary>The file for a log: the SHA-256 of its origin.</summary>
    public static string PathFor(string directory, string origin) => Path.Combine(directory, Hash.Of(System.Text.Encoding.UTF8.GetBytes(origin)).ToHex());

    /// <summary>Takes a lock, making its file where there is none.</summary>
    /// <exception cref="LogException">Another program holds it (<c>in-use</c>), both slots are damaged (<c>lock-damaged</c>), or it cannot be written.</exception>
    public static FileCheckpointLock Open(string path)
    {
        SafeFileHandle? holding = null;
        SafeFileHandle? slots = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            holding = Hold(path + ".held");
            var isNew = !File.Exists(path);
            slots = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (RandomAccess.GetLength(slots) is var length and < LockSlots.Bytes)
            {
                // All of its blocks now, so that later writes need no room and change neither length nor folder.
                RandomAccess.Write(slots, new byte[LockSlots.Bytes - length], length);
                RandomAccess.FlushToDisk(slots);
            }

            if (isNew)
            {
                Disk.FlushFolderOf(path);
            }

            return new(path, slots, holding);
        }
        catch (Exception e)
        {
            slots?.Dispose();
            holding?.Dispose();
            if (e is UnauthorizedAccessException or IOException)
            {
                var sentence = $"{path}: the lock cannot be written ({e.Message}). Give this program the right to, or choose another folder with MOOT_LOCKS.";
                throw new LogException("read-only", sentence, e);
            }

            throw;
        }
    }

    /// <summary>The last checkpoint without taking the lock; null where there is none.</summary>
    /// <exception cref="LogException">Both slots are damaged.</exception>
    public static byte[]? Peek(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var slots = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return LockSlots.Read(slots, path).Newest?.Note;
    }

    /// <inheritdoc/>
    public byte[]? Read() => LockSlots.Read(file, path).Newest?.Note;

    /// <inheritdoc/>
    public bool Swap(byte[]? expected, byte[] next)
    {
        // Read again, and not remembered: should two programs write in spite of the lock (a network disk), one of them is told here.
        var newest = LockSlots.Read(file, path).Newest;
        if (!(newest is null ? expected is null : newest.Note.AsSpan().SequenceEqual(expected)))
        {
            return false;
        }

        var slot = new LockSlot((newest?.Generation ?? 0) + 1, next);
        RandomAccess.Write(file, slot.ToBytes(), (long)(slot.Generation % LockSlots.Count) * StorageLimits.LockSlotBytes);
        Disk.FlushContent(file); // all blocks are there since it was made
        return true;
    }

    public void Dispose()
    {
        file.Dispose();
        held.Dispose();
    }

    private static SafeFileHandle Hold(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path) && e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new LogException("in-use", $"{path}: another program writes this log already. End it first; one log has one writer.", e);
        }
    }
}
