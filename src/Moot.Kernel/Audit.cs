using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>What an audit of a whole log found.</summary>
/// <param name="Checkpoint">The checkpoint that was checked.</param>
/// <param name="Note">It, signed.</param>
/// <param name="Key">The log's key.</param>
/// <param name="IsPinned">True if the key was given; false if it was taken from the log itself.</param>
/// <param name="World">How things stand after the last lawful entry.</param>
/// <param name="Fault">The first thing that is wrong; null where nothing is.</param>
/// <param name="Unjudged">Acts whose kind this program does not know, checked in form alone.</param>
/// <param name="Withheld">Entries whose text is missing although no act took it away.</param>
/// <param name="StillThere">Entries whose text is still there although an act took it away.</param>
public sealed record AuditReport(
    Checkpoint Checkpoint,
    ReadOnlyMemory<byte> Note,
    VerifierKey Key,
    bool IsPinned,
    World World,
    Fault? Fault,
    long Unjudged,
    IReadOnlyList<long> Withheld,
    IReadOnlyList<long> StillThere
)
{
    /// <summary>True if the log is what it says.</summary>
    public bool IsSound => Fault is null;
}

/// <summary>Checks a whole log: every leaf, signature and rule, against a signed checkpoint.</summary>
/// <param name="registry">The capabilities to judge with.</param>
/// <param name="passUnknown">True to check acts of unknown kinds in form alone.</param>
public sealed class Audit(Registry registry, bool passUnknown = false)
{
    /// <summary>Audits a log.</summary>
    /// <param name="note">Its signed checkpoint.</param>
    /// <param name="pinned">The key that it must be signed by; null to take the one that the log names.</param>
    /// <param name="read">Reads entries from one place up to but without another.</param>
    /// <param name="tile">Reads a full tile, to compare with what it should be; null where there are none to compare.</param>
    /// <param name="progress">Told the number of entries done, now and then.</param>
    /// <param name="cancel">Stops it.</param>
    public AuditReport Run(
        ReadOnlyMemory<byte> note,
        VerifierKey? pinned,
        Func<long, long, IEnumerable<StoredEntry>> read,
        Func<int, long, byte[]?>? tile = null,
        Action<long>? progress = null,
        CancellationToken cancel = default
    )
    {
        if (!SignedNote.TryParse(note, out var signed, out var error) || !Checkpoint.TryParse(signed.Text.Span, out var claimed, out error))
        {
            throw new LogException("bad-checkpoint", $"The checkpoint cannot be read: {error}");
        }

        if (pinned is not null && !Checkpoint.TryOpen(signed, pinned, out claimed, out error))
        {
            throw new LogException("bad-checkpoint", $"The checkpoint is not signed by {pinned.Name} with the key that you gave: {error}");
        }

        var replay = new Replay(registry, passUnknown: passUnknown);
        var fault = replay.Run(read(0, claimed.Size), progress, cancel);
        var key =
            pinned ?? replay.World.Get<Foundation>().Current?.LogKey ?? throw new LogException("not-founded", "The log has no founding act that can be read.");
        fault ??= JudgeEnd(replay, signed, claimed, key) ?? CompareTiles(replay.Machine.Tree, tile, cancel);
        var (withheld, stillThere) = replay.CompareBodies();
        return new(claimed, note, key, pinned is not null, replay.World, fault, replay.Machine.Unjudged, withheld, stillThere);
    }

    private static Fault? JudgeEnd(Replay replay, SignedNote note, Checkpoint claimed, VerifierKey key)
    {
        var world = replay.World;
        var own = world.Get<Foundation>().Current?.LogKey;
        return world.Size != claimed.Size
                ? new(world.Size, "entries-missing", $"The checkpoint is of {claimed.Size} entries; only {world.Size} are there.", default)
            : own is null || !own.PublicKey.Span.SequenceEqual(key.PublicKey.Span) || !string.Equals(own.Name, key.Name, StringComparison.Ordinal)
                ? new(0, "other-key", "The log was founded under another key than the one that signs its checkpoint.", default)
            : !Checkpoint.TryOpen(note, key, out _, out var error) ? new(world.Size, "bad-checkpoint", $"The checkpoint's signature is wrong: {error}", default)
            : replay.Machine.Tree.Root() != claimed.Root
                ? new(
                    world.Size,
                    "root-differs",
                    "The entries are not those that the checkpoint stands for: one was changed, dropped, added or moved.",
                    default
                )
            : null;
    }

    private static Fault? CompareTiles(HashTree tree, Func<int, long, byte[]?>? tile, CancellationToken cancel)
    {
        if (tile is null)
        {
            return null;
        }

        foreach (var full in tree.TakeCompleted())
        {
            cancel.ThrowIfCancellationRequested();
            if (tile(full.Level, full.N) is not { } served || !served.AsSpan().SequenceEqual(full.Bytes))
            {
                var path = TilePath.Tile(full.Level, full.N, HashTree.TileWidth);
                return new(full.N << (8 * (full.Level + 1)), "tile-differs", $"The tile {path} is missing or wrong (moot rebuild makes it anew).", default);
            }
        }

        return null;
    }
}
