using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>Reads a log on a connection of its own. Each call sees one state of the file and holds it no longer than the call.</summary>
internal sealed class SqliteLogReader(SqliteFile file) : IDisposable
{
    private readonly BlobTable blobs = new(file);
    private readonly EntryTable entries = new(file);

    public long Size
    {
        get
        {
            var last = file[LogSchema.LastIndex];
            var size = last.Next() && !last.IsNull(0) ? last.Number(0) + 1 : 0;
            last.Reset();
            return size;
        }
    }

    /// <summary>The next entries, as many as are read at once.</summary>
    public List<StoredEntry> Read(long from, long to, bool withBlobs)
    {
        to = Math.Min(to, from + StorageLimits.ReadEntriesMax);
        // First what the entries brought: they are packed without the names of it.
        var brought = blobs.Of(from, to).ToLookup(b => b.Entry, b => (b.Id, b.State));
        var rows = file[LogSchema.Entries].Bind(1, from).Bind(2, to);
        try
        {
            var read = new List<StoredEntry>();
            var bytes = 0;
            while (bytes < StorageLimits.ReadBytesMax && rows.Next())
            {
                if (rows.Number(0) != from + read.Count)
                {
                    throw SqliteTrouble.Damage(file.Path, $"Entry {from + read.Count} is missing.");
                }

                var names = brought[from + read.Count].Select(b => b.Id.Hash).ToArray();
                var entry = new StoredEntry(from + read.Count, entries.Unpack(from + read.Count, rows.Bytes(1), names).ToArray(), Body(rows));
                bytes += entry.Bytes.Length + entry.Body.Bytes.Length;
                read.Add(entry);
            }

            rows.Reset();
            AddBlobs(read, brought, withBlobs);

            return read.Count > 0 ? read : throw SqliteTrouble.Damage(file.Path, $"Entry {from} is missing.");
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <summary>Reads the texts and files of entries that were read; where they are too much at once, fewer entries.</summary>
    private void AddBlobs(List<StoredEntry> read, ILookup<long, (BlobId Id, BodyState State)> brought, bool withBytes)
    {
        var bytes = 0L;
        for (var at = 0; at < read.Count; at++)
        {
            if (!brought.Contains(read[at].Index))
            {
                continue;
            }

            if (bytes > StorageLimits.ReadBlobBytesMax)
            {
                read.RemoveRange(at, read.Count - at);
                return;
            }

            ImmutableArray<StoredBlob> found =
            [
                .. brought[read[at].Index].Select(b => withBytes ? blobs.Find(b.Id)!.Value : new(b.Id, b.State, default, default, IsListed: true)),
            ];
            bytes += found.Sum(b => (long)b.Bytes.Length);
            read[at] = read[at] with { Brought = found };
        }
    }

    /// <summary>A text or file; null where it never was.</summary>
    public StoredBlob? Blob(BlobId id) => blobs.Find(id);

    public (long Size, byte[] Note)? Checkpoint(long atMost)
    {
        var row = file[LogSchema.CheckpointAt].Bind(1, atMost);
        try
        {
            return row.Next() ? (row.Number(0), row.Bytes(1).ToArray()) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    public byte[]? Tile(int level, long n)
    {
        var row = file[LogSchema.Tile].Bind(1, level).Bind(2, n);
        try
        {
            return row.Next() ? row.Bytes(0).ToArray() : null;
        }
        finally
        {
            row.Reset();
        }
    }

    public void Dispose()
    {
        blobs.Dispose();
        file.Dispose();
    }

    private static StoredBody Body(SqliteStatement rows)
    {
        if (rows.IsNull(2))
        {
            return new(BodyState.None, default, default);
        }

        var state = LogSchema.State(rows.Number(2));
        return state == BodyState.Present ? new(state, rows.Hash(3), BodyPack.Unpack(rows.Bytes(4))) : new(state, default, default);
    }
}
