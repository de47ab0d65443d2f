using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;

namespace Moot.Kernel;

/// <summary>The one loop: judge an act, append its entry, fold it. The writer and every replay run exactly this.</summary>
/// <remarks>Not thread-safe: one owner. What it publishes (<see cref="World"/>, <see cref="Tree"/>) may be read by anybody.</remarks>
public sealed class Machine
{
    private readonly Dictionary<(PublicKey Key, Actor Actor), long> sequences = [];
    private readonly HashSet<PublicKey> coSigners = [];
    private readonly HashSet<(PublicKey Key, Hash Text)> coSigned = [];
    private readonly bool judgesUnknown;
    private readonly HashSet<BlobId> blobs = [];
    private volatile World world;

    /// <summary>A machine before the first act.</summary>
    /// <param name="registry">The capabilities that it judges and folds with.</param>
    /// <param name="tree">Where leaf hashes go.</param>
    /// <param name="passUnknown">True to let acts of unknown kinds pass after checking all that does not depend on their meaning, and count them.</param>
    public Machine(Registry registry, HashTree? tree = null, bool passUnknown = false)
    {
        world = World.Empty(registry);
        Tree = tree ?? new HashTree();
        judgesUnknown = !passUnknown;
    }

    /// <summary>How things stand.</summary>
    public World World => world;

    /// <summary>The leaf hashes.</summary>
    public HashTree Tree { get; }

    /// <summary>Acts that passed although their kind is unknown.</summary>
    public long Unjudged { get; private set; }

    /// <summary>Judges an act; where it is lawful, appends and folds it.</summary>
    /// <param name="act">The act.</param>
    /// <param name="at">The time; not before that of the last entry.</param>
    /// <param name="entry">Its entry, where it is lawful.</param>
    public Verdict Take(Prepared act, Moment at, out Entry? entry)
    {
        entry = null;
        if (at < world.At)
        {
            return Verdict.Refused("time-runs-back", "The clock stands before the last entry.");
        }

        var verdict = act.Named.Any(b => !blobs.Contains(b) && !act.Blobs.Any(c => c.Id == b))
            ? Verdict.Refused("blob-missing", "The act names a text or file that did not come with it and that is not here.")
            : Verdict.Lawful;
        var how = default(Circumstance);
        ActKind? kind = null;
        verdict = verdict.IsLawful ? Judge(act, at, out how, out kind) : verdict;
        entry = verdict.IsLawful ? Entry.Of(act.Act, world.Size, at, how.Assurance) : null;
        if (entry is not null)
        {
            Fold(act, entry, Hash.Leaf(entry.Bytes.Span), how, kind);
        }

        return verdict;
    }

    /// <summary>Judges an entry again; where it is lawful, appends and folds it.</summary>
    /// <param name="act">The act in the entry.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="leaf">Its leaf hash.</param>
    public Verdict Take(Prepared act, Entry entry, in Hash leaf)
    {
        if (entry.Index != world.Size)
        {
            return Verdict.Refused("wrong-index", $"The entry at place {world.Size} says that it is number {entry.Index}.");
        }

        if (entry.At < world.At)
        {
            return Verdict.Refused("time-runs-back", "The entry is older than the one before it.");
        }

        var verdict = Judge(act, entry.At, out var how, out var kind);
        if (!verdict.IsLawful)
        {
            return verdict;
        }

        if (entry.Assurance != how.Assurance)
        {
            return Verdict.Refused("wrong-assurance", $"The host calls it {Entry.Word(entry.Assurance)}; by its signature it is {Entry.Word(how.Assurance)}.");
        }

        Fold(act, entry, leaf, how, kind);
        return Verdict.Lawful;
    }

    private Verdict Judge(Prepared prepared, Moment at, out Circumstance how, out ActKind? kind)
    {
        how = default;
        kind = prepared.Kind;
        var act = prepared.Act;
        if (!prepared.Form.IsLawful && (kind is not null || judgesUnknown || !string.Equals(prepared.Form.Code, "unknown-kind", StringComparison.Ordinal)))
        {
            return prepared.Form;
        }

        if (JudgePlace(act) is { IsLawful: false } misplaced)
        {
            return misplaced;
        }

        var intake = world.Get<Foundation>().Current?.Intake;
        var resolved = world.Get<Roster>().Resolve(act, kind?.Scope ?? KeyScope.None, kind?.IsHosts == true, at, intake, out var assurance);
        if (!resolved.IsLawful)
        {
            return resolved;
        }

        if (sequences.GetValueOrDefault((act.Key, act.Actor)) >= act.Sequence)
        {
            return Verdict.Refused("seq-used", "This key has signed an act with this number or a later one before.");
        }

        if (coSigners.Contains(act.Key) && coSigned.Contains((act.Key, Hash.Of(act.Text.Span))))
        {
            return Verdict.Refused("text-used", "This very text is in the log, with its signatures in another order: it is one act, not two.");
        }

        if (kind is null)
        {
            how = new(world, world.Registry.Capabilities[0], prepared, at, assurance, Tree);
            return Verdict.Lawful;
        }

        foreach (var gate in world.Registry.Gates)
        {
            how = new(world, gate, prepared, at, assurance, Tree);
            if (gate.JudgeAny(world.StateOf(gate), kind, prepared.Record!, how) is { IsLawful: false } barred)
            {
                return barred;
            }
        }

        how = new(world, kind.Capability, prepared, at, assurance, Tree);
        return kind.Judge(world.StateOf(kind.Capability), prepared.Record!, how);
    }

    /// <summary>Is the act meant for this log, at this point?</summary>
    private Verdict JudgePlace(SignedAct act)
    {
        if (act.Association != world.Association)
        {
            return world.Association is null
                ? Verdict.Refused("not-founded", "The first entry of a log founds the association.")
                : Verdict.Refused("other-association", "The act is meant for another association.");
        }

        if (
            world.Get<Foundation>().Current is { } current
            && !string.Equals(current.Origin, act.Log, StringComparison.Ordinal)
            && !string.Equals(act.Kind, Fork.Kind, StringComparison.Ordinal)
        )
        {
            return Verdict.Refused("other-log", $"The act is meant for the log {act.Log}; this is {current.Origin}.");
        }

        if (world.Association is null && !string.Equals(act.Kind, Found.Kind, StringComparison.Ordinal))
        {
            return Verdict.Refused("not-founded", "The first entry of a log founds the association.");
        }

        if (act.SeenSize > world.Size)
        {
            return Verdict.Refused("seen-ahead", $"The act says that its author saw {act.SeenSize} entries; there are {world.Size}. Was the host rolled back?");
        }

        return Tree.RootAt(act.SeenSize) == act.SeenRoot
            ? Verdict.Lawful
            : Verdict.Refused("seen-differs", "The author saw another history than this one. Keep the act and the checkpoint: together they show it.");
    }

    private void Fold(Prepared act, Entry entry, in Hash leaf, in Circumstance how, ActKind? kind)
    {
        var state = kind?.Fold(world.StateOf(kind.Capability), act.Record!, how);
        Unjudged += kind is null ? 1 : 0;
        sequences[(act.Act.Key, act.Act.Actor)] = act.Act.Sequence;
        foreach (var key in act.Act.CoSigners)
        {
            coSigners.Add(key);
            coSigned.Add((key, Hash.Of(act.Act.Text.Span)));
        }

        act.Settle(kind?.Resembles(world.StateOf(kind.Capability), act.Record!), blobs);
        Tree.Append(leaf);
        var noted = Note(act, how, kind);
        world = world.With(entry, how.Actor, kind, state, hasText: kind is null || act.Act.Body is not null || !act.Brought.IsEmpty, noted);
    }

    /// <summary>States of capabilities that counted what was worked on.</summary>
    private List<(Capability, object)>? Note(Prepared act, in Circumstance how, ActKind? kind)
    {
        List<(Capability, object)>? noted = null;
        if (!world.Registry.Noting.IsEmpty && kind?.WorksOn(act.Record!) is { } subject)
        {
            foreach (var capability in world.Registry.Noting)
            {
                var state = world.StateOf(capability);
                if (
                    capability != kind.Capability
                    && capability.NoteWork(state, subject, new(world, capability, act, how.At, how.Assurance, Tree)) is var next
                    && !ReferenceEquals(state, next)
                )
                {
                    (noted ??= []).Add((capability, next));
                }
            }
        }

        return noted;
    }

    /// <summary>Number of the last act of a key and actor; 0 where there was none.</summary>
    public long LastSequence(PublicKey key, Actor actor) => sequences.GetValueOrDefault((key, actor));
}
