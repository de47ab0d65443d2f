using System.Diagnostics.CodeAnalysis;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Proofs;

/// <summary>A text that somebody signed with a key of Moot, to show that the key is theirs: <c>moot keys sign</c>.</summary>
/// <remarks>
/// A signed note of one line and one signature, whose key is named by its 64 hexadecimal digits as in an act. Only lines that begin with <see cref="Prefix"/>
/// are signed and read, so that nobody can be made to sign an act or a checkpoint in its guise.
/// </remarks>
public sealed class NoteProof
{
    /// <summary>How every text begins that is signed only to prove a key.</summary>
    public const string Prefix = "moot/proof/v1 ";

    private readonly SignedNote note;

    private NoteProof(SignedNote note, PublicKey key) => (this.note, Key) = (note, key);

    /// <summary>The key that signed.</summary>
    public PublicKey Key { get; }

    /// <summary>The line that was signed, without its line feed.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(note.Text.Span[..^1]);

    /// <summary>True if a text may be signed as a proof: one line with the prefix.</summary>
    public static bool IsProofText(string text) =>
        text.Length <= ProofLimits.TextCharactersMax
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan().ContainsAnyInRange('\0', '\x1f')
        && !text.Contains('\x7f', StringComparison.Ordinal)
        && Strict.IsNoteText(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Reads a proof. Never throws.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out NoteProof? proof, out string error)
    {
        proof = null;
        if (bytes.Length > ProofLimits.ProofCharactersMax)
        {
            return Strict.Refuse("The signature is too long.", out error);
        }

        if (!SignedNote.TryParse(bytes, out var note, out error))
        {
            return false;
        }

        if (note.Signatures.Length != 1 || !PublicKey.TryParse(note.Signatures[0].Name, out var key))
        {
            return Strict.Refuse("A proof has one signature, by a key that is named by its 64 hexadecimal digits.", out error);
        }

        if (!IsProofText(System.Text.Encoding.UTF8.GetString(note.Text.Span[..^1])))
        {
            return Strict.Refuse($"A proof is one line that begins with {Prefix.Trim()}.", out error);
        }

        proof = new(note, key);
        return true;
    }

    /// <summary>True if the key that the proof names signed this text.</summary>
    public bool Verify(string text) =>
        string.Equals(Text, text, StringComparison.Ordinal) && VerifierKey.Ed25519(Key.ToString(), Key.Bytes.ToBytes()).Check(note) == NoteVerdict.Verified;

    /// <summary>The proof as it was read.</summary>
    public ReadOnlyMemory<byte> Bytes => note.Bytes;

    /// <summary>Signs a text.</summary>
    /// <exception cref="ArgumentException">It is no text that may be signed as a proof.</exception>
    public static byte[] Sign(string text, SigningKey key)
    {
        if (!IsProofText(text))
        {
            throw new ArgumentException($"A proof is one line that begins with {Prefix.Trim()}.", nameof(text));
        }

        var name = PublicKey.FromBytes(key.PublicKey).ToString();
        var signed = System.Text.Encoding.UTF8.GetBytes(text + "\n");
        return SignedNote.Write(signed, new NoteSignature(name, VerifierKey.IdOf(name, VerifierKey.Ed25519Type, key.PublicKey), key.Sign(signed)));
    }
}
