using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Storage;

/// <summary>A text or file that lies beside the log, under its salted hash.</summary>
/// <param name="Id">Its name.</param>
/// <param name="State">Present, hidden or erased.</param>
/// <param name="Salt">Its salt, where it is present.</param>
/// <param name="Bytes">Its bytes, where it is present.</param>
/// <param name="Base">An earlier blob that it is like: a store may keep the difference alone.</param>
/// <param name="IsListed">True if only its name and state were read, from one's own store.</param>
public readonly record struct StoredBlob(BlobId Id, BodyState State, Hash Salt, ReadOnlyMemory<byte> Bytes, BlobId? Base = null, bool IsListed = false);

/// <summary>An entry with its body, as stored.</summary>
/// <param name="Index">Place in the log, from 0.</param>
/// <param name="Bytes">The leaf.</param>
/// <param name="Body">The body as far as it is there.</param>
/// <param name="Brought">The blobs that it names for the first time, as far as they are there; default for none.</param>
public readonly record struct StoredEntry(long Index, ReadOnlyMemory<byte> Bytes, StoredBody Body, ImmutableArray<StoredBlob> Brought = default)
{
    /// <summary>The blobs that it names for the first time, as far as they are there.</summary>
    public ImmutableArray<StoredBlob> Blobs => Brought.IsDefault ? [] : Brought;
}

/// <summary>What happens to the body of an earlier entry.</summary>
public enum Redaction
{
    /// <summary>It is kept but no longer served.</summary>
    Hide,

    /// <summary>It is served again.</summary>
    Show,

    /// <summary>Body and salt are destroyed.</summary>
    Erase,
}

/// <summary>What is staged at once, all or nothing.</summary>
/// <param name="Entries">New entries, in order.</param>
/// <param name="Tiles">Tiles that became full; one that is there already is replaced.</param>
/// <param name="Redactions">What happens to bodies, these entries' own included; in order.</param>
public sealed record Batch(ImmutableArray<StoredEntry> Entries, ImmutableArray<FullTile> Tiles, ImmutableArray<(long Index, Redaction Redaction)> Redactions)
{
    /// <summary>Bodies of earlier entries that a copy did not get with them and gets now; kept where none is there yet and none was erased.</summary>
    public ImmutableArray<(long Index, StoredBody Body)> Bodies { get; init; } = [];

    /// <summary>Texts and files of earlier entries, likewise.</summary>
    public ImmutableArray<(long Index, StoredBlob Blob)> Blobs { get; init; } = [];
}

/// <summary>Where one association's public log lies. One writer; any number of readers at the same time.</summary>
public interface ILogStore : IDisposable
{
    /// <summary>Entries that are staged, published or not.</summary>
    long Size { get; }

    /// <summary>Stages a batch. On return it is durable; where it throws it may be there or not, whole in either case.</summary>
    void Stage(Batch batch);

    /// <summary>Keeps a checkpoint that was swapped in. Earlier ones may be thinned out, but one for each full tile stays.</summary>
    void Publish(long size, ReadOnlyMemory<byte> note);

    /// <summary>The published checkpoint of the greatest size; null where there is none.</summary>
    (long Size, byte[] Note)? LastPublished();

    /// <summary>The greatest published checkpoint of at most a size; null where there is none.</summary>
    (long Size, byte[] Note)? PublishedAt(long size);

    /// <summary>Reads entries from one place up to but without another. Of the texts and files that they brought it tells names and states alone.</summary>
    IEnumerable<StoredEntry> Read(long from, long to);

    /// <summary>Reads entries with the texts and files that they brought.</summary>
    IEnumerable<StoredEntry> ReadWhole(long from, long to);

    /// <summary>A blob with its salt and bytes; hidden and erased ones by their state alone; null where it never was.</summary>
    StoredBlob? Blob(BlobId id);

    /// <summary>A full tile: 8,192 bytes; null where it is not there.</summary>
    byte[]? Tile(int level, long n);
}

/// <summary>The last checkpoint, in a place that is never rolled back with the data: what tells a restored backup from the truth.</summary>
public interface ICheckpointLock : IDisposable
{
    /// <summary>The last checkpoint that was swapped in; null where there was none.</summary>
    byte[]? Read();

    /// <summary>Replaces the expected checkpoint by the next, durably; false where another one is there.</summary>
    bool Swap(byte[]? expected, byte[] next);
}
