using Markdig.Helpers;
using Markdig.Syntax;

namespace Moot.Commons.Texts;

/// <summary>Limits of a Markdown text, so that showing it takes time in proportion to its length whatever is in it.</summary>
public static class MarkdownLimits
{
    /// <summary>UTF-16 characters of a text.</summary>
    public const int CharactersMax = 4 << 20;

    /// <summary>Quotations, lists and emphases within each other.</summary>
    public const int NestingMax = 48;

    /// <summary>Square brackets that open in one paragraph, heading or cell.</summary>
    public const int BracketsMax = 600;

    /// <summary>Stars, underscores and tildes in one paragraph, heading or cell.</summary>
    public const int EmphasisMax = 1_500;

    /// <summary>Backticks, angle brackets and braces that open in one paragraph, heading or cell.</summary>
    public const int OthersMax = 6_000;

    /// <summary>Definitions of links without an empty line between them.</summary>
    public const int DefinitionsMax = 1_000;

    /// <summary>Headings that are underlined, rather than begun with a sign: reading them takes time with the square of their number.</summary>
    public const int UnderlinesMax = 5_000;

    /// <summary>Spaces before the sign of a list, for each list around it.</summary>
    public const int IndentMax = 6;

    private const int TabColumns = 4;

    /// <summary>Columns of a table; with more it is no table.</summary>
    public const int ColumnsMax = 64;

    /// <summary>Pages taken in by one page, and by those.</summary>
    public const int InclusionsMax = 100;

    /// <summary>Pages taken in within each other.</summary>
    public const int InclusionDepthMax = 5;

    /// <summary>UTF-16 characters of all texts that one page takes in.</summary>
    public const int IncludedCharactersMax = 4 << 20;

    /// <summary>UTF-16 characters of an address that is linked to.</summary>
    public const int UrlCharactersMax = 2_048;

    /// <summary>UTF-16 characters between [[ and ]].</summary>
    public const int WikiLinkCharactersMax = 2_048;

    /// <summary>True if reading the blocks of this text could take more than a moment: nested too deeply, too many underlined headings, or too many definitions of links run together.</summary>
    internal static bool AreBlocksTangled(string markdown)
    {
        var (definitions, underlines, isBelowWords) = (0, 0, false);
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            definitions =
                line.IsWhiteSpace() ? 0
                : IsDefinition(line) ? definitions + 1
                : definitions;
            underlines += isBelowWords && IsUnderline(line) ? 1 : 0;
            isBelowWords = !line.IsWhiteSpace();
            if (definitions > DefinitionsMax || underlines > UnderlinesMax || Openings(line) > NestingMax)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if reading the inlines of this block could take more than a moment.</summary>
    internal static bool IsTangled(StringLineGroup lines)
    {
        var (brackets, emphasis, others) = (0, 0, 0);
        for (var i = 0; i < lines.Count; i++)
        {
            foreach (var c in lines.Lines[i].Slice.AsSpan())
            {
                switch (c)
                {
                    case '[':
                        brackets++;
                        break;
                    case '*' or '_' or '~':
                        emphasis++;
                        break;
                    case '`' or '<' or '{':
                        others++;
                        break;
                }
            }
        }

        return brackets > BracketsMax || emphasis > EmphasisMax || others > OthersMax;
    }

    /// <summary>Perhaps the line below the words of a heading, in a quotation or list or not.</summary>
    private static bool IsUnderline(ReadOnlySpan<char> line)
    {
        var signs = line.Trim(" \t>");
        return !signs.IsEmpty && (signs.TrimStart('=').IsEmpty || signs.TrimStart('-').IsEmpty);
    }

    /// <summary>Perhaps [words]: address, in a quotation or list or not.</summary>
    private static bool IsDefinition(ReadOnlySpan<char> line) =>
        line.TrimStart(" \t>-+*.)0123456789").StartsWith("[") && line.Contains("]:", StringComparison.Ordinal);

    private static int Openings(ReadOnlySpan<char> line)
    {
        var (indent, marks, first, isRuler) = (0, 0, '\0', true);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c is ' ' or '\t')
            {
                indent +=
                    first != '\0' ? 0
                    : c == '\t' ? TabColumns
                    : 1;
                continue;
            }

            first = first == '\0' ? c : first;
            isRuler &= c == first && c is '*' or '-' or '_';
            var isMark = c is '*' or '-' or '+' or '.' or ')' or ':' && (i + 1 == line.Length || line[i + 1] is ' ' or '\t');
            if (c != '>' && !isMark && !char.IsAsciiDigit(c))
            {
                isRuler = false;
                break;
            }

            marks += c == '>' || isMark ? 1 : 0;
        }

        return isRuler || marks == 0 ? 0 : indent / IndentMax + marks;
    }
}
