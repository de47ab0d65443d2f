using System.Text;
using Moot.Kernel;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>Packs a body for the disk: what stands in every body takes one byte.</summary>
/// <remarks>
/// A body is JSON on one line, in which no byte below 0x20 can stand: those stand for the words of this list. A body that has such a byte all the same
/// is kept as it is, after a zero. So each body is packed by itself, with nothing of another one in it, and those that older programs wrote are read unchanged.
/// </remarks>
internal static class BodyPack
{
    /// <summary>At the beginning: the body follows as it is.</summary>
    private const byte Plain = 0;

    /// <summary>The words, from 1 on. Their numbers stand in files: words are added at the end, and none is ever changed.</summary>
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            """{"title":" """,
            """{"author":" """,
            """{"summary":" """,
            """{"text":" """,
            """{"name":" """,
            """{"reason":" """,
            """ ","title":" """,
            """ ","was":" """,
            """ ","author":" """,
            """ ","summary":" """,
            """ ","model":" """,
            """ ","sum":" """,
            """ ","source":" """,
            """ ","authors":" """,
            """ ","name":" """,
            """ ","purpose":" """,
            """ ","reason":" """,
            """ ","label":" """,
            """ ","licence":" """,
            """ ","text":" """,
            """ "} """,
        }.Select(w => Encoding.UTF8.GetBytes(w.Trim())),
    ];

    /// <summary>Packs.</summary>
    public static byte[] Pack(ReadOnlySpan<byte> body)
    {
        if (body.IndexOfAnyInRange((byte)0, (byte)0x1f) >= 0)
        {
            return [Plain, .. body];
        }

        var packed = new byte[body.Length];
        var length = 0;
        while (!body.IsEmpty)
        {
            // Every word has a quotation mark at its beginning, or after a brace.
            var word = body[0] is (byte)'{' or (byte)'"' ? WordAt(body) : -1;
            packed[length++] = word < 0 ? body[0] : (byte)(word + 1);
            body = body[(word < 0 ? 1 : Words[word].Length)..];
        }

        return packed[..length];
    }

    /// <summary>Unpacks.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed is [Plain, ..])
        {
            return packed[1..].ToArray();
        }

        var length = packed.Length;
        foreach (var b in packed)
        {
            length += b is > Plain and < 0x20 ? Word(b).Length - 1 : 0;
        }

        if (length > Limits.BodyBytesMax)
        {
            throw Damaged();
        }

        var body = new byte[length];
        var to = body.AsSpan();
        foreach (var b in packed)
        {
            if (b is > Plain and < 0x20)
            {
                Word(b).CopyTo(to);
                to = to[Word(b).Length..];
            }
            else
            {
                to[0] = b;
                to = to[1..];
            }
        }

        return body;
    }

    /// <exception cref="LogException">A newer program wrote it, or it is damaged.</exception>
    private static byte[] Word(byte number) => number <= Words.Length ? Words[number - 1] : throw Damaged();

    private static LogException Damaged() => new("damaged", "The words of an act cannot be unpacked: their bytes on disk are damaged.");

    private static int WordAt(ReadOnlySpan<byte> body)
    {
        for (var i = 0; i < Words.Length; i++)
        {
            if (body.StartsWith(Words[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
