using System.Globalization;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Finished HTML that waits outside the text, so that nothing in it is read as wikitext again. A mark stands in its place.</summary>
internal sealed class Strips
{
    /// <summary>Begins and ends a mark. It is no character of any page: what a page has of it is dropped before it is read.</summary>
    public const char Mark = '\u007f';

    private readonly List<string> kept = [];

    /// <summary>Keeps HTML that stands in a line: links, references, words shown as they were typed.</summary>
    public string Keep(string html) => Add('i', html);

    /// <summary>Keeps words that were between nowiki tags.</summary>
    public string KeepWords(string html) => Add('n', html);

    /// <summary>Keeps HTML that the reader of paragraphs has to see.</summary>
    public string KeepBlock(string html) => Add('b', html);

    /// <summary>The mark of a section's heading.</summary>
    public static string Section(int number) => $"{Mark}s{number.ToString(CultureInfo.InvariantCulture)}{Mark}";

    /// <summary>The text with HTML in place of the marks.</summary>
    /// <param name="text">With marks.</param>
    /// <param name="blocksOnly">True for what the reader of paragraphs has to see, and nothing else.</param>
    public string Restore(string text, bool blocksOnly = false) => Replace(text, (kind, html) => !blocksOnly || kind == 'b' ? html : null);

    /// <summary>The words of a text without what was kept, but for words shown as they were typed.</summary>
    public string WordsAlone(string text) => Replace(text, (kind, html) => kind == 'n' ? html : "");

    /// <summary>The text with something in place of each mark.</summary>
    /// <param name="text">With marks.</param>
    /// <param name="with">Given the kind and the HTML; null leaves the mark.</param>
    private string Replace(string text, Func<char, string, string?> with)
    {
        if (!text.Contains(Mark, StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        Replace(text, with, result, depth: 0);
        return result.ToString();
    }

    private void Replace(string text, Func<char, string, string?> with, StringBuilder into, int depth)
    {
        var at = 0;
        while (at < text.Length)
        {
            var mark = text.IndexOf(Mark, at);
            if (mark < 0)
            {
                break;
            }

            into.Append(text, at, mark - at);
            var end = text.IndexOf(Mark, mark + 1);
            if (end < 0)
            {
                return;
            }

            var kind = text[mark + 1];
            var isKept = int.TryParse(text.AsSpan(mark + 2, Math.Max(0, end - mark - 2)), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (kind != 's' && isKept && number < kept.Count && depth < WikitextLimits.FrameDepthMax)
            {
                if (with(kind, kept[number]) is { } html && into.Length + html.Length <= WikitextLimits.RestoredCharactersMax)
                {
                    Replace(html, with, into, depth + 1);
                }
                else
                {
                    into.Append(text, mark, end + 1 - mark);
                }
            }

            at = end + 1;
        }

        into.Append(text, at, text.Length - at);
    }

    private string Add(char kind, string html)
    {
        kept.Add(html);
        return $"{Mark}{kind}{(kept.Count - 1).ToString(CultureInfo.InvariantCulture)}{Mark}";
    }
}
