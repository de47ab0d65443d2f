namespace Moot.Commons.Texts;

/// <summary>Which characters of a title cannot be seen, and which are spaces: Unicode 16.0, written out.</summary>
/// <remarks>A title is judged again whenever the log is read. The base library follows Unicode, which assigns new characters each year; if it were asked, a later
/// program could come to another verdict on an old title than the writer did (decision 0013).</remarks>
public static class TitleCharacters
{
    /// <summary>What is cut off at the ends of a title.</summary>
    public const string Blanks =
        "\t\n\u000B\f\r \u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    /// <summary>First and last of controls, formats, line and paragraph separators, and private characters (Cc, Cf, Zl, Zp, Co), in order.</summary>
    private static readonly (int First, int Last)[] Invisible =
    [
        (0x0000, 0x001F),
        (0x007F, 0x009F),
        (0x00AD, 0x00AD),
        (0x0600, 0x0605),
        (0x061C, 0x061C),
        (0x06DD, 0x06DD),
        (0x070F, 0x070F),
        (0x0890, 0x0891),
        (0x08E2, 0x08E2),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x2028, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
        (0xE000, 0xF8FF),
        (0xFEFF, 0xFEFF),
        (0xFFF9, 0xFFFB),
        (0x110BD, 0x110BD),
        (0x110CD, 0x110CD),
        (0x13430, 0x1343F),
        (0x1BCA0, 0x1BCA3),
        (0x1D173, 0x1D17A),
        (0xE0001, 0xE0001),
        (0xE0020, 0xE007F),
        (0xF0000, 0xFFFFD),
        (0x100000, 0x10FFFD),
    ];

    /// <summary>True for a character that nobody can see.</summary>
    public static bool IsInvisible(int character)
    {
        foreach (var (first, last) in Invisible)
        {
            if (character <= last)
            {
                return character >= first;
            }
        }

        return false;
    }

    /// <summary>True for a space of any width (Zs).</summary>
    public static bool IsSpace(char character) => character is ' ' or '\u00A0' or '\u1680' or (>= '\u2000' and <= '\u200A') or '\u202F' or '\u205F' or '\u3000';
}
