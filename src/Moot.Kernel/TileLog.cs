using System.Collections.Immutable;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>Gets one file of a log by its path below the log's prefix, such as <c>tile/0/000</c>; null where there is none.</summary>
public delegate Task<byte[]?> FetchFile(string path, CancellationToken cancel);

/// <summary>A log that is read from its published files: over HTTP, or from a copy of them in a folder (C2SP tlog-tiles).</summary>
/// <param name="fetch">How a file is had.</param>
public sealed class TileLog(FetchFile fetch)
{
    /// <summary>Bundles that are asked for ahead of the one in use.</summary>
    private const int Ahead = 8;

    /// <summary>The signed checkpoint as it is served now.</summary>
    /// <exception cref="LogException">There is none.</exception>
    public async Task<byte[]> Checkpoint(CancellationToken cancel = default) =>
        await fetch("checkpoint", cancel) ?? throw new LogException("no-checkpoint", "There is no log here: it serves no checkpoint.");

    /// <summary>Reads entries with their bodies from one place up to but without another, fetching ahead.</summary>
    /// <param name="from">First entry.</param>
    /// <param name="to">Entry after the last; not beyond the checkpoint's size.</param>
    /// <param name="size">The checkpoint's size: a log need not serve the partial bundles of any other.</param>
    /// <param name="withBlobs">False to leave out the texts and files that they brought.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="LogException">A file is missing or malformed.</exception>
    public IEnumerable<StoredEntry> Read(long from, long to, long size, bool withBlobs, CancellationToken cancel = default)
    {
        var ahead = new Queue<Task<StoredEntry[]>>();
        var next = from / EntryBundle.Width;
        var last = (to - 1) / EntryBundle.Width;
        while (from < to && (next <= last || ahead.Count > 0))
        {
            while (next <= last && ahead.Count < Ahead)
            {
                var n = next++;
                ahead.Enqueue(Task.Run(() => Bundle(n, size, withBlobs, cancel), cancel));
            }

            foreach (var entry in ahead.Dequeue().GetAwaiter().GetResult())
            {
                if (entry.Index >= from && entry.Index < to)
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>The tree of a size, as the log's own tiles tell it; its roots and proofs still have to be checked against a signed root.</summary>
    /// <param name="size">Entries.</param>
    /// <param name="cancel">Stops it.</param>
    public TileTree Tree(long size, CancellationToken cancel = default) => new(size, (level, n, width) => Tile(level, n, width, cancel));

    private byte[] Tile(int level, long n, int width, CancellationToken cancel)
    {
        if (width < HashTree.TileWidth && fetch(TilePath.Tile(level, n, width), cancel).GetAwaiter().GetResult() is { } partial)
        {
            return partial.Length == width * Hash.Size ? partial : throw Malformed(TilePath.Tile(level, n, width));
        }

        return Tile(level, n, cancel); // full, or the log has grown meanwhile and keeps the full tile alone
    }

    /// <summary>A full tile.</summary>
    public byte[] Tile(int level, long n, CancellationToken cancel = default)
    {
        var path = TilePath.Tile(level, n, HashTree.TileWidth);
        var bytes = Need(path, cancel).GetAwaiter().GetResult();
        return bytes.Length == HashTree.TileBytes ? bytes : throw Malformed(path);
    }

    private async Task<StoredEntry[]> Bundle(long n, long size, bool withBlobs, CancellationToken cancel)
    {
        var width = (int)Math.Min(EntryBundle.Width, size - (n * EntryBundle.Width));
        var bodiesFile = WidestBodies(n, width, cancel);
        var blobsFile = withBlobs ? WidestBlobs(n, width, cancel) : Task.FromResult<ImmutableArray<ImmutableArray<StoredBlob>>>(default);
        var (entriesPath, entriesWidth) = (TilePath.Entries(n, width), width);
        var entriesFile = await fetch(entriesPath, cancel);
        if (entriesFile is null && width < EntryBundle.Width)
        {
            // The log has grown meanwhile, and keeps the full bundle alone.
            (entriesPath, entriesWidth) = (TilePath.Entries(n, EntryBundle.Width), EntryBundle.Width);
            entriesFile = await fetch(entriesPath, cancel);
        }

        if (!EntryBundle.TryRead(entriesFile ?? throw Missing(TilePath.Entries(n, width)), entriesWidth, out var entries, out _))
        {
            throw Malformed(entriesPath);
        }

        // A copy without bodies is a log all the same: they count as absent.
        var bodies = await bodiesFile;
        var blobs = await blobsFile;
        var stored = new StoredEntry[width];
        for (var i = 0; i < width; i++)
        {
            stored[i] = new(
                (n * EntryBundle.Width) + i,
                entries[i],
                bodies.IsDefault ? Acts.Submission.NoBody : bodies[i],
                blobs.IsDefault ? default : await Whole(blobs[i], cancel)
            );
        }

        return stored;
    }

    private async Task<ImmutableArray<StoredBody>> WidestBodies(long n, int width, CancellationToken cancel)
    {
        foreach (var tried in width < EntryBundle.Width ? new[] { width, EntryBundle.Width } : [width])
        {
            if (await fetch(TilePath.Bodies(n, tried), cancel) is { } bytes)
            {
                return BodyBundle.TryRead(bytes, tried, out var read, out _) ? read : throw Malformed(TilePath.Bodies(n, tried));
            }
        }

        return default;
    }

    private async Task<ImmutableArray<ImmutableArray<StoredBlob>>> WidestBlobs(long n, int width, CancellationToken cancel)
    {
        foreach (var tried in width < EntryBundle.Width ? new[] { width, EntryBundle.Width } : [width])
        {
            if (await fetch(TilePath.Blobs(n, tried), cancel) is { } bytes)
            {
                return BlobBundle.TryRead(bytes, tried, out var read, out _) ? read : throw Malformed(TilePath.Blobs(n, tried));
            }
        }

        return default;
    }

    /// <summary>Fetches those that were too large for the bundle.</summary>
    private async Task<ImmutableArray<StoredBlob>> Whole(ImmutableArray<StoredBlob> blobs, CancellationToken cancel)
    {
        if (blobs.All(b => b.State != BodyState.None))
        {
            return blobs;
        }

        var whole = blobs.ToArray();
        for (var i = 0; i < whole.Length; i++)
        {
            if (whole[i].State == BodyState.None)
            {
                var bytes = await fetch(TilePath.Blob(whole[i].Id), cancel);
                whole[i] = bytes is { Length: >= Hash.Size and <= Hash.Size + Limits.BlobBytesMax }
                    ? new(whole[i].Id, BodyState.Present, Hash.FromBytes(bytes.AsSpan(0, Hash.Size)), bytes.AsMemory(Hash.Size))
                    : whole[i] with
                    {
                        State = BodyState.Hidden,
                    };
            }
        }

        return [.. whole];
    }

    private async Task<byte[]> Need(string path, CancellationToken cancel) => await fetch(path, cancel) ?? throw Missing(path);

    private static LogException Missing(string path) => new("file-missing", $"The log does not serve {path}.");

    private static LogException Malformed(string path) => new("malformed", $"What the log serves as {path} is not of that form.");
}
