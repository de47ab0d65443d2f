using System.Text.Json.Serialization;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Keys;

/// <summary>The public half of a key: by it a signature is checked and a guest is known.</summary>
/// <param name="Bytes">The 32 bytes of an Ed25519 public key.</param>
public readonly record struct PublicKey(Hash Bytes)
{
    /// <summary>Takes the 32 bytes of a key.</summary>
    public static PublicKey FromBytes(ReadOnlySpan<byte> bytes) => new(Hash.FromBytes(bytes));

    /// <summary>Reads 64 lower-case hexadecimal digits.</summary>
    public static bool TryParse(string? text, out PublicKey key)
    {
        var read = Hash.TryParseHex(text, out var bytes);
        key = new(bytes);
        return read;
    }

    /// <summary>True if the key may enter a log (<see cref="Ed25519.IsRegistrable"/>).</summary>
    public bool IsRegistrable
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Ed25519.PublicKeySize];
            Bytes.CopyTo(bytes);
            return Ed25519.IsRegistrable(bytes);
        }
    }

    public override string ToString() => Bytes.ToHex();
}

/// <summary>What a key may be used for. A key for everything has all of them.</summary>
[Flags]
[JsonConverter(typeof(WordJson<KeyScope>))]
public enum KeyScope
{
    None = 0,

    /// <summary>Write: pages, talk, reports.</summary>
    Edit = 1,

    /// <summary>Decide: positions, votes, acts of power.</summary>
    Govern = 2,

    /// <summary>Move money.</summary>
    Money = 4,

    /// <summary>Add and revoke keys, name sponsors, leave.</summary>
    Keys = 8,

    /// <summary>Everything.</summary>
    All = Edit | Govern | Money | Keys,
}
