using System.Collections.Immutable;
using System.Threading.Channels;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>What the writer answers: where the act stands, or why it was refused.</summary>
/// <param name="Verdict">Lawful if the act is in the log, durably.</param>
/// <param name="Id">Name of the act; that of nothing where it could not be read.</param>
/// <param name="Index">Its place, where it is in the log.</param>
/// <param name="At">Its time, where it is in the log.</param>
/// <param name="Assurance">How sure its actor is, where it is in the log.</param>
public sealed record Receipt(Verdict Verdict, Hash Id, long? Index = null, Moment? At = null, Assurance? Assurance = null);

/// <summary>An act that was refused, kept for its author.</summary>
/// <param name="Submission">The act with its body.</param>
/// <param name="Verdict">Why.</param>
/// <param name="At">When.</param>
public sealed record Refusal(Submission Submission, Verdict Verdict, Moment At);

/// <summary>What a writer works with.</summary>
/// <param name="Registry">The capabilities.</param>
/// <param name="Store">The log's store.</param>
/// <param name="Lock">Where the last checkpoint is kept apart.</param>
/// <param name="LogKey">Signs checkpoints.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="Clock">The time.</param>
public sealed record WriterParts(Registry Registry, ILogStore Store, ICheckpointLock Lock, SigningKey LogKey, string Origin, TimeProvider Clock)
{
    /// <summary>True where no checkpoint is known here and the log is to be gone on with all the same: a log that is new, forked or moved here.</summary>
    public bool Adopt { get; init; }

    /// <summary>A checkpoint up to which the caller has just verified every signature; its root is compared, so that they need not be verified again.</summary>
    public Checkpoint? Verified { get; init; }

    /// <summary>Called with refused acts before their authors are told; may keep them.</summary>
    public Action<IReadOnlyList<Refusal>>? KeepRefused { get; init; }

    /// <summary>Called with entries whose texts were erased, once that is durable; may destroy other copies.</summary>
    public Action<IReadOnlyList<long>>? Erased { get; init; }

    /// <summary>Told the number of entries read at start-up, now and then.</summary>
    public Action<long>? Progress { get; init; }
}

/// <summary>The latest checkpoint with the world that it stands for.</summary>
/// <param name="Checkpoint">Size and root.</param>
/// <param name="Note">The signed checkpoint; empty where there is none yet.</param>
/// <param name="World">How things stand at that size.</param>
public sealed record Head(Checkpoint Checkpoint, ReadOnlyMemory<byte> Note, World World);

/// <summary>The one writer of one association's log: judge → append → fold, in groups, each durable before anybody is told yes.</summary>
/// <remarks>
/// Order on disk: stage entries → compare-and-swap the checkpoint in a store that is never rolled back → publish.
/// Whatever fails after staging began stops the writer; opening it again is the recovery. Entries staged but not swapped are rolled forward:
/// they were judged, and whoever sent them is told "in doubt" and may send the same bytes again.
/// </remarks>
public sealed class Writer : IAsyncDisposable
{
    private sealed record Waiting(Prepared Act, TaskCompletionSource<Receipt> Answer);

    private readonly WriterParts parts;
    private readonly Machine machine;
    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(Limits.QueueActsMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    private readonly RecentActs recent;
    private readonly Thread thread;
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[]? swapped;
    private volatile Head head;
    private volatile Exception? failure;

    private Writer(WriterParts parts, Machine machine, RecentActs recent, LockedCheckpoint? locked)
    {
        (this.parts, this.machine, this.recent, swapped) = (parts, machine, recent, locked?.Note);
        head =
            locked is not null && Recovery.IsOwn(parts, machine.World)
                ? new(locked.Checkpoint, locked.Note, machine.World)
                : new(new(parts.Origin, 0, Hash.EmptyTree), default, machine.World);
        thread = new Thread(Loop) { IsBackground = true, Name = "writer of " + parts.Origin };
    }

    /// <summary>The latest checkpoint and world.</summary>
    public Head Head => head;

    /// <summary>The leaf hashes, for tiles and proofs.</summary>
    public HashTree Tree => machine.Tree;

    /// <summary>Why the writer stopped; null while it works.</summary>
    public Exception? Failure => failure;

    /// <summary>Completes when the writer has stopped.</summary>
    public Task Stopped => stopped.Task;

    /// <summary>Opens a log for writing: reads it whole, compares it with the last checkpoint, and finishes what a crash left half done.</summary>
    /// <exception cref="LogException">The log is damaged, older than its checkpoint, or not ours to write.</exception>
    public static Writer Open(WriterParts parts)
    {
        var (store, recent) = (parts.Store, new RecentActs());
        var (size, locked) = (store.Size, Recovery.ReadLock(parts));
        var replay = new Replay(parts.Registry, new HashTree(store.Tile))
        {
            // Up to a checkpoint that is known the root vouches for the entries; beyond it, and where there is none, only their signatures do.
            VerifyFrom = Math.Max(locked?.Checkpoint.Size ?? 0, parts.Verified?.Size ?? 0),
            Taken = entry =>
            {
                if (entry.Index >= size - Limits.RecentActsMax)
                {
                    recent.Add(new(Verdict.Lawful, entry.Act.Id, entry.Index, entry.At, entry.Assurance));
                }
            },
        };
        try
        {
            var fault = replay.Run(store.Read(0, size), Check);
            if (fault is not null)
            {
                throw new LogException(
                    "damaged",
                    $"Entry {fault.Index} is damaged: {fault.Sentence} Restore it from a mirror (moot mirror), or fork from one."
                );
            }

            if (locked is not null)
            {
                Recovery.Compare(parts, replay.Machine, locked.Checkpoint);
            }

            if (parts.Verified is { } verified && (size < verified.Size || replay.Machine.Tree.RootAt(verified.Size) != verified.Root))
            {
                throw new LogException("damaged", $"The first {verified.Size} entries on disk are not those that were verified. Copy them again.");
            }

            Recovery.CompareCheckpoints(store, replay.Machine);
        }
        catch (InvalidDataException e)
        {
            throw new LogException("damaged", $"{e.Message} Restore the folder from a mirror, or fork from one.", e);
        }

        var writer = new Writer(parts, replay.Machine, recent, locked);
        writer.RollForward();
        writer.thread.Start();
        return writer;

        void Check(long done)
        {
            Recovery.CompareTiles(store, replay.Machine.Tree);
            parts.Progress?.Invoke(done);
        }
    }

    /// <summary>Takes an act with its body. The answer comes when it is durable, or refused.</summary>
    public Task<Receipt> Submit(ReadOnlyMemory<byte> submission)
    {
        if (!Submission.TryParse(submission, out var read, out var error))
        {
            return Task.FromResult(new Receipt(Verdict.Refused("malformed", error), default));
        }

        return Submit(read!);
    }

    /// <inheritdoc cref="Submit(ReadOnlyMemory{byte})"/>
    /// <remarks>Signatures are checked here, on the caller's thread: with many callers, on all cores ahead of the writer.</remarks>
    public Task<Receipt> Submit(Submission submission) => Submit(Prepared.Of(parts.Registry, submission.Act, submission.Body, submission.Blobs));

    /// <summary>Takes an act that was prepared elsewhere. Acts that one caller hands over one after the other are entered in that order.</summary>
    /// <exception cref="ArgumentException">Its signatures were not checked.</exception>
    public async Task<Receipt> Submit(Prepared act)
    {
        if (act.Form.IsLawful && !act.IsVerified)
        {
            throw new ArgumentException("The signatures of this act were not checked.", nameof(act));
        }

        var waiting = new Waiting(act, new TaskCompletionSource<Receipt>(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await queue.Writer.WriteAsync(waiting);
        }
        catch (ChannelClosedException)
        {
            return new(Unavailable, act.Act.Id);
        }

        return await waiting.Answer.Task;
    }

    /// <summary>Stops after what is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await stopped.Task;
    }

    private static Verdict Unavailable { get; } = Verdict.Refused("unavailable", "The writer is not working at the moment; nothing was done. Try again.");

    private static Verdict InDoubt { get; } =
        Verdict.Refused("in-doubt", "The disk failed while the act was being written. Send the same bytes again: it will not be entered twice.");

    private void Loop()
    {
        try
        {
            var group = new List<Waiting>();
            while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                group.Clear();
                var bytes = 0;
                while (group.Count < Limits.GroupActsMax && bytes < Limits.GroupBytesMax && queue.Reader.TryRead(out var waiting))
                {
                    group.Add(waiting);
                    bytes += waiting.Act.Act.Bytes.Length + waiting.Act.Body.Bytes.Length + waiting.Act.Blobs.Sum(b => b.Bytes.Length);
                }

                if (!Commit(group))
                {
                    break;
                }
            }
        }
        finally
        {
            queue.Writer.TryComplete();
            while (queue.Reader.TryRead(out var waiting))
            {
                waiting.Answer.TrySetResult(new(Unavailable, waiting.Act.Act.Id));
            }

            stopped.TrySetResult();
        }
    }

    /// <summary>Judges, stages, swaps, publishes and answers one group. False if the writer must stop.</summary>
    private bool Commit(List<Waiting> group)
    {
        var answers = new Receipt[group.Count];
        try
        {
            var entries = ImmutableArray.CreateBuilder<StoredEntry>(group.Count);
            var redactions = ImmutableArray.CreateBuilder<(long, Redaction)>();
            var refusals = new List<Refusal>();
            var now = Moment.Of(parts.Clock.GetUtcNow());
            now = now < machine.World.At ? machine.World.At : now;
            for (var i = 0; i < group.Count; i++)
            {
                answers[i] = Judge(group[i].Act, now, entries, redactions, refusals);
            }

            if (refusals.Count > 0)
            {
                Keep(refusals);
            }

            if (entries.Count > 0)
            {
                var erased = redactions.Where(r => r.Item2 == Redaction.Erase).Select(r => r.Item1).ToList();
                parts.Store.Stage(new(entries.DrainToImmutable(), machine.Tree.TakeCompleted(), redactions.DrainToImmutable()));
                Advance();
                if (erased.Count > 0)
                {
                    parts.Erased?.Invoke(erased);
                }
            }
        }
        catch (Exception e)
        {
            // Whatever it was: memory is ahead of the disk now, so nothing more may be written before the log is read again.
            failure = e;
            foreach (var (waiting, answer) in group.Zip(answers))
            {
                waiting.Answer.TrySetResult(answer is { Verdict.IsLawful: false } ? answer : new(InDoubt, waiting.Act.Act.Id));
            }

            return false;
        }

        for (var i = 0; i < group.Count; i++)
        {
            group[i].Answer.TrySetResult(answers[i]);
        }

        return true;
    }

    /// <summary>Keeps refused acts for their authors; where that fails they are refused all the same, and the log goes on.</summary>
    private void Keep(List<Refusal> refusals)
    {
        try
        {
            parts.KeepRefused?.Invoke(refusals);
        }
        catch (Exception e) when (e is LogException or IOException)
        {
            RefusalsLost += refusals.Count;
        }
    }

    /// <summary>Refused acts that could not be kept: their authors have the answer and their own copy alone.</summary>
    public long RefusalsLost { get; private set; }

    private Receipt Judge(
        Prepared act,
        Moment now,
        ImmutableArray<StoredEntry>.Builder entries,
        ImmutableArray<(long, Redaction)>.Builder redactions,
        List<Refusal> refusals
    )
    {
        var id = act.Act.Id;
        if (recent.Find(id) is { } before)
        {
            return before;
        }

        var verdict = JudgeOwn(act);
        Entry? entry = null;
        if (verdict.IsLawful)
        {
            verdict = Take(act, now, out entry);
        }

        if (entry is null)
        {
            refusals.Add(new(new(act.Act, act.Body, act.Blobs), verdict, now));
            return new(verdict, id);
        }

        entries.Add(new(entry.Index, entry.Bytes, act.Body, act.BroughtBlobs));
        if (RedactionOf(act.Record) is { } redaction)
        {
            redactions.Add(redaction);
        }

        var receipt = new Receipt(verdict, id, entry.Index, now, entry.Assurance);
        recent.Add(receipt);
        return receipt;
    }

    /// <summary>A mistake in one rule must not stop the log as often as somebody sends the same act: as long as nothing was changed, the act is refused.</summary>
    private Verdict Take(Prepared act, Moment now, out Entry? entry)
    {
        var before = machine.World;
        try
        {
            return machine.Take(act, now, out entry);
        }
        catch (Exception e)
            when (e is not (OutOfMemoryException or InvalidDataException or IOException or LogException)
                && ReferenceEquals(machine.World, before)
                && machine.Tree.Size == before.Size
            )
        {
            entry = null;
            return Verdict.Refused("rule-failed", $"The rule of {act.Act.Kind} is broken ({e.GetType().Name}): tell whoever makes this program.");
        }
    }

    /// <summary>What only the writer of this very log refuses: a fork belongs into the fork's log, as its first act.</summary>
    private Verdict JudgeOwn(Prepared act)
    {
        var own = machine.World.Get<Foundation>().Current is null || Recovery.IsOwn(parts, machine.World);
        return act.Record switch
        {
            Fork when own => Verdict.Refused("fork-elsewhere", "A fork is the first act of a log of its own; see moot fork."),
            Fork { Log: var vkey } when !IsOwn(vkey) => Verdict.Refused("bad-log-key", "The fork names another key than this log's."),
            Found { Log: var vkey } when machine.World.Size == 0 && !IsOwn(vkey) => Verdict.Refused(
                "bad-log-key",
                "The founding act names another key than this log's."
            ),
            not Fork when !own => Verdict.Refused("fork-first", "This log begins with the act that forks it."),
            _ => Verdict.Lawful,
        };
    }

    private bool IsOwn(string vkey) =>
        VerifierKey.TryParse(vkey, out var key, out _)
        && key!.PublicKey.Span.SequenceEqual(parts.LogKey.PublicKey)
        && string.Equals(key.Name, parts.Origin, StringComparison.Ordinal);

    /// <summary>What an act does to an earlier body; null for most.</summary>
    public static (long Index, Redaction Redaction)? RedactionOf(object? record) =>
        record switch
        {
            HideBody hide => (hide.Entry, Redaction.Hide),
            ShowBody show => (show.Entry, Redaction.Show),
            EraseBody erase => (erase.Entry, Redaction.Erase),
            _ => null,
        };

    /// <summary>Signs the checkpoint of what is staged, swaps it in, publishes it.</summary>
    private void Advance()
    {
        var (checkpoint, note) = Swap();
        parts.Store.Publish(checkpoint.Size, note);
        head = new(checkpoint, note, machine.World);
    }

    private (Checkpoint Checkpoint, byte[] Note) Swap()
    {
        var checkpoint = new Checkpoint(parts.Origin, machine.World.Size, machine.Tree.Root());
        var note = checkpoint.Sign(parts.LogKey);
        if (!parts.Lock.Swap(swapped, note))
        {
            throw new LogException("lock-lost", "Another writer has moved this log's checkpoint. Only one program may write a log.");
        }

        swapped = note;
        return (checkpoint, note);
    }

    /// <summary>Finishes what a crash left: entries that were staged but not swapped, a checkpoint that was swapped but not published.</summary>
    private void RollForward()
    {
        if (!Recovery.IsOwn(parts, machine.World))
        {
            // New, or a copy that waits for its fork act. That it begins here is kept apart before its first act:
            // after a crash in the middle of that act the log would otherwise look like one brought from elsewhere.
            if (swapped is null)
            {
                Swap();
            }

            return;
        }

        if (head.Checkpoint.Size < machine.World.Size)
        {
            Advance();
        }
        else if (parts.Store.LastPublished() is not { } published || published.Size < head.Checkpoint.Size)
        {
            parts.Store.Publish(head.Checkpoint.Size, head.Note);
        }
    }
}
