using System.Collections.Frozen;
using System.Net;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>What a link or a call in wikitext names.</summary>
/// <param name="Room">The room's own name; empty for the main one.</param>
/// <param name="Name">Without the room.</param>
/// <param name="Fragment">The place on the page, without #; null where none is named.</param>
/// <param name="Elsewhere">The prefix of another wiki; null for a page here.</param>
internal sealed record WikitextTitle(string Room, string Name, string? Fragment, string? Elsewhere = null)
{
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("[]{}|<>");

    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["media"] = "Media",
        ["special"] = "Special",
        ["talk"] = "Talk",
        ["user"] = "User",
        ["user talk"] = "User talk",
        ["project"] = "Project",
        ["project talk"] = "Project talk",
        ["file"] = "File",
        ["image"] = "File",
        ["file talk"] = "File talk",
        ["image talk"] = "File talk",
        ["mediawiki"] = "MediaWiki",
        ["mediawiki talk"] = "MediaWiki talk",
        ["template"] = "Template",
        ["template talk"] = "Template talk",
        ["help"] = "Help",
        ["help talk"] = "Help talk",
        ["category"] = "Category",
        ["category talk"] = "Category talk",
        ["module"] = "Module",
        ["module talk"] = "Module talk",
        ["portal"] = "Portal",
        ["portal talk"] = "Portal talk",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Numbers of rooms that parser functions know.</summary>
    private static readonly string[] Numbered =
    [
        "",
        "Talk",
        "User",
        "User talk",
        "Project",
        "Project talk",
        "File",
        "File talk",
        "MediaWiki",
        "MediaWiki talk",
        "Template",
        "Template talk",
        "Help",
        "Help talk",
        "Category",
        "Category talk",
    ];

    /// <summary>The whole title, without the place on the page.</summary>
    public string Full => Room.Length == 0 ? Name : Room + ":" + Name;

    /// <summary>The room's number; null where it has none.</summary>
    public int? Number => Array.IndexOf(Numbered, Room) is >= 0 and var at ? at : null;

    /// <summary>True for talk of any room.</summary>
    public bool IsTalk => Room is "Talk" || Room.EndsWith(" talk", StringComparison.Ordinal);

    /// <summary>The room that is talked about.</summary>
    public string SubjectRoom =>
        Room is "Talk" ? ""
        : IsTalk ? Room[..^5]
        : Room;

    /// <summary>The room for talk.</summary>
    public string TalkRoom =>
        IsTalk ? Room
        : Room.Length == 0 ? "Talk"
        : Room + " talk";

    /// <summary>The name of a room by its number; null where every wiki has its own.</summary>
    public static string? NameOf(int number) =>
        number >= 0 && number < Numbered.Length ? Numbered[number]
        : number == -1 ? "Special"
        : number == -2 ? "Media"
        : null;

    /// <summary>The name of a room by its number or any of its names; null where there is none.</summary>
    public static string? RoomOf(string words, WikitextFacts facts)
    {
        var name = words.Replace('_', ' ').Trim().ToLowerInvariant();
        return int.TryParse(name, out var number) ? NameOf(number)
            : facts.Rooms.TryGetValue(name, out var own) ? own
            : Known.GetValueOrDefault(name);
    }

    /// <summary>What some words name; null where they can name nothing.</summary>
    /// <param name="words">As they were typed.</param>
    /// <param name="facts">Of the place.</param>
    /// <param name="room">Where no room is named.</param>
    public static WikitextTitle? Of(string words, WikitextFacts facts, string room = "")
    {
        if (words.Length > WikitextLimits.TargetCharactersMax)
        {
            return null;
        }

        var text = Decoded(words);
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var fragment = hash < 0 ? null : text[(hash + 1)..].Replace('_', ' ').Trim();
        var rest = Collapse(hash < 0 ? text : text[..hash]);
        var isMain = rest.StartsWith(':');
        rest = isMain ? rest[1..].TrimStart() : rest;
        if (isMain)
        {
            room = "";
        }

        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            var prefix = rest[..colon].TrimEnd().ToLowerInvariant();
            if (RoomOf(prefix, facts) is { Length: > 0 } named && !int.TryParse(prefix, out _))
            {
                (room, rest) = (named, rest[(colon + 1)..].TrimStart());
                if (room is "Talk" && rest.IndexOf(':', StringComparison.Ordinal) is > 0 and var inner && RoomOf(rest[..inner], facts) is { Length: > 0 })
                {
                    return null;
                }

                if (rest.Length == 0)
                {
                    return null;
                }
            }
            else if (facts.Elsewhere.ContainsKey(prefix))
            {
                return new("", rest[(colon + 1)..].TrimStart(), fragment, prefix);
            }
        }

        return rest.Length == 0 ? (fragment is null || isMain ? null : new("", "", fragment))
            : rest[0] == ':' || !IsLawful(rest) ? null
            : new(room, First(rest, facts), fragment);
    }

    /// <summary>The title that some words under a page name: <c>/below</c>, <c>../beside</c>; the words themselves where they are not of this kind.</summary>
    public static string Below(string words, WikitextTitle own, WikitextFacts facts, out string? shown)
    {
        shown = null;
        if (own.Room.Length == 0 && !facts.HasSubpages)
        {
            return words;
        }

        var trimmed = words.Trim();
        if (trimmed.StartsWith('/'))
        {
            var isBare = trimmed.EndsWith('/');
            var name = trimmed[1..].TrimEnd('/');
            shown = isBare ? name : trimmed;
            return name.Length == 0 ? words : $":{own.Full}/{name}";
        }

        var (ups, rest) = (0, trimmed);
        while (rest.StartsWith("../", StringComparison.Ordinal) || rest is "..")
        {
            ups++;
            rest = rest.Length > 3 ? rest[3..] : "";
        }

        if (ups == 0)
        {
            return words;
        }

        var parts = own.Full.Split('/');
        if (parts.Length <= ups)
        {
            return words;
        }

        var above = string.Join('/', parts[..^ups]);
        var isBareName = rest.EndsWith('/');
        rest = rest.TrimEnd('/');
        shown =
            rest.Length == 0 ? above
            : isBareName ? rest
            : $"{above}/{rest}";

        return ":" + (rest.Length > 0 ? $"{above}/{rest}" : above);
    }

    /// <summary>With a large first letter, where the place has titles so.</summary>
    public static string First(string name, WikitextFacts facts) => facts.IsFirstLetterLarge ? Large(name) : name;

    /// <summary>With a large first letter.</summary>
    public static string Large(string name) =>
        name.Length == 0 ? name
        : name.Length > 1 && char.IsHighSurrogate(name[0]) ? name[..2].ToUpperInvariant() + name[2..]
        : char.ToUpperInvariant(name[0]) + name[1..];

    private static string Decoded(string words)
    {
        var text = words.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(words) : words;
        if (text.Contains('%', StringComparison.Ordinal))
        {
            try
            {
                text = Uri.UnescapeDataString(text);
            }
            catch (UriFormatException)
            {
                return text;
            }
        }

        return text;
    }

    private static string Collapse(string text)
    {
        var result = new System.Text.StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isSpace =
                c
                is '_'
                    or ' '
                    or '\u00A0'
                    or '\u3000'
                    or '\u1680'
                    or '\u180E'
                    or '\u2028'
                    or '\u2029'
                    or '\u202F'
                    or '\u205F'
                    or (>= '\u2000' and <= '\u200A');
            if (c is '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E'))
            {
                continue;
            }

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

    private static bool IsLawful(string title)
    {
        if (
            title.Length > Titles.CharactersMax
            || title.AsSpan().IndexOfAny(Forbidden) >= 0
            || title.Contains("~~~", StringComparison.Ordinal)
            || HasEscape(title)
        )
        {
            return false;
        }

        foreach (var c in title)
        {
            if (c < ' ' || c is '\u007f' or '\ufffd')
            {
                return false;
            }
        }

        return title is not ("." or "..")
            && !title.StartsWith("./", StringComparison.Ordinal)
            && !title.StartsWith("../", StringComparison.Ordinal)
            && !title.Contains("/./", StringComparison.Ordinal)
            && !title.Contains("/../", StringComparison.Ordinal)
            && !title.EndsWith("/.", StringComparison.Ordinal)
            && !title.EndsWith("/..", StringComparison.Ordinal);
    }

    private static bool HasEscape(string title)
    {
        for (var at = title.IndexOf('%', StringComparison.Ordinal); at >= 0; at = title.IndexOf('%', at + 1))
        {
            if (at + 2 < title.Length && char.IsAsciiHexDigit(title[at + 1]) && char.IsAsciiHexDigit(title[at + 2]))
            {
                return true;
            }
        }

        return false;
    }
}
