using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Moot.Host.Caches;

/// <summary>What somebody typed into the search field, as a question to the index: all words have to be there; "words together"; -not this one; begin*.</summary>
/// <remarks>Each word becomes a string in quotes (sqlite.org/fts5.html §3), so nothing that is typed can be a syntax error or an operator.</remarks>
internal static class SearchWords
{
    /// <summary>UTF-16 characters of a question; the rest is passed over.</summary>
    public const int CharactersMax = 400;

    /// <summary>Words and phrases of a question; the rest is passed over.</summary>
    public const int WordsMax = 16;

    /// <summary>Stands between the signs of scripts that do not set words apart, so that each is a word of its own; never shown.</summary>
    public const char Between = '\u200b';

    /// <summary>The question; null where no word is left to look for.</summary>
    /// <param name="typed">As it was typed.</param>
    /// <param name="isTitleOnly">True to look in titles alone.</param>
    public static string? Question(string typed, bool isTitleOnly)
    {
        var wanted = new List<string>();
        var unwanted = new List<string>();
        var text = typed.Length > CharactersMax ? typed[..CharactersMax] : typed;
        for (var at = 0; at < text.Length && wanted.Count + unwanted.Count < WordsMax; )
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var isUnwanted = text[at] is '-' or '\u2212' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            at += isUnwanted ? 1 : 0;
            var isPhrase = text[at] == '"';
            var end = isPhrase ? text.IndexOf('"', at + 1) : at;
            for (end = end < 0 ? text.Length : end; !isPhrase && end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '"'; end++) { }
            var word = text[(isPhrase ? at + 1 : at)..end];
            at = isPhrase ? end + 1 : end;
            var isBeginning = (isPhrase ? at < text.Length && text[at] == '*' : word.EndsWith('*')) && !isUnwanted;
            at += isPhrase && isBeginning ? 1 : 0;
            if (word.EnumerateRunes().Any(IsPartOfWord))
            {
                (isUnwanted ? unwanted : wanted).Add($"\"{Clean(word).Replace("\"", "\"\"", StringComparison.Ordinal)}\"{(isBeginning ? "*" : "")}");
            }
        }

        if (wanted.Count == 0)
        {
            return null;
        }

        var all = $"({string.Join(" AND ", wanted)})";
        var question = isTitleOnly ? "{title} : " + all : all;
        return unwanted.Count == 0 ? question : $"({question}) NOT ({string.Join(" OR ", unwanted)})";
    }

    /// <summary>A text as it goes into the index: without control characters, and with the signs of scripts without spaces set apart.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.AsSpan().ContainsAnyExceptInRange('\0', '\u0dff'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWithoutSpaces(rune.Value) && Rune.IsLetter(rune))
            {
                clean.Append(Between).Append(rune.ToString()).Append(Between);
            }
            else if (rune.Value is < 0x20 and not '\n' or Between)
            {
                clean.Append(' ');
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>A passage from the index, in pieces; between the two signs stands what was looked for.</summary>
    public static ImmutableArray<(string Text, bool IsHit)> Pieces(string passage, char open, char close)
    {
        var pieces = ImmutableArray.CreateBuilder<(string Text, bool IsHit)>();
        var isHit = false;
        for (var at = 0; at < passage.Length; isHit = !isHit)
        {
            var end = passage.IndexOf(isHit ? close : open, at);
            end = end < 0 ? passage.Length : end;
            if (end > at)
            {
                var piece = passage[at..end].Replace(Between.ToString(), "", StringComparison.Ordinal);
                if (piece.Length > 0)
                {
                    pieces.Add((piece, isHit));
                }
            }

            at = end + 1;
        }

        return pieces.ToImmutable();
    }

    private static bool IsPartOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse;

    /// <summary>Thai to Burmese, Khmer, kana, Han; Hangul is set apart too, because particles are written to the word.</summary>
    private static bool IsWithoutSpaces(int sign) =>
        sign
            is (>= 0x0e00 and <= 0x0eff)
                or (>= 0x1000 and <= 0x109f)
                or (>= 0x1780 and <= 0x17ff)
                or (>= 0x2e80 and <= 0x2fdf)
                or (>= 0x3005 and <= 0x3007)
                or (>= 0x3040 and <= 0x30ff)
                or (>= 0x31f0 and <= 0x31ff)
                or (>= 0x3400 and <= 0x9fff)
                or (>= 0xac00 and <= 0xd7af)
                or (>= 0xf900 and <= 0xfaff)
                or (>= 0x20000 and <= 0x3ffff);
}
