using System.Buffers.Binary;
using System.Collections.Immutable;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Encoding;

/// <summary>What became of the erasable part of an act.</summary>
public enum BodyState
{
    /// <summary>The act never had one.</summary>
    None,

    /// <summary>It is here.</summary>
    Present,

    /// <summary>It is kept from the public for the time being.</summary>
    Hidden,

    /// <summary>It is gone for good, salt and all.</summary>
    Erased,
}

/// <summary>The erasable part of an act: what people wrote, with the salt that ties it to the log.</summary>
/// <param name="State">What became of it.</param>
/// <param name="Salt">32 random bytes; zero unless present.</param>
/// <param name="Bytes">The body; empty unless present.</param>
public readonly record struct StoredBody(BodyState State, Hash Salt, ReadOnlyMemory<byte> Bytes)
{
    public bool Equals(StoredBody other) => State == other.State && Salt == other.Salt && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode() => HashCode.Combine(State, Salt, Bytes.Length);
}

/// <summary>The bodies of up to 256 acts in one file; unlike a bundle of entries it may lose bodies over time.</summary>
/// <remarks>
/// For each act a big-endian 32-bit number: the bytes of its body, followed by 32 bytes of salt and then the body;
/// or one of three numbers with nothing after it: 0xFFFFFFFF erased, 0xFFFFFFFE never had one, 0xFFFFFFFD hidden.
/// </remarks>
public static class BodyBundle
{
    /// <summary>Bytes in one body, salt not counted.</summary>
    public const int BodyBytesMax = 65_536;

    /// <summary>Bodies in a full bundle.</summary>
    public const int Width = EntryBundle.Width;

    private const uint Erased = 0xFFFF_FFFF;
    private const uint None = 0xFFFF_FFFE;
    private const uint Hidden = 0xFFFF_FFFD;

    /// <summary>Writes 1 to 256 bodies; only present ones give away salt and bytes.</summary>
    /// <exception cref="ArgumentException">There are none or too many, or one is longer than <see cref="BodyBytesMax"/>.</exception>
    public static byte[] Write(IReadOnlyList<StoredBody> bodies)
    {
        if (bodies.Count is 0 or > Width)
        {
            throw new ArgumentException("A bundle holds 1 to 256 bodies.", nameof(bodies));
        }

        var length = 0;
        foreach (var body in bodies)
        {
            length += sizeof(uint);
            if (body.State == BodyState.Present)
            {
                length +=
                    body.Bytes.Length <= BodyBytesMax
                        ? Hash.Size + body.Bytes.Length
                        : throw new ArgumentException("A body is at most 65,536 bytes.", nameof(bodies));
            }
        }

        var bytes = new byte[length];
        var rest = bytes.AsSpan();
        foreach (var body in bodies)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, Mark(body));
            rest = rest[sizeof(uint)..];
            if (body.State == BodyState.Present)
            {
                body.Salt.CopyTo(rest);
                body.Bytes.Span.CopyTo(rest[Hash.Size..]);
                rest = rest[(Hash.Size + body.Bytes.Length)..];
            }
        }

        return bytes;
    }

    /// <summary>Reads exactly so many bodies; slices of the bytes, not copies.</summary>
    /// <param name="bytes">The bundle, whole.</param>
    /// <param name="expected">Bodies in it, 1 to 256.</param>
    /// <param name="bodies">The bodies in order.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, int expected, out ImmutableArray<StoredBody> bodies, out string error)
    {
        bodies = [];
        if (expected is < 1 or > Width)
        {
            return Strict.Refuse("A bundle holds 1 to 256 bodies.", out error);
        }

        var read = ImmutableArray.CreateBuilder<StoredBody>(expected);
        for (var i = 0; i < expected; i++)
        {
            if (!TryOne(ref bytes, out var body, out error))
            {
                return false;
            }

            read.Add(body);
        }

        if (!bytes.IsEmpty)
        {
            return Strict.Refuse("The bundle goes on after its last body.", out error);
        }

        bodies = read.MoveToImmutable();
        error = "";
        return true;
    }

    private static uint Mark(in StoredBody body) =>
        body.State switch
        {
            BodyState.None => None,
            BodyState.Hidden => Hidden,
            BodyState.Erased => Erased,
            _ => (uint)body.Bytes.Length,
        };

    private static bool TryOne(ref ReadOnlyMemory<byte> bytes, out StoredBody body, out string error)
    {
        body = default;
        error = "";
        if (bytes.Length < sizeof(uint))
        {
            return Strict.Refuse("The bundle ends before its last body.", out error);
        }

        var mark = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span);
        bytes = bytes[sizeof(uint)..];
        switch (mark)
        {
            case None or Hidden or Erased:
                body = new(
                    mark switch
                    {
                        None => BodyState.None,
                        Hidden => BodyState.Hidden,
                        _ => BodyState.Erased,
                    },
                    default,
                    default
                );
                return true;
            case > BodyBytesMax:
                return Strict.Refuse("A body is at most 65,536 bytes.", out error);
            case var length when bytes.Length < Hash.Size + length:
                return Strict.Refuse("The bundle ends within a body.", out error);
            case var length:
                body = new(BodyState.Present, Hash.FromBytes(bytes.Span[..Hash.Size]), bytes.Slice(Hash.Size, (int)length));
                bytes = bytes[(Hash.Size + (int)length)..];
                return true;
        }
    }
}
