using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>Reads and writes texts and files on one connection.</summary>
internal sealed class BlobTable(SqliteFile file) : IDisposable
{
    /// <summary>Pages whose first texts are kept as what differs from each other, until one stands by itself again: so far the erasing of one can reach.</summary>
    private const int AlikeMax = 64;

    /// <summary>How many of them are chained.</summary>
    private const int AlikeDepthMax = 8;

    /// <summary>Bytes of the shortest text that others are compared with.</summary>
    private const int AlikeBytesMin = 128;

    /// <summary>Texts kept unpacked, because the next one is often like the last.</summary>
    private const int RecentMax = 64;

    /// <summary>Bytes of the largest text that is kept unpacked.</summary>
    private const int RecentBytesMax = 1 << 20;

    private Dictionary<BlobId, byte[]> recent = [];
    private Dictionary<BlobId, byte[]> older = [];
    private readonly BlobPack pack = new();

    /// <summary>The last text that was like none that anybody knew of, and how many such there were since one stands by itself: the first text of a page is often like that of another page.</summary>
    private (BlobId Id, int Count) first;

    private readonly bool hasNumbers = file.Number(BlobSchema.HasNumbers) == 1;

    private readonly record struct Row(BodyState State, Hash Salt, BlobId? Base, long Depth, byte[] Packed, long Entry, long Number, long? Onto)
    {
        /// <summary>It is there and can be unpacked, hidden or not.</summary>
        public bool IsKept => State != BodyState.Erased && Salt != default;
    }

    /// <summary>A blob with its bytes; null where it never was.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="evenHidden">True for the operator's own copies: a hidden one comes with its bytes, in its state.</param>
    public StoredBlob? Find(BlobId id, bool evenHidden = false) =>
        Read(id) is not { } row ? null
        : row.State == BodyState.Present || (evenHidden && row.State == BodyState.Hidden && row.Salt != default) ? new(id, row.State, row.Salt, Unpack(id, row))
        : new(id, row.State, default, default);

    /// <summary>The one on which a blob rests; null where it stands by itself.</summary>
    public BlobId? BaseOf(BlobId id) => Read(id) is { } row ? Below(row) : null;

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
        if (blob.State == BodyState.Erased || (blob.State == BodyState.Hidden && blob.Salt == default))
        {
            Insert(entry, blob.Id, default, onto: null, depth: 0, blob.State, []);
            return;
        }

        var onto = blob.Base is { } name ? Top(name, BlobSchema.DepthMax, BlobSchema.DepthAgain) : null;
        var isFollowing = onto is not null;
        if (!AddOnto(entry, blob, onto ?? Alike(blob)))
        {
            Insert(entry, blob.Id, blob.Salt, onto: null, depth: 0, blob.State, pack.Pack(blob.Bytes.Span));
            first.Count = isFollowing ? first.Count : 0;
        }

        if (!isFollowing && blob.Bytes.Length is >= AlikeBytesMin and <= RecentBytesMax)
        {
            first = (blob.Id, first.Count + 1);
        }

        Keep(blob.Id, blob.Bytes.ToArray());
    }

    /// <summary>Adds a blob as what differs from another one; false where that saves little.</summary>
    private bool AddOnto(long entry, in StoredBlob blob, (BlobId Id, Row Row)? onto)
    {
        if (onto is not var (id, row) || pack.Pack(blob.Bytes.Span, Unpack(id, row)) is not { } packed)
        {
            return false;
        }

        Insert(entry, blob.Id, blob.Salt, onto, row.Depth + 1, blob.State, packed);
        return true;
    }

    /// <summary>A blob; where too many are chained up to it already, one further down that stands so high.</summary>
    private (BlobId Id, Row Row)? Top(BlobId id, long depthMax, long depth)
    {
        if (Read(id) is not { IsKept: true } row)
        {
            return null;
        }

        for (var isFull = row.Depth >= depthMax; isFull && row.Depth > depth; )
        {
            if (Below(row) is not { } below || Read(below) is not { IsKept: true } lower || lower.Depth >= row.Depth)
            {
                return null;
            }

            (id, row) = (below, lower);
        }

        return (id, row);
    }

    /// <summary>What a text is compared with that is like none that anybody knows of.</summary>
    private (BlobId Id, Row Row)? Alike(in StoredBlob blob) =>
        first.Count is > 0 and < AlikeMax && blob.Bytes.Length >= AlikeBytesMin ? Top(first.Id, AlikeDepthMax, depth: 0) : null;

    /// <summary>Adds one that a copy did not get with its entry, unless it is there or was erased.</summary>
    public void AddLate(long entry, in StoredBlob blob)
    {
        if (Read(blob.Id) is not { } row || (row.State == BodyState.Hidden && row.Salt == default))
        {
            Add(entry, blob);
        }
    }

    /// <summary>Forgets what was written: it may not be there.</summary>
    public void Forget()
    {
        recent.Clear();
        older.Clear();
        first = default;
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
            older.Remove(id);
        }

        file[BlobSchema.EraseAll].Bind(1, entry).Run();
    }

    /// <summary>Lets those that rest on a blob stand by themselves.</summary>
    private void Release(BlobId id)
    {
        var resting = new List<BlobId>();
        var rows = file[hasNumbers ? BlobSchema.OnBase : BlobSchema.OnBaseNamed].Bind(1, id.Hash);
        while (rows.Next())
        {
            resting.Add(new(rows.Hash(0)));
        }

        foreach (var other in resting)
        {
            if (Read(other) is { } row && row.State != BodyState.Erased && Below(row) == id)
            {
                var bytes = Unpack(other, row);
                file[BlobSchema.EraseRow].Bind(1, row.Number).Run();
                Insert(row.Entry, other, row.Salt, onto: null, depth: 0, row.State, pack.Pack(bytes));
            }
        }
    }

    private void Insert(long entry, BlobId id, Hash salt, (BlobId Id, Row Row)? onto, long depth, BodyState state, byte[] packed)
    {
        var add = file[hasNumbers ? BlobSchema.Add : BlobSchema.AddNamed].Bind(1, entry).Bind(2, id.Hash).Bind(3, salt);
        add =
            onto is not var (name, row) ? add.BindNull(4)
            : hasNumbers ? add.Bind(4, row.Number)
            : add.Bind(4, name.Hash);
        add.Bind(5, depth).Bind(6, LogSchema.Number(state)).Bind(7, packed).Run();
    }

    private Row? Read(BlobId id)
    {
        var row = file[hasNumbers ? BlobSchema.Find : BlobSchema.FindNamed].Bind(1, id.Hash);
        try
        {
            return row.Next()
                ? new Row(
                    LogSchema.State(row.Number(0)),
                    row.Hash(1),
                    hasNumbers || row.IsNull(2) ? null : new BlobId(row.Hash(2)),
                    row.Number(3),
                    row.Bytes(4).ToArray(),
                    row.Number(5),
                    row.Number(6),
                    hasNumbers && !row.IsNull(2) ? row.Number(2) : null
                )
                : null;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>The one on which it rests; null where it stands by itself.</summary>
    private BlobId? Below(in Row row)
    {
        if (row.Onto is not { } number)
        {
            return row.Base;
        }

        var name = file[BlobSchema.NameOf].Bind(1, number);
        try
        {
            return name.Next() ? new BlobId(name.Hash(0)) : throw SqliteTrouble.Damage(file.Path, "What a text is kept as a difference from is missing.");
        }
        finally
        {
            name.Reset();
        }
    }

    public void Dispose() => pack.Dispose();

    private byte[] Unpack(BlobId id, in Row row)
    {
        if (recent.TryGetValue(id, out var bytes) || older.TryGetValue(id, out bytes))
        {
            return bytes;
        }

        byte[]? like = null;
        if (Below(row) is { } name)
        {
            like =
                row.Depth is > 0 and <= BlobSchema.DepthMax && Read(name) is { } below && below.Depth < row.Depth
                    ? Unpack(name, below)
                    : throw SqliteTrouble.Damage(file.Path, "What a text is kept as a difference from is missing.");
        }

        bytes = pack.Unpack(row.Packed, like);
        Keep(id, bytes);
        return bytes;
    }

    private void Keep(BlobId id, byte[] bytes)
    {
        if (bytes.Length > RecentBytesMax)
        {
            return;
        }

        if (recent.Count >= RecentMax / 2)
        {
            (older, recent) = (recent, older);
            recent.Clear();
        }

        recent[id] = bytes;
    }
}
