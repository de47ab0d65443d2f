using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Encoding;

/// <summary>A receipt that anyone can check without the log: this entry is in it, under a signed checkpoint.</summary>
/// <param name="Index">Index of the entry, from 0.</param>
/// <param name="Path">Inclusion proof from the entry's sibling upwards (RFC 6962 §2.1.1), at most 63 hashes.</param>
/// <param name="Checkpoint">The signed checkpoint with its cosignatures, as the log gave it.</param>
/// <param name="Extra">Bytes with a meaning of the application's own, not vouched for by anything; empty for none.</param>
/// <remarks>C2SP tlog-proof, file extension <c>.tlog-proof</c>. Which witnesses are enough is for the reader to say.</remarks>
public sealed record TlogProof(long Index, ImmutableArray<Hash> Path, SignedNote Checkpoint, ReadOnlyMemory<byte> Extra = default)
{
    private static ReadOnlySpan<byte> Header => "c2sp.org/tlog-proof@v1"u8;

    /// <summary>Reads a proof file.</summary>
    /// <param name="bytes">The whole file; kept, not copied.</param>
    /// <param name="proof">The proof, or null.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out TlogProof? proof, out string error)
    {
        proof = null;
        var rest = bytes.Span;
        if (!Strict.TryLine(ref rest, out var line) || !line.SequenceEqual(Header))
        {
            return Strict.Refuse("This is not a proof file of version 1.", out error);
        }

        byte[] extra = [];
        var more = Strict.TryLine(ref rest, out line);
        if (more && line.StartsWith("extra "u8))
        {
            if (!Strict.TryBase64(line[6..], NoteLimits.ProofExtraBytesMax, out extra) || extra.Length == 0)
            {
                return Strict.Refuse("The extra line of the proof is not canonical base64.", out error);
            }

            more = Strict.TryLine(ref rest, out line);
        }

        if (!more || !line.StartsWith("index "u8) || !Strict.TryDecimal(line[6..], out var index))
        {
            return Strict.Refuse("The proof does not say the index of its entry.", out error);
        }

        if (!TryPath(ref rest, out var path, out error))
        {
            return false;
        }

        if (
            !SignedNote.TryParse(bytes[(bytes.Length - rest.Length)..], out var note, out error)
            || !Encoding.Checkpoint.TryParse(note.Text.Span, out _, out error)
        )
        {
            return false;
        }

        proof = new(index, path, note, extra);
        return true;
    }

    /// <summary>The proof as a file.</summary>
    /// <exception cref="InvalidOperationException">The proof has a negative index, too long a path or too many extra bytes.</exception>
    public byte[] Write()
    {
        if (Index < 0 || Path.Length > NoteLimits.ProofHashesMax || Extra.Length > NoteLimits.ProofExtraBytesMax)
        {
            throw new InvalidOperationException("This proof cannot be written.");
        }

        var head = new System.Text.StringBuilder("c2sp.org/tlog-proof@v1\n");
        if (!Extra.IsEmpty)
        {
            head.Append("extra ").Append(Convert.ToBase64String(Extra.Span)).Append('\n');
        }

        head.Append("index ").Append(Index).Append('\n');
        foreach (var hash in Path)
        {
            head.Append(hash.ToBase64()).Append('\n');
        }

        return [.. System.Text.Encoding.ASCII.GetBytes(head.Append('\n').ToString()), .. Checkpoint.Bytes.Span];
    }

    /// <summary>True if the log of this key holds the entry with this leaf hash at <see cref="Index"/>.</summary>
    public bool Verify(VerifierKey key, Hash leaf) => Verify(key, leaf, out _);

    /// <summary>True if the log of this key holds this entry at <see cref="Index"/>.</summary>
    public bool Verify(VerifierKey key, ReadOnlySpan<byte> entry) => Verify(key, Hash.Leaf(entry), out _);

    /// <summary>As <see cref="Verify(VerifierKey, Hash)"/>, with one sentence that says what is wrong, or the empty string.</summary>
    public bool Verify(VerifierKey key, Hash leaf, out string error)
    {
        if (!Encoding.Checkpoint.TryOpen(Checkpoint, key, out var checkpoint, out error))
        {
            return false;
        }

        return Merkle.VerifyInclusion(Index, checkpoint.Size, leaf, Path.AsSpan(), checkpoint.Root)
            || Strict.Refuse("The path of the proof does not lead from the entry to the root.", out error);
    }

    private static bool TryPath(ref ReadOnlySpan<byte> rest, out ImmutableArray<Hash> path, out string error)
    {
        path = [];
        var hashes = ImmutableArray.CreateBuilder<Hash>();
        while (Strict.TryLine(ref rest, out var line))
        {
            if (line.IsEmpty)
            {
                path = hashes.ToImmutable();
                error = "";
                return true;
            }

            if (hashes.Count == NoteLimits.ProofHashesMax || !Hash.TryParseBase64(line, out var hash))
            {
                return Strict.Refuse("The path of the proof is not at most 63 hashes in base64.", out error);
            }

            hashes.Add(hash);
        }

        return Strict.Refuse("The proof has no checkpoint.", out error);
    }
}
