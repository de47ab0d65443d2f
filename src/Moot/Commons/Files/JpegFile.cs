using System.Buffers.Binary;

namespace Moot.Commons.Files;

/// <summary>Reads a JPEG segment by segment and keeps those that make the picture (ITU T.81 annex B; JFIF 1.02; Exif 2.32).</summary>
internal static class JpegFile
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte Jfif = 0xE0;
    private const byte Exif = 0xE1;
    private const byte Profile = 0xE2;
    private const byte Adobe = 0xEE;

    /// <summary>Bytes of a JFIF header without the small picture that it may bring.</summary>
    private const int JfifBytes = 14;

    /// <summary>The first bytes of every JPEG.</summary>
    public static ReadOnlySpan<byte> Magic => [0xFF, StartOfImage, 0xFF];

    /// <summary>The file as it may be kept; null where it is broken, and too large where it is.</summary>
    public static Cleaned? Read(ReadOnlySpan<byte> bytes, out bool isTooLarge)
    {
        isTooLarge = false;
        var reader = new ByteReader(bytes);
        var kept = new MemoryStream(bytes.Length);
        kept.Write(reader.Take(2));
        var (width, height, profile, orientation, hasScan) = (0, 0, 0, Orientation.Upright, false);
        for (var parts = 0; parts < FileLimits.PartsMax; parts++)
        {
            if (reader.Byte() != 0xFF)
            {
                return null;
            }

            var marker = reader.Byte();
            while (marker == 0xFF && !reader.HasFailed)
            {
                marker = reader.Byte(); // fill bytes
            }

            if (marker == EndOfImage && hasScan && width > 0)
            {
                kept.Write([0xFF, EndOfImage]);
                return new(FileType.Jpeg, kept.ToArray(), width, height);
            }

            var length = reader.Big16();
            var data = reader.Take(length - 2);
            if (reader.HasFailed || marker < 0xC0 || marker is >= 0xD0 and <= EndOfImage)
            {
                return null;
            }

            switch (marker)
            {
                case Jfif when data.StartsWith("JFIF\0"u8) && data.Length >= JfifBytes:
                    Write(kept, marker, [.. data[..(JfifBytes - 2)], 0, 0]);
                    break;
                case Exif when data.StartsWith("Exif\0"u8) && data.Length > 6 && !hasScan:
                    orientation = Orientation.Of(data[6..]);
                    break;
                case Profile when data.StartsWith("ICC_PROFILE\0"u8) && (profile += data.Length) <= FileLimits.ProfileBytesMax:
                case Adobe when data.StartsWith("Adobe"u8):
                    Write(kept, marker, data);
                    break;
                case >= 0xE0 and <= 0xEF or >= 0xF0:
                    break; // what programs say of the picture: places, names, small pictures, comments
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    if (data.Length < 6 || width > 0)
                    {
                        return null;
                    }

                    (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]));
                    isTooLarge = !Cleaned.IsShowable(width, height);
                    if (isTooLarge)
                    {
                        return null;
                    }

                    Write(kept, marker, data);
                    break;
                case StartOfScan:
                    if (width == 0)
                    {
                        return null;
                    }

                    if (!hasScan && orientation != Orientation.Upright)
                    {
                        Write(kept, Exif, [.. "Exif\0\0"u8, .. Orientation.Tiff(orientation)]);
                    }

                    hasScan = true;
                    Write(kept, marker, data);
                    kept.Write(Scan(ref reader));
                    break;
                default:
                    Write(kept, marker, data);
                    break;
            }
        }

        return null;
    }

    /// <summary>The picture's data up to the next marker; restarts and stuffed bytes belong to it.</summary>
    private static ReadOnlySpan<byte> Scan(ref ByteReader reader)
    {
        var rest = reader.Rest;
        var at = 0;
        while (true)
        {
            var next = rest[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= rest.Length)
            {
                return reader.Take(rest.Length); // without an end: what is read next fails
            }

            at += next;
            if (rest[at + 1] is not (0 or (>= 0xD0 and <= 0xD7)))
            {
                return reader.Take(at);
            }

            at += 2;
        }
    }

    private static void Write(MemoryStream to, byte marker, ReadOnlySpan<byte> data)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(data.Length + 2));
        to.Write(head);
        to.Write(data);
    }
}
