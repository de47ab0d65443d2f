using System.Collections.Immutable;
using Moot.Host.Folders;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Operations;

/// <summary>The host was caught: what it did, and where the evidence lies.</summary>
internal sealed class HostCaughtException(string sentence, string? evidencePath) : Exception(sentence)
{
    /// <summary>The evidence; null where none that a third person can check could be made.</summary>
    public string? EvidencePath { get; } = evidencePath;
}

/// <summary>A copy of a log that follows its host, checks everything again, and keeps what the host should not take back.</summary>
/// <remarks>Order: checkpoint → consistency with the last → entries → leaf hashes → signatures → judge and fold → stage → own cosignature → publish.</remarks>
internal sealed class Mirroring : IDisposable
{
    /// <summary>Entries that are checked and staged at a time.</summary>
    private const int RoundEntries = 4096;

    /// <summary>Time after which a mirror destroys what the host erased, unless its operator objects.</summary>
    public static readonly TimeSpan PurgeAfter = TimeSpan.FromDays(30);

    private readonly SqliteLogStore store;
    private readonly SigningKey cosigner;
    private readonly RemoteHost source;
    private readonly TimeProvider clock;
    private readonly bool keepsErased;
    private readonly HashSet<long> purged = [];
    private readonly Replay replay;
    private volatile Head head;

    private Mirroring(
        AssociationFolder folder,
        SqliteLogStore store,
        SigningKey cosigner,
        RemoteHost source,
        TimeProvider clock,
        bool keepsErased,
        Action<long>? progress
    )
    {
        (Folder, this.store, this.cosigner, this.source, this.clock, this.keepsErased) = (folder, store, cosigner, source, clock, keepsErased);
        replay = new Replay(Capabilities.Registry, new HashTree(store.Tile)) { VerifyFrom = store.Size };
        if (replay.Run(store.Read(0, store.Size), progress) is { } fault)
        {
            throw new LogException("damaged", $"Entry {fault.Index} of the mirror is damaged: {fault.Sentence} Make the mirror anew in another folder.");
        }

        replay.Machine.Tree.TakeCompleted();
        replay.TakeRedactions();
        head =
            store.LastPublished() is { } last && Checkpoint.TryOpen(last.Note, folder.Vkey, out var checkpoint, out _)
                ? new(checkpoint, last.Note, replay.World)
                : new(new(folder.Origin, 0, Hash.EmptyTree), default, replay.World);
        if (replay.Machine.Tree.Size < head.Checkpoint.Size || replay.Machine.Tree.RootAt(head.Checkpoint.Size) != head.Checkpoint.Root)
        {
            throw new LogException("damaged", "The mirror's entries are not those of its last checkpoint. Make the mirror anew in another folder.");
        }
    }

    /// <summary>The mirror's folder.</summary>
    public AssociationFolder Folder { get; }

    /// <summary>The last checkpoint that was checked, with the mirror's cosignature.</summary>
    public Head Head => head;

    /// <summary>The leaf hashes.</summary>
    public HashTree Tree => replay.Machine.Tree;

    /// <summary>The copy.</summary>
    public SqliteLogStore Store => store;

    /// <summary>Verifier key of the mirror's cosignature.</summary>
    public VerifierKey Cosigner => VerifierKey.Cosigner(CosignerName, cosigner.PublicKey);

    private string CosignerName => "mirror-" + Convert.ToHexStringLower(cosigner.PublicKey.AsSpan(0, 8));

    /// <summary>Begins a mirror of a URL in a new folder, or opens the one that is there.</summary>
    public static async Task<Mirroring> Begin(
        string url,
        string directory,
        VerifierKey? pinned,
        TimeProvider clock,
        bool keepErased,
        Action<long>? progress,
        CancellationToken cancel
    )
    {
        if (AssociationFolder.Exists(directory))
        {
            var there = AssociationFolder.Open(directory);
            return string.Equals(there.Card.Source?.TrimEnd('/'), url.TrimEnd('/'), StringComparison.Ordinal)
                ? Open(there, clock, keepErased, progress)
                : throw new LogException(
                    "folder-used",
                    $"{directory} is {(there.Card.Source is { } other ? "a mirror of " + other : "an association's own folder")}; name a new folder."
                );
        }

        using var source = new RemoteHost(url);
        var key = pinned ?? await source.Key(cancel);
        var folder = AssociationFolder.Create(directory, FolderRole.Mirror, key, source.Url);
        KeyFile.Create(folder.MirrorKeyPath).Dispose();
        folder.Seal();
        return Open(folder, clock, keepErased, progress);
    }

    /// <summary>Opens a mirror's folder.</summary>
    public static Mirroring Open(AssociationFolder folder, TimeProvider clock, bool keepErased = false, Action<long>? progress = null)
    {
        var url = folder.Card.Source ?? throw new LogException("not-a-mirror", $"{folder.DirectoryPath} is not a mirror.");
        var store = folder.OpenStore(readOnly: false);
        SigningKey? cosigner = null;
        RemoteHost? source = null;
        try
        {
            cosigner = KeyFile.Read(folder.MirrorKeyPath);
            source = new RemoteHost(url);
            return new(folder, store, cosigner, source, clock, keepErased, progress);
        }
        catch
        {
            source?.Dispose();
            cosigner?.Dispose();
            store.Dispose();
            throw;
        }
    }

    /// <summary>Takes what is new. True if there was something.</summary>
    /// <param name="progress">Told entries done and entries in all.</param>
    /// <param name="cancel">Stops between rounds.</param>
    /// <exception cref="HostCaughtException">The host showed another history, rolled back, or let something unlawful in.</exception>
    public async Task<bool> Step(Action<long, long>? progress, CancellationToken cancel)
    {
        var note = await source.Log.Checkpoint(cancel);
        if (!Checkpoint.TryOpen(note, Folder.Vkey, out var next, out var error))
        {
            throw new HostCaughtException($"The checkpoint that {source.Url} serves is not signed by {Folder.Origin}: {error}", evidencePath: null);
        }

        CompareWithKnown(note, next, cancel);
        if (next.Size > replay.World.Size)
        {
            Extend(note, next, progress, cancel);
        }

        var isNew = next.Size > head.Checkpoint.Size;
        if (isNew)
        {
            var cosigned = Cosign(note);
            store.Publish(next.Size, cosigned);
            head = new(next, cosigned, replay.World);
        }

        Purge();
        return isNew;
    }

    public void Dispose()
    {
        source.Dispose();
        store.Dispose();
        cosigner.Dispose();
    }

    /// <summary>Is the host's checkpoint one of the history that is known here?</summary>
    private void CompareWithKnown(byte[] note, Checkpoint next, CancellationToken cancel)
    {
        var known = head.Checkpoint;
        if (next.Size <= replay.World.Size)
        {
            if (Tree.RootAt(next.Size) != next.Root)
            {
                throw Caught(TwoHistories(note, next, cancel));
            }

            if (next.Size < known.Size)
            {
                throw Caught(
                    new(
                        Evidence.FormatName,
                        "rolled-back",
                        $"The host showed {known.Size} entries before and shows only {next.Size} now.",
                        Folder.Vkey.ToString(),
                        Text(head.Note),
                        Text(note)
                    )
                );
            }

            return;
        }

        if (known.Size > 0 && !Merkle.VerifyConsistency(known.Size, next.Size, known.Root, next.Root, Proof(known.Size).AsSpan()))
        {
            throw Caught(TwoHistories(note, next, cancel));
        }

        ImmutableArray<Hash> Proof(long from) => source.Log.Tree(next.Size, cancel).ConsistencyProof(from, next.Size);
    }

    private void Extend(byte[] note, Checkpoint next, Action<long, long>? progress, CancellationToken cancel)
    {
        var proved = source.Log.Tree(next.Size, cancel);
        if (proved.Root() != next.Root)
        {
            throw new HostCaughtException($"The tiles that {source.Url} serves are not those of the checkpoint that it signed.", evidencePath: null);
        }

        using var round = new Rounds(source.Log.Read(replay.World.Size, next.Size, cancel));
        while (replay.World.Size < next.Size)
        {
            cancel.ThrowIfCancellationRequested();
            if (replay.Run(round.Next(RoundEntries), done => progress?.Invoke(done, next.Size), cancel) is { } fault)
            {
                throw CaughtEntry(note, next, proved, fault);
            }

            var (to, root) = (replay.World.Size, Tree.Root());
            var isProved =
                to == next.Size ? root == next.Root : Merkle.VerifyConsistency(to, next.Size, root, next.Root, proved.ConsistencyProof(to, next.Size).AsSpan());
            if (!isProved)
            {
                throw new HostCaughtException(
                    $"The entries that {source.Url} serves are not those of the checkpoint that it signed: one was changed, dropped or added.",
                    evidencePath: null
                );
            }

            if (
                to == next.Size
                && replay.World.Get<Foundation>().Current?.LogKey.ToString() is { } own
                && !string.Equals(own, Folder.Vkey.ToString(), StringComparison.Ordinal)
            )
            {
                throw new HostCaughtException($"The log was founded under another key than the one that signs it: {own}.", evidencePath: null);
            }

            store.Stage(new(round.Read, Tree.TakeCompleted(), [.. replay.TakeRedactions().Select(AsMirror)]));
        }
    }

    /// <summary>A mirror stops serving what was erased at once, and destroys it later: a captured host cannot wipe the commons in a day.</summary>
    private static (long, Redaction) AsMirror((long Index, Redaction Redaction) by) =>
        (by.Index, by.Redaction == Redaction.Erase ? Redaction.Hide : by.Redaction);

    /// <summary>Destroys bodies whose erasure is old enough.</summary>
    private void Purge()
    {
        if (keepsErased)
        {
            return;
        }

        var (now, world) = (Moment.Of(clock.GetUtcNow()), replay.World);
        var due = world
            .Get<Erasures>()
            .Withdrawn.Where(w => w.Value.IsErased && !purged.Contains(w.Key) && world.Entries.At(w.Value.Act) + PurgeAfter <= now)
            .Select(w => w.Key)
            .ToList();
        foreach (var index in due)
        {
            purged.Add(index);
        }

        var there = due.Where(i => store.Read(i, i + 1).Any(e => e.Body.State != BodyState.Erased)).ToList();
        if (there.Count > 0)
        {
            store.Stage(new([], [], [.. there.Select(i => (i, Redaction.Erase))]));
        }
    }

    private byte[] Cosign(byte[] note)
    {
        if (!SignedNote.TryParse(note, out var signed, out var error))
        {
            throw new LogException("bad-checkpoint", error);
        }

        var mine = Cosignature.Sign(signed.Text.Span, CosignerName, cosigner, clock.GetUtcNow().ToUnixTimeSeconds());
        return SignedNote.Write(signed.Text.Span, [.. signed.Signatures, mine]);
    }

    private Evidence TwoHistories(byte[] note, Checkpoint next, CancellationToken cancel)
    {
        var known = head.Checkpoint;
        if (known.Size == next.Size)
        {
            return new(
                Evidence.FormatName,
                "two-histories",
                $"The host signed two different logs of {known.Size} entries.",
                Folder.Vkey.ToString(),
                Text(head.Note),
                Text(note)
            );
        }

        var theirs = source.Log.Tree(next.Size, cancel);
        if (theirs.Root() != next.Root)
        {
            throw new HostCaughtException(
                "The host's tiles are not those of the checkpoint that it signed, which also does not fit the history known here.",
                evidencePath: null
            );
        }

        return Evidence.OfHistories(Folder.Vkey, (head.Note, known.Size, Tree), (note, next.Size, theirs));
    }

    private HostCaughtException CaughtEntry(byte[] note, Checkpoint next, HashTree proved, Fault fault)
    {
        // What was served may not be what was signed: only a leaf that the signed root covers is evidence.
        var served = fault.Entry.Length > 0 && proved.Leaf(fault.Index) == Hash.Leaf(fault.Entry.Span);
        return served
            ? Caught(Evidence.OfEntry(Folder.Vkey, note, next, proved, fault))
            : new HostCaughtException(
                $"Entry {fault.Index}, as {source.Url} serves it, is not the one under its checkpoint: {fault.Sentence}",
                evidencePath: null
            );
    }

    private HostCaughtException Caught(Evidence evidence) => new(evidence.Sentence, evidence.Write(Path.Combine(Folder.DirectoryPath, "evidence"), clock));

    private static string Text(ReadOnlyMemory<byte> note) => System.Text.Encoding.UTF8.GetString(note.Span);
}
