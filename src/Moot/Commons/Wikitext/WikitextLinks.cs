using System.Net;
using System.Text;
using Moot.Commons.Texts;

namespace Moot.Commons.Wikitext;

/// <summary>Between double brackets: links to pages, categories, files.</summary>
internal static class WikitextLinks
{
    private static readonly System.Buffers.SearchValues<char> NoTarget = System.Buffers.SearchValues.Create("[]|\n<>{}");

    /// <summary>The text with links in place of what stood between double brackets.</summary>
    public static string Pass(string text, WikitextRun run, int depth = 0)
    {
        if (depth > WikitextLimits.FileDepthMax || !text.Contains("[[", StringComparison.Ordinal))
        {
            return text;
        }

        var ends = Ends(text);
        var result = new StringBuilder(text.Length);
        var at = 0;
        while (at < text.Length)
        {
            var start = text.IndexOf("[[", at, StringComparison.Ordinal);
            if (start < 0)
            {
                break;
            }

            // Of many brackets the last pair opens the link.
            while (text.AsSpan(start + 2).StartsWith("[["))
            {
                start += 2;
            }

            result.Append(text, at, start - at);
            if (Link(text, start, ends, run, depth, result) is { } end)
            {
                at = end;
            }
            else
            {
                result.Append("[[");
                at = start + 2;
            }
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>For each pair of brackets that opens, where the pair that closes it begins.</summary>
    private static Dictionary<int, int> Ends(string text)
    {
        var ends = new Dictionary<int, int>();
        var open = new Stack<int>();
        for (var i = text.AsSpan().IndexOfAny('[', ']'); i >= 0 && i + 1 < text.Length; )
        {
            if (text[i] == '[' && text[i + 1] == '[')
            {
                open.Push(i++);
            }
            else if (text[i] == ']' && text[i + 1] == ']' && open.Count > 0)
            {
                ends[open.Pop()] = i++;
            }

            var next = text.AsSpan(i + 1).IndexOfAny('[', ']');
            i = next < 0 ? -1 : i + 1 + next;
        }

        return ends;
    }

    /// <summary>Writes the link that begins here; gives where the text goes on, or null where there is none.</summary>
    private static int? Link(string text, int start, Dictionary<int, int> ends, WikitextRun run, int depth, StringBuilder into)
    {
        var targetEnd = text.AsSpan(start + 2).IndexOfAny(NoTarget);
        if (targetEnd < 0 || targetEnd > WikitextLimits.TargetCharactersMax)
        {
            return null;
        }

        targetEnd += start + 2;
        var isPiped = text[targetEnd] == '|';
        if (!isPiped && (text[targetEnd] != ']' || targetEnd + 1 >= text.Length || text[targetEnd + 1] != ']'))
        {
            return null;
        }

        var typed = text[(start + 2)..targetEnd];
        var isColon = typed.TrimStart().StartsWith(':');
        var below = WikitextTitle.Below(typed, run.Own, run.Facts, out var shown);
        if (
            typed.Contains(Strips.Mark, StringComparison.Ordinal)
            || OutsideLinks.IsAddress(typed.TrimStart())
            || WikitextTitle.Of(below, run.Facts) is not { } title
        )
        {
            return null;
        }

        if (title.Room == "File" && !isColon && title.Elsewhere is null)
        {
            return File(text, start, targetEnd, ends, title, run, depth, into);
        }

        var (end, words) = (targetEnd, (string?)null);
        if (isPiped)
        {
            // Looked for only up to the next link, so that all searches together take one pass.
            var nested = text.IndexOf("[[", targetEnd, StringComparison.Ordinal);
            end = text.IndexOf("]]", targetEnd, (nested < 0 ? text.Length : nested) - targetEnd, StringComparison.Ordinal);
            if (end < 0)
            {
                return null;
            }

            end += end + 2 < text.Length && text[end + 2] == ']' && text.AsSpan(targetEnd, end - targetEnd).Contains('[') ? 1 : 0;
            words = text[(targetEnd + 1)..end];
        }

        return Written(text, end + 2, title, isColon, typed, words is null ? shown : words, words is not null, run, into);
    }

    private static int Written(
        string text,
        int end,
        WikitextTitle title,
        bool isColon,
        string typed,
        string? words,
        bool isPiped,
        WikitextRun run,
        StringBuilder into
    )
    {
        if (!isColon && title is { Room: "Category", Elsewhere: null })
        {
            run.Categories.Add(title.Name);
            DropLine(into);
            return SkipLines(text, end);
        }

        if (!isColon && title.Elsewhere is { } prefix && run.Facts.Languages.Contains(prefix))
        {
            DropLine(into);
            return SkipLines(text, end);
        }

        var trail = end;
        while (trail < text.Length && IsTrail(text[trail], run))
        {
            trail++;
        }

        var shown =
            words is null || (words.Length == 0 && isPiped)
                ? Named(isColon ? typed[(typed.IndexOf(':', StringComparison.Ordinal) + 1)..] : typed, words is not null)
                : words;
        var html = run.Strips.Restore((isPiped ? Apostrophes.Pass(shown) : shown) + text[end..trail]);
        into.Append(run.Strips.Keep(To(title, html, run)));
        return trail;
    }

    /// <summary>What stands between the brackets; with nothing behind the bar, without its room and what it has in brackets.</summary>
    private static string Named(string typed, bool isShort)
    {
        if (!isShort)
        {
            return typed;
        }

        var name = typed[(typed.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        var bracket = name.EndsWith(')') ? name.LastIndexOf(" (", StringComparison.Ordinal) : name.IndexOf(", ", StringComparison.Ordinal);
        return bracket > 0 ? name[..bracket] : name;
    }

    private static string To(WikitextTitle title, string html, WikitextRun run)
    {
        var place = string.IsNullOrEmpty(title.Fragment) ? "" : "#" + run.Anchor(title.Fragment);
        if (title.Elsewhere is { } prefix)
        {
            var address = run.Facts.Elsewhere[prefix].Replace("$1", Titles.ToSlug(title.Name), StringComparison.Ordinal);
            return run.Link(address + (place.Length == 0 ? "" : "#" + Titles.ToSlug(title.Fragment!)), html, $"{prefix}:{title.Name}");
        }

        if (title.Name.Length == 0)
        {
            return run.Link(place, html);
        }

        if (title.Full == run.Own.Full)
        {
            return place.Length == 0 ? $"<a>{html}</a>" : run.Link(place, html);
        }

        if (title.Room is "Media" && run.Context.ResolveFile(title.Name) is { } file)
        {
            run.Files.Add(title.Name);
            return run.Link(file.Url, html, title.Name);
        }

        if (Titles.Normal(title.Full) is not { } normal)
        {
            return html;
        }

        run.Links.Add(normal);
        var target = run.Context.Resolve(normal);
        return run.Link(target.Url + (target.Exists ? place : ""), html, title.Full, !target.Exists);
    }

    private static int? File(
        string text,
        int start,
        int targetEnd,
        Dictionary<int, int> ends,
        WikitextTitle title,
        WikitextRun run,
        int depth,
        StringBuilder into
    )
    {
        if (!ends.TryGetValue(start, out var end) || depth >= WikitextLimits.FileDepthMax)
        {
            return null;
        }

        into.Append(WikitextFiles.Show(title.Name, end > targetEnd ? Options(text[(targetEnd + 1)..end]) : [], run, depth));
        return end + 2;
    }

    /// <summary>What stands between the bars, but for those within links.</summary>
    private static List<string> Options(string text)
    {
        var options = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length && options.Count < WikitextLimits.AttributesMax; i++)
        {
            var isPair = i + 1 < text.Length && text[i + 1] == text[i];
            if (text[i] is '[' or ']' && isPair)
            {
                depth += text[i] == '[' ? 1 : -1;
                i++;
            }
            else if (text[i] == '|' && depth <= 0)
            {
                options.Add(text[start..i]);
                start = i + 1;
            }
        }

        options.Add(text[start..]);
        return options;
    }

    /// <summary>What is shown beside the text leaves no empty line in it.</summary>
    private static void DropLine(StringBuilder into)
    {
        var length = into.Length;
        while (length > 0 && char.IsWhiteSpace(into[length - 1]))
        {
            length--;
        }

        into.Length = length;
    }

    /// <summary>Lines without words behind it, up to another link or the end.</summary>
    private static int SkipLines(string text, int end)
    {
        var next = end;
        while (next < text.Length && text[next] == '\n')
        {
            next++;
        }

        return next == text.Length || text.AsSpan(next).StartsWith("[[") ? next : end;
    }

    private static bool IsTrail(char c, WikitextRun run) => run.Facts.Language is "en" ? char.IsAsciiLetterLower(c) : char.IsLower(c);
}
