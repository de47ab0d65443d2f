using System.Buffers;
using System.Text.Encodings.Web;

namespace Moot.Ui;

/// <summary>The characters of one page, gathered in rented memory.</summary>
public sealed class PageText : IDisposable
{
    private const int FirstCharacters = 32 << 10;

    /// <summary>Characters that one becomes in HTML at most: a reference to a character beyond the first plane.</summary>
    private const int EncodedCharactersMax = 12;

    private char[] characters = ArrayPool<char>.Shared.Rent(FirstCharacters);
    private int count;

    /// <summary>What was written so far.</summary>
    public ReadOnlySpan<char> Written => characters.AsSpan(0, count);

    /// <summary>HTML, as it is.</summary>
    public void Write(ReadOnlySpan<char> html)
    {
        html.CopyTo(Room(html.Length));
        count += html.Length;
    }

    /// <summary>One character of HTML.</summary>
    public void Write(char html)
    {
        Room(1)[0] = html;
        count++;
    }

    /// <summary>Text that may be anything, made harmless.</summary>
    public void WriteText(ReadOnlySpan<char> text, HtmlEncoder encoder)
    {
        while (!text.IsEmpty)
        {
            var room = Room(Math.Max(text.Length, EncodedCharactersMax));
            _ = encoder.Encode(text, room, out var read, out var written);
            text = text[read..];
            count += written;
            if (read == 0)
            {
                Grow(characters.Length * 2);
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(characters);
        (characters, count) = ([], 0);
    }

    private Span<char> Room(int more)
    {
        if (characters.Length - count < more)
        {
            Grow(Math.Max(characters.Length * 2, count + more));
        }

        return characters.AsSpan(count);
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<char>.Shared.Rent(length);
        Written.CopyTo(larger);
        ArrayPool<char>.Shared.Return(characters);
        characters = larger;
    }
}
