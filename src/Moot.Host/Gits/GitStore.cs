using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Win32.SafeHandles;
using Moot.Host.Storage;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Gits;

/// <summary>A commit that was made.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="Object">Number of its object; those of its files and folders stand before it.</param>
/// <param name="Time">Second at which it was entered.</param>
internal readonly record struct MadeCommit(long Entry, int Object, long Time);

/// <summary>An object as it lies in the pack.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">Byte at which it begins.</param>
/// <param name="Base">Number of the object that it is made out of; -1 for none.</param>
/// <param name="Steps">How many objects it is made out of, one after the other.</param>
internal readonly record struct MadeObject(ObjectName Name, long At, int Base, int Steps);

/// <summary>The objects that were made of a log so far, in the order of the commits: a pack that only grows, and an index beside it. It can be deleted at any time.</summary>
/// <remarks>Since a commit's objects stand before it and after those of the commit before, everything up to a commit is a whole pack by itself, and what came since is another.</remarks>
internal sealed class GitStore : IDisposable
{
    /// <summary>Grows when commits would become others.</summary>
    private const long Version = 1;

    private const string Tables = """
        CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, log BLOB NOT NULL, size INTEGER NOT NULL, bytes INTEGER NOT NULL);
        CREATE TABLE object (number INTEGER PRIMARY KEY, name BLOB NOT NULL, at INTEGER NOT NULL, base INTEGER NOT NULL);
        CREATE TABLE made (number INTEGER PRIMARY KEY, entry INTEGER NOT NULL, object INTEGER NOT NULL, time INTEGER NOT NULL);
        CREATE TABLE gone (entry INTEGER PRIMARY KEY);
        """;

    private readonly Lock gate = new();
    private readonly List<MadeObject> objects = [];
    private readonly List<MadeCommit> commits = [];
    private readonly Dictionary<ObjectName, int> numbers = [];
    private readonly SqliteFile file;
    private readonly SafeFileHandle pack;
    private readonly MemoryStream pending = new();
    private int noted; // objects that stand on disk
    private int notedCommits;
    private long end;
    private volatile int generation;

    private GitStore(SqliteFile file, SafeFileHandle pack) => (this.file, this.pack) = (file, pack);

    /// <summary>Entries that were told.</summary>
    public long Size { get; private set; }

    /// <summary>Entries of which something was out of sight when they were told.</summary>
    public HashSet<long> Gone { get; private set; } = [];

    /// <summary>Grows each time that a part of the history is told anew.</summary>
    public int Generation => generation;

    /// <summary>Commits that stand on disk.</summary>
    public int Commits
    {
        get
        {
            lock (gate)
            {
                return notedCommits;
            }
        }
    }

    /// <summary>Commits, those too that are not on disk yet.</summary>
    public int CommitsInAll
    {
        get
        {
            lock (gate)
            {
                return commits.Count;
            }
        }
    }

    /// <summary>Opens what was made, or begins anew where that does not fit.</summary>
    /// <param name="folder">The folder for what is computed.</param>
    /// <param name="log">What tells the log from any other.</param>
    public static GitStore Open(string folder, in Hash log)
    {
        Directory.CreateDirectory(folder);
        var (index, pack) = (IndexPath(folder), PackPath(folder));
        if (File.Exists(index) && File.Exists(pack) && TryOpen(index, pack, log) is { } known)
        {
            return known;
        }

        Delete(folder);
        var file = SqliteFile.Open(index, SqliteOpenMode.ReadWriteCreate);
        Prepare(file);
        var id = log;
        file.InTransaction(() =>
        {
            file.Run(Tables);
            file["INSERT INTO about VALUES (1, ?1, ?2, 0, ?3)"].Bind(1, Version).Bind(2, id).Bind(3, PackBytes.HeadBytes).Run();
        });
        var handle = File.OpenHandle(pack, FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        RandomAccess.Write(handle, PackBytes.Head(0), 0);
        return new(file, handle) { end = PackBytes.HeadBytes };
    }

    /// <summary>True if something was made in this folder.</summary>
    public static bool Exists(string folder) => File.Exists(IndexPath(folder));

    /// <summary>Deletes what was made; it is made again when somebody asks for it.</summary>
    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            File.Delete(IndexPath(folder));
            File.Delete(IndexPath(folder) + "-wal");
            File.Delete(IndexPath(folder) + "-shm");
            File.Delete(PackPath(folder));
        }
    }

    /// <summary>Bytes that were made and are not on disk yet.</summary>
    public long PendingBytes => pending.Length;

    /// <summary>The commit of a place in their row.</summary>
    public MadeCommit Commit(int index)
    {
        lock (gate)
        {
            return commits[index];
        }
    }

    /// <summary>The object of a number.</summary>
    public MadeObject Object(int number)
    {
        lock (gate)
        {
            return objects[number];
        }
    }

    /// <summary>Number of an object; -1 where it was not made.</summary>
    public int Find(in ObjectName name)
    {
        lock (gate)
        {
            return numbers.GetValueOrDefault(name, -1);
        }
    }

    /// <summary>Place of a commit in their row; -1 where there is no such commit.</summary>
    public int FindCommit(in ObjectName name)
    {
        lock (gate)
        {
            if (!numbers.TryGetValue(name, out var number))
            {
                return -1;
            }

            var (low, high) = (0, notedCommits - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                if (commits[middle].Object == number)
                {
                    return middle;
                }

                (low, high) = commits[middle].Object < number ? (middle + 1, high) : (low, middle - 1);
            }

            return -1;
        }
    }

    /// <summary>Byte at which the object behind this one begins.</summary>
    public long EndOf(int number)
    {
        lock (gate)
        {
            return number + 1 < objects.Count ? objects[number + 1].At : end;
        }
    }

    /// <summary>Adds an object, unless it is there.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="like">Number of an object that it is like; -1 for none.</param>
    /// <param name="likeBytes">That one's bytes.</param>
    public int Add(ObjectKind kind, in ObjectName name, ReadOnlySpan<byte> bytes, int like = -1, ReadOnlySpan<byte> likeBytes = default)
    {
        if (Find(name) is >= 0 and var known)
        {
            return known;
        }

        var at = end;
        var from = pending.Length;
        var steps = like < 0 ? 0 : Object(like).Steps + 1;
        var delta =
            like >= 0 && steps <= Math.Clamp(bytes.Length / GitLimits.BytesPerStep, GitLimits.StepsMin, GitLimits.StepsMax)
                ? GitDelta.Write(likeBytes, bytes)
                : null;
        if (delta is not null && delta.Length < bytes.Length / 2)
        {
            PackBytes.WriteKind(pending, PackBytes.OffsetDelta, delta.Length);
            PackBytes.WriteDistance(pending, at - Object(like).At);
            PackBytes.Deflate(pending, delta);
        }
        else
        {
            (like, steps) = (-1, 0);
            PackBytes.WriteKind(pending, (int)kind, bytes.Length);
            PackBytes.Deflate(pending, bytes);
        }

        lock (gate)
        {
            end += pending.Length - from;
            objects.Add(new(name, at, like, steps));
            return numbers[name] = objects.Count - 1;
        }
    }

    /// <summary>Adds a commit whose object was added last.</summary>
    public void Add(MadeCommit commit)
    {
        lock (gate)
        {
            commits.Add(commit);
        }
    }

    /// <summary>Puts what was added on disk.</summary>
    /// <param name="size">Entries that were told.</param>
    /// <param name="gone">Those of which something was out of sight.</param>
    public void Keep(long size, HashSet<long> gone)
    {
        RandomAccess.Write(pack, pending.GetBuffer().AsSpan(0, (int)pending.Length), end - pending.Length);
        RandomAccess.FlushToDisk(pack);
        pending.SetLength(0);
        file.InTransaction(() =>
        {
            Span<byte> name = stackalloc byte[ObjectName.Size];
            for (; noted < objects.Count; noted++)
            {
                var made = objects[noted];
                made.Name.CopyTo(name);
                file["INSERT INTO object VALUES (?1, ?2, ?3, ?4)"].Bind(1, noted).Bind(2, (ReadOnlySpan<byte>)name).Bind(3, made.At).Bind(4, made.Base).Run();
            }

            for (var i = notedCommits; i < commits.Count; i++)
            {
                file["INSERT INTO made VALUES (?1, ?2, ?3, ?4)"].Bind(1, i).Bind(2, commits[i].Entry).Bind(3, commits[i].Object).Bind(4, commits[i].Time).Run();
            }

            Note(size, gone);
        });
        lock (gate)
        {
            notedCommits = commits.Count;
        }
    }

    /// <summary>The tree that a commit, as it was stored, names in its first line.</summary>
    public static ObjectName TreeOf(byte[] commit) =>
        ObjectName.TryParse(Encoding.ASCII.GetString(commit, "tree ".Length, ObjectName.Digits), out var tree)
            ? tree
            : throw new InvalidDataException("A commit in the cache names no tree.");

    /// <summary>Forgets everything from an entry on: its bytes are overwritten.</summary>
    public void Rewind(long entry)
    {
        generation++;
        long from;
        long until;
        lock (gate)
        {
            var kept = commits.FindIndex(c => c.Entry >= entry);
            kept = kept < 0 ? commits.Count : kept;
            var keptObjects = kept == 0 ? 0 : commits[kept - 1].Object + 1;
            (from, until) = (keptObjects < objects.Count ? objects[keptObjects].At : end, end);
            foreach (var made in objects.Skip(keptObjects))
            {
                numbers.Remove(made.Name);
            }

            commits.RemoveRange(kept, commits.Count - kept);
            objects.RemoveRange(keptObjects, objects.Count - keptObjects);
            (notedCommits, noted, end) = (kept, keptObjects, from);
        }

        pending.SetLength(0);
        file.InTransaction(() =>
        {
            file["DELETE FROM object WHERE number >= ?1"].Bind(1, noted).Run();
            file["DELETE FROM made WHERE number >= ?1"].Bind(1, notedCommits).Run();
            Note(Math.Min(Size, entry), [.. Gone.Where(e => e < entry)]);
        });
        var nothing = new byte[1 << 16];
        for (var at = from; at < until; at += nothing.Length)
        {
            RandomAccess.Write(pack, nothing.AsSpan(0, (int)Math.Min(nothing.Length, until - at)), at);
        }

        RandomAccess.FlushToDisk(pack);
        RandomAccess.SetLength(pack, from);
        var sweep = file["PRAGMA wal_checkpoint(TRUNCATE)"];
        sweep.Run();
    }

    /// <summary>Bytes of the pack as they lie there.</summary>
    public int Read(long at, Span<byte> to) => RandomAccess.Read(pack, to, at);

    /// <summary>An object: its kind and bytes.</summary>
    public (ObjectKind Kind, byte[] Bytes) Read(int number)
    {
        var deltas = new Stack<byte[]>();
        while (true)
        {
            var made = Object(number);
            var packed = new byte[EndOf(number) - made.At];
            var at = 0;
            if (Read(made.At, packed) != packed.Length)
            {
                throw new LogException("damaged", "The cache for git is cut off.");
            }

            var (kind, length) = PackBytes.ReadKind(packed, ref at);
            if (kind == PackBytes.OffsetDelta)
            {
                PackBytes.SkipDistance(packed, ref at);
                deltas.Push(PackBytes.Inflate(packed, at, length));
                number = made.Base;
                continue;
            }

            var bytes = PackBytes.Inflate(packed, at, length);
            while (deltas.TryPop(out var delta))
            {
                bytes = GitDelta.Apply(bytes, delta);
            }

            return ((ObjectKind)kind, bytes);
        }
    }

    public void Dispose()
    {
        file.Dispose();
        pack.Dispose();
    }

    private static string IndexPath(string folder) => Path.Combine(folder, "git.db");

    private static string PackPath(string folder) => Path.Combine(folder, "git.pack");

    private static void Prepare(SqliteFile file)
    {
        file.UseWriteAheadLog();
        file.Run("PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA journal_size_limit=0");
    }

    private static GitStore? TryOpen(string index, string packPath, in Hash log)
    {
        SqliteFile? file = null;
        SafeFileHandle? pack = null;
        try
        {
            file = SqliteFile.Open(index, SqliteOpenMode.ReadWrite);
            Prepare(file);
            pack = File.OpenHandle(packPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            var store = new GitStore(file, pack);
            if (store.Load(log))
            {
                return store;
            }
        }
        catch (LogException)
        {
            // damaged: it is a cache
        }

        pack?.Dispose();
        file?.Dispose();
        return null;
    }

    private bool Load(in Hash log)
    {
        var about = file["SELECT log, size, bytes FROM about WHERE version = ?1"].Bind(1, Version);
        var fits = about.Next() && about.Hash(0) == log;
        (Size, end) = fits ? (about.Number(1), about.Number(2)) : (0, 0);
        about.Reset();
        if (!fits || RandomAccess.GetLength(pack) < end)
        {
            return false;
        }

        var made = file["SELECT name, at, base FROM object ORDER BY number"];
        while (made.Next())
        {
            var from = (int)made.Number(2);
            numbers[ObjectName.FromBytes(made.Bytes(0))] = objects.Count;
            objects.Add(new(ObjectName.FromBytes(made.Bytes(0)), made.Number(1), from, from < 0 ? 0 : objects[from].Steps + 1));
        }

        var told = file["SELECT entry, object, time FROM made ORDER BY number"];
        while (told.Next())
        {
            commits.Add(new(told.Number(0), (int)told.Number(1), told.Number(2)));
        }

        var gone = file["SELECT entry FROM gone"];
        while (gone.Next())
        {
            Gone.Add(gone.Number(0));
        }

        (noted, notedCommits) = (objects.Count, commits.Count);
        RandomAccess.SetLength(pack, end); // what a crash left behind
        return true;
    }

    private void Note(long size, HashSet<long> gone)
    {
        file["UPDATE about SET size = ?1, bytes = ?2"].Bind(1, size).Bind(2, end).Run();
        if (!gone.SetEquals(Gone))
        {
            file["DELETE FROM gone"].Run();
            foreach (var entry in gone)
            {
                file["INSERT INTO gone VALUES (?1)"].Bind(1, entry).Run();
            }
        }

        (Size, Gone) = (size, gone);
    }
}
