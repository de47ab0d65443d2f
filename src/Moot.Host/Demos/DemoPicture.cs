using System.Buffers.Binary;
using System.IO.Compression;
using Moot.Commons.Files;

namespace Moot.Host.Demos;

/// <summary>Draws the plan of the example's garden: beds, paths, the brook and the tap.</summary>
internal static class DemoPicture
{
    private const int Width = 640;
    private const int Height = 330;

    private static readonly (byte Red, byte Green, byte Blue)[] Colours =
    [
        (236, 230, 212), // paths
        (122, 158, 92), // green beds
        (166, 124, 82), // dug beds
        (112, 164, 196), // the brook
        (140, 60, 50), // the shed
        (32, 90, 160), // the tap
    ];

    /// <summary>The plan as a PNG.</summary>
    public static byte[] Plan()
    {
        using var png = new MemoryStream();
        png.Write(PngFile.Magic);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), Height);
        (head[8], head[9]) = (8, 3); // eight bits each, colours by number
        PngFile.Write(png, "IHDR"u8, head);
        PngFile.Write(png, "PLTE"u8, [.. Colours.SelectMany(c => new[] { c.Red, c.Green, c.Blue })]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[Width + 1];
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    row[x + 1] = At(x, y);
                }

                zlib.Write(row);
            }
        }

        PngFile.Write(png, "IDAT"u8, packed.ToArray());
        PngFile.Write(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte At(int x, int y)
    {
        var bank = 270 + (int)(14 * Math.Sin(x / 70.0));
        if (y > bank && y < bank + 34)
        {
            return 3;
        }

        if (y > 250 || x < 20 || x >= 620 || y < 20)
        {
            return 0;
        }

        if (x is >= 540 and < 600 && y is >= 40 and < 90)
        {
            return 4;
        }

        if (((x - 60) * (x - 60)) + ((y - 232) * (y - 232)) < 100)
        {
            return 5;
        }

        var (column, row) = ((x - 20) / 100, (y - 20) / 100);
        var isBed = (x - 20) % 100 is >= 14 and < 90 && (y - 20) % 100 is >= 14 and < 88 && !(column == 5 && row == 0) && row < 2;
        return !isBed ? (byte)0
            : (y / 9 % 2 == 0) == ((column + row) % 3 != 0) ? (byte)1
            : (byte)2;
    }
}
