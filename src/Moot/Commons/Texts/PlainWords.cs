using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Moot.Commons.Texts;

/// <summary>The words of a heading or a label without their markup, and the id that a heading gets from them.</summary>
internal static class PlainWords
{
    /// <summary>UTF-16 characters of an id, without its prefix and number.</summary>
    public const int IdCharactersMax = 80;

    public static string Of(ContainerInline? inlines)
    {
        var words = new StringBuilder();
        foreach (var inline in inlines?.Descendants() ?? [])
        {
            _ = inline switch
            {
                LiteralInline literal => words.Append(literal.Content.AsSpan()),
                CodeInline code => words.Append(code.Content),
                HtmlEntityInline entity => words.Append(entity.Transcoded.AsSpan()),
                AutolinkInline auto => words.Append(auto.Url),
                WikiLinkInline wiki => words.Append(wiki.Words is { Length: > 0 } label ? label : wiki.Target),
                LineBreakInline => words.Append(' '),
                _ => words,
            };
        }

        return words.ToString().Trim();
    }

    /// <summary>Letters and digits of any script in small letters, joined by hyphens.</summary>
    public static string Id(string words)
    {
        var id = new StringBuilder();
        foreach (var rune in Nfc.Normalize(words).EnumerateRunes())
        {
            if (id.Length >= IdCharactersMax)
            {
                break;
            }

            var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (Rune.IsLetterOrDigit(rune) || isMark)
            {
                id.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }
        }

        return id.ToString().Trim('-');
    }
}
