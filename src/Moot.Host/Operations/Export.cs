using System.Text.Json;
using Moot.Host.Folders;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Operations;

/// <summary>Writes a log as plain files, so that any web server can serve it, and any program read it from a folder.</summary>
internal static class Export
{
    private static readonly string[] TextFolders = ["body", "blobs", "blob"];

    /// <summary>Writes <c>checkpoint</c>, <c>tile/</c>, <c>body/</c>, <c>blobs/</c>, <c>blob/</c> and <c>association.json</c>; into an earlier export of the same log, what is new.</summary>
    /// <param name="folder">The association's folder.</param>
    /// <param name="output">A folder that is empty, not there, or an earlier export.</param>
    /// <param name="progress">Told entries done and entries in all.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The checkpoint that was written.</returns>
    /// <exception cref="LogException">The output is something else, or the folder's entries are not those of its checkpoint.</exception>
    public static Checkpoint Tiles(AssociationFolder folder, string output, Action<long, long>? progress, CancellationToken cancel)
    {
        using var store = folder.OpenStore(readOnly: true);
        var (size, note) = store.LastPublished() ?? throw new LogException("no-checkpoint", $"{folder.DirectoryPath} holds no checkpoint yet.");
        if (!Checkpoint.TryOpen(note, folder.Vkey, out var checkpoint, out var error))
        {
            throw new LogException("bad-checkpoint", $"The checkpoint is not signed by the log's key: {error}");
        }

        RefuseOther(output, folder.Vkey, checkpoint);
        var tree = new HashTree();
        var replay = new Replay(Capabilities.Registry, tree, verifySignatures: false, passUnknown: true);
        if (replay.Run(store.Read(0, size), done => progress?.Invoke(done, size), cancel) is { } fault)
        {
            throw new LogException("damaged", $"Entry {fault.Index} is damaged: {fault.Sentence} Nothing was written.");
        }

        if (tree.Root() != checkpoint.Root)
        {
            throw new LogException("damaged", "The entries are not those of the checkpoint. Nothing was written.");
        }

        // Texts that were erased since an earlier export must not stay in it.
        foreach (var texts in TextFolders.Select(name => Path.Combine(output, name)).Where(Directory.Exists))
        {
            Directory.Delete(texts, recursive: true);
        }

        for (long n = 0; n * EntryBundle.Width < size; n++)
        {
            cancel.ThrowIfCancellationRequested();
            var width = (int)Math.Min(EntryBundle.Width, size - (n * EntryBundle.Width));
            var read = store.ReadWhole(n * EntryBundle.Width, (n * EntryBundle.Width) + width).ToList();
            Write(output, TilePath.Entries(n, width), EntryBundle.Write([.. read.Select(e => e.Bytes)]));
            Write(output, TilePath.Bodies(n, width), BodyBundle.Write([.. read.Select(e => LogEndpoints.Shown(e.Body))]));
            WriteBlobs(output, n, width, read);
        }

        var hashes = size;
        for (var level = 0; hashes > 0; level++, hashes /= HashTree.TileWidth)
        {
            for (long n = 0; n * HashTree.TileWidth < hashes; n++)
            {
                var width = (int)Math.Min(HashTree.TileWidth, hashes - (n * HashTree.TileWidth));
                Write(output, TilePath.Tile(level, n, width), tree.Tile(level, n, width));
            }
        }

        var card = AssociationCard.Of(replay.World, store, folder.Vkey, size);
        Write(output, "association.json", JsonSerializer.SerializeToUtf8Bytes(card, WireJson.Default.AssociationCard));
        Write(output, "checkpoint", note); // last: what it promises is there
        return checkpoint;
    }

    /// <summary>Writes the texts and files of a bundle, and those that are too large for it each by itself.</summary>
    private static void WriteBlobs(string output, long n, int width, List<StoredEntry> read)
    {
        var bundle = BlobBundle.Write([.. read.Select(e => e.Blobs)]);
        Write(output, TilePath.Blobs(n, width), bundle);
        if (!BlobBundle.TryRead(bundle, width, out var written, out var error))
        {
            throw new System.Diagnostics.UnreachableException(error);
        }

        foreach (var (blob, there) in read.SelectMany(e => e.Blobs).Zip(written.SelectMany(b => b)))
        {
            if (there.State == BodyState.None)
            {
                Write(output, TilePath.Blob(blob.Id), [.. blob.Salt.ToBytes(), .. blob.Bytes.Span]);
            }
        }
    }

    private static void RefuseOther(string output, VerifierKey key, Checkpoint next)
    {
        var there = Path.Combine(output, "checkpoint");
        if (!File.Exists(there))
        {
            AssociationFolder.RefuseUsed(output);
        }
        else if (!Checkpoint.TryOpen(File.ReadAllBytes(there), key, out var before, out _) || before.Size > next.Size)
        {
            throw new LogException("folder-used", $"{output} holds another log, or a later state of this one; name a new folder.");
        }
    }

    private static void Write(string output, string path, byte[] bytes)
    {
        var file = Path.Combine(output, path);
        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file + ".part", bytes);
        File.Move(file + ".part", file, overwrite: true);
    }
}
