using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Moot.Host.Storage;

/// <summary>One of the two places in a checkpoint lock: a note with its number, and a hash that tells whether it is whole.</summary>
/// <remarks>4,096 bytes: <c>moot/lock/v1 LF</c>, generation (64 bits, big-endian), length (32 bits), SHA-256 over these and the note, the note, zeros.</remarks>
/// <param name="Generation">Number of the swap, from 1.</param>
/// <param name="Note">The checkpoint.</param>
internal sealed record LockSlot(ulong Generation, byte[] Note)
{
    private const int HashAt = 13 + sizeof(ulong) + sizeof(uint);
    private const int NoteAt = HashAt + SHA256.HashSizeInBytes;

    /// <summary>Bytes of the longest note.</summary>
    public const int NoteBytesMax = StorageLimits.LockSlotBytes - NoteAt;

    private static ReadOnlySpan<byte> Magic => "moot/lock/v1\n"u8;

    /// <summary>The slot as bytes.</summary>
    public byte[] ToBytes()
    {
        if (Note.Length > NoteBytesMax)
        {
            throw new ArgumentException($"A checkpoint in a lock has at most {NoteBytesMax} bytes.");
        }

        var bytes = new byte[StorageLimits.LockSlotBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(Magic.Length), Generation);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(Magic.Length + sizeof(ulong)), (uint)Note.Length);
        Note.CopyTo(bytes, NoteAt);
        HashOf(bytes, Note.Length).CopyTo(bytes, HashAt);
        return bytes;
    }

    /// <summary>Reads a slot; null where it is not whole.</summary>
    public static LockSlot? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != StorageLimits.LockSlotBytes || !bytes.StartsWith(Magic))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[(Magic.Length + sizeof(ulong))..]);
        return length <= NoteBytesMax && HashOf(bytes, (int)length).AsSpan().SequenceEqual(bytes.Slice(HashAt, SHA256.HashSizeInBytes))
            ? new(BinaryPrimitives.ReadUInt64BigEndian(bytes[Magic.Length..]), bytes.Slice(NoteAt, (int)length).ToArray())
            : null;
    }

    private static byte[] HashOf(ReadOnlySpan<byte> slot, int length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(slot[..HashAt]);
        hash.AppendData(slot.Slice(NoteAt, length));
        return hash.GetHashAndReset();
    }
}
