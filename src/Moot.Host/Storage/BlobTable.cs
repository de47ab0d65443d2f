using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>Reads and writes texts and files on one connection.</summary>
internal sealed class BlobTable(SqliteFile file)
{
    /// <summary>Texts kept unpacked, because the next one is often like the last.</summary>
    private const int RecentMax = 64;

    /// <summary>Bytes of the largest text that is kept unpacked.</summary>
    private const int RecentBytesMax = 1 << 20;

    private readonly Dictionary<BlobId, byte[]> recent = [];

    private readonly record struct Row(BodyState State, Hash Salt, BlobId? Base, long Depth, byte[] Packed, long Entry, long Number);

    /// <summary>A blob with its bytes; null where it never was.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="evenHidden">True for the operator's own copies: a hidden one comes with its bytes, in its state.</param>
    public StoredBlob? Find(BlobId id, bool evenHidden = false) =>
        Read(id) is not { } row ? null
        : row.State == BodyState.Present || (evenHidden && row.State == BodyState.Hidden && row.Salt != default) ? new(id, row.State, row.Salt, Unpack(id, row))
        : new(id, row.State, default, default);

    /// <summary>The blobs that entries brought, in order.</summary>
    public List<(long Entry, BlobId Id, BodyState State)> Of(long from, long to)
    {
        var rows = file[BlobSchema.OfEntries].Bind(1, from).Bind(2, to);
        var read = new List<(long, BlobId, BodyState)>();
        while (rows.Next())
        {
            read.Add((rows.Number(0), new(rows.Hash(1)), LogSchema.State(rows.Number(3))));
        }

        return read;
    }

    /// <summary>Adds a blob that an entry brought, as what differs from its base where that saves room.</summary>
    public void Add(long entry, in StoredBlob blob)
    {
        if (blob.State != BodyState.Present)
        {
            Insert(entry, blob.Id, default, like: null, depth: 0, blob.State, []);
            return;
        }

        byte[]? like = null;
        long depth = 0;
        if (blob.Base is { } name && Read(name) is { State: not BodyState.Erased } row && row.Depth < BlobSchema.DepthMax && row.Salt != default)
        {
            (like, depth) = (Unpack(name, row), row.Depth + 1);
        }

        var packed = BlobPack.Pack(blob.Bytes.Span, like, out var needsBase);
        Insert(entry, blob.Id, blob.Salt, needsBase ? blob.Base : null, needsBase ? depth : 0, blob.State, packed);
        Keep(blob.Id, blob.Bytes.ToArray());
    }

    /// <summary>Adds one that a copy did not get with its entry, unless it is there or was erased.</summary>
    public void AddLate(long entry, in StoredBlob blob)
    {
        if (Read(blob.Id) is not { } row || (row.State == BodyState.Hidden && row.Salt == default))
        {
            Add(entry, blob);
        }
    }

    /// <summary>Changes what an entry brought.</summary>
    public void Redact(long entry, Redaction redaction)
    {
        if (redaction != Redaction.Erase)
        {
            file[redaction == Redaction.Hide ? BlobSchema.Hide : BlobSchema.Show].Bind(1, entry).Run();
            return;
        }

        foreach (var (_, id, _) in Of(entry, entry + 1))
        {
            Release(id);
            recent.Remove(id);
        }

        file[BlobSchema.EraseAll].Bind(1, entry).Run();
    }

    /// <summary>Lets those that rest on a blob stand by themselves.</summary>
    private void Release(BlobId id)
    {
        var resting = new List<BlobId>();
        var rows = file[BlobSchema.OnBase].Bind(1, id.Hash);
        while (rows.Next())
        {
            resting.Add(new(rows.Hash(0)));
        }

        foreach (var other in resting)
        {
            if (Read(other) is { } row && row.Base == id && row.State != BodyState.Erased)
            {
                var bytes = Unpack(other, row);
                file[BlobSchema.EraseRow].Bind(1, row.Number).Run();
                Insert(row.Entry, other, row.Salt, like: null, depth: 0, row.State, BlobPack.Pack(bytes, like: null, out _));
            }
        }
    }

    private void Insert(long entry, BlobId id, Hash salt, BlobId? like, long depth, BodyState state, byte[] packed)
    {
        var add = file[BlobSchema.Add].Bind(1, entry).Bind(2, id.Hash).Bind(3, salt);
        add = like is { } name ? add.Bind(4, name.Hash) : add.BindNull(4);
        add.Bind(5, depth).Bind(6, LogSchema.Number(state)).Bind(7, packed).Run();
    }

    private Row? Read(BlobId id)
    {
        var row = file[BlobSchema.Find].Bind(1, id.Hash);
        try
        {
            return row.Next()
                ? new Row(
                    LogSchema.State(row.Number(0)),
                    row.Hash(1),
                    row.IsNull(2) ? null : new BlobId(row.Hash(2)),
                    row.Number(3),
                    row.Bytes(4).ToArray(),
                    row.Number(5),
                    row.Number(6)
                )
                : null;
        }
        finally
        {
            row.Reset();
        }
    }

    private byte[] Unpack(BlobId id, in Row row)
    {
        if (recent.TryGetValue(id, out var bytes))
        {
            return bytes;
        }

        byte[]? like = null;
        if (row.Base is { } name)
        {
            like =
                row.Depth is > 0 and <= BlobSchema.DepthMax && Read(name) is { } below && below.Depth < row.Depth
                    ? Unpack(name, below)
                    : throw SqliteTrouble.Damage(file.Path, "What a text is kept as a difference from is missing.");
        }

        bytes = BlobPack.Unpack(row.Packed, like);
        Keep(id, bytes);
        return bytes;
    }

    private void Keep(BlobId id, byte[] bytes)
    {
        if (bytes.Length > RecentBytesMax)
        {
            return;
        }

        if (recent.Count >= RecentMax)
        {
            recent.Clear();
        }

        recent[id] = bytes;
    }
}
