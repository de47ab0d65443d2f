using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace Moot.Host.Moving.Copies;

/// <summary>The words of a shown text, and the words by which it is searched.</summary>
internal static class PlainText
{
    /// <summary>Tags that stand within a word without parting it.</summary>
    private static readonly FrozenSet<string> Within = FrozenSet.Create(
        StringComparer.Ordinal,
        "a b i u s em strong span small big sub sup mark font tt bdi bdo wbr".Split(' ')
    );

    /// <summary>Shown HTML without its tags.</summary>
    /// <param name="html">As the second wall lets it pass: every &lt; begins a tag.</param>
    public static string Of(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var at = 0; at < html.Length; )
        {
            var tag = html.IndexOf('<', at);
            text.Append(html, at, (tag < 0 ? html.Length : tag) - at);
            if (tag < 0)
            {
                break;
            }

            var end = html.IndexOf('>', tag);
            var name = html.AsSpan(tag + 1, end - tag - 1).TrimStart('/');
            name = name.IndexOf(' ') is > 0 and var space ? name[..space] : name;
            text.Append(Within.Contains(name.ToString()) ? "" : " ");
            at = end + 1;
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    /// <summary>The words of a text in small letters; of scripts that set no spaces, each sign.</summary>
    /// <remarks>search.js parts what is asked for in the same way.</remarks>
    public static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var isAlone = IsAlone(rune.Value);
            if (isAlone || !IsPart(rune))
            {
                if (word.Length > 0)
                {
                    yield return word.ToString();
                    word.Clear();
                }

                if (isAlone)
                {
                    yield return rune.ToString();
                }
            }
            else if (word.Length < CopyLimits.WordCharactersMax)
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static bool IsPart(Rune rune) =>
        Rune.IsLetter(rune)
        || Rune.IsNumber(rune)
        || Rune.GetUnicodeCategory(rune) is >= System.Globalization.UnicodeCategory.NonSpacingMark and <= System.Globalization.UnicodeCategory.EnclosingMark;

    private static bool IsAlone(int sign) =>
        sign is (>= 0x0e01 and <= 0x0e4e) or (>= 0x3041 and <= 0x30ff) or (>= 0x3400 and <= 0x4dbf) or (>= 0x4e00 and <= 0x9fff) or (>= 0x20000 and <= 0x3ffff);
}
