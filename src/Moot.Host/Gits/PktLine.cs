using System.Globalization;
using System.Text;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>Kinds of lines.</summary>
internal enum PktKind
{
    Line,
    Flush,
    Delimiter,
    End,
}

/// <summary>Git's lines: four hexadecimal digits say how long each is (gitprotocol-common).</summary>
internal static class PktLine
{
    /// <summary>Digits of a length.</summary>
    public const int HeadBytes = 4;

    /// <summary>Ends a list.</summary>
    public static ReadOnlySpan<byte> Flush => "0000"u8;

    /// <summary>Parts sections.</summary>
    public static ReadOnlySpan<byte> Delimiter => "0001"u8;

    /// <summary>Writes a line; a line feed is added.</summary>
    public static void Write(Stream to, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        to.Write(Encoding.ASCII.GetBytes((bytes.Length + HeadBytes).ToString("x4", CultureInfo.InvariantCulture)));
        to.Write(bytes);
    }

    /// <summary>Reads the next line, without its line feed.</summary>
    /// <exception cref="LogException">It is none.</exception>
    public static (PktKind Kind, string Line) Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at >= bytes.Length)
        {
            return (PktKind.End, "");
        }

        if (
            bytes.Length - at < HeadBytes
            || !int.TryParse(bytes.Slice(at, HeadBytes), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)
        )
        {
            throw new LogException("malformed", "This is no request of git.");
        }

        at += HeadBytes;
        if (length < HeadBytes)
        {
            return (length == 0 ? PktKind.Flush : PktKind.Delimiter, "");
        }

        length -= HeadBytes;
        if (length > bytes.Length - at)
        {
            throw new LogException("malformed", "This request of git is cut off.");
        }

        var line = Encoding.UTF8.GetString(bytes.Slice(at, length));
        at += length;
        return (PktKind.Line, line.TrimEnd('\n'));
    }
}
