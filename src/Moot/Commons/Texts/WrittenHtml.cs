using System.Collections.Frozen;

namespace Moot.Commons.Texts;

/// <summary>Knows HTML that is already as the second wall would write it, so that it need not be taken apart and put together again.</summary>
/// <remarks>
/// It only says yes or no, and no whenever anything is unusual: then the wall does its whole work. What it says yes to is a part of what the wall lets pass:
/// the same tags, attributes and addresses, written in one way, closed in order, and nested so that no reader of HTML moves, closes or drops anything.
/// </remarks>
internal static class WrittenHtml
{
    /// <summary>Elements within each other; what is deeper is left to the wall.</summary>
    private const int DepthMax = 64;

    private const int AttributesMax = 8;

    private enum Holds
    {
        Nothing,
        Blocks,
        Phrases,
        Items,
        Terms,
        TableParts,
        Rows,
        Cells,
    }

    private enum Stands
    {
        AsBlock,
        AsPhrase,
        AsItem,
        AsTerm,
        AsTablePart,
        AsRow,
        AsCell,
    }

    private sealed record Tag(string Name, Stands Stands, Holds Holds);

    private static readonly FrozenDictionary<string, Tag>.AlternateLookup<ReadOnlySpan<char>> Tags = Known()
        .ToFrozenDictionary(t => t.Name, StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Classes = HtmlWall
        .Classes.ToFrozenSet(StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True if the wall would let this pass as it is, to the letter.</summary>
    public static bool IsSettled(ReadOnlySpan<char> html)
    {
        var open = new Tag[DepthMax];
        var depth = 0;
        if (html.IsEmpty || char.IsWhiteSpace(html[0]))
        {
            return false;
        }

        while (!html.IsEmpty)
        {
            var within = depth == 0 ? Holds.Blocks : open[depth - 1].Holds;
            var mark = html.IndexOf('<');
            var text = mark < 0 ? html : html[..mark];
            if (!IsText(text) || (within is not (Holds.Blocks or Holds.Phrases) && !text.IsWhiteSpace()))
            {
                return false;
            }

            if (mark < 0)
            {
                break;
            }

            html = html[mark..];
            var end = html.IndexOf('>');
            if (end < 0)
            {
                return false;
            }

            var inner = html[1..end];
            html = html[(end + 1)..];
            if (inner.StartsWith('/'))
            {
                if (depth == 0 || !inner[1..].SequenceEqual(open[--depth].Name))
                {
                    return false;
                }

                continue;
            }

            var space = inner.IndexOf(' ');
            if (
                !Tags.TryGetValue(space < 0 ? inner : inner[..space], out var tag)
                || !Fits(within, tag.Stands)
                || (space >= 0 && !AreAttributes(tag.Name, inner[space..]))
            )
            {
                return false;
            }

            if (tag.Holds == Holds.Nothing)
            {
                continue;
            }

            var isTwice = tag.Name is "a" && IsOpen(open.AsSpan(0, depth), "a"); // a link ends where another one begins
            var isCut = tag.Name is "pre" && html.StartsWith('\n'); // readers drop that line's end
            if (depth == DepthMax || isTwice || isCut)
            {
                return false;
            }

            open[depth++] = tag;
        }

        return depth == 0;
    }

    private static IEnumerable<Tag> Known()
    {
        var known = new (string Names, Stands Stands, Holds Holds)[]
        {
            ("p h1 h2 h3 h4 h5 h6 pre", Stands.AsBlock, Holds.Phrases),
            ("blockquote div section", Stands.AsBlock, Holds.Blocks),
            ("ul ol", Stands.AsBlock, Holds.Items),
            ("dl", Stands.AsBlock, Holds.Terms),
            ("table", Stands.AsBlock, Holds.TableParts),
            ("hr", Stands.AsBlock, Holds.Nothing),
            ("em strong del sup sub code span a", Stands.AsPhrase, Holds.Phrases),
            ("br img", Stands.AsPhrase, Holds.Nothing),
            ("li", Stands.AsItem, Holds.Blocks),
            ("dt", Stands.AsTerm, Holds.Phrases),
            ("dd", Stands.AsTerm, Holds.Blocks),
            ("thead tbody", Stands.AsTablePart, Holds.Rows),
            ("tr", Stands.AsRow, Holds.Cells),
            ("th td", Stands.AsCell, Holds.Phrases),
        };
        return known.SelectMany(k => k.Names.Split(' ').Select(name => new Tag(name, k.Stands, k.Holds)));
    }

    private static bool Fits(Holds around, Stands tag) =>
        (around, tag) switch
        {
            (Holds.Blocks, Stands.AsBlock or Stands.AsPhrase) => true,
            (Holds.Phrases, Stands.AsPhrase) => true,
            (Holds.Items, Stands.AsItem) => true,
            (Holds.Terms, Stands.AsTerm) => true,
            (Holds.TableParts, Stands.AsTablePart) => true,
            (Holds.Rows, Stands.AsRow) => true,
            (Holds.Cells, Stands.AsCell) => true,
            _ => false,
        };

    private static bool IsOpen(ReadOnlySpan<Tag> open, string name)
    {
        foreach (var tag in open)
        {
            if (string.Equals(tag.Name, name, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Words as the wall writes them: four signs by their names and no others, and nothing that a reader changes.</summary>
    private static bool IsText(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny("<>\"\r\0") >= 0)
        {
            return false;
        }

        for (var at = text.IndexOf('&'); at >= 0; at = text.IndexOf('&'))
        {
            text = text[(at + 1)..];
            if (!text.StartsWith("amp;") && !text.StartsWith("lt;") && !text.StartsWith("gt;") && !text.StartsWith("quot;"))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Each is a space, a name, and a value between quotation marks; none stands there twice.</summary>
    private static bool AreAttributes(string tag, ReadOnlySpan<char> written)
    {
        var names = new string[AttributesMax];
        var count = 0;
        var (kind, hasRel) = (UrlKind.Refused, false);
        while (!written.IsEmpty)
        {
            var equals = written.IndexOf('=');
            if (written[0] != ' ' || equals < 2 || count == AttributesMax || hasRel || !written[(equals + 1)..].StartsWith('"'))
            {
                return false;
            }

            var name = written[1..equals].ToString();
            var value = written[(equals + 2)..];
            var end = value.IndexOf('"');
            if (end < 0 || names.AsSpan(0, count).Contains(name) || !IsText(value[..end]))
            {
                return false;
            }

            names[count++] = name;
            written = value[(end + 1)..];
            var said = value[..end];
            if (said.Contains('&') && System.Net.WebUtility.HtmlDecode(said.ToString()).Contains("&{", StringComparison.Ordinal))
            {
                return false;
            }

            switch (name)
            {
                case "href" when tag is "a":
                    kind = Address(said);
                    break;
                case "rel" when tag is "a" && said.SequenceEqual(HtmlWall.OutsideRel):
                    hasRel = true; // the wall puts it last
                    break;
                case "src" when tag is "img" && Address(said) == UrlKind.Here:
                case "alt" when tag is "img":
                case "loading" when tag is "img" && said is "lazy":
                case "start" when tag is "ol" && said.Length is > 0 and < 10 && !said.ContainsAnyExceptInRange('0', '9'):
                case "scope" when tag is "th" && said is "col":
                case "id" when said.StartsWith(HtmlWall.HeadingPrefix) || said.StartsWith(HtmlWall.FootnotePrefix):
                case "class" when Classes.Contains(said):
                case "title" or "aria-label":
                    break;
                default:
                    return false;
            }
        }

        // An address that leads elsewhere says so, and no other does.
        return names.AsSpan(0, count).Contains("href") ? kind != UrlKind.Refused && hasRel == (kind == UrlKind.Outside) : !hasRel;
    }

    /// <summary>Where an address leads that is written in the letters of addresses alone; of all others the wall decides.</summary>
    private static UrlKind Address(ReadOnlySpan<char> written)
    {
        var url = System.Net.WebUtility.HtmlDecode(written.ToString());
        var isPlain = string.Equals(SafeUrl.Written(url), url, StringComparison.Ordinal) && !url.Contains("&#", StringComparison.Ordinal);
        return isPlain ? SafeUrl.Judge(url) : UrlKind.Refused;
    }
}
