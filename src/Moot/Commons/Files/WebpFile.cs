using System.Buffers.Binary;

namespace Moot.Commons.Files;

/// <summary>Reads a WebP chunk by chunk and keeps those that make the picture (RFC 9649).</summary>
internal static class WebpFile
{
    private const byte ExifFlag = 0x08;
    private const byte XmpFlag = 0x04;

    /// <summary>Bytes of a frame's own header.</summary>
    private const int FrameBytes = 16;

    private sealed class Found
    {
        public long Width { get; set; }
        public long Height { get; set; }
        public int Orientation { get; set; } = Files.Orientation.Upright;
        public int Flags { get; set; } = -1;
        public int Frames { get; set; }
        public bool HasPicture { get; set; }
        public bool IsTooLarge { get; set; }
        public int Parts { get; set; }

        public void See(long width, long height)
        {
            (Width, Height) = Width == 0 ? (width, height) : (Width, Height);
            IsTooLarge |= !Cleaned.IsShowable(width, height);
        }
    }

    /// <summary>True for the first bytes of every WebP.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8);

    /// <summary>The file as it may be kept; null where it is broken, and too large where it is.</summary>
    public static Cleaned? Read(ReadOnlySpan<byte> bytes, out bool isTooLarge)
    {
        var length = (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var found = new Found();
        var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..12]);
        var isWhole = length >= 4 && length <= bytes.Length - 8 && Chunks(bytes[12..(int)(8 + length)], kept, found, isFrame: false);
        isTooLarge = found.IsTooLarge;
        if (!isWhole || isTooLarge || !found.HasPicture)
        {
            return null;
        }

        if (found is { Flags: >= 0, Orientation: not Orientation.Upright })
        {
            Write(kept, "EXIF"u8, Orientation.Tiff(found.Orientation));
        }

        var result = kept.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(result.AsSpan(4), result.Length - 8);
        if (found.Flags >= 0)
        {
            result[found.Flags] = (byte)((result[found.Flags] & ~(ExifFlag | XmpFlag)) | (found.Orientation == Orientation.Upright ? 0 : ExifFlag));
        }

        return new(FileType.Webp, result, (int)found.Width, (int)found.Height);
    }

    private static bool Chunks(ReadOnlySpan<byte> bytes, MemoryStream kept, Found found, bool isFrame)
    {
        var reader = new ByteReader(bytes);
        while (reader.Left > 0 && !found.IsTooLarge)
        {
            var name = reader.Take(4);
            var length = reader.Little32();
            var data = reader.Take(length);
            reader.Take(reader.Left == 0 ? 0 : length & 1);
            if (reader.HasFailed || ++found.Parts > FileLimits.PartsMax || !Chunk(name, data, kept, found, isFrame))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, MemoryStream kept, Found found, bool isFrame)
    {
        switch (System.Text.Encoding.Latin1.GetString(name))
        {
            case "VP8X" when !isFrame && found is { Flags: < 0, Width: 0 } && data.Length >= 10:
                found.Flags = (int)kept.Position + 8;
                found.See(1 + Little24(data[4..]), 1 + Little24(data[7..]));
                Write(kept, name, data[..10]);
                return true;
            case "VP8 " when data.Length >= 10 && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]):
                found.See(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFF);
                found.HasPicture = true;
                Write(kept, name, data);
                return true;
            case "VP8L" when data.Length >= 5 && data[0] == 0x2F:
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
                found.See(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
                found.HasPicture = true;
                Write(kept, name, data);
                return true;
            case "ALPH":
            case "ANIM" when !isFrame:
            case "ICCP" when !isFrame && data.Length <= FileLimits.ProfileBytesMax:
                Write(kept, name, data);
                return true;
            case "ANMF" when !isFrame && data.Length >= FrameBytes:
                found.IsTooLarge |= ++found.Frames > FileLimits.FramesMax;
                var inside = new MemoryStream(data.Length);
                inside.Write(data[..FrameBytes]);
                var isWhole = Chunks(data[FrameBytes..], inside, found, isFrame: true);
                Write(kept, name, inside.ToArray());
                return isWhole;
            case "EXIF" when !isFrame:
                found.Orientation = Orientation.Of(data.StartsWith("Exif\0\0"u8) ? data[6..] : data);
                return true;
            case "VP8X" or "VP8 " or "VP8L" or "ANMF":
                return false;
            default:
                return true; // XMP, and what nobody knows
        }
    }

    private static void Write(MemoryStream to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        to.Write(name);
        to.Write(length);
        to.Write(data);
        if ((data.Length & 1) != 0)
        {
            to.WriteByte(0);
        }
    }

    private static int Little24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
