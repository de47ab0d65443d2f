using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Encoding;

/// <summary>What a key says about a note.</summary>
public enum NoteVerdict
{
    /// <summary>The key signed this text.</summary>
    Verified,

    /// <summary>No signature under the note is by this key, or the key is of a type that is not checked here.</summary>
    NoSuchKey,

    /// <summary>A signature under the note claims to be by this key and is not: refuse the whole note.</summary>
    BadSignature,
}

/// <summary>The public half of a key with its name: all that a reader needs to check a note.</summary>
/// <remarks>C2SP signed-note "Verifier keys": <c>name+hex(key id)+base64(type ‖ public key)</c>.</remarks>
public sealed class VerifierKey
{
    /// <summary>Type of a key that signs the text of a note itself.</summary>
    public const byte Ed25519Type = 0x01;

    /// <summary>Type of a key that signs checkpoints with the time at which it saw them.</summary>
    public const byte CosignerType = 0x04;

    /// <summary>Type of a post-quantum cosigner (ML-DSA-44): read, never checked.</summary>
    public const byte MlDsa44Type = 0x06;

    private readonly byte[] publicKey;

    private VerifierKey(string name, uint keyId, byte type, byte[] publicKey)
    {
        Name = name;
        KeyId = keyId;
        Type = type;
        this.publicKey = publicKey;
    }

    /// <summary>Name of the key; for a log, its origin.</summary>
    public string Name { get; }

    /// <summary>First four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), big-endian.</summary>
    public uint KeyId { get; }

    /// <summary>Type of signature (C2SP signed-note "Signature types").</summary>
    public byte Type { get; }

    /// <summary>The public key: 32 bytes for the types that are checked here.</summary>
    public ReadOnlyMemory<byte> PublicKey => publicKey;

    /// <summary>True if signatures by this key can be checked here (types 01 and 04).</summary>
    public bool IsUsable => Type is Ed25519Type or CosignerType;

    /// <summary>A key that signs notes.</summary>
    /// <exception cref="ArgumentException">The name is no name of a key, or the key is not 32 bytes.</exception>
    public static VerifierKey Ed25519(string name, ReadOnlySpan<byte> pub) => Make(name, Ed25519Type, pub);

    /// <summary>A key that signs checkpoints with a time.</summary>
    /// <exception cref="ArgumentException">The name is no name of a key, or the key is not 32 bytes.</exception>
    public static VerifierKey Cosigner(string name, ReadOnlySpan<byte> pub) => Make(name, CosignerType, pub);

    /// <summary>Key id of a name, type and public key (C2SP signed-note "Signatures").</summary>
    public static uint IdOf(string name, byte type, ReadOnlySpan<byte> publicKey)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. System.Text.Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. publicKey], digest);
        return BinaryPrimitives.ReadUInt32BigEndian(digest);
    }

    /// <summary>Reads a key; a key of a type not known here is read too, and reports that it is not usable.</summary>
    /// <remarks>An Ed25519 key must be one that every verifier judges alike (<see cref="Keys.Ed25519.IsRegistrable"/>).</remarks>
    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? key, out string error)
    {
        key = null;
        if (text is not { Length: <= NoteLimits.VerifierKeyCharactersMax })
        {
            return Strict.Refuse("The verifier key is too long.", out error);
        }

        var first = text.IndexOf('+', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('+', first + 1);
        if (second < 0 || !Strict.IsKeyName(text[..first]))
        {
            return Strict.Refuse("A verifier key is a name, an id and a key with '+' between.", out error);
        }

        if (!TryParseId(text.AsSpan(first + 1, second - first - 1), out var id))
        {
            return Strict.Refuse("The id of a verifier key is eight lower-case hexadecimal digits.", out error);
        }

        var encoded = text.AsSpan(second + 1);
        if (
            !System.Text.Ascii.IsValid(encoded)
            || !Strict.TryBase64(System.Text.Encoding.ASCII.GetBytes(text[(second + 1)..]), NoteLimits.VerifierKeyCharactersMax, out var bytes)
        )
        {
            return Strict.Refuse("The last part of a verifier key is not canonical base64.", out error);
        }

        if (bytes.Length < 2)
        {
            return Strict.Refuse("The verifier key holds no key.", out error);
        }

        return TryMake(text[..first], id, bytes[0], bytes[1..], out key, out error);
    }

    private static readonly System.Buffers.SearchValues<char> LowerHex = System.Buffers.SearchValues.Create("0123456789abcdef");

    /// <summary>Looks for this key's signatures under a note and checks every one of them.</summary>
    /// <remarks>C2SP signed-note: a line of another key is passed over; a line of this key that fails spoils the note,
    /// even if another line of the key is good.</remarks>
    public NoteVerdict Check(SignedNote note)
    {
        var verdict = NoteVerdict.NoSuchKey;
        foreach (var signature in note.Signatures)
        {
            if (!IsUsable || signature.KeyId != KeyId || !string.Equals(signature.Name, Name, StringComparison.Ordinal))
            {
                continue;
            }

            var good =
                Type == CosignerType
                    ? Cosignature.Verify(note.Text.Span, this, signature, out _)
                    : Keys.Ed25519.Verify(publicKey, note.Text.Span, signature.Value.Span);
            if (!good)
            {
                return NoteVerdict.BadSignature;
            }

            verdict = NoteVerdict.Verified;
        }

        return verdict;
    }

    /// <summary>The key as text: <c>name+id+base64</c>.</summary>
    public override string ToString() => $"{Name}+{KeyId:x8}+{Convert.ToBase64String([Type, .. publicKey])}";

    private static VerifierKey Make(string name, byte type, ReadOnlySpan<byte> pub)
    {
        if (!Strict.IsKeyName(name))
        {
            throw new ArgumentException("The name of a key is empty or has a space or a plus in it.", nameof(name));
        }

        return pub.Length == Keys.Ed25519.PublicKeySize
            ? new(name, IdOf(name, type, pub), type, pub.ToArray())
            : throw new ArgumentException("An Ed25519 key is 32 bytes.", nameof(pub));
    }

    private static bool TryMake(string name, uint id, byte type, byte[] publicKey, out VerifierKey? key, out string error)
    {
        key = null;

        // Types 02 and 05 take the id from other bytes, and unassigned ones may too: theirs is believed, as it is never used.
        if (type is Ed25519Type or CosignerType or MlDsa44Type && IdOf(name, type, publicKey) != id)
        {
            return Strict.Refuse("The id of the verifier key does not belong to its name and key.", out error);
        }

        if (type is Ed25519Type or CosignerType && !Keys.Ed25519.IsRegistrable(publicKey))
        {
            return Strict.Refuse("The key is not an Ed25519 key that every verifier judges alike.", out error);
        }

        key = new(name, id, type, publicKey);
        error = "";
        return true;
    }

    private static bool TryParseId(ReadOnlySpan<char> text, out uint id)
    {
        id = 0;
        return text.Length == 8
            && !text.ContainsAnyInRange('A', 'F')
            && !text.ContainsAnyExcept(LowerHex) // the parser below takes a NUL for the end
            && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id);
    }
}
