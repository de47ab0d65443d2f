using System.Globalization;
using System.Text;
using Moot.Kernel.Acts;

namespace Moot.Commons.Texts;

/// <summary>What a title names: a page, its talk, a category or a file.</summary>
public enum TitleRoom
{
    Page = 1,
    Talk,
    Category,
    File,
}

/// <summary>How pages are called: one spelling for titles that look the same, and an address for each.</summary>
/// <remarks>
/// Titles differ by case, and the first letter is left as it is. Underscores are spaces, as in MediaWiki, so that a title and its address are the same words.
/// </remarks>
public static class Titles
{
    public const int CharactersMax = CommonsLimits.TitleCharactersMax;

    /// <summary>Characters of a title before it is put in order; more are refused unread.</summary>
    public const int RawCharactersMax = 4 * CharactersMax;

    public const string TalkPrefix = "Talk:";
    public const string CategoryPrefix = "Category:";
    public const string FilePrefix = "File:";

    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("[]{}|#<>");

    /// <summary>The title as it is kept and compared (ordinal): composed (NFC), trimmed, one space between words; or why it cannot be one.</summary>
    public static bool TryNormalize(string raw, out string title, out Verdict why)
    {
        title = "";
        why = JudgeRaw(raw);
        if (!why.IsLawful)
        {
            return false;
        }

        var composed = Collapse(Nfc.Normalize(raw));
        why = JudgeComposed(composed);
        title = why.IsLawful ? composed : "";
        return why.IsLawful;
    }

    /// <summary>The title as it is kept; null where it cannot be one.</summary>
    public static string? Normal(string raw) => TryNormalize(raw, out var title, out _) ? title : null;

    /// <summary>What a title names, and its name without the prefix.</summary>
    public static (TitleRoom Room, string Name) Room(string title) =>
        Behind(title, TalkPrefix) is { } talk ? (TitleRoom.Talk, talk)
        : Behind(title, CategoryPrefix) is { } category ? (TitleRoom.Category, category)
        : Behind(title, FilePrefix) is { } file ? (TitleRoom.File, file)
        : (TitleRoom.Page, title);

    /// <summary>The title of a room and a name.</summary>
    public static string In(TitleRoom room, string name) =>
        room switch
        {
            TitleRoom.Talk => TalkPrefix + name,
            TitleRoom.Category => CategoryPrefix + name,
            TitleRoom.File => FilePrefix + name,
            _ => name,
        };

    /// <summary>The title of the talk about this title.</summary>
    public static string TalkOf(string title) => Room(title).Room == TitleRoom.Talk ? title : TalkPrefix + title;

    /// <summary>The title as the end of an address: letters, digits and <c>-._~:/()!,*@</c> as they are, spaces as <c>_</c>, the rest as %-written UTF-8.</summary>
    public static string ToSlug(string title)
    {
        var slug = new StringBuilder(title.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(title))
        {
            var c = (char)b;
            _ =
                c == ' ' ? slug.Append('_')
                : char.IsAsciiLetterOrDigit(c) || "-._~:/()!,*@".Contains(c, StringComparison.Ordinal) ? slug.Append(c)
                : slug.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return slug.ToString();
    }

    /// <summary>The title at an address, which is still %-written; null where it is not one.</summary>
    /// <remarks>Whoever has an address with %-writing undone already hands it to <see cref="Normal"/>.</remarks>
    public static string? FromSlug(string slug)
    {
        if (slug.Length > 9 * RawCharactersMax)
        {
            return null;
        }

        var bytes = new List<byte>(slug.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < slug.Length; i++)
        {
            if (slug[i] != '%')
            {
                if (!Rune.TryGetRuneAt(slug, i, out var rune))
                {
                    return null;
                }

                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
                i += rune.Utf16SequenceLength - 1;
            }
            else if (
                i + 2 < slug.Length
                && char.IsAsciiHexDigit(slug[i + 1])
                && char.IsAsciiHexDigit(slug[i + 2])
                && byte.TryParse(slug.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var b)
            )
            {
                bytes.Add(b);
                i += 2;
            }
            else
            {
                return null;
            }
        }

        var utf = bytes.ToArray();
        return System.Text.Unicode.Utf8.IsValid(utf) ? Normal(Encoding.UTF8.GetString(utf)) : null;
    }

    private static string? Behind(string title, string prefix)
    {
        if (!title.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = title[prefix.Length..].TrimStart(' ');
        return name.Length == 0 ? null : name;
    }

    private static Verdict JudgeRaw(string raw)
    {
        if (raw.Length > RawCharactersMax)
        {
            return TooLong();
        }

        for (var i = 0; i < raw.Length; i++)
        {
            if (!Rune.TryGetRuneAt(raw, i, out var rune))
            {
                return Verdict.Refused("title-broken", "A title has half a character in it.");
            }

            i += rune.Utf16SequenceLength - 1;
        }

        return Verdict.Lawful;
    }

    private static Verdict JudgeComposed(string title)
    {
        if (title.Length == 0)
        {
            return Verdict.Refused("title-missing", "A page needs a title.");
        }

        if (title.Length > CharactersMax)
        {
            return TooLong();
        }

        if (title.AsSpan().IndexOfAny(Forbidden) is >= 0 and var at)
        {
            return Verdict.Refused("title-character", $"A title cannot have \"{title[at]}\" in it.");
        }

        if (title[0] == '/' || title.Split('/').Any(s => s.Trim(' ') is "." or ".."))
        {
            return Verdict.Refused("title-path", "A title cannot begin with / and has no part that is only dots.");
        }

        return HasInvisible(title) ? Verdict.Refused("title-invisible", "A title has a character in it that nobody can see.") : Verdict.Lawful;
    }

    /// <summary>Controls, direction marks, fillers, tags, private and unassigned characters; joiners pass between two visible characters.</summary>
    private static bool HasInvisible(string title)
    {
        var before = false;
        var joins = false;
        foreach (var rune in title.EnumerateRunes())
        {
            if (rune.Value is 0x200C or 0x200D)
            {
                if (!before || joins)
                {
                    return true;
                }

                joins = true;
                continue;
            }

            var isInvisible =
                TitleCharacters.IsInvisible(rune.Value)
                || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or 0xFFFC or 0xFFFD
                || (rune.Value & 0xFFFE) == 0xFFFE
                || rune.Value is >= 0xFDD0 and <= 0xFDEF;
            if (isInvisible)
            {
                return true;
            }

            before = rune.Value != ' ';
            joins = joins && !before;
        }

        return joins;
    }

    /// <summary>Every run of spaces and underscores becomes one space; none at the ends.</summary>
    private static string Collapse(string text)
    {
        var trimmed = text.AsSpan().Trim(TitleCharacters.Blanks);
        var result = new StringBuilder(trimmed.Length);
        foreach (var c in trimmed)
        {
            var isSpace = c == '_' || TitleCharacters.IsSpace(c);
            if (!isSpace)
            {
                result.Append(c);
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }

        return result.ToString().TrimEnd(' ');
    }

    private static Verdict TooLong() => Verdict.Refused("title-too-long", $"A title has at most {CharactersMax} characters.");
}
