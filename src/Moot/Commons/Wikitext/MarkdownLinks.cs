using System.Text;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>Links of wikitext as those of Markdown: between pages, to files and categories, and to elsewhere.</summary>
internal static class MarkdownLinks
{
    private const string FileRoom = "File";
    private const string CategoryRoom = "Category";

    /// <summary>Words by which wikitext says where a picture stands and how large it is, in English and German.</summary>
    private static readonly System.Collections.Frozen.FrozenSet<string> Options = System.Collections.Frozen.FrozenSet.ToFrozenSet(
        "thumb thumbnail frame framed frameless border left right center centre none upright baseline middle sub super top text-top bottom text-bottom mini miniatur gerahmt rahmenlos rand links rechts zentriert ohne hochkant".Split(
            ' '
        ),
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The line with its links set aside.</summary>
    public static string Pass(string line, MarkdownRun run)
    {
        if (!line.Contains('[', StringComparison.Ordinal) && !line.Contains("://", StringComparison.Ordinal))
        {
            return line;
        }

        var closings = Closings(line);
        var result = new StringBuilder(line.Length);
        for (var at = 0; at < line.Length; )
        {
            if (closings.TryGetValue(at, out var end))
            {
                var trail = end;
                while (trail < line.Length && char.IsLetter(line[trail]))
                {
                    trail++;
                }

                result.Append(Between(line[(at + 2)..(end - 2)], line[end..trail], run, line[at..trail]));
                at = trail;
            }
            else if (line[at] == '[' && Outside(line, at, run) is var (kept, behind))
            {
                result.Append(kept);
                at = behind;
            }
            else if (line[at] is 'h' && Bare(line, at) is { } stop)
            {
                result.Append(run.Keep($"<{line[at..stop]}>", line[at..stop]));
                at = stop;
            }
            else
            {
                result.Append(line[at++]);
            }
        }

        return result.ToString();
    }

    /// <summary>A line of a gallery.</summary>
    public static string Picture(string line, MarkdownRun run)
    {
        var parts = line.Split('|', 2);
        var (room, name) = Parted(parts[0].Trim(), run);
        name = room is FileRoom or null && name.Length > 0 ? name : parts[0].Trim();
        return Shown(name, parts.Length > 1 ? Words(parts[1].Split('|')[^1], run) : "");
    }

    private static Dictionary<int, int> Closings(string line)
    {
        var (found, open) = (new Dictionary<int, int>(), new Stack<int>());
        for (var i = 0; i + 1 < line.Length; i++)
        {
            if (line[i] == '[' && line[i + 1] == '[')
            {
                open.Push(i++);
            }
            else if (line[i] == ']' && line[i + 1] == ']' && open.TryPop(out var start))
            {
                found[start] = 2 + i++;
            }
        }

        return found;
    }

    private static string Between(string inner, string trail, MarkdownRun run, string typed)
    {
        var bar = inner.IndexOf('|', StringComparison.Ordinal);
        var target = (bar < 0 ? inner : inner[..bar]).Trim().Replace('_', ' ');
        var words = bar < 0 ? null : inner[(bar + 1)..];
        var isNamed = target.StartsWith(':');
        var (room, name) = Parted(isNamed ? target[1..].Trim() : target, run);
        if (room is CategoryRoom && !isNamed)
        {
            if (words is not null)
            {
                run.Lose(Lost.Sort);
            }

            return run.Keep($"[[{CategoryRoom}:{name}]]", typed) + trail;
        }

        if (room is FileRoom && !isNamed)
        {
            return run.Keep(Picture(name, words ?? "", run), typed) + trail;
        }

        var place = name.IndexOf('#', StringComparison.Ordinal);
        if (place >= 0)
        {
            run.Lose(Lost.Place);
        }

        var title = (place < 0 ? name : name[..place]).Trim();
        var shown = words is { Length: > 0 } ? Words(words, run) : null;
        if (title.Length == 0)
        {
            return MarkdownEscapes.Pass((shown ?? name[(place + 1)..]) + trail) is var said ? run.Keep(said, typed) : "";
        }

        var full = (isNamed && room is CategoryRoom or FileRoom ? ":" : "") + (room is null ? title : $"{room}:{title}");
        shown = trail.Length > 0 ? (shown ?? title) + trail : shown;
        return run.Keep(shown is null || string.Equals(shown, full, StringComparison.Ordinal) ? $"[[{full}]]" : $"[[{full}|{shown}]]", typed);
    }

    /// <summary>The room of a title and what it is called in it: rooms that all wikis have by their names here, others as they are.</summary>
    private static (string? Room, string Name) Parted(string title, MarkdownRun run)
    {
        var colon = title.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return (null, title);
        }

        var (prefix, name) = (title[..colon].Trim(), title[(colon + 1)..].Trim());
        var room = run.Facts.Rooms.GetValueOrDefault(prefix.ToLowerInvariant()) ?? prefix;
        return room.ToLowerInvariant() switch
        {
            "file" or "image" => (FileRoom, name),
            "category" => (CategoryRoom, name),
            _ => (room, name),
        };
    }

    private static string Picture(string name, string options, MarkdownRun run)
    {
        var (caption, isSized) = ("", false);
        foreach (var option in Apart(options))
        {
            var said = option.Trim();
            var equals = said.IndexOf('=', StringComparison.Ordinal);
            var isOption =
                Options.Contains(equals > 0 ? said[..equals].Trim() : said)
                || (
                    equals > 0
                    && said[..equals].Trim().ToLowerInvariant() is "link" or "alt" or "class" or "lang" or "page" or "upright" or "verweis" or "alternativtext"
                )
                || (said.EndsWith("px", StringComparison.Ordinal) && said[..^2].All(c => char.IsAsciiDigit(c) || c == 'x'));
            isSized |= isOption && said is not "thumb" and not "thumbnail" and not "mini" and not "miniatur";
            caption = isOption || said.Length == 0 ? caption : said;
        }

        if (isSized)
        {
            run.Lose(Lost.Option);
        }

        return Shown(name, Words(caption, run));
    }

    /// <summary>What stands between bars outside of links.</summary>
    private static List<string> Apart(string options)
    {
        var (parts, start, depth) = (new List<string>(), 0, 0);
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == '|' && depth == 0)
            {
                parts.Add(options[start..i]);
                start = i + 1;
            }

            depth +=
                options[i] == '[' ? 1
                : options[i] == ']' && depth > 0 ? -1
                : 0;
        }

        parts.Add(options[start..]);
        return parts;
    }

    private static string Shown(string name, string caption) => caption.Length == 0 ? $"![[{FileRoom}:{name}]]" : $"![[{FileRoom}:{name}|{caption}]]";

    /// <summary>Words without markup: links between pages hold none.</summary>
    private static string Words(string text, MarkdownRun run)
    {
        var plain = run.Original(text).Replace("'''", "", StringComparison.Ordinal).Replace("''", "", StringComparison.Ordinal);
        var result = new StringBuilder(plain.Length);
        for (var at = 0; at < plain.Length; at++)
        {
            if (plain[at] == '[')
            {
                var close = plain.IndexOf(']', at);
                var bar = close < 0 ? -1 : plain.IndexOf('|', at, close - at);
                at = bar > 0 ? bar : at;
            }
            else if (plain[at] == '<' && plain.IndexOf('>', at) is > 0 and var end)
            {
                at = end;
            }
            else if (plain[at] is not ']' and not '|')
            {
                result.Append(plain[at] is '\n' or '\r' ? ' ' : plain[at]);
            }
        }

        var words = result.ToString().Trim();
        return words.Length <= MarkdownLimits.WikiLinkCharactersMax / 2 ? words : words[..(MarkdownLimits.WikiLinkCharactersMax / 2)];
    }

    private static (string Kept, int End)? Outside(string line, int at, MarkdownRun run)
    {
        var rest = line.AsSpan(at + 1);
        if (
            !rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !rest.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            && !rest.StartsWith("//")
        )
        {
            return null;
        }

        var close = line.IndexOf(']', at);
        if (close < 0)
        {
            return null;
        }

        var inner = line[(at + 1)..close];
        var space = inner.AsSpan().IndexOfAny(' ', '\t');
        var url = (space < 0 ? inner : inner[..space]).Replace(">", "%3E", StringComparison.Ordinal).Replace("<", "%3C", StringComparison.Ordinal);
        url = run.Original(url.StartsWith("//", StringComparison.Ordinal) ? "https:" + url : url);
        var words = space < 0 ? "" : inner[space..].Trim();
        var shown = words.Length == 0 ? $"<{url}>" : $"[{MarkdownEmphasis.Pass(MarkdownEscapes.Pass(words))}](<{url}>)";
        return (run.Keep(shown, line[at..(close + 1)]), close + 1);
    }

    /// <summary>Where an address ends that stands in the text as it is; null where none begins.</summary>
    private static int? Bare(string line, int at)
    {
        var rest = line.AsSpan(at);
        if ((!rest.StartsWith("http://") && !rest.StartsWith("https://")) || (at > 0 && char.IsLetterOrDigit(line[at - 1])))
        {
            return null;
        }

        var length = rest.IndexOfAny(" \t\n\"<>[]|{}" + MarkdownRun.Mark);
        length = length < 0 ? rest.Length : length;
        while (length > 0 && ".,;:!?')".Contains(rest[length - 1], StringComparison.Ordinal))
        {
            length--;
        }

        return length > "https://".Length ? at + length : null;
    }
}
