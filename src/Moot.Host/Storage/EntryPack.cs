using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using Moot.Kernel;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>Packs an entry for the disk: as what differs from an earlier one of the same form, with hashes and signatures as bytes.</summary>
/// <remarks>
/// The first byte says how. 0: the entry follows as it is. 1: the entry so many places before has the same template (<see cref="EntryShape"/>).
/// 2: the template follows with its length. Any other byte is the entry's own first one: so lie those that older programs wrote.
/// After 1 and 2 comes what stands in place of each mark. A number: what it is more than the earlier entry's. A hash: 0 and its bytes; 1 where it is the
/// earlier entry's; 2 to 9 the name of a text or file that this entry brought; from 10 on another entry's hash, in which the bytes stand.
/// A signature: 0 and 68 bytes; 1 and 64 where the key's id is the earlier one's. After 2 there is nothing earlier: all hashes stand as bytes,
/// so that from no entry more than two steps lead back. Entries are never erased, so what others are made of stays.
/// </remarks>
internal static class EntryPack
{
    private const byte Plain = 0;
    private const byte Following = 1;
    private const byte Leading = 2;

    private const int AsBytes = 0;
    private const int AsThere = 1;
    private const int AsBrought = 2;
    private const int AsElsewhere = AsBrought + Limits.BlobsMax;

    /// <summary>Hashes of an entry to which others can refer: the first ones.</summary>
    public const int SlotsMax = 16;

    /// <summary>How far back an entry may refer, in entries: so far damage reaches, and so many are looked at to go on.</summary>
    public const int ReachMax = 4096;

    private const int KeyIdBytes = EntryShape.SignatureBytes - 64;

    /// <summary>An entry as it is.</summary>
    public static byte[] Keep(ReadOnlySpan<byte> entry) => entry is [<= Leading, ..] ? [Plain, .. entry] : entry.ToArray();

    /// <summary>An entry that later ones can follow.</summary>
    public static byte[] Lead(EntryShape shape)
    {
        var row = new List<byte>(shape.Template.Count + 400) { Leading };
        RowBytes.Write(row, (ulong)shape.Template.Count);
        row.AddRange(shape.Template);
        var (number, hash, signature) = (0, 0, 0);
        foreach (var mark in shape.Template)
        {
            switch (mark)
            {
                case EntryShape.Number:
                    RowBytes.WriteDifference(row, shape.Numbers[number++]);
                    break;
                case EntryShape.Hex or EntryShape.Base64Hash:
                    row.Add(AsBytes);
                    RowBytes.Write(row, shape.Hashes[hash++]);
                    break;
                case EntryShape.Signature:
                    row.Add(0);
                    row.AddRange(CollectionsMarshal.AsSpan(shape.Signatures).Slice(signature++ * EntryShape.SignatureBytes, EntryShape.SignatureBytes));
                    break;
            }
        }

        return [.. row];
    }

    /// <summary>An entry that has the same template as an earlier one.</summary>
    /// <param name="shape">The entry.</param>
    /// <param name="like">The earlier one.</param>
    /// <param name="distance">How many places before it stands.</param>
    /// <param name="brought">Names of the texts and files that it brought.</param>
    /// <param name="find">Where a hash stands in an earlier entry: how many places before, and its number there; null where it is not known.</param>
    /// <param name="asBytes">Told the numbers of the hashes that stand in the row as bytes.</param>
    public static byte[] Follow(
        EntryShape shape,
        EntryShape like,
        long distance,
        ReadOnlySpan<Hash> brought,
        Func<Hash, (long Distance, int Slot)?> find,
        List<int> asBytes
    )
    {
        var row = new List<byte>(256) { Following };
        RowBytes.Write(row, (ulong)distance);
        var (number, hash, signature) = (0, 0, 0);
        foreach (var mark in shape.Template)
        {
            switch (mark)
            {
                case EntryShape.Number:
                    RowBytes.WriteDifference(row, shape.Numbers[number] - like.Numbers[number]);
                    number++;
                    break;
                case EntryShape.Hex or EntryShape.Base64Hash:
                    if (WriteHash(row, shape.Hashes[hash], like.Hashes[hash], brought, find))
                    {
                        asBytes.Add(hash);
                    }

                    hash++;
                    break;
                case EntryShape.Signature:
                    var at = signature++ * EntryShape.SignatureBytes;
                    var mine = CollectionsMarshal.AsSpan(shape.Signatures).Slice(at, EntryShape.SignatureBytes);
                    var theirs = CollectionsMarshal.AsSpan(like.Signatures).Slice(at, KeyIdBytes);
                    var same = mine.StartsWith(theirs);
                    row.Add(same ? (byte)1 : (byte)0);
                    row.AddRange(same ? mine[KeyIdBytes..] : mine);
                    break;
            }
        }

        return [.. row];
    }

    /// <summary>Writes a hash; true if as bytes.</summary>
    private static bool WriteHash(List<byte> row, in Hash hash, in Hash like, ReadOnlySpan<Hash> brought, Func<Hash, (long Distance, int Slot)?> find)
    {
        if (hash == like)
        {
            row.Add(AsThere);
        }
        else if (brought.IndexOf(hash) is >= 0 and < Limits.BlobsMax and var place)
        {
            row.Add((byte)(AsBrought + place));
        }
        else if (find(hash) is var (distance, slot))
        {
            RowBytes.Write(row, (ulong)(AsElsewhere + ((distance - 1) * SlotsMax) + slot));
        }
        else
        {
            row.Add(AsBytes);
            RowBytes.Write(row, hash);
            return true;
        }

        return false;
    }

    /// <summary>How many places before stands the entry whose template a row has; 0 where it is its own.</summary>
    public static long DistanceOf(ReadOnlySpan<byte> row, string path)
    {
        var read = new RowBytes(row, path);
        return read.AtEnd || read.Byte() != Following ? 0 : Distance(ref read);
    }

    /// <summary>An entry that others follow, taken apart.</summary>
    /// <exception cref="Kernel.Storage.LogException">It is damaged, or follows another one itself.</exception>
    public static EntryShape Leader(ReadOnlySpan<byte> row, byte[] buffer, string path)
    {
        if (DistanceOf(row, path) > 0)
        {
            throw new RowBytes(row, path).Damage();
        }

        return EntryShape.Of(Unpack(row, default, null, null, buffer, path)) ?? throw new RowBytes(row, path).Damage();
    }

    /// <summary>One hash of a row, which stands there as bytes.</summary>
    /// <param name="row">The row.</param>
    /// <param name="slot">Which.</param>
    /// <param name="leader">The entry that it follows; null where it follows none.</param>
    /// <param name="buffer">Room for an entry.</param>
    /// <param name="path">The file, for messages.</param>
    public static Hash HashOf(ReadOnlySpan<byte> row, int slot, EntryShape? leader, byte[] buffer, string path)
    {
        var read = new RowBytes(row, path);
        if (leader is null)
        {
            var hashes = Leader(row, buffer, path).Hashes;
            return slot < hashes.Count ? hashes[slot] : throw read.Damage();
        }

        read.Byte();
        read.Number();
        foreach (var mark in leader.Template)
        {
            switch (mark)
            {
                case EntryShape.Number:
                    read.Difference();
                    break;
                case EntryShape.Hex or EntryShape.Base64Hash:
                    var hash = read.Number() == AsBytes ? read.Hash() : default(Hash?);
                    if (slot-- == 0)
                    {
                        return hash ?? throw read.Damage();
                    }

                    break;
                case EntryShape.Signature:
                    read.Take(read.Byte() == 1 ? EntryShape.SignatureBytes - KeyIdBytes : EntryShape.SignatureBytes);
                    break;
            }
        }

        throw read.Damage();
    }

    /// <summary>Puts an entry together again.</summary>
    /// <param name="row">How it lies on disk.</param>
    /// <param name="brought">Names of the texts and files that it brought.</param>
    /// <param name="leader">The entry that it follows; null where it follows none.</param>
    /// <param name="find">The hash that stands so many places before under a number.</param>
    /// <param name="buffer">Room for an entry; the answer lies in it, or is the row's own end.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="Kernel.Storage.LogException">It is damaged, or would be longer than an entry can be.</exception>
    public static ReadOnlySpan<byte> Unpack(
        ReadOnlySpan<byte> row,
        ReadOnlySpan<Hash> brought,
        EntryShape? leader,
        Func<long, int, Hash>? find,
        byte[] buffer,
        string path
    )
    {
        if (row is not [<= Leading, ..])
        {
            return row;
        }

        var read = new RowBytes(row, path);
        var form = read.Byte();
        if (form == Plain)
        {
            return row[1..];
        }

        if (form == Following)
        {
            Distance(ref read);
        }

        if (form == Following != leader is not null)
        {
            throw read.Damage();
        }

        var length = form == Leading ? read.Number() : 0;
        var template =
            leader is not null ? CollectionsMarshal.AsSpan(leader.Template)
            : length <= Limits.EntryBytesMax ? read.Take((int)length)
            : throw read.Damage();
        var (number, hash, signature) = (0, 0, 0);
        var to = buffer.AsSpan();
        while (!template.IsEmpty)
        {
            var words = template.IndexOfAny(EntryShape.Marks);
            words = words < 0 ? template.Length : words;
            if (words > to.Length)
            {
                throw read.Damage();
            }

            template[..words].CopyTo(to);
            template = template[words..];
            to = to[words..];
            if (template.IsEmpty)
            {
                break;
            }

            var written = 0;
            var fits = template[0] switch
            {
                EntryShape.Number => (read.Difference() + (leader?.Numbers[number++] ?? 0)) is >= 0 and var n
                    && n.TryFormat(to, out written, default, CultureInfo.InvariantCulture),
                EntryShape.Signature => WriteSignature(ref read, leader, signature++, to, out written),
                var mark => WriteHash(ReadHash(ref read, brought, leader, find, hash++), mark == EntryShape.Hex, to, out written),
            };
            if (!fits)
            {
                throw read.Damage();
            }

            template = template[1..];
            to = to[written..];
        }

        return read.AtEnd ? buffer.AsSpan(0, buffer.Length - to.Length) : throw read.Damage();
    }

    private static long Distance(ref RowBytes read) => read.Number() is > 0 and <= ReachMax and var distance ? (long)distance : throw read.Damage();

    private static Hash ReadHash(ref RowBytes read, ReadOnlySpan<Hash> brought, EntryShape? leader, Func<long, int, Hash>? find, int slot)
    {
        switch (read.Number())
        {
            case AsBytes:
                return read.Hash();
            case AsThere when leader is not null:
                return leader.Hashes[slot];
            case >= AsBrought and < AsElsewhere and var place when (int)place - AsBrought < brought.Length:
                return brought[(int)place - AsBrought];
            case >= AsElsewhere and < AsElsewhere + (ReachMax * SlotsMax) and var place when find is not null:
                var (distance, there) = Math.DivRem((long)place - AsElsewhere, SlotsMax);
                return find(distance + 1, (int)there);
            default:
                throw read.Damage();
        }
    }

    private static bool WriteHash(in Hash hash, bool isHex, Span<byte> to, out int written)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        hash.CopyTo(bytes);
        return isHex ? Convert.TryToHexStringLower(bytes, to, out written) : Base64.EncodeToUtf8(bytes, to, out _, out written) == OperationStatus.Done;
    }

    private static bool WriteSignature(ref RowBytes read, EntryShape? leader, int place, Span<byte> to, out int written)
    {
        Span<byte> bytes = stackalloc byte[EntryShape.SignatureBytes];
        switch (read.Byte())
        {
            case 0:
                read.Take(bytes.Length).CopyTo(bytes);
                break;
            case 1 when leader is not null:
                CollectionsMarshal.AsSpan(leader.Signatures).Slice(place * EntryShape.SignatureBytes, KeyIdBytes).CopyTo(bytes);
                read.Take(bytes.Length - KeyIdBytes).CopyTo(bytes[KeyIdBytes..]);
                break;
            default:
                throw read.Damage();
        }

        return Base64.EncodeToUtf8(bytes, to, out _, out written) == OperationStatus.Done;
    }
}
