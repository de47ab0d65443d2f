using System.Collections.Frozen;
using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Paragraphs, lists and lines that begin with a space, line by line.</summary>
internal sealed class WikitextBlocks
{
    /// <summary>Beginning one of these ends the paragraph, and its content has no paragraphs of its own.</summary>
    private static readonly FrozenSet<string> Opening = Set("table h1 h2 h3 h4 h5 h6 pre p ul ol dl tr caption dt dd li /tr /caption /dt /dd /li /td /th");

    /// <summary>One of these ends the paragraph, and paragraphs may begin behind it.</summary>
    private static readonly FrozenSet<string> Closing = Set(
        "/table /h1 /h2 /h3 /h4 /h5 /h6 /pre /p /ul /ol /dl td th center /center blockquote /blockquote div /div hr /hr section /section figure /figure"
    );

    private readonly StringBuilder into = new();
    private string prefix = "";
    private string section = "";
    private string? pending;
    private bool isTermOpen;
    private bool isInBlock;
    private bool isInPre;
    private bool isInQuote;

    /// <summary>The text with paragraphs and lists.</summary>
    public static string Pass(string text)
    {
        var blocks = new WikitextBlocks();
        foreach (var line in text.Split('\n'))
        {
            blocks.Line(line);
        }

        blocks.CloseLists(0);
        blocks.CloseSection();
        return blocks.into.ToString();
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private void Line(string line)
    {
        var marks = isInPre ? 0 : line.AsSpan().IndexOfAnyExcept("*#:;");
        marks = Math.Min(marks < 0 ? line.Length : marks, WikitextLimits.ListDepthMax);
        var signs = line[..marks];
        var rest = line[marks..];
        if (marks > 0 || prefix.Length > 0)
        {
            rest = List(signs, rest);
        }

        if (marks == 0)
        {
            Words(rest);
        }
        else
        {
            // A tag that ends paragraphs within a list item ends nothing.
            into.Append(rest).Append('\n');
        }
    }

    /// <summary>Closes and opens lists up to these signs; gives what is left of the line.</summary>
    private string List(string signs, string rest)
    {
        var same = signs.Replace(';', ':');
        var common = 0;
        var known = prefix.Replace(';', ':');
        while (common < Math.Min(same.Length, known.Length) && same[common] == known[common])
        {
            common++;
        }

        if (signs.Length > 0 && common == signs.Length && prefix.Length == signs.Length)
        {
            // The next item of the same list.
            Next(signs[^1]);
            prefix = signs;
            return signs[^1] == ';' ? Term(rest) : rest;
        }

        if (signs.Length == 0 && prefix.Length == 0)
        {
            return rest;
        }

        CloseLists(common);
        if (signs.Length == 0)
        {
            return rest;
        }

        if (common == signs.Length)
        {
            Next(signs[^1]);
        }
        else
        {
            if (common == 0)
            {
                CloseSection();
                pending = null;
            }

            if (common > 0 && isTermOpen && signs[common - 1] == ':')
            {
                Next(':');
            }

            for (var i = common; i < signs.Length; i++)
            {
                Open(signs[i]);
            }
        }

        prefix = signs;
        return signs[^1] == ';' ? Term(rest) : rest;
    }

    private void Open(char sign)
    {
        into.Append(
            sign switch
            {
                '*' => "<ul><li>",
                '#' => "<ol><li>",
                ':' => "<dl><dd>",
                _ => "<dl><dt>",
            }
        );
        isTermOpen = sign == ';';
    }

    private void Next(char sign)
    {
        if (sign is '*' or '#')
        {
            into.Append("</li><li>");
            return;
        }

        into.Append(isTermOpen ? "</dt>" : "</dd>").Append(sign == ';' ? "<dt>" : "<dd>");
        isTermOpen = sign == ';';
    }

    private void CloseLists(int down)
    {
        for (var i = prefix.Length - 1; i >= down; i--)
        {
            into.Append(
                prefix[i] switch
                {
                    '*' => "</li></ul>",
                    '#' => "</li></ol>",
                    _ => isTermOpen ? "</dt></dl>" : "</dd></dl>",
                }
            );
            isTermOpen = false;
        }

        into.Append(prefix.Length > down ? "\n" : "");
        prefix = prefix[..down];
    }

    /// <summary>A term with its meaning behind a colon on the same line.</summary>
    private string Term(string line)
    {
        var depth = 0;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '<':
                    var end = line.IndexOf('>', i);
                    if (end < 0)
                    {
                        return line;
                    }

                    depth +=
                        line[i + 1] == '/' ? -1
                        : line[end - 1] == '/' ? 0
                        : 1;
                    i = end;
                    break;
                case ':' when depth <= 0:
                    isTermOpen = false;
                    prefix = prefix[..^1] + ":";
                    return line[..i].TrimEnd() + "</dt><dd>" + line[(i + 1)..];
            }
        }

        return line;
    }

    private void Words(string line)
    {
        var (opens, closes, opensPre, closesPre) = Tags(line);
        if (opens || closes)
        {
            pending = null;
            if (!opensPre || closesPre || section != "pre")
            {
                CloseSection();
            }

            isInPre =
                opensPre && !closesPre ? true
                : closesPre ? false
                : isInPre;
            isInBlock = !closes;
        }
        else if (!isInBlock && !isInPre)
        {
            Paragraph(ref line);
        }

        if (closesPre)
        {
            isInPre = false;
        }

        if (pending is null)
        {
            into.Append(line).Append('\n');
        }
    }

    private void Paragraph(ref string line)
    {
        var isBlank = string.IsNullOrWhiteSpace(line);
        if (line.StartsWith(' ') && (section == "pre" || !isBlank) && !isInQuote)
        {
            if (section != "pre")
            {
                pending = null;
                CloseSection();
                into.Append("<pre>");
                section = "pre";
            }

            line = line[1..];
        }
        else if (isBlank)
        {
            if (pending is not null)
            {
                into.Append(pending).Append("<br />");
                pending = null;
                section = "p";
            }
            else if (section != "p")
            {
                CloseSection();
                pending = "<p>";
            }
            else
            {
                pending = "</p><p>";
            }
        }
        else if (pending is not null)
        {
            into.Append(pending);
            pending = null;
            section = "p";
        }
        else if (section != "p")
        {
            CloseSection();
            into.Append("<p>");
            section = "p";
        }
    }

    private void CloseSection()
    {
        into.Append(section.Length > 0 ? $"</{section}>\n" : "");
        section = "";
    }

    private (bool Opens, bool Closes, bool OpensPre, bool ClosesPre) Tags(string line)
    {
        var (opens, closes, opensPre, closesPre) = (false, false, false, false);
        for (var i = line.IndexOf('<', StringComparison.Ordinal); i >= 0; i = line.IndexOf('<', i + 1))
        {
            var end = i + 1;
            while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || (end == i + 1 && line[end] == '/')))
            {
                end++;
            }

            var name = line[(i + 1)..end];
            opens |= Opening.Contains(name);
            closes |= Closing.Contains(name);
            opensPre |= name is "pre";
            closesPre |= name is "/pre";
            isInQuote = name is "blockquote" || (isInQuote && name is not "/blockquote");
        }

        return (opens, closes, opensPre, closesPre);
    }
}
