using System.Globalization;
using System.Text;

namespace Moot.Commons.Texts;

/// <summary>Takes a text apart into lines and words; put together again, they are the text.</summary>
/// <remarks>
/// A word is a run of letters, digits and their marks (after Unicode Standard Annex 29, with its joined forms "don't" and "1.5"); a run of spaces is one piece, a line's end is one;
/// everything else stands for itself, and so does each character of the scripts that write without spaces. No piece begins or ends within what a reader takes for one character.
/// </remarks>
internal static class Words
{
    /// <summary>Characters of one piece; a longer one is cut between characters.</summary>
    public const int PieceCharactersMax = 256;

    private enum Sort
    {
        Other,
        Word,
        Space,
        End,
        Alone,
    }

    /// <summary>Where each line begins, and where the last one ends. A line ends behind \n; the last may have no end.</summary>
    public static List<int> LineStarts(ReadOnlySpan<char> text)
    {
        var starts = new List<int> { 0 };
        for (var at = 0; at < text.Length; )
        {
            var end = text[at..].IndexOf('\n');
            at = end < 0 ? text.Length : at + end + 1;
            starts.Add(at);
        }

        return starts;
    }

    /// <summary>Where each piece begins, and where the last one ends.</summary>
    public static List<int> Starts(ReadOnlySpan<char> text)
    {
        var starts = new List<int>(text.Length / 3 + 2) { 0 };
        for (var at = 0; at < text.Length; )
        {
            at += PieceLength(text[at..]);
            starts.Add(at);
        }

        return starts;
    }

    /// <summary>True where a reader would find a word here, and not only spaces or signs.</summary>
    public static bool IsWord(ReadOnlySpan<char> piece) => piece.Length > 0 && SortOf(piece) is Sort.Word or Sort.Alone;

    private static int PieceLength(ReadOnlySpan<char> text)
    {
        var length = ElementLength(text);
        var sort = SortOf(text);
        if (sort is not (Sort.Word or Sort.Space))
        {
            return length;
        }

        while (length < text.Length && length < PieceCharactersMax)
        {
            var rest = text[length..];
            var next = SortOf(rest);
            if (next == sort)
            {
                length += ElementLength(rest);
            }
            else if (sort == Sort.Word && next == Sort.Other && Joins(text[length - 1], rest))
            {
                length++;
            }
            else
            {
                break;
            }
        }

        return length;
    }

    /// <summary>An apostrophe between letters, a point or comma between digits.</summary>
    private static bool Joins(char before, ReadOnlySpan<char> rest) =>
        rest.Length > 1
        && rest[0] switch
        {
            '\'' or '\u2019' or '\u00B7' => char.IsLetter(before) && char.IsLetter(rest[1]),
            '.' or ',' => char.IsDigit(before) && char.IsDigit(rest[1]),
            _ => false,
        };

    private static int ElementLength(ReadOnlySpan<char> text) =>
        text[0] < 0x80 && text[0] != '\r' && (text.Length == 1 || text[1] < 0x300) ? 1 : StringInfo.GetNextTextElementLength(text);

    private static Sort SortOf(ReadOnlySpan<char> text)
    {
        var c = text[0];
        if (c < 0x80)
        {
            return char.IsAsciiLetterOrDigit(c) || c == '_' ? Sort.Word
                : c is ' ' or '\t' ? Sort.Space
                : c is '\n' or '\r' ? Sort.End
                : Sort.Other;
        }

        Rune.DecodeFromUtf16(text, out var rune, out _);
        return IsWrittenWithoutSpaces(rune.Value)
            ? Sort.Alone
            : Rune.GetUnicodeCategory(rune) switch
            {
                UnicodeCategory.UppercaseLetter
                or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber => Sort.Word,
                UnicodeCategory.SpaceSeparator => Sort.Space,
                _ => Sort.Other,
            };
    }

    /// <summary>Han, kana, Bopomofo, Yi, Thai, Lao, Myanmar, Khmer.</summary>
    private static bool IsWrittenWithoutSpaces(int rune) =>
        rune
            is >= 0x2E80
                and <= 0x2FDF
                or >= 0x3005
                and <= 0x3007
                or >= 0x3021
                and <= 0x312F
                or >= 0x31A0
                and <= 0x31FF
                or >= 0x3400
                and <= 0x4DBF
                or >= 0x4E00
                and <= 0xA4CF
                or >= 0xF900
                and <= 0xFAFF
                or >= 0xFF66
                and <= 0xFF9D
                or >= 0x1AFF0
                and <= 0x1B16F
                or >= 0x20000
                and <= 0x3FFFF
                or >= 0x0E00
                and <= 0x0EFF
                or >= 0x1000
                and <= 0x109F
                or >= 0x1780
                and <= 0x17FF;
}
