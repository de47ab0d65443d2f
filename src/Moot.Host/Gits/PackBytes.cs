using System.IO.Compression;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>The bytes of a pack (gitformat-pack).</summary>
internal static class PackBytes
{
    /// <summary>Bytes before the first object.</summary>
    public const int HeadBytes = 12;

    /// <summary>An object that is made out of one further to the front.</summary>
    public const int OffsetDelta = 6;

    /// <summary>An object that is made out of a named one.</summary>
    public const int NamedDelta = 7;

    /// <summary>What is shorter is not packed: it would not become smaller.</summary>
    private const int PlainBytesMax = 48;

    /// <summary>The beginning of a pack of so many objects.</summary>
    public static byte[] Head(int objects)
    {
        var head = new byte[HeadBytes];
        "PACK"u8.CopyTo(head);
        head[7] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(8), objects);
        return head;
    }

    /// <summary>Writes what stands before an object's packed bytes: its kind and its length unpacked.</summary>
    public static void WriteKind(Stream to, int kind, int length)
    {
        var first = (byte)((kind << 4) | (length & 0x0F));
        for (length >>= 4; length > 0; length >>= 7)
        {
            to.WriteByte((byte)(first | 0x80));
            first = (byte)(length & 0x7F);
        }

        to.WriteByte(first);
    }

    /// <summary>Reads what stands before an object's packed bytes.</summary>
    public static (int Kind, int Length) ReadKind(ReadOnlySpan<byte> bytes, ref int at)
    {
        var b = bytes[at++];
        var (kind, length, shift) = ((b >> 4) & 7, b & 0x0F, 4);
        while ((b & 0x80) != 0)
        {
            b = bytes[at++];
            length |= (b & 0x7F) << shift;
            shift += 7;
        }

        return (kind, length);
    }

    /// <summary>Writes how far to the front the base of an object begins.</summary>
    public static void WriteDistance(Stream to, long distance)
    {
        Span<byte> bytes = stackalloc byte[10];
        var at = bytes.Length - 1;
        bytes[at] = (byte)(distance & 0x7F);
        while ((distance >>= 7) != 0)
        {
            bytes[--at] = (byte)(0x80 | (--distance & 0x7F));
        }

        to.Write(bytes[at..]);
    }

    /// <summary>Passes over how far to the front the base begins.</summary>
    public static void SkipDistance(ReadOnlySpan<byte> bytes, ref int at)
    {
        while ((bytes[at++] & 0x80) != 0) { }
    }

    /// <summary>Packs bytes (RFC 1950).</summary>
    public static void Deflate(Stream to, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= PlainBytesMax)
        {
            Store(to, bytes);
            return;
        }

        using var packing = new ZLibStream(to, CompressionLevel.Optimal, leaveOpen: true);
        packing.Write(bytes);
    }

    /// <summary>Unpacks bytes.</summary>
    /// <exception cref="LogException">They are damaged.</exception>
    public static byte[] Inflate(byte[] bytes, int at, int length)
    {
        try
        {
            var plain = new byte[length];
            using var packed = new ZLibStream(new MemoryStream(bytes, at, bytes.Length - at), CompressionMode.Decompress);
            packed.ReadExactly(plain);
            return plain;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new LogException("damaged", "A cached git object is damaged.", e);
        }
    }

    /// <summary>One stored block (RFC 1951 §3.2.4).</summary>
    private static void Store(Stream to, ReadOnlySpan<byte> bytes)
    {
        to.Write([0x78, 0x9C, 0x01, (byte)bytes.Length, 0, (byte)~bytes.Length, 0xFF]);
        to.Write(bytes);
        var (a, b) = (1u, 0u);
        foreach (var one in bytes)
        {
            a = (a + one) % 65521;
            b = (b + a) % 65521;
        }

        to.Write([(byte)(b >> 8), (byte)b, (byte)(a >> 8), (byte)a]);
    }
}
