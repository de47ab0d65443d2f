using System.Buffers.Binary;
using Moot.Kernel;
using Moot.Kernel.Storage;
using ZstdSharp;

namespace Moot.Host.Storage;

/// <summary>Packs a text or file for the disk: by itself, or as what differs from an earlier one (Zstandard with that one as dictionary).</summary>
/// <remarks>One byte says how: 0 as it is, 1 packed, 2 packed against the base; then, where packed, the length as four bytes, big-endian.</remarks>
internal static class BlobPack
{
    /// <summary>Effort: 3 is Zstandard's own middle.</summary>
    private const int Level = 3;

    private const byte Plain = 0;
    private const byte Packed = 1;
    private const byte Against = 2;
    private const int HeadBytes = 5;

    /// <summary>Bytes that Zstandard would read as a dictionary of its own form, RFC 8878 §5.</summary>
    private const uint DictionaryMagic = 0xEC30A437;

    /// <summary>Packs some bytes; says whether the base is needed to unpack them.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> bytes, byte[]? like, out bool needsBase)
    {
        needsBase = like is { Length: > 8 } && BinaryPrimitives.ReadUInt32LittleEndian(like) != DictionaryMagic;
        using var compressor = new Compressor(Level);
        if (needsBase)
        {
            compressor.LoadDictionary(like);
        }

        var packed = compressor.Wrap(bytes);
        if (packed.Length + HeadBytes > bytes.Length)
        {
            needsBase = false;
            return [Plain, .. bytes];
        }

        var result = new byte[HeadBytes + packed.Length];
        result[0] = needsBase ? Against : Packed;
        BinaryPrimitives.WriteInt32BigEndian(result.AsSpan(1), bytes.Length);
        packed.CopyTo(result.AsSpan(HeadBytes));
        return result;
    }

    /// <summary>Unpacks.</summary>
    /// <exception cref="LogException">The bytes are damaged.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, byte[]? like)
    {
        if (!packed.IsEmpty && packed[0] == Plain)
        {
            return packed[1..].ToArray();
        }

        if (packed.Length < HeadBytes || packed[0] is not (Packed or Against) || (packed[0] == Against && like is null))
        {
            throw Damaged();
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(packed[1..]);
        if (length is < 0 or > Limits.BlobBytesMax)
        {
            throw Damaged();
        }

        try
        {
            using var decompressor = new Decompressor();
            if (packed[0] == Against)
            {
                decompressor.LoadDictionary(like);
            }

            var bytes = new byte[length];
            return decompressor.Unwrap(packed[HeadBytes..], bytes) == length ? bytes : throw Damaged();
        }
        catch (ZstdException e)
        {
            throw new LogException("damaged", "A text or file cannot be unpacked: its bytes on disk are damaged.", e);
        }
    }

    private static LogException Damaged() => new("damaged", "A text or file cannot be unpacked: its bytes on disk are damaged.");
}
