using System.Buffers.Binary;
using Moot.Kernel;
using Moot.Kernel.Storage;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Moot.Host.Storage;

/// <summary>Packs a text or file for the disk: by itself, or as what differs from an earlier one (Zstandard with that one as dictionary).</summary>
/// <remarks>
/// One byte says how: 0 as it is, 3 packed, 4 packed against the base; then, where packed, the length, seven bits in each byte, the lowest first,
/// and a frame of Zstandard without its magic number and without the length. Older programs wrote 1 and 2 instead, the length as four bytes, big-endian, and a whole frame.
/// </remarks>
internal sealed class BlobPack : IDisposable
{
    /// <summary>Effort, of 1 to 22. Measured with 9,789 texts of a wiki, beside 3, Zstandard's own middle: 6 takes as long and 0.93 of the bytes, 9 three times as long and 0.92.</summary>
    private const int Level = 6;

    /// <summary>Effort for what is long: mostly pictures, which hardly get smaller.</summary>
    private const int LevelOfLong = 3;
    private const int LongBytes = 1 << 20;

    private const byte Plain = 0;
    private const byte WholeFrame = 1;
    private const byte WholeFrameAgainst = 2;
    private const byte Packed = 3;
    private const byte Against = 4;
    private const int OldHeadBytes = 5;

    /// <summary>ZSTD_f_zstd1_magicless: a frame without its first four bytes, which are always the same.</summary>
    private const int Magicless = 1;

    /// <summary>Bytes that Zstandard would read as a dictionary of its own form, RFC 8878 §5.</summary>
    private const uint DictionaryMagic = 0xEC30A437;

    // Kept from one text to the next: to set them up takes longer than to pack a short one.
    private Compressor? compressor;
    private Decompressor? decompressor;

    /// <summary>Packs some bytes by themselves.</summary>
    public byte[] Pack(ReadOnlySpan<byte> bytes) => Pack(bytes, Packed, like: null, bytes.Length) ?? [Plain, .. bytes];

    /// <summary>Packs them as what differs from others; null where nothing is saved.</summary>
    public byte[]? Pack(ReadOnlySpan<byte> bytes, byte[] like) =>
        like.Length > 8 && BinaryPrimitives.ReadUInt32LittleEndian(like) != DictionaryMagic ? Pack(bytes, Against, like, bytes.Length) : null;

    public void Dispose()
    {
        compressor?.Dispose();
        decompressor?.Dispose();
    }

    private byte[]? Pack(ReadOnlySpan<byte> bytes, byte form, byte[]? like, int bytesMax)
    {
        if (compressor is null)
        {
            compressor = new();
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_contentSizeFlag, 0);
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_experimentalParam2, Magicless);
        }

        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_compressionLevel, bytes.Length > LongBytes ? LevelOfLong : Level);
        compressor.LoadDictionary(like ?? []);
        var packed = compressor.Wrap(bytes);
        compressor.LoadDictionary([]); // it would be kept until the next one
        var head = new List<byte>(6) { form };
        RowBytes.Write(head, (ulong)bytes.Length);
        return packed.Length + head.Count <= bytesMax ? [.. head, .. packed] : null;
    }

    /// <summary>Unpacks.</summary>
    /// <exception cref="LogException">The bytes are damaged.</exception>
    public byte[] Unpack(ReadOnlySpan<byte> packed, byte[]? like)
    {
        if (packed is [Plain, ..])
        {
            return packed[1..].ToArray();
        }

        if (packed is not [WholeFrame or WholeFrameAgainst or Packed or Against, ..] || (packed[0] is WholeFrameAgainst or Against && like is null))
        {
            throw Damaged();
        }

        var isOld = packed[0] is WholeFrame or WholeFrameAgainst;
        var (length, head) = isOld ? OldHead(packed) : Head(packed);
        if (length > Limits.BlobBytesMax)
        {
            throw Damaged();
        }

        try
        {
            decompressor ??= new();
            decompressor.SetParameter(ZSTD_dParameter.ZSTD_d_experimentalParam1, isOld ? 0 : Magicless);
            decompressor.LoadDictionary(packed[0] is WholeFrameAgainst or Against ? like : []);
            var bytes = new byte[length];
            return decompressor.Unwrap(packed[head..], bytes) == bytes.Length ? bytes : throw Damaged();
        }
        catch (ZstdException e)
        {
            throw new LogException("damaged", "A text or file cannot be unpacked: its bytes on disk are damaged.", e);
        }
    }

    private static (ulong Length, int At) OldHead(ReadOnlySpan<byte> packed) =>
        packed.Length >= OldHeadBytes ? (BinaryPrimitives.ReadUInt32BigEndian(packed[1..]), OldHeadBytes) : throw Damaged();

    private static (ulong Length, int At) Head(ReadOnlySpan<byte> packed)
    {
        var read = new RowBytes(packed, "A text");
        read.Byte();
        return (read.Number(), read.At);
    }

    private static LogException Damaged() => new("damaged", "A text or file cannot be unpacked: its bytes on disk are damaged.");
}
