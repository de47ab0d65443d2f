using Moot.Host.Folders;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Host.Moving.Copies;

/// <summary>A log as it stood at its last checkpoint: pages are drawn from it, and nothing is added.</summary>
internal sealed class FrozenLog : ILiveLog, IDisposable
{
    private FrozenLog(ILogStore store, VerifierKey vkey, Head head, HashTree tree) => (Store, Vkey, Head, Tree) = (store, vkey, head, tree);

    public VerifierKey Vkey { get; }

    /// <summary>Acts are sent to the log itself.</summary>
    public string? MirrorOf => Vkey.Name;

    public Head Head { get; }

    public HashTree Tree { get; }

    public ILogStore Store { get; }

    /// <summary>Reads a folder's log up to its last checkpoint and makes sure that the entries are those of the checkpoint.</summary>
    /// <param name="directory">The folder of an association, a mirror or a fork.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="LogException">There is no log, or it is damaged.</exception>
    public static FrozenLog Open(string directory, CancellationToken cancel)
    {
        var folder = AssociationFolder.Open(directory);
        var store = folder.OpenStore(readOnly: true);
        try
        {
            var (size, note) = store.LastPublished() ?? throw new LogException("no-checkpoint", $"{directory} holds no checkpoint yet.");
            if (!Checkpoint.TryOpen(note, folder.Vkey, out var checkpoint, out var error))
            {
                throw new LogException("bad-checkpoint", $"The checkpoint is not signed by the log's key: {error}");
            }

            var tree = new HashTree();
            var replay = new Replay(Capabilities.Registry, tree, verifySignatures: false);
            if (replay.Run(store.Read(0, size), cancel: cancel) is { } fault)
            {
                throw new LogException(fault.Code, $"Entry {fault.Index} is not lawful: {fault.Sentence}");
            }

            return tree.Root() == checkpoint.Root
                ? new(store, folder.Vkey, new(checkpoint, note, replay.World), tree)
                : throw new LogException("damaged", "The entries are not those of the checkpoint. Nothing was written.");
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public Task<Receipt> Submit(ReadOnlyMemory<byte> submission) => throw new System.Diagnostics.UnreachableException("Nothing is added to a copy.");

    public void Dispose() => Store.Dispose();
}
