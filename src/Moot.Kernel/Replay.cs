using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>The first thing that is wrong with a log.</summary>
/// <param name="Index">The entry.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Sentence">For a person.</param>
/// <param name="Entry">Its bytes: evidence.</param>
public sealed record Fault(long Index, string Code, string Sentence, ReadOnlyMemory<byte> Entry);

/// <summary>Folds a log from nothing and judges each entry again. What every mirror, fork, auditor and start-up does.</summary>
/// <param name="registry">The capabilities to judge with.</param>
/// <param name="tree">Where leaf hashes go.</param>
/// <param name="verifySignatures">False at start-up, where the log is one's own and its root is compared.</param>
/// <param name="passUnknown">True to let unknown kinds pass unjudged, and count them.</param>
public sealed class Replay(Registry registry, HashTree? tree = null, bool verifySignatures = true, bool passUnknown = false)
{
    /// <summary>Entries prepared at a time.</summary>
    private const int ChunkEntries = 256;

    /// <summary>Chunks that are being prepared while one is taken.</summary>
    private static readonly int ChunksAhead = 1 + Environment.ProcessorCount;

    private readonly SortedSet<long> absent = [];
    private readonly List<(long Index, Redaction Redaction)> redactions = [];

    private readonly List<StoredEntry> kept = [];

    private readonly record struct Read(Entry? Entry, Prepared? Act, Hash Leaf, Fault? Fault);

    /// <summary>What the acts since the last call do to earlier bodies, in order.</summary>
    public ImmutableArray<(long Index, Redaction Redaction)> TakeRedactions()
    {
        var taken = redactions.ToImmutableArray();
        redactions.Clear();
        return taken;
    }

    /// <summary>The entries that were taken since the last call, as a store should keep them; collected where <see cref="KeepsEntries"/> is set.</summary>
    public ImmutableArray<StoredEntry> TakeEntries()
    {
        var taken = kept.ToImmutableArray();
        kept.Clear();
        return taken;
    }

    /// <summary>True to collect what was taken, for a copy.</summary>
    public bool KeepsEntries { get; set; }

    /// <summary>Signatures of entries from here on are verified.</summary>
    public long VerifyFrom { get; init; } = verifySignatures ? 0 : long.MaxValue;

    /// <summary>Told each entry that was taken, in order.</summary>
    internal Action<Entry>? Taken { get; init; }

    /// <summary>The machine that it drives.</summary>
    public Machine Machine { get; } = new(registry, tree, passUnknown);

    /// <summary>How things stand.</summary>
    public World World => Machine.World;

    /// <summary>Entries whose body the log commits to but which was not there.</summary>
    public IReadOnlyCollection<long> AbsentBodies => absent;

    /// <summary>A body that was not there has come since.</summary>
    public void Arrived(long index) => absent.Remove(index);

    /// <summary>Takes entries in order, preparing them on all cores ahead of the machine. Null where all is well.</summary>
    /// <param name="entries">The next entries, from <see cref="World"/>'s size on.</param>
    /// <param name="progress">Told the number of entries done, now and then.</param>
    /// <param name="cancel">Stops between chunks.</param>
    public Fault? Run(IEnumerable<StoredEntry> entries, Action<long>? progress = null, CancellationToken cancel = default)
    {
        // Each chunk is prepared by one worker while others prepare the next ones: sharing a chunk out among workers would wake them for every few entries.
        var ahead = new Queue<Task<Read[]>>();
        foreach (var chunk in entries.Chunk(ChunkEntries))
        {
            cancel.ThrowIfCancellationRequested();
            ahead.Enqueue(Task.Run(() => Prepare(chunk), CancellationToken.None));
            if (ahead.Count > ChunksAhead)
            {
                if (Take(ahead.Dequeue().GetAwaiter().GetResult()) is { } fault)
                {
                    return fault;
                }

                progress?.Invoke(World.Size);
            }
        }

        while (ahead.TryDequeue(out var rest))
        {
            if (Take(rest.GetAwaiter().GetResult()) is { } fault)
            {
                return fault;
            }

            progress?.Invoke(World.Size);
        }

        return null;
    }

    /// <summary>Texts that are missing although no act took them away, and texts still there although an act did.</summary>
    /// <remarks>Told apart from faults: a mirror may keep an erased text for a time, a reader may hold less than all.</remarks>
    public (IReadOnlyList<long> Withheld, IReadOnlyList<long> StillThere) CompareBodies()
    {
        var withdrawn = World.Get<Erasures>().Withdrawn;
        return ([.. absent.Where(i => !withdrawn.ContainsKey(i))], [.. withdrawn.Keys.Where(i => !absent.Contains(i))]);
    }

    private Read[] Prepare(StoredEntry[] chunk)
    {
        var done = new Read[chunk.Length];
        for (var i = 0; i < chunk.Length; i++)
        {
            done[i] = Prepare(chunk[i]);
        }

        return done;
    }

    private Read Prepare(in StoredEntry stored)
    {
        if (!Entry.TryParse(stored.Bytes, out var entry, out var error))
        {
            return Wrong(stored, "malformed", error);
        }

        var (act, body) = (entry!.Act, stored.Body);
        if (body.State == BodyState.Present)
        {
            if (act.Body is not { } commitment || Submission.Commit(body.Salt, body.Bytes.Span) != commitment)
            {
                return Wrong(stored, "body-mismatch", "The body is not the one that the act commits to.");
            }
        }

        foreach (var blob in stored.Blobs)
        {
            if (blob is { State: BodyState.Present, IsListed: false } && BlobId.Of(blob.Salt, blob.Bytes.Span) != blob.Id)
            {
                return Wrong(stored, "blob-mismatch", "A text or file is not the one that its name stands for.");
            }
        }

        return new(entry, Prepared.Of(registry, act, body, stored.Blobs, stored.Index >= VerifyFrom), Hash.Leaf(stored.Bytes.Span), Fault: null);
    }

    private static Read Wrong(in StoredEntry stored, string code, string sentence) =>
        new(Entry: null, Act: null, default, new Fault(stored.Index, code, sentence, stored.Bytes));

    private Fault? Take(Read[] chunk)
    {
        foreach (var read in chunk)
        {
            if (read.Fault is { } fault)
            {
                return fault with { Index = World.Size };
            }

            var (entry, act) = (read.Entry!, read.Act!);
            if (Machine.Take(act, entry, read.Leaf) is { IsLawful: false } refused)
            {
                return new(World.Size, refused.Code, refused.Sentence, entry.Bytes);
            }

            if (Writer.RedactionOf(act.Record) is { } redaction)
            {
                redactions.Add(redaction);
            }

            if (
                (act.Act.Body is not null && act.Body.State != BodyState.Present)
                || act.Brought.Any(b => !act.Blobs.Any(c => c.Id == b && c.State == BodyState.Present))
            )
            {
                absent.Add(entry.Index);
            }

            if (KeepsEntries)
            {
                kept.Add(new(entry.Index, entry.Bytes, act.Body, act.BroughtBlobs));
            }

            Taken?.Invoke(entry);
        }

        return null;
    }
}
