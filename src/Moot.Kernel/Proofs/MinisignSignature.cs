using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using NSec.Cryptography;
using Ed25519 = Moot.Kernel.Keys.Ed25519;
using PublicKey = Moot.Kernel.Keys.PublicKey;

namespace Moot.Kernel.Proofs;

/// <summary>A public key of minisign: what <c>minisign -G</c> writes to minisign.pub.</summary>
/// <param name="Id">Eight bytes by which signatures name it.</param>
/// <param name="Key">The key.</param>
/// <remarks>jedisct1.github.io/minisign, "Public key format": base64 of <c>Ed</c>, the id and the key.</remarks>
public sealed record MinisignKey(ulong Id, PublicKey Key)
{
    private const int Size = 2 + sizeof(ulong) + Ed25519.PublicKeySize;

    /// <summary>Reads the key's one line of base64, with or without the comment line before it. Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out MinisignKey? key, out string error)
    {
        key = null;
        if (text.Length > ProofLimits.ProofCharactersMax || !Strict.IsNoteText(text))
        {
            return Strict.Refuse("The minisign key is too long or no plain text.", out error);
        }

        if (text.StartsWith("untrusted comment:"u8) && !Strict.TryLine(ref text, out _))
        {
            return Strict.Refuse("The minisign key has a comment and no key.", out error);
        }

        text = text.EndsWith("\n"u8) ? text[..^1] : text;
        if (!Strict.TryBase64(text, Size, out var bytes) || bytes.Length != Size || !bytes.AsSpan().StartsWith("Ed"u8))
        {
            return Strict.Refuse("A minisign public key is one line of 56 characters that begins with RW.", out error);
        }

        key = new(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(2)), PublicKey.FromBytes(bytes.AsSpan(2 + sizeof(ulong))));
        error = "";
        return true;
    }

    /// <summary>The key's one line of base64.</summary>
    public override string ToString() => Convert.ToBase64String([.. "Ed"u8, .. IdBytes(Id), .. Key.Bytes.ToBytes()]);

    internal static byte[] IdBytes(ulong id)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, id);
        return bytes;
    }
}

/// <summary>A signature that somebody made with <c>minisign -S</c>.</summary>
/// <remarks>
/// jedisct1.github.io/minisign, "Signature format": four lines. <c>ED</c> signs BLAKE2b-512 of the message, the older <c>Ed</c> the message itself;
/// a second signature covers the first and the trusted comment. Both must hold.
/// </remarks>
public sealed class MinisignSignature
{
    private const int Size = 2 + sizeof(ulong) + Ed25519.SignatureSize;

    private readonly string untrusted;
    private readonly byte[] signature;
    private readonly byte[] global;

    private MinisignSignature(string untrusted, ulong keyId, bool isPrehashed, byte[] signature, string comment, byte[] global)
    {
        (this.untrusted, KeyId, IsPrehashed, TrustedComment) = (untrusted, keyId, isPrehashed, comment);
        (this.signature, this.global) = (signature, global);
    }

    /// <summary>The key that is said to have signed.</summary>
    public ulong KeyId { get; }

    /// <summary>True if the hash of the message was signed, false for the message itself.</summary>
    public bool IsPrehashed { get; }

    /// <summary>What the signer wrote beside it; signed too.</summary>
    public string TrustedComment { get; }

    /// <summary>Reads the four lines of a .minisig file. Never throws; one spelling is accepted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out MinisignSignature? read, out string error)
    {
        read = null;
        if (text.Length > ProofLimits.ProofCharactersMax || !IsPlain(text))
        {
            return Strict.Refuse("The signature is too long or no plain text.", out error);
        }

        if (
            !Strict.TryLine(ref text, out var first)
            || !Strict.TryLine(ref text, out var second)
            || !Strict.TryLine(ref text, out var third)
            || !Strict.TryLine(ref text, out var fourth)
            || !text.IsEmpty
            || !TryComment(first, "untrusted comment: "u8, out var untrusted)
            || !TryComment(third, "trusted comment: "u8, out var trusted)
        )
        {
            return Strict.Refuse("A minisign signature has four lines: a comment, a signature, a trusted comment and a signature of it.", out error);
        }

        if (
            !Strict.TryBase64(second, Size, out var bytes)
            || bytes.Length != Size
            || bytes[0] != 'E'
            || bytes[1] is not ((byte)'d' or (byte)'D')
            || !Strict.TryBase64(fourth, Ed25519.SignatureSize, out var global)
            || global.Length != Ed25519.SignatureSize
        )
        {
            return Strict.Refuse("The second or fourth line of the minisign signature is not the base64 of a signature.", out error);
        }

        read = new(untrusted, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(2)), bytes[1] == 'D', bytes[(2 + sizeof(ulong))..], trusted, global);
        error = "";
        return true;
    }

    /// <summary>True if this key signed this message, and the comment with it.</summary>
    public bool Verify(MinisignKey key, ReadOnlySpan<byte> message)
    {
        var bytes = key.Key.Bytes.ToBytes();
        return key.Id == KeyId
            && Ed25519.Verify(bytes, IsPrehashed ? HashAlgorithm.Blake2b_512.Hash(message) : message, signature)
            && Ed25519.Verify(bytes, [.. signature, .. System.Text.Encoding.UTF8.GetBytes(TrustedComment)], global);
    }

    /// <summary>The four lines.</summary>
    public string Write()
    {
        byte[] head = [(byte)'E', (byte)(IsPrehashed ? 'D' : 'd'), .. MinisignKey.IdBytes(KeyId), .. signature];
        return $"untrusted comment: {untrusted}\n{Convert.ToBase64String(head)}\ntrusted comment: {TrustedComment}\n{Convert.ToBase64String(global)}\n";
    }

    /// <summary>Plain UTF-8; minisign itself parts what it writes into the trusted comment by tabs.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (c is < (byte)' ' and not ((byte)'\n' or (byte)'\t') or 0x7f)
            {
                return false;
            }
        }

        return System.Text.Unicode.Utf8.IsValid(text);
    }

    private static bool TryComment(ReadOnlySpan<byte> line, ReadOnlySpan<byte> prefix, out string comment)
    {
        comment = "";
        if (!line.StartsWith(prefix) || line.Length - prefix.Length > ProofLimits.MinisignCommentBytesMax)
        {
            return false;
        }

        comment = System.Text.Encoding.UTF8.GetString(line[prefix.Length..]);
        return true;
    }
}
