using Microsoft.Data.Sqlite;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>Writes a log that an older program made into a new file, where everything is packed as it is today.</summary>
/// <remarks>
/// Rows are not packed in their places: a row that changes its length moves, and would leave copies behind that nothing erases (<see cref="LogSchema"/>).
/// What is hidden stays hidden, with its words; what was erased has none.
/// </remarks>
internal static class LogRepack
{
    /// <summary>Entries that are written at once.</summary>
    private const int GroupEntries = 1024;

    /// <summary>Where the new file lies until it takes the place of the old one. Whoever opens the log for writing removes one that was left by a crash.</summary>
    public static string PathFor(string path) => path + ".packed";

    /// <summary>True if a log is of an older form.</summary>
    public static bool IsWanted(string path)
    {
        using var file = SqliteLogReaders.Open(path);
        return file.Number(BlobSchema.HasNumbers) == 0;
    }

    /// <summary>Writes the new file, and compares it with the old one. Nobody may write the log meanwhile.</summary>
    /// <param name="path">The log.</param>
    /// <param name="progress">Told the entries that were written.</param>
    /// <returns>Path of the new file.</returns>
    /// <exception cref="LogException">It could not be made, or differs from the old one.</exception>
    public static string Write(string path, Action<long>? progress = null)
    {
        Remove(path);
        var target = PathFor(path);
        Disk.OpenOwn(target, FileMode.CreateNew).Dispose();
        using (SqliteLogStore.Create(target)) { }

        using var from = SqliteLogReaders.Open(path);
        using var to = SqliteFile.Open(target, SqliteOpenMode.ReadWrite);
        using var copy = new Copy(from, to);
        copy.Entries(progress);
        to.InTransaction(copy.Rest);
        copy.Compare();
        return target;
    }

    /// <summary>Puts the new file in the place of the old one. Nobody may have the log open.</summary>
    public static void Replace(string path)
    {
        foreach (var log in new[] { path + "-wal", PathFor(path) + "-wal" })
        {
            if (new FileInfo(log) is { Exists: true, Length: > 0 })
            {
                throw new LogException("busy", $"{path}: another program has the log open. End it and start again; nothing was changed.");
            }
        }

        File.Move(PathFor(path), path, overwrite: true);
        Disk.FlushFolderOf(path);
    }

    /// <summary>Removes what a crash left of a new file.</summary>
    public static void Remove(string path)
    {
        foreach (var ending in new[] { "", "-wal", "-shm", "-journal" })
        {
            File.Delete(PathFor(path) + ending);
        }
    }

    private sealed class Copy(SqliteFile from, SqliteFile to) : IDisposable
    {
        private const string Bodies = "SELECT idx, salt, bytes, state FROM body ORDER BY idx";
        private const string LateBodies = "SELECT idx, salt, bytes, state FROM late ORDER BY n";
        private const string AddLate = "INSERT INTO late(idx, salt, bytes, state) VALUES(?, ?, ?, ?)";
        private const string Blobs = "SELECT idx, id FROM blob GROUP BY idx, id ORDER BY min(n)";

        private readonly SqliteLogReader old = new(from);
        private readonly BlobTable oldBlobs = new(from);
        private readonly BlobTable newBlobs = new(to);
        private readonly EntryTable newEntries = new(to);

        public void Entries(Action<long>? progress)
        {
            for (var next = 0L; next < old.Size; )
            {
                var read = old.Read(next, Math.Min(old.Size, next + GroupEntries), withBlobs: false);
                to.InTransaction(() =>
                {
                    foreach (var entry in read)
                    {
                        newEntries.Add(entry.Index, entry.Bytes.Span, [.. entry.Blobs.Select(b => b.Id.Hash)]);
                    }
                });
                next += read.Count;
                progress?.Invoke(next);
            }
        }

        public void Rest()
        {
            foreach (var (source, add) in new[] { (Bodies, LogSchema.AddBody), (LateBodies, AddLate) })
            {
                foreach (var (index, salt, bytes, state) in BodiesOf(from, source))
                {
                    to[add].Bind(1, index).Bind(2, salt).Bind(3, BodyPack.Pack(bytes)).Bind(4, state).Run();
                }
            }

            foreach (var (entry, blob) in BlobsOf(from, oldBlobs))
            {
                newBlobs.Add(entry, blob with { Base = oldBlobs.BaseOf(blob.Id) });
            }

            var rows = from["SELECT level, n, bytes FROM tile"];
            while (rows.Next())
            {
                to[LogSchema.AddTile].Bind(1, rows.Number(0)).Bind(2, rows.Number(1)).Bind(3, rows.Bytes(2)).Run();
            }

            rows = from["SELECT size, note FROM checkpoint"];
            while (rows.Next())
            {
                to[LogSchema.AddCheckpoint].Bind(1, rows.Number(0)).Bind(2, rows.Bytes(1)).Run();
            }
        }

        /// <exception cref="LogException">Something differs.</exception>
        public void Compare()
        {
            var packed = new SqliteLogReader(to);
            var same = packed.Size == old.Size;
            for (var next = 0L; same && next < old.Size; )
            {
                var (one, other) = (old.Read(next, old.Size, withBlobs: false), packed.Read(next, old.Size, withBlobs: false));
                var count = Math.Min(one.Count, other.Count);
                same = one.Take(count).Zip(other).All(e => e.First.Bytes.Span.SequenceEqual(e.Second.Bytes.Span));
                next += count;
            }

            same =
                same
                && new[] { Bodies, LateBodies }.All(source =>
                    BodiesOf(from, source)
                        .Zip(BodiesOf(to, source))
                        .All(b =>
                            (b.First.Index, b.First.Salt, b.First.State) == (b.Second.Index, b.Second.Salt, b.Second.State)
                            && b.First.Bytes.AsSpan().SequenceEqual(b.Second.Bytes)
                        )
                )
                && BlobsOf(from, oldBlobs)
                    .Zip(BlobsOf(to, newBlobs))
                    .All(b =>
                        (b.First.Entry, b.First.Blob.Id, b.First.Blob.State, b.First.Blob.Salt)
                            == (b.Second.Entry, b.Second.Blob.Id, b.Second.Blob.State, b.Second.Blob.Salt)
                        && b.First.Blob.Bytes.Span.SequenceEqual(b.Second.Blob.Bytes.Span)
                    )
                && Counts(from).SequenceEqual(Counts(to));
            if (!same)
            {
                throw SqliteTrouble.Damage(from.Path, "Written anew it would not be the same, so it was left as it is.");
            }
        }

        public void Dispose()
        {
            oldBlobs.Dispose();
            newBlobs.Dispose();
        }

        private static List<long> Counts(SqliteFile file) =>
            [
                file.Number("SELECT count(*) FROM entry"),
                file.Number("SELECT count(*) FROM body"),
                file.Number("SELECT count(*) FROM late"),
                file.Number("SELECT count(*) FROM (SELECT DISTINCT idx, id FROM blob)"),
                file.Number("SELECT count(*) FROM tile"),
                file.Number("SELECT count(*) FROM checkpoint"),
            ];

        /// <summary>Bodies as they were before they were packed; of those that are erased, nothing.</summary>
        private static IEnumerable<(long Index, Kernel.Tree.Hash Salt, byte[] Bytes, long State)> BodiesOf(SqliteFile file, string source)
        {
            var rows = file[source];
            while (rows.Next())
            {
                var isErased = LogSchema.State(rows.Number(3)) == BodyState.Erased;
                yield return (rows.Number(0), rows.Hash(1), isErased ? [] : BodyPack.Unpack(rows.Bytes(2)), rows.Number(3));
            }
        }

        private static IEnumerable<(long Entry, StoredBlob Blob)> BlobsOf(SqliteFile file, BlobTable blobs)
        {
            var rows = file[Blobs];
            while (rows.Next())
            {
                yield return (rows.Number(0), blobs.Find(new(rows.Hash(1)), evenHidden: true)!.Value);
            }
        }
    }
}
