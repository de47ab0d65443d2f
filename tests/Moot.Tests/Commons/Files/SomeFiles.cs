using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Moot.Commons.Files;

namespace Moot.Tests.Commons.Files;

/// <summary>Small files, made byte by byte, with everything in them that must not be kept.</summary>
internal static class SomeFiles
{
    /// <summary>Stands wherever a camera or a program writes something about a picture.</summary>
    public static byte[] Secret { get; } = Encoding.ASCII.GetBytes("51.4778N-0.0015W-secret-place");

    /// <summary>A TIFF block with an orientation, a GPS directory and the secret.</summary>
    public static byte[] Tiff(int orientation) =>
        [
            .. "II*\0"u8,
            8,
            0,
            0,
            0,
            2,
            0,
            0x12,
            0x01,
            3,
            0,
            1,
            0,
            0,
            0,
            (byte)orientation,
            0,
            0,
            0,
            0x25,
            0x88,
            4,
            0,
            1,
            0,
            0,
            0,
            38,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            .. Secret,
        ];

    public static byte[] Png(int width = 2, int height = 2, int orientation = 6, bool hasText = true)
    {
        var png = new MemoryStream();
        png.Write(PngFile.Magic);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        PngFile.Write(png, "IHDR"u8, head);
        if (hasText)
        {
            PngFile.Write(png, "eXIf"u8, Tiff(orientation));
            PngFile.Write(png, "tEXt"u8, [.. "Comment\0"u8, .. Secret]);
            PngFile.Write(png, "iTXt"u8, [.. "XML:com.adobe.xmp\0\0\0\0\0<script>"u8, .. Secret]);
            PngFile.Write(png, "zTXt"u8, [.. "a\0\0"u8, .. Secret]);
            PngFile.Write(png, "prIv"u8, Secret);
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(new byte[(Math.Min(width, 16) + 1) * Math.Min(height, 16)]);
        }

        PngFile.Write(png, "IDAT"u8, packed.ToArray());
        PngFile.Write(png, "IEND"u8, []);
        return png.ToArray();
    }

    public static byte[] Jpeg(int width = 16, int height = 8, int orientation = 6) =>
        [
            0xFF,
            0xD8,
            .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 72, 0, 72, 3, 3, .. Secret]),
            .. Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(orientation)]),
            .. Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Secret]),
            .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. "profile"u8]),
            .. Segment(0xE2, [.. "MPF\0"u8, .. Secret]),
            .. Segment(0xED, [.. "Photoshop 3.0\0"u8, .. Secret]),
            .. Segment(0xFE, Secret),
            .. Segment(0xDB, new byte[65]),
            .. Segment(0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]),
            .. Segment(0xC4, new byte[20]),
            .. Segment(0xDA, [1, 1, 0, 0, 63, 0]),
            1,
            2,
            0xFF,
            0,
            3,
            0xFF,
            0xD0,
            4,
            5,
            0xFF,
            0xD9,
        ];

    public static byte[] Gif() =>
        [
            .. "GIF89a"u8,
            4,
            0,
            4,
            0,
            0x80,
            0,
            0,
            0,
            0,
            0,
            255,
            255,
            255,
            0x21,
            0xFE,
            (byte)Secret.Length,
            .. Secret,
            0,
            0x21,
            0xFF,
            11,
            .. "XMP DataXMP"u8,
            (byte)Secret.Length,
            .. Secret,
            0,
            0x21,
            0xFF,
            11,
            .. "NETSCAPE2.0"u8,
            3,
            1,
            0,
            0,
            0,
            0x2C,
            0,
            0,
            0,
            0,
            4,
            0,
            4,
            0,
            0,
            2,
            2,
            0x44,
            1,
            0,
            0x3B,
        ];

    public static byte[] Webp(int orientation = 6)
    {
        byte[] picture = [0x2F, 3, 0xC0, 0, 0, 1];
        byte[] chunks =
        [
            .. Chunk("VP8X"u8, [0x0C, 0, 0, 0, 3, 0, 0, 3, 0, 0]),
            .. Chunk("VP8L"u8, picture),
            .. Chunk("EXIF"u8, Tiff(orientation)),
            .. Chunk("XMP "u8, Secret),
            .. Chunk("JUNK"u8, Secret),
        ];
        return [.. "RIFF"u8, .. Little(4 + chunks.Length), .. "WEBP"u8, .. chunks];
    }

    public static byte[] Ogg(string codec = "OpusHead") => [.. "OggS\0"u8, 2, .. new byte[20], 1, (byte)codec.Length, .. Encoding.Latin1.GetBytes(codec)];

    public static byte[] Pdf() => Encoding.ASCII.GetBytes("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n");

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];

    private static byte[] Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) => [.. name, .. Little(data.Length), .. data, .. new byte[data.Length & 1]];

    private static byte[] Little(int number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)(number >> 24)];
}
