using System.Runtime.InteropServices;
using Moot.Kernel;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>Reads and writes entries on one connection, packed (<see cref="EntryPack"/>).</summary>
internal sealed class EntryTable(SqliteFile file)
{
    /// <summary>Entries at the end that are looked at when a program goes on with a log, to see which others they follow.</summary>
    private const int LookedAtMax = 256;

    /// <summary>Entries kept taken apart, because others follow them.</summary>
    private const int LeadersMax = 1024;

    /// <summary>Hashes kept, because others refer to them.</summary>
    private const int HashesMax = 8192;

    private readonly byte[] buffer = new byte[Limits.EntryBytesMax];
    private readonly Dictionary<long, EntryShape> leaders = [];
    private readonly Dictionary<(long Entry, int Slot), Hash> hashes = [];

    // While writing: by what an entry is taken for the leader of the next one. Of what was not committed nothing may stay here.
    private readonly Dictionary<EntryShape, long> leading = new(new ByTemplate());
    private readonly Dictionary<Hash, (long Entry, int Slot)> standing = [];
    private readonly List<int> asBytes = []; // numbers of the hashes that stand as bytes in the row last packed
    private EntryShape next = new();
    private bool isPrepared;

    /// <summary>Adds an entry.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="brought">Names of the texts and files that it brings, in order.</param>
    public void Add(long index, ReadOnlySpan<byte> entry, ReadOnlySpan<Hash> brought) =>
        file[LogSchema.AddEntry].Bind(1, index).Bind(2, Pack(index, entry, brought)).Run();

    /// <summary>How an entry will lie on disk. Entries are packed one after the other.</summary>
    public byte[] Pack(long index, ReadOnlySpan<byte> entry, ReadOnlySpan<Hash> brought)
    {
        if (!isPrepared)
        {
            Prepare(index);
        }

        asBytes.Clear();
        if (!next.Read(entry))
        {
            return EntryPack.Keep(entry);
        }

        var shape = next;
        var leader = leading.TryGetValue(shape, out var at) && index - at is > 0 and <= EntryPack.ReachMax ? Leader(at) : null;
        var row = leader is null ? EntryPack.Lead(shape) : EntryPack.Follow(shape, leader, index - at, brought, hash => Find(index, hash), asBytes);
        if (!Unpack(index, row, brought).SequenceEqual(entry))
        {
            // Something in it is written in another way than it would be written again.
            return EntryPack.Keep(entry);
        }

        if (leader is null)
        {
            asBytes.AddRange(Enumerable.Range(0, shape.Hashes.Count));
            next = new();
            Keep(leaders, LeadersMax, index, shape);
            leading.Remove(shape);
            Keep(leading, LeadersMax, shape, index);
        }

        Remember(index, shape);
        return row;
    }

    /// <summary>Forgets what was written: it may not be there.</summary>
    public void Forget()
    {
        leaders.Clear();
        hashes.Clear();
        leading.Clear();
        standing.Clear();
        isPrepared = false;
    }

    /// <summary>The entry that lies in a row; valid until the next call.</summary>
    /// <exception cref="Kernel.Storage.LogException">It is damaged.</exception>
    public ReadOnlySpan<byte> Unpack(long index, ReadOnlySpan<byte> row, ReadOnlySpan<Hash> brought)
    {
        var distance = EntryPack.DistanceOf(row, file.Path);
        var leader = distance > 0 ? Leader(index - distance) : null;
        return EntryPack.Unpack(row, brought, leader, (before, slot) => HashOf(index - before, slot), buffer, file.Path);
    }

    /// <summary>One that others follow.</summary>
    private EntryShape Leader(long index)
    {
        if (!leaders.TryGetValue(index, out var shape))
        {
            shape = EntryPack.Leader(Row(index), new byte[Limits.EntryBytesMax], file.Path);
            Keep(leaders, LeadersMax, index, shape);
        }

        return shape;
    }

    private Hash HashOf(long index, int slot)
    {
        if (!hashes.TryGetValue((index, slot), out var hash))
        {
            var row = Row(index);
            var distance = EntryPack.DistanceOf(row, file.Path);
            hash = EntryPack.HashOf(row, slot, distance > 0 ? Leader(index - distance) : null, new byte[Limits.EntryBytesMax], file.Path);
            Keep(hashes, HashesMax, (index, slot), hash);
        }

        return hash;
    }

    private byte[] Row(long index)
    {
        var row = file[LogSchema.Entry].Bind(1, index);
        try
        {
            return row.Next() ? row.Bytes(0).ToArray() : throw SqliteTrouble.Damage(file.Path, $"Entry {index} is missing.");
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Sees which entries the last ones follow, so that the next ones can follow them too.</summary>
    private void Prepare(long end)
    {
        isPrepared = true;
        for (var i = Math.Max(0, end - LookedAtMax); i < end; i++)
        {
            var row = Row(i);
            var at = i - EntryPack.DistanceOf(row, file.Path);
            if (!leaders.ContainsKey(at) && Lead(at) is { } shape)
            {
                leading[shape] = at;
            }
        }

        // One that was kept as it is may be nothing that others can follow.
        EntryShape? Lead(long index) => EntryShape.Of(EntryPack.Unpack(Row(index), default, null, null, buffer, file.Path)) is null ? null : Leader(index);
    }

    /// <summary>Where a hash stands as bytes, within reach.</summary>
    private (long Distance, int Slot)? Find(long index, Hash hash) =>
        standing.TryGetValue(hash, out var at) && index - at.Entry is > 0 and <= EntryPack.ReachMax ? (index - at.Entry, at.Slot) : null;

    /// <summary>Remembers the hashes that stand as bytes in the row just packed, and nowhere else within reach.</summary>
    private void Remember(long index, EntryShape shape)
    {
        foreach (var slot in asBytes.TakeWhile(s => s < EntryPack.SlotsMax))
        {
            if (Find(index, shape.Hashes[slot]) is null)
            {
                Keep(standing, HashesMax, shape.Hashes[slot], (index, slot));
            }
        }
    }

    private static void Keep<TKey, TValue>(Dictionary<TKey, TValue> kept, int max, TKey key, TValue value)
        where TKey : notnull
    {
        if (kept.Count >= max)
        {
            kept.Clear();
        }

        kept[key] = value;
    }

    private sealed class ByTemplate : IEqualityComparer<EntryShape>
    {
        public bool Equals(EntryShape? x, EntryShape? y) => CollectionsMarshal.AsSpan(x!.Template).SequenceEqual(CollectionsMarshal.AsSpan(y!.Template));

        public int GetHashCode(EntryShape shape)
        {
            var hash = new HashCode();
            hash.AddBytes(CollectionsMarshal.AsSpan(shape.Template));
            return hash.ToHashCode();
        }
    }
}
