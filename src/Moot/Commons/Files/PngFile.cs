using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Moot.Commons.Files;

/// <summary>Reads a PNG chunk by chunk and keeps those that make the picture (PNG, third edition, §11).</summary>
public static class PngFile
{
    private const int HeaderBytes = 13;

    private static readonly ImmutableHashSet<string> Kept =
    [
        "IHDR",
        "PLTE",
        "IDAT",
        "IEND",
        "tRNS",
        "cHRM",
        "gAMA",
        "iCCP",
        "sBIT",
        "sRGB",
        "cICP",
        "mDCV",
        "cLLI",
        "bKGD",
        "pHYs",
        "acTL",
        "fcTL",
        "fdAT",
    ];

    private static readonly uint[] Crcs =
    [
        .. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1)),
    ];

    /// <summary>The first bytes of every PNG.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>The file as it may be kept; null where it is broken, and too large where it is.</summary>
    public static Cleaned? Read(ReadOnlySpan<byte> bytes, out bool isTooLarge)
    {
        isTooLarge = false;
        var reader = new ByteReader(bytes);
        var kept = new MemoryStream(bytes.Length);
        kept.Write(reader.Take(Magic.Length));
        var (width, height, frames, orientation, hasData) = (0L, 0L, 0, Orientation.Upright, false);
        for (var parts = 0; parts < FileLimits.PartsMax; parts++)
        {
            var start = reader.At;
            var length = reader.Big32();
            var named = reader.Take(4 + length);
            var crc = reader.Big32();
            if (reader.HasFailed || Crc(named) != crc)
            {
                return null;
            }

            var name = System.Text.Encoding.Latin1.GetString(named[..4]);
            var data = named[4..];
            if ((parts == 0) != string.Equals(name, "IHDR", StringComparison.Ordinal))
            {
                return null;
            }

            switch (name)
            {
                case "IHDR" when data.Length == HeaderBytes:
                    (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
                    isTooLarge = !Cleaned.IsShowable(width, height);
                    break;
                case "IHDR":
                    return null;
                case "IDAT":
                    hasData = true;
                    break;
                case "eXIf":
                    orientation = Orientation.Of(data);
                    break;
                case "iCCP" when data.Length > FileLimits.ProfileBytesMax:
                    continue;
                case "fcTL" when ++frames > FileLimits.FramesMax:
                    isTooLarge = true;
                    break;
                default:
                    break;
            }

            if (isTooLarge)
            {
                return null;
            }

            if (string.Equals(name, "IEND", StringComparison.Ordinal))
            {
                if (!hasData || data.Length != 0)
                {
                    return null;
                }

                kept.Write(reader.Since(start));
                return new(FileType.Png, kept.ToArray(), (int)width, (int)height);
            }

            if (Kept.Contains(name))
            {
                // What tells the way up must stand before the picture's data.
                if (string.Equals(name, "IDAT", StringComparison.Ordinal) && orientation != Orientation.Upright)
                {
                    Write(kept, "eXIf"u8, Orientation.Tiff(orientation));
                    orientation = Orientation.Upright;
                }

                kept.Write(reader.Since(start));
            }
            else if (char.IsAsciiLetterUpper(name[0]))
            {
                return null; // of a kind without which the picture cannot be shown, and that nobody knows
            }
        }

        return null;
    }

    /// <summary>Writes a chunk with its length and check sum.</summary>
    public static void Write(Stream to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        byte[] named = [.. name, .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        to.Write(number);
        to.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        to.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = Crcs[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }
}
