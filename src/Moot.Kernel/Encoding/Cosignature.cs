using System.Buffers.Binary;
using Moot.Kernel.Keys;

namespace Moot.Kernel.Encoding;

/// <summary>A witness's word that, at a certain time, a checkpoint was the newest one it had seen of a log.</summary>
/// <remarks>
/// C2SP tlog-cosignature, <c>cosignature/v1</c>: 8 bytes of big-endian POSIX seconds, then an Ed25519 signature over
/// <c>cosignature/v1\ntime T\n</c> and the whole text of the checkpoint. The name is not signed, so each cosigner needs a key of its own.
/// </remarks>
public static class Cosignature
{
    private const int ValueSize = sizeof(long) + Ed25519.SignatureSize;

    /// <summary>Cosigns the text of a checkpoint.</summary>
    /// <param name="noteText">The whole text, last newline included, without signatures.</param>
    /// <param name="name">Name of the cosigner.</param>
    /// <param name="key">The cosigner's key, used for nothing else.</param>
    /// <param name="unixSeconds">Seconds since 1970, zero or more.</param>
    public static NoteSignature Sign(ReadOnlySpan<byte> noteText, string name, SigningKey key, long unixSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(unixSeconds);
        var value = new byte[ValueSize];
        BinaryPrimitives.WriteInt64BigEndian(value, unixSeconds);
        key.Sign(Message(noteText, unixSeconds)).CopyTo(value, sizeof(long));
        return new(name, VerifierKey.IdOf(name, VerifierKey.CosignerType, key.PublicKey), value);
    }

    /// <summary>True if the key, a cosigner's (type 04), made this cosignature over this text.</summary>
    /// <param name="noteText">The whole text, last newline included.</param>
    /// <param name="key">The cosigner's key.</param>
    /// <param name="sig">The signature line.</param>
    /// <param name="unixSeconds">When it was made by the cosigner's clock, in seconds since 1970; 0 if it is false.</param>
    public static bool Verify(ReadOnlySpan<byte> noteText, VerifierKey key, NoteSignature sig, out long unixSeconds)
    {
        unixSeconds = 0;
        if (
            key.Type != VerifierKey.CosignerType
            || sig.KeyId != key.KeyId
            || !string.Equals(sig.Name, key.Name, StringComparison.Ordinal)
            || sig.Value.Length != ValueSize
        )
        {
            return false;
        }

        var value = sig.Value.Span;
        var time = BinaryPrimitives.ReadInt64BigEndian(value);
        if (time < 0 || !Ed25519.Verify(key.PublicKey.Span, Message(noteText, time), value[sizeof(long)..]))
        {
            return false;
        }

        unixSeconds = time;
        return true;
    }

    private static byte[] Message(ReadOnlySpan<byte> noteText, long unixSeconds) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"cosignature/v1\ntime {unixSeconds}\n"), .. noteText];
}
