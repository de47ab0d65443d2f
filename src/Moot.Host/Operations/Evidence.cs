using System.Text.Json;
using System.Text.Json.Serialization;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Operations;

/// <summary>What a host did that it should not have, in a form that a third person can check.</summary>
/// <param name="Format">Always <c>moot/evidence/v1</c>.</param>
/// <param name="Claim">two-histories, rolled-back, unlawful-entry or wrong-bytes.</param>
/// <param name="Sentence">What happened, for a person.</param>
/// <param name="Vkey">Key of the log.</param>
/// <param name="First">A checkpoint signed by it.</param>
/// <param name="Second">Another one; in a claim about one entry there is none.</param>
/// <param name="Index">The entry that is wrong or that the two histories disagree on.</param>
/// <param name="Entry">Base64 of the entry, where it is what is wrong.</param>
/// <param name="Code">What is wrong with it.</param>
/// <param name="FirstLeaf">Leaf hash at the index in the first history.</param>
/// <param name="FirstProof">Its inclusion proof.</param>
/// <param name="SecondLeaf">Leaf hash at the index in the second history.</param>
/// <param name="SecondProof">Its inclusion proof.</param>
/// <param name="Prefix">Root of the smaller checkpoint's size in the tree of the larger one, where it is not the smaller one's own.</param>
/// <param name="PrefixProof">The consistency proof by which it is.</param>
internal sealed record Evidence(
    string Format,
    string Claim,
    string Sentence,
    string Vkey,
    string First,
    string? Second = null,
    long? Index = null,
    string? Entry = null,
    string? Code = null,
    string? FirstLeaf = null,
    string[]? FirstProof = null,
    string? SecondLeaf = null,
    string[]? SecondProof = null,
    string? Prefix = null,
    string[]? PrefixProof = null
)
{
    /// <summary>The only format there is.</summary>
    public const string FormatName = "moot/evidence/v1";

    /// <summary>Evidence that an entry under a signed checkpoint is unlawful.</summary>
    public static Evidence OfEntry(VerifierKey key, ReadOnlyMemory<byte> note, Checkpoint checkpoint, ITree tree, Fault fault) =>
        new(
            FormatName,
            "unlawful-entry",
            $"Entry {fault.Index} stands in a log that its host signed, and is unlawful: {fault.Sentence}",
            key.ToString(),
            Text(note),
            Index: fault.Index,
            Entry: Convert.ToBase64String(fault.Entry.Span),
            Code: fault.Code,
            FirstLeaf: Hash.Leaf(fault.Entry.Span).ToHex(),
            FirstProof: Hex(tree.InclusionProof(fault.Index, checkpoint.Size))
        );

    /// <summary>Evidence that one key signed two histories: one index, two leaves, each proved under its own checkpoint.</summary>
    public static Evidence OfHistories(
        VerifierKey key,
        (ReadOnlyMemory<byte> Note, long Size, ITree Tree) first,
        (ReadOnlyMemory<byte> Note, long Size, ITree Tree) second
    )
    {
        var index = FirstDifference(first.Tree, second.Tree, Math.Min(first.Size, second.Size));
        return new(
            FormatName,
            "two-histories",
            $"The host signed two histories that differ at entry {index}.",
            key.ToString(),
            Text(first.Note),
            Text(second.Note),
            index,
            FirstLeaf: first.Tree.Leaf(index).ToHex(),
            FirstProof: Hex(first.Tree.InclusionProof(index, first.Size)),
            SecondLeaf: second.Tree.Leaf(index).ToHex(),
            SecondProof: Hex(second.Tree.InclusionProof(index, second.Size))
        );
    }

    /// <summary>Evidence that one key signed two histories: the larger log, cut to the size of the smaller, is not the smaller.</summary>
    /// <param name="key">Key of the log.</param>
    /// <param name="smaller">The checkpoint of the smaller size.</param>
    /// <param name="larger">The other one.</param>
    /// <param name="tree">Its tree.</param>
    public static Evidence OfPrefix(
        VerifierKey key,
        (ReadOnlyMemory<byte> Note, long Size) smaller,
        (ReadOnlyMemory<byte> Note, long Size) larger,
        ITree tree
    ) =>
        new(
            FormatName,
            "two-histories",
            $"The host signed two histories: the log of {larger.Size} entries does not go on from the one of {smaller.Size}.",
            key.ToString(),
            Text(smaller.Note),
            Text(larger.Note),
            Prefix: tree.RootAt(smaller.Size).ToHex(),
            PrefixProof: Hex(tree.ConsistencyProof(smaller.Size, larger.Size))
        );

    /// <summary>Writes the file, named by what it holds so that the same evidence is not written twice; its path.</summary>
    public string Write(string directory)
    {
        Directory.CreateDirectory(directory);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(this, EvidenceJson.Default.Evidence);
        var path = Path.Combine(directory, $"evidence-{Claim}-{Hash.Of(bytes).ToHex()[..16]}.json");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Reads a file; null where it is not evidence.</summary>
    public static Evidence? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, EvidenceJson.Default.Evidence) is { Format: FormatName } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Checks the evidence with nothing but itself. A verdict of lawful means: it proves its claim.</summary>
    public Verdict Check()
    {
        if (!VerifierKey.TryParse(Vkey, out var key, out _) || !Open(First, key, out var first))
        {
            return Verdict.Refused("not-proved", "The first checkpoint is not signed by the key that the file names.");
        }

        var second = default(Checkpoint);
        if (Second is not null && !Open(Second, key, out second))
        {
            return Verdict.Refused("not-proved", "The second checkpoint is not signed by the key that the file names.");
        }

        return Claim switch
        {
            "two-histories" when Second is not null => CheckHistories(first, second),
            "unlawful-entry" => CheckEntry(first),
            "rolled-back" when Second is not null && second.Size < first.Size => Verdict.Refused(
                "half-proved",
                $"The host did sign {first.Size} entries and also {second.Size}; that it served the shorter log later is the witness's word."
            ),
            _ => Verdict.Refused("not-proved", "The file does not carry what its claim needs."),
        };
    }

    private Verdict CheckHistories(Checkpoint first, Checkpoint second)
    {
        if (first.Size == second.Size && first.Root != second.Root)
        {
            return Verdict.Lawful;
        }

        var (smaller, larger) = first.Size < second.Size ? (first, second) : (second, first);
        if (
            smaller.Size > 0
            && smaller.Size < larger.Size
            && Hash.TryParseHex(Prefix, out var prefix)
            && prefix != smaller.Root
            && TryHashes(PrefixProof, out var steps)
            && Merkle.VerifyConsistency(smaller.Size, larger.Size, prefix, larger.Root, steps)
        )
        {
            return Verdict.Lawful;
        }

        return
            Index is { } index
            && Hash.TryParseHex(FirstLeaf, out var one)
            && Hash.TryParseHex(SecondLeaf, out var other)
            && one != other
            && TryHashes(FirstProof, out var firstProof)
            && TryHashes(SecondProof, out var secondProof)
            && Merkle.VerifyInclusion(index, first.Size, one, firstProof, first.Root)
            && Merkle.VerifyInclusion(index, second.Size, other, secondProof, second.Root)
            ? Verdict.Lawful
            : Verdict.Refused("not-proved", "The two checkpoints are not shown to differ.");
    }

    private Verdict CheckEntry(Checkpoint checkpoint)
    {
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(Entry ?? "");
        }
        catch (FormatException)
        {
            return Verdict.Refused("not-proved", "The entry is not base64.");
        }

        if (
            Index is not { } index
            || !TryHashes(FirstProof, out var proof)
            || !Merkle.VerifyInclusion(index, checkpoint.Size, Hash.Leaf(bytes), proof, checkpoint.Root)
        )
        {
            return Verdict.Refused("not-proved", "The entry is not shown to stand under the checkpoint.");
        }

        if (!Kernel.Acts.Entry.TryParse(bytes, out var entry, out _) || entry!.Index != index || !entry.Act.VerifySignatures())
        {
            return Verdict.Lawful;
        }

        var form = Prepared.Of(Capabilities.Registry, entry.Act, new(BodyState.Erased, default, default)).Form;
        return string.Equals(form.Code, "unknown-kind", StringComparison.Ordinal)
                ? Verdict.Refused("not-proved", $"This program does not know acts of the kind {entry.Act.Kind}: ask a newer one.")
            : !form.IsLawful ? Verdict.Lawful
            : Verdict.Refused(
                "needs-log",
                "The entry does stand in the signed log. Whether it is lawful depends on the entries before it: check it with moot verify URL or FOLDER."
            );
    }

    private static bool Open(string? note, VerifierKey key, out Checkpoint checkpoint) =>
        Checkpoint.TryOpen(System.Text.Encoding.UTF8.GetBytes(note ?? ""), key, out checkpoint, out _);

    private static bool TryHashes(string[]? texts, out Hash[] hashes)
    {
        hashes = new Hash[texts?.Length ?? 0];
        for (var i = 0; i < hashes.Length; i++)
        {
            if (!Hash.TryParseHex(texts![i], out hashes[i]))
            {
                return false;
            }
        }

        return texts is not null;
    }

    private static long FirstDifference(ITree first, ITree second, long size)
    {
        for (long index = 0; index < size; index++)
        {
            if (first.Leaf(index) != second.Leaf(index))
            {
                return index;
            }
        }

        throw new LogException("wrong-bytes", "The host serves tiles that do not fit the checkpoint it signed.");
    }

    private static string Text(ReadOnlyMemory<byte> note) => System.Text.Encoding.UTF8.GetString(note.Span);

    private static string[] Hex(IEnumerable<Hash> hashes) => [.. hashes.Select(h => h.ToHex())];
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Evidence))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
