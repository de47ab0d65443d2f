using System.Buffers.Binary;
using System.Numerics;
using Moot.Kernel;
using Moot.Kernel.Storage;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Moot.Host.Storage;

/// <summary>Packs a text or file for the disk: by itself, or as what differs from an earlier one (Zstandard with that one as dictionary).</summary>
/// <remarks>
/// One byte says how: 0 as it is, 3 packed, 4 packed against the base, 5 and 6 the base with other bytes in the middle. Then, where packed, the length, seven bits in each byte,
/// the lowest first, and a frame of Zstandard without its magic number and without the length. 5 and 6 tell before that length, in the same way, how many bytes are those of the base
/// at the beginning and at the end, and then give only those between: 5 as they are, 6 packed against the base.
/// Older programs wrote 1, 2 (the length as four bytes, big-endian, and a whole frame) and 4.
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
    private const byte Middle = 5;
    private const byte MiddleAgainst = 6;

    /// <summary>Bytes between those of the base that are not worth packing: an edit of some words.</summary>
    private const int ShortBytes = 64;
    private const int OldHeadBytes = 5;

    /// <summary>One byte and three numbers of up to five.</summary>
    private const int HeadBytes = 16;

    /// <summary>ZSTD_f_zstd1_magicless: a frame without its first four bytes, which are always the same.</summary>
    private const int Magicless = 1;

    /// <summary>Bytes that Zstandard would read as a dictionary of its own form, RFC 8878 §5.</summary>
    private const uint DictionaryMagic = 0xEC30A437;

    // Kept from one text to the next: to set them up takes longer than to pack a short one.
    private Compressor? compressor;
    private Decompressor? decompressor;

    /// <summary>Packs some bytes by themselves.</summary>
    public byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        var packed = Frame(bytes, like: []);
        return packed.Length + HeadBytes < bytes.Length ? [.. Head(Packed, bytes.Length), .. packed] : [Plain, .. bytes];
    }

    /// <summary>Packs them as what differs from others; null where nothing is saved.</summary>
    public byte[]? Pack(ReadOnlySpan<byte> bytes, byte[] like)
    {
        // Most edits change a few words in one place: what stands before and after them is told by two numbers, and only the rest is looked at closely.
        var start = bytes.CommonPrefixLength(like);
        var end = CommonSuffixLength(bytes[start..], like.AsSpan(start));
        var middle = bytes[start..^end];
        var canBeDictionary = like.Length > 8 && BinaryPrimitives.ReadUInt32LittleEndian(like) != DictionaryMagic;
        var packed = middle.Length > ShortBytes && canBeDictionary ? Frame(middle, like) : middle;
        var isPacked = packed.Length < middle.Length;
        var head = Head(isPacked ? MiddleAgainst : Middle, start, end, middle.Length);
        var rest = isPacked ? packed : middle;
        return head.Count + rest.Length <= bytes.Length ? [.. head, .. rest] : null;
    }

    public void Dispose()
    {
        compressor?.Dispose();
        decompressor?.Dispose();
    }

    private ReadOnlySpan<byte> Frame(ReadOnlySpan<byte> bytes, byte[] like)
    {
        if (compressor is null)
        {
            compressor = new();
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_contentSizeFlag, 0);
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_experimentalParam2, Magicless);
        }

        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_compressionLevel, bytes.Length > LongBytes ? LevelOfLong : Level);
        compressor.LoadDictionary(like);
        var packed = compressor.Wrap(bytes);
        compressor.LoadDictionary([]); // it would be kept until the next one
        return packed;
    }

    private static List<byte> Head(byte form, params ReadOnlySpan<int> numbers)
    {
        var head = new List<byte>(HeadBytes) { form };
        foreach (var number in numbers)
        {
            RowBytes.Write(head, (ulong)number);
        }

        return head;
    }

    private static int CommonSuffixLength(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var most = Math.Min(one.Length, other.Length);
        var a = one[^most..];
        var b = other[^most..];
        var length = 0;
        while (
            length + Vector<byte>.Count <= most
            && a.Slice(most - length - Vector<byte>.Count, Vector<byte>.Count).SequenceEqual(b.Slice(most - length - Vector<byte>.Count, Vector<byte>.Count))
        )
        {
            length += Vector<byte>.Count;
        }

        while (length < most && a[most - length - 1] == b[most - length - 1])
        {
            length++;
        }

        return length;
    }

    /// <summary>Unpacks.</summary>
    /// <exception cref="LogException">The bytes are damaged.</exception>
    public byte[] Unpack(ReadOnlySpan<byte> packed, byte[]? like)
    {
        if (packed is [Plain, ..])
        {
            return packed[1..].ToArray();
        }

        if (packed is not [>= WholeFrame and <= MiddleAgainst, ..] || (packed[0] is not (WholeFrame or Packed) && like is null))
        {
            throw Damaged();
        }

        if (packed[0] is Middle or MiddleAgainst)
        {
            return UnpackMiddle(packed, like!);
        }

        var isOld = packed[0] is WholeFrame or WholeFrameAgainst;
        var (length, head) = isOld ? OldHead(packed) : Head(packed);
        if (length > Limits.BlobBytesMax)
        {
            throw Damaged();
        }

        var bytes = new byte[length];
        Unpack(packed[head..], packed[0] is WholeFrameAgainst or Against ? like! : [], isOld ? 0 : Magicless, bytes);
        return bytes;
    }

    private byte[] UnpackMiddle(ReadOnlySpan<byte> packed, byte[] like)
    {
        var read = new RowBytes(packed, "A text");
        read.Byte();
        var (start, end, length) = (read.Number(), read.Number(), read.Number());
        if (start > (ulong)like.Length || end > (ulong)like.Length - start || length > Limits.BlobBytesMax || start + end + length > Limits.BlobBytesMax)
        {
            throw Damaged();
        }

        var bytes = new byte[start + end + length];
        like.AsSpan(0, (int)start).CopyTo(bytes);
        like.AsSpan(like.Length - (int)end).CopyTo(bytes.AsSpan((int)(start + length)));
        var rest = packed[read.At..];
        var middle = bytes.AsSpan((int)start, (int)length);
        if (packed[0] == MiddleAgainst)
        {
            Unpack(rest, like, Magicless, middle);
        }
        else if (!rest.TryCopyTo(middle) || rest.Length != middle.Length)
        {
            throw Damaged();
        }

        return bytes;
    }

    private void Unpack(ReadOnlySpan<byte> frame, byte[] like, int form, Span<byte> bytes)
    {
        try
        {
            decompressor ??= new();
            decompressor.SetParameter(ZSTD_dParameter.ZSTD_d_experimentalParam1, form);
            decompressor.LoadDictionary(like);
            if (decompressor.Unwrap(frame, bytes) != bytes.Length)
            {
                throw Damaged();
            }
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
