using System.Collections.Immutable;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Operations;

/// <summary>Takes the whole history, checks it, and goes on under another name, key and host.</summary>
internal static class Forking
{
    /// <summary>Entries that are copied at a time.</summary>
    private const int RoundEntries = 4096;

    /// <summary>What is forked, and as what.</summary>
    /// <param name="Parent">The parent's key; null to take the one that its log names.</param>
    /// <param name="Directory">The new folder.</param>
    /// <param name="Name">What the fork is called.</param>
    /// <param name="Reason">Why; may be null.</param>
    /// <param name="Origin">Name of the new log; null to make one.</param>
    public sealed record Order(VerifierKey? Parent, string Directory, string Name, string? Reason, string? Origin);

    /// <summary>The parent: its signed checkpoint, and how its entries are read.</summary>
    public sealed record Parent(ReadOnlyMemory<byte> Note, Func<long, long, IEnumerable<StoredEntry>> Read);

    /// <summary>Copies, checks and forks.</summary>
    /// <param name="order">What is wanted.</param>
    /// <param name="parent">Where from.</param>
    /// <param name="forker">Signs the fork act: as a member where the key is one's.</param>
    /// <param name="clock">The time.</param>
    /// <param name="progress">Told entries done and entries in all.</param>
    /// <param name="cancel">Stops between rounds.</param>
    public static async Task<(AssociationFolder Folder, Head Head)> Fork(
        Order order,
        Parent parent,
        SigningKey forker,
        TimeProvider clock,
        Action<long, long>? progress,
        CancellationToken cancel
    )
    {
        if (!SignedNote.TryParse(parent.Note, out var note, out var error) || !Checkpoint.TryParse(note.Text.Span, out var checkpoint, out error))
        {
            throw new LogException("bad-checkpoint", $"The parent's checkpoint cannot be read: {error}");
        }

        using var keys = Founding.LogKeys.Create(order.Name, order.Origin);
        var folder = keys.MakeFolder(order.Directory);
        try
        {
            var world = Copy(folder, order, parent, note, checkpoint, progress, cancel);
            var head = await Begin(folder, keys, order, (parent, checkpoint), forker, world, clock);
            folder.Seal();
            return (folder, head);
        }
        catch
        {
            Directory.Delete(order.Directory, recursive: true);
            throw;
        }
    }

    /// <summary>Copies the entries, judging each again; nothing of it is kept unless all of it is what the parent signed.</summary>
    private static World Copy(
        AssociationFolder folder,
        Order order,
        Parent parent,
        SignedNote note,
        Checkpoint checkpoint,
        Action<long, long>? progress,
        CancellationToken cancel
    )
    {
        using var store = folder.OpenStore(readOnly: false);
        using var round = new Rounds(parent.Read(0, checkpoint.Size));
        var replay = new Replay(Capabilities.Registry) { KeepsEntries = true };
        Task staging = Task.CompletedTask;
        while (replay.World.Size < checkpoint.Size)
        {
            if (replay.Run(round.Next(RoundEntries), done => progress?.Invoke(done, checkpoint.Size), cancel) is { } fault)
            {
                throw new LogException("unlawful", $"The parent's log cannot be forked: entry {fault.Index}: {fault.Sentence}");
            }

            // Hidden and erased bodies should not be there; where the parent gives them all the same, they go here.
            var batch = new Batch(replay.TakeEntries(), replay.Machine.Tree.TakeCompleted(), replay.TakeRedactions());
            staging.GetAwaiter().GetResult();
            staging = Task.Run(() => store.Stage(batch), cancel);
        }

        staging.GetAwaiter().GetResult();
        var key =
            order.Parent
            ?? replay.World.Get<Foundation>().Current?.LogKey
            ?? throw new LogException("not-founded", "The log has no founding act that can be read.");
        return !Checkpoint.TryOpen(note, key, out _, out var error)
                ? throw new LogException("bad-checkpoint", $"The parent's checkpoint is not signed by its key: {error}")
            : replay.Machine.Tree.Root() != checkpoint.Root
                ? throw new LogException("root-differs", "The parent's entries are not those that its checkpoint stands for; nothing was forked.")
            : replay.World;
    }

    private static async Task<Head> Begin(
        AssociationFolder folder,
        Founding.LogKeys keys,
        Order order,
        (Parent Log, Checkpoint Checkpoint) parent,
        SigningKey forker,
        World world,
        TimeProvider clock
    )
    {
        await using var log = HostedLog.Open(folder, clock, new(Adopt: true, Verified: parent.Checkpoint));
        var member = world.Get<Roster>().OwnerOf(PublicKey.FromBytes(forker.PublicKey))?.Id;
        var place = new ActPen.Place(world.Association, folder.Origin, member, 0, Hash.EmptyTree);
        var act = ActPen.Compose(
            place,
            clock,
            Kernel.Association.Fork.Kind,
            new()
            {
                ["log"] = keys.Vkey.ToString(),
                ["intake"] = keys.IntakePublic.ToString(),
                ["parent"] = System.Text.Encoding.UTF8.GetString(Kernel.Association.Fork.PlainParent(parent.Log.Note)),
            },
            new() { ["name"] = order.Name, ["reason"] = order.Reason },
            forker
        );
        Founding.Need(await log.Submit(act.ToBytes()));
        return log.Head;
    }
}
