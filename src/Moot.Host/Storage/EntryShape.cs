using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>An entry taken apart: what many entries have in common, and what is its own.</summary>
/// <remarks>
/// The template is the entry with a mark in place of each number (1), hash in hexadecimal (2), hash in base64 (3) and signature in base64 (4).
/// No lawful entry has such a byte; one that does is not taken apart.
/// </remarks>
internal sealed class EntryShape
{
    public const byte Number = 1;
    public const byte Hex = 2;
    public const byte Base64Hash = 3;
    public const byte Signature = 4;

    /// <summary>Bytes of a signature line's value: four of the key's id, and the signature.</summary>
    public const int SignatureBytes = 68;

    /// <summary>Characters in which they are written.</summary>
    public const int SignatureCharacters = 92;

    /// <summary>Digits of the longest number that is taken out.</summary>
    private const int DigitsMax = 16;

    private static readonly SearchValues<byte> Letters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"u8);
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, ' ').Where(c => c != '\n').Select(c => (byte)c)]);
    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789"u8);
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The marks.</summary>
    public static SearchValues<byte> Marks { get; } = SearchValues.Create([Number, Hex, Base64Hash, Signature]);

    /// <summary>What is left when numbers, hashes and signatures are taken out.</summary>
    public List<byte> Template { get; } = [];

    /// <summary>The numbers, in order.</summary>
    public List<long> Numbers { get; } = [];

    /// <summary>The hashes, in order.</summary>
    public List<Hash> Hashes { get; } = [];

    /// <summary>The signatures with the ids of their keys, one after the other.</summary>
    public List<byte> Signatures { get; } = [];

    /// <summary>Takes an entry apart; null where it has bytes that no lawful one has.</summary>
    /// <remarks>A number or hash that would not be written again as it stands stays part of the template.</remarks>
    public static EntryShape? Of(ReadOnlySpan<byte> entry)
    {
        var shape = new EntryShape();
        return shape.Read(entry) ? shape : null;
    }

    /// <summary>The same with an object that may have held another entry. False where it has bytes that no lawful one has.</summary>
    public bool Read(ReadOnlySpan<byte> entry)
    {
        Template.Clear();
        Numbers.Clear();
        Hashes.Clear();
        Signatures.Clear();
        if (entry.ContainsAny(Controls))
        {
            return false;
        }

        while (!entry.IsEmpty)
        {
            var start = entry.IndexOfAny(Letters);
            start = start < 0 ? entry.Length : start;
            Template.AddRange(entry[..start]);
            entry = entry[start..];
            var length = entry.IndexOfAnyExcept(Letters);
            length = length < 0 ? entry.Length : length;
            entry = entry[Take(entry, length)..];
        }

        return true;
    }

    /// <summary>Takes what begins with so many letters and digits; gives back how many bytes it was.</summary>
    private int Take(ReadOnlySpan<byte> rest, int length)
    {
        var word = rest[..length];
        if (length is > 0 and <= DigitsMax && !word.ContainsAnyExcept(Digits) && (length == 1 || word[0] != (byte)'0'))
        {
            Template.Add(Number);
            Numbers.Add(long.Parse(word, NumberStyles.None, CultureInfo.InvariantCulture));
            return length;
        }

        if (length == 2 * Hash.Size && !word.ContainsAnyExcept(HexDigits) && Hash.TryParseHex(word, out var hash))
        {
            Template.Add(Hex);
            Hashes.Add(hash);
            return length;
        }

        var padded = length < rest.Length && rest[length] == (byte)'=' ? rest[..(length + 1)] : default;
        if (Hash.TryParseBase64(padded, out hash))
        {
            Template.Add(Base64Hash);
            Hashes.Add(hash);
            return padded.Length;
        }

        if (padded.Length == SignatureCharacters)
        {
            Span<byte> signature = stackalloc byte[SignatureBytes + 1];
            if (Base64.DecodeFromUtf8(padded, signature, out _, out var written) == OperationStatus.Done && written == SignatureBytes)
            {
                Template.Add(Signature);
                Signatures.AddRange(signature[..SignatureBytes]);
                return padded.Length;
            }
        }

        Template.AddRange(word);
        return length;
    }
}
