using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Moot.Kernel.Encoding;

/// <summary>Up to 256 entries of the log in one file, as they are kept and served.</summary>
/// <remarks>C2SP tlog-tiles "Log entries": for each entry a big-endian 16-bit length, then its bytes.</remarks>
public static class EntryBundle
{
    /// <summary>Bytes in one entry.</summary>
    public const int MaxEntry = 65_535;

    /// <summary>Entries in a full bundle.</summary>
    public const int Width = 256;

    /// <summary>Writes 1 to 256 entries.</summary>
    /// <exception cref="ArgumentException">There are none or too many, or one is longer than <see cref="MaxEntry"/>.</exception>
    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        if (entries.Count is 0 or > Width)
        {
            throw new ArgumentException("A bundle holds 1 to 256 entries.", nameof(entries));
        }

        var length = 0;
        foreach (var entry in entries)
        {
            length +=
                entry.Length <= MaxEntry ? sizeof(ushort) + entry.Length : throw new ArgumentException("An entry is at most 65,535 bytes.", nameof(entries));
        }

        var bytes = new byte[length];
        var rest = bytes.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + entry.Length)..];
        }

        return bytes;
    }

    /// <summary>Reads exactly so many entries; slices of the bytes, not copies.</summary>
    /// <param name="bytes">The bundle, whole.</param>
    /// <param name="expected">Entries in it, 1 to 256.</param>
    /// <param name="entries">The entries in order.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, int expected, out ImmutableArray<ReadOnlyMemory<byte>> entries, out string error)
    {
        entries = [];
        if (expected is < 1 or > Width)
        {
            return Strict.Refuse("A bundle holds 1 to 256 entries.", out error);
        }

        var read = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(expected);
        for (var i = 0; i < expected; i++)
        {
            if (bytes.Length < sizeof(ushort))
            {
                return Strict.Refuse("The bundle ends before its last entry.", out error);
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Span);
            bytes = bytes[sizeof(ushort)..];
            if (bytes.Length < length)
            {
                return Strict.Refuse("The bundle ends within an entry.", out error);
            }

            read.Add(bytes[..length]);
            bytes = bytes[length..];
        }

        if (!bytes.IsEmpty)
        {
            return Strict.Refuse("The bundle goes on after its last entry.", out error);
        }

        entries = read.MoveToImmutable();
        error = "";
        return true;
    }
}
