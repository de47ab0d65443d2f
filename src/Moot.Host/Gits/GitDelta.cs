using System.Buffers.Binary;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>What makes one object out of another: git's delta (gitformat-pack, "Deltified representation").</summary>
internal static class GitDelta
{
    /// <summary>Bytes that must agree for a piece to be taken from the base.</summary>
    private const int Block = 16;

    /// <summary>Bytes of one copy.</summary>
    private const int CopyMax = 0xFFFF;

    /// <summary>Bytes of one piece that is new.</summary>
    private const int InsertMax = 127;

    /// <summary>Writes the delta. What both begin and end with is found at once; what lies between is looked for in blocks.</summary>
    public static byte[] Write(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var delta = new MemoryStream(256);
        WriteSize(delta, from.Length);
        WriteSize(delta, to.Length);
        var head = from.CommonPrefixLength(to);
        var tail = CommonEnd(from[head..], to[head..]);
        Copy(delta, 0, head);
        Between(delta, from[head..(from.Length - tail)], to[head..(to.Length - tail)], head);
        Copy(delta, from.Length - tail, tail);
        return delta.ToArray();
    }

    /// <summary>Makes the object out of its base.</summary>
    /// <exception cref="LogException">The delta is damaged.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> from, ReadOnlySpan<byte> delta)
    {
        var at = 0;
        if (ReadSize(delta, ref at) != from.Length)
        {
            throw Damaged();
        }

        var to = new byte[ReadSize(delta, ref at)];
        var made = 0;
        while (at < delta.Length)
        {
            var word = delta[at++];
            var piece = (word & 0x80) != 0 ? Copied(from, delta, word, ref at) : delta.Slice(at, word);
            at += (word & 0x80) != 0 ? 0 : word;
            piece.CopyTo(to.AsSpan(made));
            made += piece.Length;
        }

        return made == to.Length ? to : throw Damaged();
    }

    private static ReadOnlySpan<byte> Copied(ReadOnlySpan<byte> from, ReadOnlySpan<byte> delta, byte word, ref int at)
    {
        var (offset, size) = (0, 0);
        for (var i = 0; i < 4; i++)
        {
            offset |= (word & (1 << i)) != 0 ? delta[at++] << (8 * i) : 0;
        }

        for (var i = 0; i < 3; i++)
        {
            size |= (word & (0x10 << i)) != 0 ? delta[at++] << (8 * i) : 0;
        }

        return from.Slice(offset, size == 0 ? 0x10000 : size);
    }

    private static void Between(MemoryStream delta, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, int shift)
    {
        var (done, at) = (0, 0);
        if (from.Length >= Block && to.Length >= Block)
        {
            var blocks = new Dictionary<int, int>(from.Length / Block);
            for (var i = 0; i + Block <= from.Length; i += Block)
            {
                blocks.TryAdd(Mark(from[i..]), i);
            }

            while (at + Block <= to.Length)
            {
                if (!blocks.TryGetValue(Mark(to[at..]), out var there) || !from.Slice(there, Block).SequenceEqual(to.Slice(at, Block)))
                {
                    at++;
                    continue;
                }

                var length = from[there..].CommonPrefixLength(to[at..]);
                var before = CommonEnd(from[..there], to[done..at]);
                Insert(delta, to[done..(at - before)]);
                Copy(delta, shift + there - before, length + before);
                done = at += length;
            }
        }

        Insert(delta, to[done..]);
    }

    private static int Mark(ReadOnlySpan<byte> bytes) =>
        HashCode.Combine(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    private static int CommonEnd(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var (most, same) = (Math.Min(one.Length, other.Length), 0);
        const int Stride = 64;
        while (same + Stride <= most && one.Slice(one.Length - same - Stride, Stride).SequenceEqual(other.Slice(other.Length - same - Stride, Stride)))
        {
            same += Stride;
        }

        while (same < most && one[^(same + 1)] == other[^(same + 1)])
        {
            same++;
        }

        return same;
    }

    private static void Copy(MemoryStream delta, int offset, int length)
    {
        Span<byte> word = stackalloc byte[7];
        for (; length > 0; )
        {
            var size = Math.Min(length, CopyMax);
            var count = 1;
            word[0] = 0x80;
            for (var i = 0; i < 4; i++)
            {
                if ((byte)(offset >> (8 * i)) is not 0 and var b)
                {
                    word[0] |= (byte)(1 << i);
                    word[count++] = b;
                }
            }

            for (var i = 0; i < 2; i++)
            {
                if ((byte)(size >> (8 * i)) is not 0 and var b)
                {
                    word[0] |= (byte)(0x10 << i);
                    word[count++] = b;
                }
            }

            delta.Write(word[..count]);
            (offset, length) = (offset + size, length - size);
        }
    }

    private static void Insert(MemoryStream delta, ReadOnlySpan<byte> bytes)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(InsertMax, bytes.Length)..])
        {
            var piece = bytes[..Math.Min(InsertMax, bytes.Length)];
            delta.WriteByte((byte)piece.Length);
            delta.Write(piece);
        }
    }

    private static void WriteSize(MemoryStream delta, int size)
    {
        for (; size > 0x7F; size >>= 7)
        {
            delta.WriteByte((byte)(0x80 | (size & 0x7F)));
        }

        delta.WriteByte((byte)size);
    }

    private static int ReadSize(ReadOnlySpan<byte> delta, ref int at)
    {
        var (size, shift) = (0, 0);
        byte b;
        do
        {
            b = delta[at++];
            size |= (b & 0x7F) << shift;
            shift += 7;
        } while ((b & 0x80) != 0);
        return size;
    }

    private static LogException Damaged() => new("damaged", "A cached git object is damaged.");
}
