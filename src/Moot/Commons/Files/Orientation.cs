using System.Buffers.Binary;

namespace Moot.Commons.Files;

/// <summary>Which way up a camera held a picture: all that is kept of what a camera wrote about it.</summary>
/// <remarks>Exif 2.32 §4.6: a TIFF file with directories of tags; tag 0x0112 has the orientation, 1 to 8, and 1 is upright.</remarks>
internal static class Orientation
{
    /// <summary>Upright.</summary>
    public const int Upright = 1;

    private const int Tag = 0x0112;
    private const int ShortType = 3;
    private const int EntryBytes = 12;

    /// <summary>Tags of the first directory that are looked at.</summary>
    private const int TagsMax = 1_000;

    /// <summary>The orientation that a TIFF block tells; upright where it tells none that makes sense.</summary>
    public static int Of(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 10 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
        {
            return Upright;
        }

        var isBig = tiff[0] == (byte)'M';
        var directory = isBig ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
        {
            return Upright;
        }

        var tags = Math.Min(Short(tiff[(int)directory..], isBig), TagsMax);
        var at = (int)directory + 2;
        for (; tags > 0 && at <= tiff.Length - EntryBytes; tags--, at += EntryBytes)
        {
            if (Short(tiff[at..], isBig) == Tag && Short(tiff[(at + 2)..], isBig) == ShortType)
            {
                return Short(tiff[(at + 8)..], isBig) is >= 1 and <= 8 and var found ? found : Upright;
            }
        }

        return Upright;
    }

    /// <summary>A TIFF block that tells the orientation and nothing else.</summary>
    public static byte[] Tiff(int orientation) =>
        [
            .. "MM\0*"u8,
            .. (ReadOnlySpan<byte>)[0, 0, 0, 8], // the directory follows at once
            0,
            1, // one tag
            Tag >> 8,
            Tag & 0xFF,
            0,
            ShortType,
            0,
            0,
            0,
            1,
            0,
            (byte)orientation,
            0,
            0,
            0,
            0,
            0,
            0, // no further directory
        ];

    private static int Short(ReadOnlySpan<byte> bytes, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
