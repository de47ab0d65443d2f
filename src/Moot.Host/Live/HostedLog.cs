using Moot.Host.Folders;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Live;

/// <summary>A log that this program writes. Where the disk failed, it is read again and gone on with.</summary>
internal sealed class HostedLog : IServedLog
{
    /// <summary>Least time between two attempts to open a log again.</summary>
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim reopening = new(1, 1);
    private readonly TimeProvider clock;
    private readonly SqliteLogStore store;
    private readonly FileCheckpointLock checkpoint;
    private readonly PrivateStore hidden;
    private readonly SigningKey logKey;
    private volatile Writer writer;
    private long lastReopen;

    private HostedLog(
        AssociationFolder folder,
        SqliteLogStore store,
        FileCheckpointLock checkpoint,
        PrivateStore hidden,
        SigningKey key,
        TimeProvider clock,
        OpenOptions options
    )
    {
        (Folder, this.store, this.checkpoint, this.hidden, logKey, this.clock) = (folder, store, checkpoint, hidden, key, clock);
        writer = Writer.Open(Parts with { Adopt = options.Adopt, Verified = options.Verified, Progress = options.Progress });
    }

    /// <summary>How a log is opened.</summary>
    /// <param name="Adopt">True to go on where this machine knows no checkpoint of it.</param>
    /// <param name="Verified">A checkpoint up to which every signature was verified just now.</param>
    /// <param name="Progress">Told the number of entries read.</param>
    internal sealed record OpenOptions(bool Adopt = false, Checkpoint? Verified = null, Action<long>? Progress = null);

    public AssociationFolder Folder { get; }

    public Head Head => writer.Head;

    public HashTree Tree => writer.Tree;

    public ILogStore Store => store;

    /// <summary>Opens a folder's log for writing.</summary>
    /// <exception cref="LogException">It is in use, damaged, restored from a backup, or a mirror's.</exception>
    public static HostedLog Open(AssociationFolder folder, TimeProvider clock, OpenOptions? options = null)
    {
        if (folder.Card.Role == FolderRole.Mirror)
        {
            throw new LogException("mirror", $"{folder.DirectoryPath} is a mirror of {folder.Card.Source}: act there, or fork it.");
        }

        // The lock first: it is what keeps a second program out.
        var checkpoint = FileCheckpointLock.Open(FileCheckpointLock.PathFor(folder.Origin));
        SqliteLogStore? store = null;
        PrivateStore? hidden = null;
        SigningKey? key = null;
        try
        {
            store = folder.OpenStore(readOnly: false);
            hidden = PrivateStore.Open(folder.PrivateDatabasePath);
            key = KeyFile.Read(folder.LogKeyPath);
            return new(folder, store, checkpoint, hidden, key, clock, options ?? new());
        }
        catch
        {
            key?.Dispose();
            hidden?.Dispose();
            store?.Dispose();
            checkpoint.Dispose();
            throw;
        }
    }

    public async Task<Receipt> Submit(ReadOnlyMemory<byte> submission)
    {
        if (writer.Failure is not null && !await TryReopen())
        {
            return new(Verdict.Refused("unavailable", $"The log cannot be written at the moment: {writer.Failure?.Message}"), default);
        }

        return await writer.Submit(submission);
    }

    public (string Code, string Sentence, byte[] Submission)? Refused(Hash id) =>
        hidden.Find(id) is { } kept ? (kept.Code, kept.Sentence, kept.Submission) : null;

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        hidden.Dispose();
        store.Dispose();
        checkpoint.Dispose();
        logKey.Dispose();
        reopening.Dispose();
    }

    private WriterParts Parts => new(Capabilities.Registry, store, checkpoint, logKey, Folder.Origin, clock) { KeepRefused = hidden.Keep };

    /// <summary>Stops the failed writer and opens the log again: recovery is the start-up code.</summary>
    private async Task<bool> TryReopen()
    {
        await reopening.WaitAsync();
        try
        {
            if (writer.Failure is null)
            {
                return true;
            }

            if (lastReopen != 0 && clock.GetElapsedTime(lastReopen) < ReopenPause)
            {
                return false;
            }

            lastReopen = clock.GetTimestamp();
            await writer.DisposeAsync();
            writer = Writer.Open(Parts);
            return true;
        }
        catch (LogException)
        {
            return false;
        }
        finally
        {
            reopening.Release();
        }
    }
}
