using Moot.Host.Folders;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Live;

/// <summary>A log that this program writes. Where the disk failed, it is read again and gone on with.</summary>
internal sealed class HostedLog : IServedLog
{
    /// <summary>Least time between two attempts to open a log again.</summary>
    private static readonly TimeSpan ReopenPause = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of submissions that wait here; whoever comes beyond that is told to try again.</summary>
    private const long PendingBytesMax = 256L << 20;

    private readonly SemaphoreSlim reopening = new(1, 1);
    private readonly TimeProvider clock;
    private readonly SqliteLogStore store;
    private readonly FileCheckpointLock checkpoint;
    private readonly PrivateStore hidden;
    private readonly SigningKey logKey;
    private readonly WithdrawnTexts withdrawn;
    private volatile Writer writer;
    private long lastReopen;
    private long pendingBytes;

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
        withdrawn = new(store);
        writer = Writer.Open(Parts with { Adopt = options.Adopt, Verified = options.Verified, Progress = options.Progress });
        Forget([.. writer.Head.World.Get<Erasures>().Withdrawn.Where(w => w.Value.IsErased).Select(w => w.Key)]);
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

    public event EventHandler? Moved;

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

    public Task<Receipt> Submit(ReadOnlyMemory<byte> submission) => Submit(submission.Length, w => w.Submit(submission));

    public Task<Receipt> Submit(Submission submission) =>
        submission.Fault() is { Length: > 0 } fault
            ? Task.FromResult(new Receipt(Verdict.Refused("malformed", fault), default))
            : Submit(submission.Act.Bytes.Length + submission.Body.Bytes.Length + submission.Blobs.Sum(b => b.Bytes.Length), w => w.Submit(submission));

    private async Task<Receipt> Submit(int bytes, Func<Writer, Task<Receipt>> submit)
    {
        if (Interlocked.Add(ref pendingBytes, bytes) > PendingBytesMax)
        {
            Interlocked.Add(ref pendingBytes, -bytes);
            return new(Verdict.Refused("unavailable", "Too many acts wait at the moment; nothing was done. Try again."), default);
        }

        try
        {
            if (writer.Failure is not null && !await TryReopen())
            {
                return new(Verdict.Refused("unavailable", $"The log cannot be written at the moment: {writer.Failure?.Message}"), default);
            }

            var receipt = await submit(writer);
            Moved?.Invoke(this, EventArgs.Empty);
            return receipt;
        }
        finally
        {
            Interlocked.Add(ref pendingBytes, -bytes);
        }
    }

    /// <summary>Reads an act and checks its signatures, on the caller's thread.</summary>
    public static Prepared Prepare(Submission submission) => Prepared.Of(Capabilities.Registry, submission.Act, submission.Body, submission.Blobs);

    /// <summary>Takes a prepared act of this program's own; those that are handed over one after the other are entered in that order.</summary>
    public async Task<Receipt> Submit(Prepared act)
    {
        var receipt = await writer.Submit(act);
        Moved?.Invoke(this, EventArgs.Empty);
        return receipt;
    }

    /// <remarks>A text that is out of sight in the log is not to be had this way either.</remarks>
    public (string Code, string Sentence, byte[] Submission)? Refused(Hash id) =>
        hidden.Find(id) is { } kept && Submission.TryParse(kept.Submission, out var read, out _) && !withdrawn.Has(writer.Head.World, read!.Act.Body)
            ? (kept.Code, kept.Sentence, kept.Submission)
            : null;

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        hidden.Dispose();
        store.Dispose();
        checkpoint.Dispose();
        logKey.Dispose();
        reopening.Dispose();
    }

    private WriterParts Parts => new(Capabilities.Registry, store, checkpoint, logKey, Folder.Origin, clock) { KeepRefused = Keep, Erased = Forget };

    /// <summary>Keeps refused acts for their authors: not where nobody is known to be the author, nor texts that were taken out of sight.</summary>
    private void Keep(IReadOnlyList<Refusal> refusals) =>
        hidden.Keep([
            .. refusals.Where(r =>
                r.Submission.Blobs.IsEmpty // large, and not found again when they are erased: their author has them still
                && !string.Equals(r.Verdict.Code, "bad-signature", StringComparison.Ordinal)
                && !withdrawn.Has(writer.Head.World, r.Submission.Act.Body)
            ),
        ]);

    /// <summary>An act that was sent again, or refused before it was taken, must not outlive the erasure of its text. What fails is done when the log is opened again.</summary>
    private void Forget(IReadOnlyList<long> entries)
    {
        try
        {
            if (entries.Count > 0)
            {
                hidden.Forget([.. entries.Select(withdrawn.CommitmentOf).OfType<Hash>()]);
            }
        }
        catch (Exception e) when (e is LogException or IOException)
        {
            // The log itself is in order, and its writer must not stop for this.
        }
    }

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
