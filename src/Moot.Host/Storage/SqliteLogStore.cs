using System.Text;
using Microsoft.Data.Sqlite;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>An association's public log in one SQLite file: entries, bodies, tiles and checkpoints.</summary>
/// <remarks>
/// One connection writes; any number read, each call on a snapshot of its own. What is staged is on the disk when <see cref="Stage"/> returns
/// (write-ahead log, synchronous=FULL). A published checkpoint is not flushed by itself: the lock has it already, and a writer that is opened again
/// publishes it again. Which bytes of the file are what: <see cref="LogSchema"/>.
/// </remarks>
public sealed class SqliteLogStore : ILogStore
{
    private readonly Lock gate = new();
    private readonly SqliteLogReaders readers;
    private readonly SqliteFile? writer;
    private readonly string path;
    private readonly BlobTable? blobs;
    private readonly EntryTable? entries;
    private long size;
    private long lastPublished;

    private SqliteLogStore(string path, SqliteFile? writer)
    {
        (this.path, this.writer) = (path, writer);
        blobs = writer is null ? null : new(writer);
        entries = writer is null ? null : new(writer);
        readers = new(path);
        size = readers.Read(r => r.Size);
        lastPublished = LastPublished()?.Size ?? 0;
    }

    /// <inheritdoc/>
    public long Size => writer is null ? readers.Read(r => r.Size) : Volatile.Read(ref size);

    /// <summary>True while erased texts may still be found in the write-ahead log, because somebody reads an older state of the file.</summary>
    public bool IsErasurePending { get; private set; }

    /// <summary>Makes a file for a log without entries.</summary>
    /// <exception cref="LogException">There is a file already (<c>log-exists</c>), or it cannot be made.</exception>
    public static SqliteLogStore Create(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            throw new LogException("log-exists", $"{path}: there is a file of this name already. Choose another name, or open it.");
        }

        using (var file = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate))
        {
            file.Run($"PRAGMA page_size={StorageLimits.PageBytes}");
            file.InTransaction(() =>
                file.Run($"{LogSchema.Tables} {BlobSchema.Tables} PRAGMA application_id={LogSchema.ApplicationId}; PRAGMA user_version={LogSchema.Version}")
            );
        }

        Disk.FlushFolderOf(path);
        return Open(path);
    }

    /// <summary>Opens a log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="readOnly">True to read only, even while another program writes.</param>
    /// <exception cref="LogException">It is not there (<c>no-log</c>), not a log, damaged, or cannot be opened.</exception>
    public static SqliteLogStore Open(string path, bool readOnly = false)
    {
        if (!File.Exists(path))
        {
            throw new LogException("no-log", $"{path}: there is no such file. Found an association (moot found), or copy one here (moot mirror).");
        }

        if (readOnly)
        {
            return new(path, writer: null);
        }

        var file = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            LogSchema.Check(file);
            file.UseWriteAheadLog();
            file.Run(
                $"PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size={StorageLimits.CachePages}; "
                    + $"PRAGMA wal_autocheckpoint={StorageLimits.WalPages}"
            );
            LogSchema.Renew(file);
            LogRepack.Remove(path);
            var store = new SqliteLogStore(path, file);
            store.Truncate();
            return store;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Stage(Batch batch)
    {
        lock (gate)
        {
            var file = Writing();
            if (!batch.Entries.IsEmpty && batch.Entries[0].Index != size)
            {
                throw new ArgumentException($"Entry {size} comes next.", nameof(batch));
            }

            try
            {
                file.InTransaction(() => Write(file, batch));
                Volatile.Write(ref size, size + batch.Entries.Length);
            }
            catch
            {
                // It may be there or not: the file knows.
                entries!.Forget();
                blobs!.Forget();
                Volatile.Write(ref size, readers.Read(r => r.Size));
                throw;
            }

            if (IsErasurePending || batch.Redactions.Any(r => r.Redaction == Redaction.Erase) || WalBytes > StorageLimits.WalBytesMax)
            {
                Truncate();
            }
        }
    }

    /// <inheritdoc/>
    public void Publish(long size, ReadOnlyMemory<byte> note)
    {
        lock (gate)
        {
            var file = Writing();
            file.Run("PRAGMA synchronous=NORMAL");
            try
            {
                file.InTransaction(() =>
                {
                    if (lastPublished > 0 && lastPublished < size && TileOfLast(lastPublished) == TileOfLast(size))
                    {
                        file[LogSchema.DropCheckpoint].Bind(1, lastPublished).Run();
                    }

                    file[LogSchema.AddCheckpoint].Bind(1, size).Bind(2, note.Span).Run();
                });
                lastPublished = Math.Max(size, lastPublished);
            }
            finally
            {
                file.Run("PRAGMA synchronous=FULL");
            }
        }
    }

    /// <inheritdoc/>
    public (long Size, byte[] Note)? LastPublished() => PublishedAt(long.MaxValue);

    /// <inheritdoc/>
    public (long Size, byte[] Note)? PublishedAt(long size) => readers.Read(r => r.Checkpoint(size));

    /// <inheritdoc/>
    public IEnumerable<StoredEntry> Read(long from, long to) => Read(from, to, withBlobs: false);

    /// <inheritdoc/>
    public IEnumerable<StoredEntry> ReadWhole(long from, long to) => Read(from, to, withBlobs: true);

    private IEnumerable<StoredEntry> Read(long from, long to, bool withBlobs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Size);
        return Rows();

        IEnumerable<StoredEntry> Rows()
        {
            for (var next = from; next < to; )
            {
                foreach (var entry in readers.Read(r => r.Read(next, to, withBlobs)))
                {
                    yield return entry;
                    next++;
                }
            }
        }
    }

    /// <inheritdoc/>
    public StoredBlob? Blob(BlobId id) => readers.Read(r => r.Blob(id));

    /// <inheritdoc/>
    public byte[]? Tile(int level, long n) => readers.Read(r => r.Tile(level, n));

    /// <summary>What is wrong with the file as such, in a sentence; null where nothing is. Reads all of it.</summary>
    /// <remarks>Whether the entries are lawful and those of the checkpoint is for <see cref="Kernel.Replay"/> to say; it does not see the texts that are hidden: they are compared here.</remarks>
    public string? IntegrityProblem()
    {
        try
        {
            using var file = SqliteLogReaders.Open(path);
            return LengthProblem(path, file) ?? PageProblem(file) ?? BodyProblem(file);
        }
        catch (LogException e)
        {
            return e.Message;
        }
    }

    /// <summary>Makes the file behave from here on as if the disk had only so much room left: a drill.</summary>
    /// <param name="bytes">Bytes by which it may still grow.</param>
    public void LeaveRoom(long bytes)
    {
        lock (gate)
        {
            var file = Writing();
            file.Run($"PRAGMA max_page_count={file.Number("PRAGMA page_count") + (bytes / StorageLimits.PageBytes)}");
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            readers.Dispose();
            blobs?.Dispose();
            writer?.Dispose();
        }
    }

    private long WalBytes => new FileInfo(path + "-wal") is { Exists: true } wal ? wal.Length : 0;

    /// <summary>The tile in which the last entry of a size lies.</summary>
    private static long TileOfLast(long size) => (size - 1) / HashTree.TileWidth;

    private void Write(SqliteFile file, Batch batch)
    {
        foreach (var entry in batch.Entries)
        {
            entries!.Add(entry.Index, entry.Bytes.Span, [.. entry.Blobs.Select(b => b.Id.Hash).Distinct()]);
        }

        var add = file[LogSchema.AddBody];
        foreach (var (index, _, body, _) in batch.Entries)
        {
            if (body.State != BodyState.None)
            {
                add.Bind(1, index).Bind(2, body.Salt).Bind(3, BodyPack.Pack(body.Bytes.Span)).Bind(4, LogSchema.Number(body.State)).Run();
            }
        }

        add = file[LogSchema.AddLate];
        foreach (var (index, body) in batch.Bodies.Where(b => b.Body.State == BodyState.Present))
        {
            add.Bind(1, index).Bind(2, body.Salt).Bind(3, BodyPack.Pack(body.Bytes.Span)).Run();
        }

        foreach (var entry in batch.Entries)
        {
            foreach (var blob in entry.Blobs)
            {
                blobs!.Add(entry.Index, blob);
            }
        }

        foreach (var (index, blob) in batch.Blobs)
        {
            blobs!.AddLate(index, blob);
        }

        add = file[LogSchema.AddTile];
        foreach (var tile in batch.Tiles)
        {
            add.Bind(1, tile.Level).Bind(2, tile.N).Bind(3, tile.Bytes).Run();
        }

        foreach (var (index, redaction) in batch.Redactions)
        {
            var (change, late) = redaction switch
            {
                Redaction.Hide => (LogSchema.Hide, LogSchema.HideLate),
                Redaction.Show => (LogSchema.Show, LogSchema.ShowLate),
                _ => (LogSchema.Erase, LogSchema.EraseLate),
            };
            file[change].Bind(1, index).Run();
            file[late].Bind(1, index).Run();
            blobs!.Redact(index, redaction);
        }
    }

    /// <summary>Empties the write-ahead log, so that no copy of an erased text stays there. Readers of an older state can prevent it: then it is tried again with the next group.</summary>
    private void Truncate()
    {
        var file = Writing();
        file.Run($"PRAGMA busy_timeout={StorageLimits.TruncateMilliseconds}");
        try
        {
            // The first number is 1 where somebody was in the way.
            IsErasurePending = file.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
        }
        catch (LogException)
        {
            // What was staged is durable all the same.
            IsErasurePending = true;
        }
        finally
        {
            file.Run($"PRAGMA busy_timeout={StorageLimits.BusyMilliseconds}");
        }
    }

    private SqliteFile Writing() => writer ?? throw new LogException("read-only", $"{path}: the log was opened for reading only.");

    /// <summary>SQLite reads a page that is cut off as if zeros followed; where zeros did, it sees nothing wrong.</summary>
    private static string? LengthProblem(string path, SqliteFile file) =>
        new FileInfo(path).Length % file.Number("PRAGMA page_size") == 0 ? null : $"{path}: the file is cut off within a page.";

    private static string? PageProblem(SqliteFile file)
    {
        var found = file["PRAGMA integrity_check(10)"];
        var lines = new StringBuilder();
        while (found.Next())
        {
            lines.Append(lines.Length == 0 ? "" : "; ").Append(found.Text(0));
        }

        return string.Equals(lines.ToString(), "ok", StringComparison.Ordinal) ? null : $"{file.Path}: the file is damaged ({lines}).";
    }

    private static string? BodyProblem(SqliteFile file)
    {
        var stray = file[LogSchema.BodyWithoutEntry];
        if (stray.Next())
        {
            return $"{file.Path}: there is a body without an entry ({stray.Number(0)}).";
        }

        using var reader = new SqliteLogReader(file);
        var hidden = file[LogSchema.Hidden];
        while (hidden.Next())
        {
            var (index, commitment) = (hidden.Number(0), Submission.Commit(hidden.Hash(1), BodyPack.Unpack(hidden.Bytes(2))));
            if (!Entry.TryParse(reader.Read(index, index + 1, withBlobs: false)[0].Bytes, out var entry, out _) || entry!.Act.Body != commitment)
            {
                return $"{file.Path}: the hidden body of entry {index} is not the one that the act commits to.";
            }
        }

        return null;
    }
}
