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

    /// <summary>Bundles of bodies that are asked for again in one step.</summary>
    private const int BundlesAsked = 64;

    /// <summary>Signatures of the host's checkpoint that are kept beside the mirror's own.</summary>
    private const int SignaturesKept = 15;

    /// <summary>Time after which a mirror destroys what the host erased, unless its operator objects.</summary>
    public static readonly TimeSpan PurgeAfter = TimeSpan.FromDays(30);

    private readonly SqliteLogStore store;
    private readonly SigningKey cosigner;
    private readonly RemoteHost source;
    private readonly TimeProvider clock;
    private readonly FileStream following;
    private readonly HashSet<long> purged = [];
    private bool looksForBodies = true;
    private volatile Replay replay;
    private volatile Head head;

    private Mirroring(
        AssociationFolder folder,
        SqliteLogStore store,
        SigningKey cosigner,
        RemoteHost source,
        FileStream following,
        TimeProvider clock,
        Action<long>? progress
    )
    {
        (Folder, this.store, this.cosigner, this.source, this.following, this.clock) = (folder, store, cosigner, source, following, clock);
        replay = ReadAgain(progress);
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

    /// <summary>Entries whose text the host does not give, although no act took it away.</summary>
    public IReadOnlyList<long> Withheld => replay.CompareBodies().Withheld;

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
            if (!string.Equals(there.Card.Source?.TrimEnd('/'), url.TrimEnd('/'), StringComparison.Ordinal))
            {
                throw new LogException(
                    "folder-used",
                    $"{directory} is {(there.Card.Source is { } other ? "a mirror of " + other : "an association's own folder")}; name a new folder."
                );
            }

            if (pinned is not null && !string.Equals(pinned.ToString(), there.Vkey.ToString(), StringComparison.Ordinal))
            {
                throw new LogException("other-key", $"{directory} mirrors a log of another key, {there.Vkey}; name a new folder.");
            }

            if (keepErased && there.Card.KeepErased is not true)
            {
                there.KeepErased();
            }

            return Open(there, clock, progress);
        }

        using var source = new RemoteHost(url);
        var key = pinned ?? await source.Key(cancel);
        var folder = AssociationFolder.Create(directory, FolderRole.Mirror, key, source.Url);
        KeyFile.Create(folder.MirrorKeyPath).Dispose();
        if (keepErased)
        {
            folder.KeepErased();
        }

        folder.Seal();
        return Open(folder, clock, progress);
    }

    /// <summary>Opens a mirror's folder.</summary>
    public static Mirroring Open(AssociationFolder folder, TimeProvider clock, Action<long>? progress = null)
    {
        var url = folder.Card.Source ?? throw new LogException("not-a-mirror", $"{folder.DirectoryPath} is not a mirror.");
        var following = Follow(folder);
        SqliteLogStore? store = null;
        SigningKey? cosigner = null;
        RemoteHost? source = null;
        try
        {
            store = folder.OpenStore(readOnly: false);
            cosigner = KeyFile.Read(folder.MirrorKeyPath);
            source = new RemoteHost(url);
            return new(folder, store, cosigner, source, following, clock, progress);
        }
        catch
        {
            source?.Dispose();
            cosigner?.Dispose();
            store?.Dispose();
            following.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a second program from following into the same folder.</summary>
    private static FileStream Follow(AssociationFolder folder)
    {
        try
        {
            return new FileStream(folder.FollowingPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("in-use", $"{folder.DirectoryPath} cannot be followed into now; another program probably does ({e.Message}).", e);
        }
    }

    /// <summary>What the copy amounts to, from its entries alone.</summary>
    private Replay ReadAgain(Action<long>? progress)
    {
        var read = new Replay(Capabilities.Registry, new HashTree(store.Tile)) { VerifyFrom = store.Size };
        if (read.Run(store.Read(0, store.Size), progress) is { } fault)
        {
            throw new LogException("damaged", $"Entry {fault.Index} of the mirror is damaged: {fault.Sentence} Make the mirror anew in another folder.");
        }

        read.Machine.Tree.TakeCompleted();
        read.TakeRedactions();
        read.KeepsEntries = true;
        return read;
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
            try
            {
                SetTarget(note);
                Extend(note, next, progress, cancel);
            }
            catch
            {
                replay = ReadAgain(progress: null); // memory is ahead of what was kept
                throw;
            }
        }

        var isNew = next.Size > head.Checkpoint.Size;
        if (isNew)
        {
            var cosigned = Cosign(note);
            store.Publish(next.Size, cosigned);
            head = new(next, cosigned, replay.World);
            File.Delete(Folder.TargetPath);
        }

        if (isNew || looksForBodies)
        {
            looksForBodies = false;
            TakeBodies(next, cancel);
        }

        Purge();
        return isNew;
    }

    public void Dispose()
    {
        source.Dispose();
        store.Dispose();
        cosigner.Dispose();
        following.Dispose();
    }

    /// <summary>Is the host's checkpoint one of the history that is known here?</summary>
    private void CompareWithKnown(byte[] note, Checkpoint next, CancellationToken cancel)
    {
        var (knownNote, known) = Known();
        if (next.Size <= replay.World.Size && Tree.RootAt(next.Size) != next.Root)
        {
            throw Caught(TwoHistories(note, next, cancel));
        }

        if (next.Size <= known.Size)
        {
            if (next.Size == known.Size && next.Root != known.Root)
            {
                throw Caught(OfSameSize(knownNote, note, known.Size));
            }

            if (next.Size < known.Size)
            {
                throw Caught(
                    new(
                        Evidence.FormatName,
                        "rolled-back",
                        $"The host showed {known.Size} entries before and shows only {next.Size} now.",
                        Folder.Vkey.ToString(),
                        Text(knownNote),
                        Text(note)
                    )
                );
            }

            return;
        }

        if (known.Size == 0)
        {
            return;
        }

        var tree = Proved(next, cancel);
        var proof = tree.ConsistencyProof(known.Size, next.Size);
        if (Merkle.VerifyConsistency(known.Size, next.Size, known.Root, next.Root, proof.AsSpan()))
        {
            return;
        }

        // With tiles below that are not those of the root, the proof fails as well, but it proves nothing.
        throw !Merkle.VerifyConsistency(known.Size, next.Size, tree.RootAt(known.Size), next.Root, proof.AsSpan()) ? WrongTiles()
        : known.Size <= replay.World.Size ? Caught(TwoHistories(note, next, cancel))
        : Caught(Evidence.OfPrefix(Folder.Vkey, (knownNote, known.Size), (note, next.Size), tree));
    }

    /// <summary>The greatest checkpoint that the host was seen to sign: the last one, or the one towards which entries were being taken when the program ended.</summary>
    private (ReadOnlyMemory<byte> Note, Checkpoint Checkpoint) Known() =>
        File.Exists(Folder.TargetPath)
        && File.ReadAllBytes(Folder.TargetPath) is var target
        && Checkpoint.TryOpen(target, Folder.Vkey, out var checkpoint, out _)
        && checkpoint.Size > head.Checkpoint.Size
            ? (target, checkpoint)
            : (head.Note, head.Checkpoint);

    private void SetTarget(byte[] note)
    {
        var part = Folder.TargetPath + ".part";
        File.WriteAllBytes(part, note);
        File.Move(part, Folder.TargetPath, overwrite: true);
    }

    /// <summary>The host's own tree of a checkpoint.</summary>
    private TileTree Proved(Checkpoint next, CancellationToken cancel)
    {
        var tree = source.Log.Tree(next.Size, cancel);
        return tree.Root() == next.Root ? tree : throw WrongTiles();
    }

    private HostCaughtException WrongTiles() =>
        new($"The tiles that {source.Url} serves are not those of the checkpoint that it signed. {NoEvidence}", evidencePath: null);

    /// <summary>Why there is none where bytes do not fit what is signed.</summary>
    private const string NoEvidence = "Answers are not signed, so this leaves no evidence that a third person could check.";

    private void Extend(byte[] note, Checkpoint next, Action<long, long>? progress, CancellationToken cancel)
    {
        var proved = Proved(next, cancel);
        using var round = new Rounds(source.Log.Read(replay.World.Size, next.Size, next.Size, withBlobs: true, cancel));
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
                    $"The entries that {source.Url} serves are not those of the checkpoint that it signed: one was changed, dropped or added. {NoEvidence}",
                    evidencePath: null
                );
            }

            if (
                to == next.Size
                && replay.World.Get<Foundation>().Current?.LogKey.ToString() is { } own
                && !string.Equals(own, Folder.Vkey.ToString(), StringComparison.Ordinal)
            )
            {
                throw new HostCaughtException(
                    $"The log was founded under another key than the one that signs it: {own}. The whole log shows it: moot verify {source.Url} --vkey {Folder.Vkey}",
                    evidencePath: null
                );
            }

            store.Stage(new([.. replay.TakeEntries().Select(AsMirror)], Tree.TakeCompleted(), [.. replay.TakeRedactions().Select(AsMirror)]));
        }
    }

    /// <summary>A mirror stops serving what was erased at once, and destroys it later: a captured host cannot wipe the commons in a day.</summary>
    private static (long, Redaction) AsMirror((long Index, Redaction Redaction) by) =>
        (by.Index, by.Redaction == Redaction.Erase ? Redaction.Hide : by.Redaction);

    /// <summary>That a text is erased is for the acts to say, not for the host: without one it is merely not here, and may come.</summary>
    private static StoredEntry AsMirror(StoredEntry entry) =>
        entry with
        {
            Body = entry.Body.State == BodyState.Erased ? new(BodyState.Hidden, default, default) : entry.Body,
            Brought = [.. entry.Blobs.Select(b => b.State == BodyState.Erased ? b with { State = BodyState.Hidden } : b)],
        };

    /// <summary>Destroys bodies whose erasure is old enough.</summary>
    private void Purge()
    {
        if (Folder.Card.KeepErased is true)
        {
            return;
        }

        var (now, world) = (Moment.Of(clock.GetUtcNow()), replay.World);
        var due = world
            .Get<Erasures>()
            .Withdrawn.Where(w => w.Value.IsErased && !purged.Contains(w.Key) && world.Entries.At(w.Value.Act) + PurgeAfter <= now)
            .Select(w => w.Key)
            .ToList();
        var there = due.Where(i =>
                store.Read(i, i + 1).Any(e => e.Body.State is BodyState.Present or BodyState.Hidden || e.Blobs.Any(b => b.State != BodyState.Erased))
            )
            .ToList();
        if (there.Count > 0)
        {
            store.Stage(new([], [], [.. there.Select(i => (i, Redaction.Erase))]));
        }

        purged.UnionWith(due);
    }

    /// <summary>Asks again for texts that no act takes away and that are not here: they were hidden when their entries came, or withheld.</summary>
    private void TakeBodies(Checkpoint at, CancellationToken cancel)
    {
        var bodies = ImmutableArray.CreateBuilder<(long, StoredBody)>();
        var blobs = ImmutableArray.CreateBuilder<(long, StoredBlob)>();
        var arrived = new List<long>();
        foreach (var bundle in Withheld.Where(i => i < at.Size).GroupBy(i => i / BodyBundle.Width).Take(BundlesAsked))
        {
            var from = bundle.Key * BodyBundle.Width;
            var served = source.Log.Read(from, Math.Min(from + BodyBundle.Width, at.Size), at.Size, withBlobs: true, cancel).ToArray();
            foreach (var index in bundle)
            {
                if (TakeLate(store.Read(index, index + 1).Single(), served[index - from], bodies, blobs))
                {
                    arrived.Add(index);
                }
            }
        }

        if (bodies.Count + blobs.Count > 0)
        {
            store.Stage(new([], [], []) { Bodies = bodies.ToImmutable(), Blobs = blobs.ToImmutable() });
        }

        arrived.ForEach(replay.Arrived);
    }

    /// <summary>Takes what is served of an entry now and was not here. True if nothing of it is missing any more.</summary>
    private bool TakeLate(
        in StoredEntry here,
        in StoredEntry served,
        ImmutableArray<(long, StoredBody)>.Builder bodies,
        ImmutableArray<(long, StoredBlob)>.Builder blobs
    )
    {
        if (!Entry.TryParse(here.Bytes, out var entry, out _))
        {
            return false;
        }

        var hasBody = entry!.Act.Body is null || here.Body.State == BodyState.Present;
        if (!hasBody && served.Body.State == BodyState.Present)
        {
            hasBody = entry.Act.Body == Submission.Commit(served.Body.Salt, served.Body.Bytes.Span) ? true : throw WrongText(here.Index);
            bodies.Add((here.Index, served.Body));
        }

        var hasBlobs = true;
        foreach (var name in Prepared.Of(Capabilities.Registry, entry.Act, new(BodyState.Erased, default, default), verify: false).Named)
        {
            if (store.Blob(name) is { State: BodyState.Present })
            {
                continue;
            }

            var late = served.Blobs.FirstOrDefault(b => b.Id == name && b.State == BodyState.Present);
            if (late.State != BodyState.Present)
            {
                hasBlobs = false;
                continue;
            }

            blobs.Add(BlobId.Of(late.Salt, late.Bytes.Span) == name ? (here.Index, late) : throw WrongText(here.Index));
        }

        return hasBody && hasBlobs;
    }

    private HostCaughtException WrongText(long index) =>
        new($"The text that {source.Url} serves for entry {index} is not the one that its author signed. {NoEvidence}", evidencePath: null);

    private byte[] Cosign(byte[] note)
    {
        if (!SignedNote.TryParse(note, out var signed, out var error))
        {
            throw new LogException("bad-checkpoint", error);
        }

        var mine = Cosignature.Sign(signed.Text.Span, CosignerName, cosigner, clock.GetUtcNow().ToUnixTimeSeconds());

        // The log's own signature and a few others: a host must not fill the note so that there is no place for this one.
        var others = signed.Signatures.OrderByDescending(s => string.Equals(s.Name, Folder.Origin, StringComparison.Ordinal)).Take(SignaturesKept);
        return SignedNote.Write(signed.Text.Span, [.. others, mine]);
    }

    private Evidence TwoHistories(byte[] note, Checkpoint next, CancellationToken cancel)
    {
        var known = head.Checkpoint;
        if (known.Size == next.Size)
        {
            return OfSameSize(head.Note, note, known.Size);
        }

        // Entries that were staged on the way to a later checkpoint may be where it differs: then that one is the other history.
        var (seenNote, seen) = known.Size < next.Size ? Known() : (head.Note, known);
        if (next.Size < seen.Size && seen.Size > replay.World.Size)
        {
            throw new HostCaughtException(
                $"The host signed {seen.Size} entries before and now signs {next.Size} that are not the first of them; both checkpoints are in {Folder.PrivatePath} "
                    + "and here, but the entries between were not all taken yet, so that there is no proof for a third person: "
                    + Text(note).ReplaceLineEndings(" "),
                evidencePath: null
            );
        }

        if (next.Size < known.Size)
        {
            return Evidence.OfPrefix(Folder.Vkey, (note, next.Size), (head.Note, known.Size), Tree);
        }

        if (seen.Size <= replay.World.Size)
        {
            return Evidence.OfHistories(Folder.Vkey, (seenNote, seen.Size, Tree), (note, next.Size, Proved(next, cancel)));
        }

        return Evidence.OfPrefix(Folder.Vkey, (seenNote, seen.Size), (note, next.Size), Proved(next, cancel));
    }

    private Evidence OfSameSize(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other, long size) =>
        new(Evidence.FormatName, "two-histories", $"The host signed two different logs of {size} entries.", Folder.Vkey.ToString(), Text(one), Text(other));

    private HostCaughtException CaughtEntry(byte[] note, Checkpoint next, TileTree proved, Fault fault)
    {
        // What was served may not be what was signed: only a leaf that the signed root covers is evidence.
        // A text is not covered by it at all.
        var isSigned =
            fault.Entry.Length > 0
            && proved.Leaf(fault.Index) == Hash.Leaf(fault.Entry.Span)
            && !string.Equals(fault.Code, "body-mismatch", StringComparison.Ordinal);
        return isSigned
            ? Caught(Evidence.OfEntry(Folder.Vkey, note, next, proved, fault))
            : new HostCaughtException(
                $"Entry {fault.Index}, as {source.Url} serves it, is not the one under its checkpoint, or not with its own text: {fault.Sentence} {NoEvidence}",
                evidencePath: null
            );
    }

    /// <summary>Writes evidence, where it is some.</summary>
    private HostCaughtException Caught(Evidence evidence) =>
        string.Equals(evidence.Check().Code, "not-proved", StringComparison.Ordinal)
            ? new($"{evidence.Sentence} {NoEvidence}", evidencePath: null)
            : new(evidence.Sentence, evidence.Write(Folder.EvidencePath));

    private static string Text(ReadOnlyMemory<byte> note) => System.Text.Encoding.UTF8.GetString(note.Span);
}
