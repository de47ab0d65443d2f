namespace Moot.Kernel.Acts;

/// <summary>Reads a text line by line, each with its keyword.</summary>
internal ref struct ActLines(ReadOnlyMemory<byte> text)
{
    private int at;

    /// <summary>True when nothing is left.</summary>
    public readonly bool AtEnd => at == text.Length;

    /// <summary>What is left.</summary>
    public readonly ReadOnlyMemory<byte> Rest => text[at..];

    /// <summary>The next line without its line feed. False at the end, or where a byte is a control character.</summary>
    public bool Next(out ReadOnlyMemory<byte> line)
    {
        var rest = text.Span[at..];
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : text.Slice(at, end);
        at += end + 1;
        return end >= 0 && line.Span.IndexOfAnyInRange((byte)0, (byte)0x1f) < 0 && !line.Span.Contains((byte)0x7f);
    }

    /// <summary>The next line, which must begin with a keyword; what follows it.</summary>
    public bool Next(ReadOnlySpan<byte> keyword, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (!Next(out var line) || !line.Span.StartsWith(keyword))
        {
            return false;
        }

        value = line[keyword.Length..];
        return true;
    }

    /// <summary>Reads a whole number from 0 to 2^53, without sign or leading zero.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> digits, out long number)
    {
        number = 0;
        if (digits.Length is 0 or > 16 || (digits[0] == (byte)'0' && digits.Length > 1))
        {
            return false;
        }

        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return number <= Limits.IntegerMax;
    }
}
