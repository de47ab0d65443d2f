using System.Buffers.Binary;
using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Encoding;

/// <summary>The texts and files that up to 256 acts brought.</summary>
/// <remarks>
/// For each act one byte: how many blobs it brought. For each of those the 32 bytes of its name and a big-endian 32-bit number: its length, followed by
/// 32 bytes of salt and the bytes; or one of three numbers with nothing after it: 0xFFFFFFFF erased, 0xFFFFFFFD hidden, 0xFFFFFFFC too large for a
/// bundle (<c>blob/NAME</c> has it).
/// </remarks>
public static class BlobBundle
{
    /// <summary>Bytes of the largest blob that goes into a bundle.</summary>
    public const int InlineBytesMax = 256 << 10;

    /// <summary>Bytes of a bundle after which blobs are no longer put into it.</summary>
    public const int BundleBytesMax = 12 << 20;

    private const uint Erased = 0xFFFF_FFFF;
    private const uint Hidden = 0xFFFF_FFFD;
    private const uint Apart = 0xFFFF_FFFC;

    /// <summary>Writes the blobs of 1 to 256 acts.</summary>
    public static byte[] Write(IReadOnlyList<ImmutableArray<StoredBlob>> acts)
    {
        using var stream = new MemoryStream();
        Span<byte> head = stackalloc byte[Hash.Size + sizeof(uint)];
        foreach (var blobs in acts)
        {
            stream.WriteByte((byte)blobs.Length);
            foreach (var blob in blobs)
            {
                blob.Id.Hash.CopyTo(head);
                var mark = Mark(blob, stream.Length);
                BinaryPrimitives.WriteUInt32BigEndian(head[Hash.Size..], mark);
                stream.Write(head);
                if (mark < Apart)
                {
                    stream.Write(blob.Salt.ToBytes());
                    stream.Write(blob.Bytes.Span);
                }
            }
        }

        return stream.ToArray();
    }

    /// <summary>Reads the blobs of exactly so many acts. One that is too large for the bundle comes without bytes, in the state of none.</summary>
    /// <param name="bytes">The bundle, whole.</param>
    /// <param name="expected">Acts in it, 1 to 256.</param>
    /// <param name="acts">For each act its blobs.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, int expected, out ImmutableArray<ImmutableArray<StoredBlob>> acts, out string error)
    {
        acts = [];
        if (expected is < 1 or > EntryBundle.Width)
        {
            return Strict.Refuse("A bundle is of 1 to 256 acts.", out error);
        }

        var read = ImmutableArray.CreateBuilder<ImmutableArray<StoredBlob>>(expected);
        for (var i = 0; i < expected; i++)
        {
            if (bytes.IsEmpty || bytes.Span[0] > Limits.BlobsMax)
            {
                return Strict.Refuse("The bundle ends before its last act, or an act has too many blobs.", out error);
            }

            var blobs = new StoredBlob[bytes.Span[0]];
            bytes = bytes[1..];
            for (var b = 0; b < blobs.Length; b++)
            {
                if (!TryOne(ref bytes, out blobs[b]))
                {
                    return Strict.Refuse("The bundle ends within a blob.", out error);
                }
            }

            read.Add([.. blobs]);
        }

        if (!bytes.IsEmpty)
        {
            return Strict.Refuse("The bundle goes on after its last act.", out error);
        }

        acts = read.MoveToImmutable();
        error = "";
        return true;
    }

    private static uint Mark(in StoredBlob blob, long before) =>
        blob.State switch
        {
            BodyState.Erased => Erased,
            BodyState.Present when blob.Bytes.Length <= InlineBytesMax && before < BundleBytesMax => (uint)blob.Bytes.Length,
            BodyState.Present => Apart,
            _ => Hidden,
        };

    private static bool TryOne(ref ReadOnlyMemory<byte> bytes, out StoredBlob blob)
    {
        blob = default;
        if (bytes.Length < Hash.Size + sizeof(uint))
        {
            return false;
        }

        var id = new BlobId(Hash.FromBytes(bytes.Span[..Hash.Size]));
        var mark = BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[Hash.Size..]);
        bytes = bytes[(Hash.Size + sizeof(uint))..];
        if (mark is Erased or Hidden or Apart)
        {
            blob = new(
                id,
                mark == Erased ? BodyState.Erased
                    : mark == Hidden ? BodyState.Hidden
                    : BodyState.None,
                default,
                default
            );
            return true;
        }

        if (mark > InlineBytesMax || bytes.Length < Hash.Size + mark)
        {
            return false;
        }

        blob = new(id, BodyState.Present, Hash.FromBytes(bytes.Span[..Hash.Size]), bytes.Slice(Hash.Size, (int)mark));
        bytes = bytes[(Hash.Size + (int)mark)..];
        return true;
    }
}
