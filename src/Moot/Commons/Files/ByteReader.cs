using System.Buffers.Binary;

namespace Moot.Commons.Files;

/// <summary>Reads a file from front to back and never beyond its end; once something was missing it stays failed.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int At { get; private set; }

    /// <summary>True once more was asked for than there is.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => bytes.Length - At;

    /// <summary>The next bytes; none where there are not so many.</summary>
    public ReadOnlySpan<byte> Take(long count)
    {
        if (HasFailed || count < 0 || count > Left)
        {
            HasFailed = true;
            return [];
        }

        At += (int)count;
        return bytes.Slice(At - (int)count, (int)count);
    }

    /// <summary>The next byte; 0 where there is none.</summary>
    public byte Byte() => Take(1) is [var b] ? b : (byte)0;

    /// <summary>Two bytes, the greater first.</summary>
    public int Big16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16BigEndian(b) : 0;

    /// <summary>Two bytes, the smaller first.</summary>
    public int Little16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : 0;

    /// <summary>Four bytes, the greatest first.</summary>
    public long Big32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32BigEndian(b) : 0;

    /// <summary>Four bytes, the smallest first.</summary>
    public long Little32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32LittleEndian(b) : 0;

    /// <summary>All bytes from one place to where it stands.</summary>
    public readonly ReadOnlySpan<byte> Since(int from) => bytes[from..At];

    /// <summary>What is left, without reading it.</summary>
    public readonly ReadOnlySpan<byte> Rest => bytes[At..];
}
