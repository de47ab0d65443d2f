using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>Reads what a packed row is made of, one after the other; whatever does not fit is told as damage.</summary>
internal ref struct RowBytes(ReadOnlySpan<byte> bytes, string path)
{
    private readonly int length = bytes.Length;
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>True when nothing is left.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>How many bytes were read.</summary>
    public readonly int At => length - rest.Length;

    /// <summary>The next bytes.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > rest.Length)
        {
            throw Damage();
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public Hash Hash() => Kernel.Tree.Hash.FromBytes(Take(Kernel.Tree.Hash.Size));

    /// <summary>A whole number: seven bits in each byte, the lowest first, the eighth set where more follow.</summary>
    public ulong Number()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw Damage();
    }

    /// <summary>A whole number that may be below zero: the sign is the lowest bit.</summary>
    public long Difference()
    {
        var number = Number();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    public readonly Kernel.Storage.LogException Damage() => SqliteTrouble.Damage(path, "A packed entry cannot be unpacked.");

    /// <summary>Writes a whole number as <see cref="Number"/> reads it.</summary>
    public static void Write(List<byte> to, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            to.Add((byte)(number | 0x80));
        }

        to.Add((byte)number);
    }

    /// <summary>Writes one as <see cref="Difference"/> reads it.</summary>
    public static void WriteDifference(List<byte> to, long number) => Write(to, (ulong)((number << 1) ^ (number >> 63)));

    public static void Write(List<byte> to, in Hash hash)
    {
        Span<byte> bytes = stackalloc byte[Kernel.Tree.Hash.Size];
        hash.CopyTo(bytes);
        to.AddRange(bytes);
    }
}
