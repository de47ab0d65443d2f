using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Proofs;

/// <summary>A signature that somebody made with their SSH key: <c>ssh-keygen -Y sign</c>.</summary>
/// <remarks>
/// OpenSSH PROTOCOL.sshsig. Stricter than that text where it leaves room: Ed25519 keys only, the reserved field is empty, lines of 70 characters as ssh-keygen
/// writes them, nothing before or after. The namespace is signed too, so that a signature made for something else proves nothing here.
/// </remarks>
public sealed class SshSignature
{
    private const string Begin = "-----BEGIN SSH SIGNATURE-----\n";
    private const string End = "-----END SSH SIGNATURE-----\n";
    private const uint Version = 1;

    private readonly byte[] signature;

    private SshSignature(PublicKey key, string space, string hash, byte[] signature) =>
        (Key, Namespace, HashAlgorithm, this.signature) = (key, space, hash, signature);

    /// <summary>The key that signed.</summary>
    public PublicKey Key { get; }

    /// <summary>What it was signed for.</summary>
    public string Namespace { get; }

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string HashAlgorithm { get; }

    /// <summary>Reads a signature as ssh-keygen writes it. Never throws; one spelling is accepted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out SshSignature? read, out string error)
    {
        read = null;
        if (text.Length > ProofLimits.ProofCharactersMax)
        {
            return Strict.Refuse("The signature is too long.", out error);
        }

        if (
            !text.StartsWith(System.Text.Encoding.ASCII.GetBytes(Begin))
            || !text.EndsWith(System.Text.Encoding.ASCII.GetBytes(End))
            || text.Length < Begin.Length + End.Length
        )
        {
            return Strict.Refuse("An SSH signature stands between the lines BEGIN SSH SIGNATURE and END SSH SIGNATURE.", out error);
        }

        return TryJoin(text[Begin.Length..^End.Length], out var base64) && Strict.TryBase64(base64, ProofLimits.SshBytesMax, out var bytes)
            ? TryRead(bytes, out read, out error)
            : Strict.Refuse("The SSH signature is not canonical base64 in lines of 70 characters.", out error);
    }

    /// <summary>True if this key signed this message for this namespace.</summary>
    public bool Verify(ReadOnlySpan<byte> message, string forNamespace)
    {
        if (!string.Equals(forNamespace, Namespace, StringComparison.Ordinal))
        {
            return false;
        }

        var digest = string.Equals(HashAlgorithm, "sha512", StringComparison.Ordinal) ? SHA512.HashData(message) : SHA256.HashData(message);
        var signed = new List<byte>(256);
        signed.AddRange("SSHSIG"u8);
        Put(signed, System.Text.Encoding.ASCII.GetBytes(Namespace));
        Put(signed, []);
        Put(signed, System.Text.Encoding.ASCII.GetBytes(HashAlgorithm));
        Put(signed, digest);
        return Ed25519.Verify(Key.Bytes.ToBytes(), [.. signed], signature);
    }

    /// <summary>The signature as ssh-keygen writes it.</summary>
    public string Write()
    {
        var bytes = new List<byte>(256);
        bytes.AddRange("SSHSIG\0\0\0\x01"u8);
        Put(bytes, Typed(Key.Bytes.ToBytes()));
        Put(bytes, System.Text.Encoding.ASCII.GetBytes(Namespace));
        Put(bytes, []);
        Put(bytes, System.Text.Encoding.ASCII.GetBytes(HashAlgorithm));
        Put(bytes, Typed(signature));
        var lines = Convert.ToBase64String([.. bytes]).Chunk(ProofLimits.SshLineCharacters).Select(line => new string(line) + "\n");
        return Begin + string.Concat(lines) + End;
    }

    private static bool TryRead(byte[] bytes, out SshSignature? read, out string error)
    {
        read = null;
        ReadOnlySpan<byte> rest = bytes;
        if (!rest.StartsWith("SSHSIG"u8) || rest.Length < 10 || BinaryPrimitives.ReadUInt32BigEndian(rest[6..]) != Version)
        {
            return Strict.Refuse("This is not an SSH signature of version 1.", out error);
        }

        rest = rest[10..];
        if (
            !TryTake(ref rest, out var publicKey)
            || !TryTake(ref rest, out var space)
            || !TryTake(ref rest, out var reserved)
            || !TryTake(ref rest, out var hash)
            || !TryTake(ref rest, out var signature)
            || !rest.IsEmpty
        )
        {
            return Strict.Refuse("The SSH signature is cut off or has something behind it.", out error);
        }

        if (!TryTyped(publicKey, Ed25519.PublicKeySize, out var key) || !TryTyped(signature, Ed25519.SignatureSize, out var value))
        {
            return Strict.Refuse("Only SSH keys of the type ssh-ed25519 are taken; ssh-keygen -t ed25519 makes one.", out error);
        }

        if (space.Length is 0 or > ProofLimits.SshNamespaceBytesMax || space.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e) || !reserved.IsEmpty)
        {
            return Strict.Refuse("The namespace of the SSH signature is not a plain word, or its reserved field is not empty.", out error);
        }

        if (!hash.SequenceEqual("sha256"u8) && !hash.SequenceEqual("sha512"u8))
        {
            return Strict.Refuse("The SSH signature uses another hash than sha256 and sha512.", out error);
        }

        error = "";
        read = new(PublicKey.FromBytes(key), System.Text.Encoding.ASCII.GetString(space), System.Text.Encoding.ASCII.GetString(hash), value.ToArray());
        return true;
    }

    /// <summary>Puts the lines together: all of full length but the last.</summary>
    private static bool TryJoin(ReadOnlySpan<byte> lines, out byte[] joined)
    {
        var all = new List<byte>(lines.Length);
        joined = [];
        while (!lines.IsEmpty)
        {
            if (!Strict.TryLine(ref lines, out var line) || line.Length is 0 or > ProofLimits.SshLineCharacters)
            {
                return false;
            }

            if (line.Length < ProofLimits.SshLineCharacters && !lines.IsEmpty)
            {
                return false;
            }

            all.AddRange(line);
        }

        joined = [.. all];
        return true;
    }

    private static byte[] Typed(ReadOnlySpan<byte> value)
    {
        var bytes = new List<byte>(96);
        Put(bytes, "ssh-ed25519"u8);
        Put(bytes, value);
        return [.. bytes];
    }

    private static bool TryTyped(ReadOnlySpan<byte> from, int size, out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryTake(ref from, out var type) && type.SequenceEqual("ssh-ed25519"u8) && TryTake(ref from, out value) && value.Length == size && from.IsEmpty;
    }

    private static void Put(List<byte> to, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)value.Length);
        to.AddRange(length);
        to.AddRange(value);
    }

    private static bool TryTake(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length > rest.Length - sizeof(uint))
        {
            return false;
        }

        value = rest.Slice(sizeof(uint), (int)length);
        rest = rest[(sizeof(uint) + (int)length)..];
        return true;
    }
}
