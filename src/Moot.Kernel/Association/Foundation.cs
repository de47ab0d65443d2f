using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Association;

/// <summary>A stretch of the log under one name and key: the founding, or a fork.</summary>
/// <param name="From">Index of its first entry.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="LogKey">Key of its checkpoints.</param>
/// <param name="Intake">Key by which its host vouches for signed-in sessions.</param>
public sealed record Stretch(long From, string Origin, VerifierKey LogKey, PublicKey Intake);

/// <summary>Where an association comes from: its founding, and each fork since.</summary>
public sealed record Foundation(ImmutableArray<Stretch> Lineage) : IState<Foundation>
{
    public static Foundation Empty { get; } = new([]);

    /// <summary>The stretch that is written now; null before the founding.</summary>
    public Stretch? Current => Lineage.IsEmpty ? null : Lineage[^1];

    /// <summary>The kinds of acts that begin a log.</summary>
    public static Capability Capability() => Acts.Capability.Of<Foundation>("association", KeyScope.Govern).Act<Found>().Act<Fork>();

    public void WriteRows(StateRows rows)
    {
        foreach (var stretch in Lineage)
        {
            rows.Row("stretch", stretch.From, stretch.Origin, stretch.LogKey, stretch.Intake);
        }
    }

    /// <summary>True if an earlier or the present stretch has this origin or key.</summary>
    internal bool Knows(VerifierKey key) =>
        Lineage.Any(s => string.Equals(s.Origin, key.Name, StringComparison.Ordinal) || s.LogKey.PublicKey.Span.SequenceEqual(key.PublicKey.Span));

    /// <summary>What is wrong with the keys of a new log; lawful where nothing is.</summary>
    internal Verdict JudgeKeys(string vkey, PublicKey intake, string origin)
    {
        if (!VerifierKey.TryParse(vkey, out var key, out _) || key is not { Type: VerifierKey.Ed25519Type } || !Ed25519.IsRegistrable(key.PublicKey.Span))
        {
            return Verdict.Refused("bad-log-key", "The log's key must be a sound Ed25519 verifier key.");
        }

        if (!string.Equals(key.Name, origin, StringComparison.Ordinal))
        {
            return Verdict.Refused("bad-origin", "The log's key must have the origin as its name.");
        }

        if (!intake.IsRegistrable)
        {
            return Verdict.Refused("bad-intake-key", "The host's intake key must be a sound Ed25519 key.");
        }

        return Knows(key) ? Verdict.Refused("origin-taken", "A fork needs an origin and a key of its own.") : Verdict.Lawful;
    }
}

/// <summary>Somebody founds an association: entry 0 of every log.</summary>
/// <param name="Log">Verifier key of the log; its name is the log's origin.</param>
/// <param name="Intake">Key by which the host will vouch for signed-in sessions.</param>
/// <param name="Name">What the association is called.</param>
/// <param name="Purpose">What it is for.</param>
public sealed record Found(string Log, PublicKey Intake, Prose Name = default, Prose Purpose = default) : IAct<Found, Foundation>
{
    public static string Kind => "association.found/1";

    public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<Found> Json => KernelJson.Default.Found;

    public static Verdict Judge(Foundation state, Found act, in Circumstance how) =>
        how.Index != 0 ? Verdict.Refused("founded-already", "An association is founded once, by its first entry.")
        : act.Name.IsMissing ? Verdict.Refused("name-missing", "An association needs a name.")
        : act.Name.Length > Founding.NameCharactersMax ? Verdict.Refused("name-too-long", $"A name has at most {Founding.NameCharactersMax} characters.")
        : state.JudgeKeys(act.Log, act.Intake, how.Act.Log);

    public static Foundation Fold(Foundation state, Found act, in Circumstance how) => Founding.Begin(state, act.Log, act.Intake, how);
}

/// <summary>Somebody takes the whole history and goes on under another name, key and host.</summary>
/// <param name="Log">Verifier key of the new log; its name is the new origin.</param>
/// <param name="Intake">Key by which the new host will vouch.</param>
/// <param name="Parent">The parent's signed checkpoint at exactly this size.</param>
/// <param name="Name">What the fork is called.</param>
/// <param name="Reason">Why.</param>
public sealed record Fork(string Log, PublicKey Intake, string Parent, Prose Name = default, Prose Reason = default) : IAct<Fork, Foundation>
{
    public static string Kind => "association.fork/1";

    public static System.Text.Json.Serialization.Metadata.JsonTypeInfo<Fork> Json => KernelJson.Default.Fork;

    public static Verdict Judge(Foundation state, Fork act, in Circumstance how)
    {
        if (state.Current is not { } parent)
        {
            return Verdict.Refused("nothing-to-fork", "There is no history to go on from.");
        }

        if (act.Name.IsMissing)
        {
            return Verdict.Refused("name-missing", "A fork needs a name.");
        }

        if (act.Name.Length > Founding.NameCharactersMax)
        {
            return Verdict.Refused("name-too-long", $"A name has at most {Founding.NameCharactersMax} characters.");
        }

        if (!TryOpenPlain(act.Parent, parent.LogKey, out var checkpoint))
        {
            return Verdict.Refused(
                "bad-parent",
                "The parent's checkpoint must be three lines, signed by the parent's key, with nothing else than short-named cosignatures."
            );
        }

        if (how.IsMembers(act.Intake))
        {
            return Verdict.Refused("bad-intake-key", "The host's intake key cannot be a member's.");
        }

        return checkpoint.Size != how.Index || checkpoint.Root != how.Tree.Root()
            ? Verdict.Refused("other-history", "The parent's checkpoint is not of the history before this entry.")
            : state.JudgeKeys(act.Log, act.Intake, how.Act.Log);
    }

    /// <summary>A checkpoint as a fork act may carry it: without the signatures that are too long or too many.</summary>
    public static byte[] PlainParent(ReadOnlyMemory<byte> note) =>
        SignedNote.TryParse(note, out var signed, out _) && Checkpoint.TryParse(signed.Text.Span, out var checkpoint, out _)
            ? SignedNote.Write(
                checkpoint.ToText(),
                [
                    .. signed
                        .Signatures.Where(s => IsPlain(s, checkpoint.Origin))
                        .OrderByDescending(s => string.Equals(s.Name, checkpoint.Origin, StringComparison.Ordinal))
                        .Take(Limits.SignaturesMax),
                ]
            )
            : note.ToArray();

    private static bool IsPlain(NoteSignature signature, string origin) =>
        signature.Value.Length <= Founding.WitnessBytesMax
        && (
            string.Equals(signature.Name, origin, StringComparison.Ordinal)
            || (signature.Name.Length <= Founding.WitnessNameCharactersMax && System.Text.Ascii.IsValid(signature.Name))
        );

    /// <summary>Opens a checkpoint that leaves no room for anything but itself: it stands in the leaf for ever.</summary>
    private static bool TryOpenPlain(string note, VerifierKey key, out Checkpoint checkpoint)
    {
        checkpoint = default;
        return SignedNote.TryParse(System.Text.Encoding.UTF8.GetBytes(note), out var signed, out _)
            && Checkpoint.TryOpen(signed, key, out checkpoint, out _)
            && signed.Text.Span.SequenceEqual(checkpoint.ToText())
            && signed.Signatures.Length <= Limits.SignaturesMax
            && signed.Signatures.All(s => IsPlain(s, key.Name));
    }

    public static Foundation Fold(Foundation state, Fork act, in Circumstance how) => Founding.Begin(state, act.Log, act.Intake, how);
}

/// <summary>What founding and forking share.</summary>
internal static class Founding
{
    /// <summary>UTF-16 characters of an association's name.</summary>
    public const int NameCharactersMax = 200;

    /// <summary>Characters of a witness's name in a parent's checkpoint.</summary>
    public const int WitnessNameCharactersMax = 64;

    /// <summary>Bytes of a witness's signature there: a time and an Ed25519 signature.</summary>
    public const int WitnessBytesMax = 8 + 64;

    public static Foundation Begin(Foundation state, string log, PublicKey intake, in Circumstance how)
    {
        return VerifierKey.TryParse(log, out var key, out _)
            ? new(state.Lineage.Add(new(how.Index, how.Act.Log, key, intake)))
            : throw new System.Diagnostics.UnreachableException("A lawful act has a sound log key.");
    }
}
