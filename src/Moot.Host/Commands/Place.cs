using Moot.Host.Folders;
using Moot.Host.Operations;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary>A log to read, named by a folder, a file or a URL.</summary>
internal sealed class Place : IDisposable
{
    private readonly IDisposable owner;

    private Place(
        IDisposable owner,
        ReadOnlyMemory<byte> note,
        VerifierKey? key,
        Func<long, long, bool, IEnumerable<StoredEntry>> read,
        Func<int, long, byte[]?> tile
    )
    {
        this.owner = owner;
        (Note, Key, Tile, Checkpoint) = (note, key, tile, Parse(note));
        Read = (from, to) => read(from, to, false);
        ReadWhole = (from, to) => read(from, to, true);
    }

    /// <summary>The signed checkpoint.</summary>
    public ReadOnlyMemory<byte> Note { get; }

    /// <summary>What it says.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The log's key as the folder knows it; null for a URL.</summary>
    public VerifierKey? Key { get; }

    /// <summary>Reads entries from one place up to but without another.</summary>
    public Func<long, long, IEnumerable<StoredEntry>> Read { get; }

    /// <summary>Reads entries with the texts and files that they brought.</summary>
    public Func<long, long, IEnumerable<StoredEntry>> ReadWhole { get; }

    /// <summary>Reads a full tile.</summary>
    public Func<int, long, byte[]?> Tile { get; }

    /// <summary>A log that is read from its published files.</summary>
    private static Place Of(IDisposable owner, ReadOnlyMemory<byte> note, TileLog log, CancellationToken cancel)
    {
        var size = Parse(note).Size;
        return new(owner, note, key: null, (from, to, whole) => log.Read(from, to, size, whole, cancel), (level, n) => log.Tile(level, n, cancel));
    }

    private static Checkpoint Parse(ReadOnlyMemory<byte> note) =>
        SignedNote.TryParse(note, out var signed, out var error) && Checkpoint.TryParse(signed.Text.Span, out var checkpoint, out error)
            ? checkpoint
            : throw new LogException("bad-checkpoint", $"The checkpoint cannot be read: {error}");

    /// <summary>Opens a folder, a file or a URL for reading.</summary>
    /// <param name="place">A folder with a log, a log's own file (<c>log.db</c>), a folder with a log's published files, or a URL.</param>
    /// <param name="integrity">True to look for damage in a folder's database first.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="LogException">There is no log.</exception>
    public static async Task<Place> Open(string place, bool integrity, CancellationToken cancel)
    {
        if (RemoteHost.IsUrl(place))
        {
            var remote = new RemoteHost(place);
            try
            {
                return Of(remote, await remote.Log.Checkpoint(cancel), remote.Log, cancel);
            }
            catch
            {
                remote.Dispose();
                throw;
            }
        }

        if (!AssociationFolder.Exists(place) && File.Exists(Path.Combine(place, "checkpoint")))
        {
            var files = new TileLog((path, _) => Task.FromResult(File.Exists(Path.Combine(place, path)) ? File.ReadAllBytes(Path.Combine(place, path)) : null));
            return Of(new MemoryStream(), await files.Checkpoint(cancel), files, cancel);
        }

        // A log's own file carries its key in its first entry; a folder's card is one more witness.
        var folder = File.Exists(place) ? null : AssociationFolder.Open(place);
        var store = folder?.OpenStore(readOnly: true) ?? SqliteLogStore.Open(place, readOnly: true);
        try
        {
            if (integrity && store.IntegrityProblem() is { } problem)
            {
                throw new LogException("damaged", $"The file {folder?.LogPath ?? place} is damaged: {problem}");
            }

            var (_, note) = store.LastPublished() ?? throw new LogException("no-checkpoint", $"{place} holds no checkpoint yet.");
            return new(store, note, folder?.Vkey, (from, to, whole) => whole ? store.ReadWhole(from, to) : store.Read(from, to), store.Tile);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public void Dispose() => owner.Dispose();
}
