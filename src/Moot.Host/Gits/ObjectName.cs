using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Moot.Host.Gits;

/// <summary>What git calls an object: the SHA-1 of its kind, length and bytes. It proves nothing here; it is how git tells objects apart.</summary>
internal readonly record struct ObjectName(ulong High, ulong Middle, uint Low)
{
    /// <summary>Bytes of a name.</summary>
    public const int Size = SHA1.HashSizeInBytes;

    /// <summary>Hexadecimal digits of a name.</summary>
    public const int Digits = 2 * Size;

    /// <summary>The name of an object.</summary>
    public static ObjectName Of(ObjectKind kind, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes($"{Word(kind)} {bytes.Length}\0"));
        hash.AppendData(bytes);
        Span<byte> sum = stackalloc byte[Size];
        hash.GetHashAndReset(sum);
        return FromBytes(sum);
    }

    /// <summary>From its twenty bytes.</summary>
    public static ObjectName FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));

    /// <summary>From forty hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ObjectName name)
    {
        Span<byte> bytes = stackalloc byte[Size];
        var isOne = text.Length == Digits && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        name = isOne ? FromBytes(bytes) : default;
        return isOne;
    }

    /// <summary>Writes the twenty bytes.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Middle);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[16..], Low);
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static string Word(ObjectKind kind) =>
        kind switch
        {
            ObjectKind.Commit => "commit",
            ObjectKind.Tree => "tree",
            _ => "blob",
        };
}

/// <summary>Kinds of objects, as packs number them (gitformat-pack).</summary>
internal enum ObjectKind
{
    Commit = 1,
    Tree = 2,
    Blob = 3,
}
