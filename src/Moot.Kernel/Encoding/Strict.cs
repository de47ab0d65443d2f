using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Moot.Kernel.Encoding;

/// <summary>Readers that accept one spelling of a value and refuse all others.</summary>
internal static class Strict
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        11,
        12,
        13,
        14,
        15,
        16,
        17,
        18,
        19,
        20,
        21,
        22,
        23,
        24,
        25,
        26,
        27,
        28,
        29,
        30,
        31,
    ]);

    /// <summary>Says why and answers no.</summary>
    internal static bool Refuse(string why, out string error)
    {
        error = why;
        return false;
    }

    /// <summary>True for valid UTF-8 without control characters other than the newline (C2SP signed-note "Format").</summary>
    internal static bool IsNoteText(ReadOnlySpan<byte> bytes) => !bytes.ContainsAny(Controls) && Utf8.IsValid(bytes);

    /// <summary>True for the name of a key: not empty, no Unicode space, no '+', no control character, well-formed.</summary>
    internal static bool IsKeyName(string name)
    {
        if (name.Length is 0 or > NoteLimits.KeyNameBytesMax)
        {
            return false;
        }

        var bytes = 0;
        var rest = name.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var taken) != OperationStatus.Done || rune.Value is '+' or < ' ' || Rune.IsWhiteSpace(rune))
            {
                return false;
            }

            bytes += rune.Utf8SequenceLength;
            rest = rest[taken..];
        }

        return bytes <= NoteLimits.KeyNameBytesMax;
    }

    /// <summary>Reads a number from 0 to 2^63-1 in ASCII digits without leading zeros.</summary>
    internal static bool TryDecimal(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.Length is 0 or > 19 || (text[0] == (byte)'0' && text.Length > 1))
        {
            return false;
        }

        var sum = 0UL;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            sum = (sum * 10) + (ulong)(c - '0');
        }

        value = sum <= long.MaxValue ? (long)sum : 0;
        return sum <= long.MaxValue;
    }

    /// <summary>Reads canonical standard base64: padded, no white space, no stray bits (RFC 4648 §4, §3.5).</summary>
    internal static bool TryBase64(ReadOnlySpan<byte> text, int bytesMax, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % 4 != 0 || text.Length > Base64.GetMaxEncodedToUtf8Length(bytesMax))
        {
            return false;
        }

        var buffer = new byte[text.Length / 4 * 3];
        if (Base64.DecodeFromUtf8(text, buffer, out var read, out var written) != OperationStatus.Done || read != text.Length || written > bytesMax)
        {
            return false;
        }

        // The decoder lets white space and stray bits pass; writing the value again shows whether any were there.
        var again = new byte[text.Length];
        if (
            Base64.EncodeToUtf8(buffer.AsSpan(0, written), again, out _, out var length) != OperationStatus.Done
            || length != text.Length
            || !text.SequenceEqual(again)
        )
        {
            return false;
        }

        bytes = buffer.Length == written ? buffer : buffer[..written];
        return true;
    }

    /// <summary>Takes the next line off a text; the newline is needed and dropped.</summary>
    internal static bool TryLine(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end];
        rest = end < 0 ? rest : rest[(end + 1)..];
        return end >= 0;
    }
}
