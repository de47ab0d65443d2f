namespace Moot.Commons.Files;

/// <summary>Reads a GIF block by block and keeps those that make the pictures (GIF89a; the loop extension of Netscape 2.0).</summary>
internal static class GifFile
{
    /// <summary>The file as it may be kept; null where it is broken, and too large where it is.</summary>
    public static Cleaned? Read(ReadOnlySpan<byte> bytes, out bool isTooLarge)
    {
        isTooLarge = false;
        var reader = new ByteReader(bytes);
        var kept = new MemoryStream(bytes.Length);
        reader.Take(6);
        var (width, height, packed) = (reader.Little16(), reader.Little16(), reader.Byte());
        reader.Take(2);
        reader.Take(ColourBytes(packed));
        if (reader.HasFailed || !(isTooLarge = Cleaned.IsShowable(width, height)))
        {
            isTooLarge = !reader.HasFailed && !Cleaned.IsShowable(width, height);
            return null;
        }

        isTooLarge = false;
        kept.Write(reader.Since(0));
        for (var (parts, frames) = (0, 0); parts < FileLimits.PartsMax; parts++)
        {
            var start = reader.At;
            switch (reader.Byte())
            {
                case 0x3B when frames > 0 && !reader.HasFailed:
                    kept.WriteByte(0x3B);
                    return new(FileType.Gif, kept.ToArray(), width, height);
                case 0x2C:
                    reader.Take(4);
                    var (wide, high) = (reader.Little16(), reader.Little16());
                    reader.Take(ColourBytes(reader.Byte()));
                    reader.Byte();
                    SkipBlocks(ref reader);
                    if (!reader.HasFailed && (++frames > FileLimits.FramesMax || !Cleaned.IsShowable(wide, high)))
                    {
                        isTooLarge = true;
                        return null;
                    }

                    kept.Write(reader.HasFailed ? [] : reader.Since(start));
                    break;
                case 0x21:
                    var label = reader.Byte();
                    var first = reader.Rest;
                    SkipBlocks(ref reader);
                    var isLoop = label == 0xFF && (first.StartsWith("\u000bNETSCAPE2.0"u8) || first.StartsWith("\u000bANIMEXTS1.0"u8));
                    if (!reader.HasFailed && (label == 0xF9 || isLoop))
                    {
                        kept.Write(reader.Since(start));
                    }

                    break;
                default:
                    return null;
            }

            if (reader.HasFailed)
            {
                return null;
            }
        }

        return null;
    }

    private static int ColourBytes(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);

    private static void SkipBlocks(ref ByteReader reader)
    {
        while (reader.Byte() is > 0 and var length)
        {
            reader.Take(length);
        }
    }
}
