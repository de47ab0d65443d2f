using System.Text;

namespace Moot.Host.Moving;

/// <summary>Where a redirect leads: a text that begins with <c>#REDIRECT [[Title]]</c>, in whatever language the wiki says it.</summary>
internal static class WikiRedirect
{
    /// <summary>Bytes of a text that are looked at.</summary>
    private const int BeginningBytesMax = 2048;

    /// <summary>The title; null where the text is no redirect.</summary>
    public static string? Of(ReadOnlySpan<byte> text)
    {
        var beginning = Encoding.UTF8.GetString(text[..Math.Min(text.Length, BeginningBytesMax)]).TrimStart();
        if (!beginning.StartsWith('#'))
        {
            return null;
        }

        // One word, perhaps a colon, and a link: a numbered list that begins with a link has no word.
        var word = 1;
        while (
            word < beginning.Length
            && (char.IsLetter(beginning[word]) || char.GetUnicodeCategory(beginning[word]) == System.Globalization.UnicodeCategory.NonSpacingMark)
        )
        {
            word++;
        }

        var rest = beginning.AsSpan(word).TrimStart(" \t\r\n:");
        if (word == 1 || !rest.StartsWith("[["))
        {
            return null;
        }

        var link = rest[2..];
        var end = link.IndexOf("]]");
        if (end <= 0)
        {
            return null;
        }

        var bar = link[..end].IndexOfAny('|', '#');
        var title = (bar < 0 ? link[..end] : link[..bar]).Trim(" _:").ToString().Replace('_', ' ');
        return title.Length > 0 && !title.Contains('\n', StringComparison.Ordinal) ? title : null;
    }
}
