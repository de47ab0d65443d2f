using System.Collections.Immutable;
using Markdig.Helpers;
using Markdig.Syntax;

namespace Moot.Commons.Texts;

/// <summary>A table; its children are rows, the first of them the head, and theirs are cells.</summary>
internal sealed class TableBlock() : ContainerBlock(null);

internal sealed class TableRowBlock() : ContainerBlock(null);

internal sealed class TableCellBlock : LeafBlock
{
    public TableCellBlock(string text, string align)
        : base(null)
    {
        Align = align;
        ProcessInlines = true;
        Lines = new StringLineGroup(1);
        Lines.Add(new StringSlice(text));
    }

    /// <summary>left, center, right, or nothing.</summary>
    public string Align { get; }
}

/// <summary>Tables as GitHub writes them (GFM 0.29, section 4.10), found in the lines of a paragraph.</summary>
/// <remarks>Markdig's own tables take time with the square of their rows. A | within [[...]] is part of the link; short rows stay short.</remarks>
internal static class Tables
{
    /// <summary>The table in these lines and the lines before it; null where there is none.</summary>
    public static (int LinesBefore, TableBlock Table)? Find(StringLineGroup lines)
    {
        for (var i = 1; i < lines.Count; i++)
        {
            if (Aligns(lines.Lines[i].Slice.AsSpan()) is { } aligns && Cells(lines.Lines[i - 1].Slice.AsSpan()) is var head && head.Count == aligns.Length)
            {
                var table = new TableBlock { Row(head, aligns) };
                for (var row = i + 1; row < lines.Count; row++)
                {
                    table.Add(Row(Cells(lines.Lines[row].Slice.AsSpan()), aligns));
                }

                return (i - 1, table);
            }
        }

        return null;
    }

    private static TableRowBlock Row(List<string> cells, ImmutableArray<string> aligns)
    {
        var row = new TableRowBlock();
        for (var i = 0; i < Math.Min(cells.Count, aligns.Length); i++)
        {
            row.Add(new TableCellBlock(cells[i], aligns[i]));
        }

        return row;
    }

    private static ImmutableArray<string>? Aligns(ReadOnlySpan<char> line)
    {
        if (!line.Contains('|') || !line.Contains('-') || line.ContainsAnyExcept("|-: \t"))
        {
            return null;
        }

        var cells = Cells(line);
        return
            cells.Count is 0 or > MarkdownLimits.ColumnsMax
            || cells.Exists(c => c.AsSpan().Trim(':').ContainsAnyExcept('-') || !c.Contains('-', StringComparison.Ordinal))
            ? null
            : [.. cells.Select(Align)];
    }

    private static string Align(string cell) =>
        (cell.StartsWith(':'), cell.EndsWith(':')) switch
        {
            (true, true) => "center",
            (true, false) => "left",
            (false, true) => "right",
            _ => "",
        };

    private static List<string> Cells(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        line = line.StartsWith("|") ? line[1..] : line;
        var cells = new List<string>();
        var start = 0;
        for (var i = 0; i < line.Length && cells.Count <= MarkdownLimits.ColumnsMax; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == '[' && line[i..].StartsWith("[["))
            {
                var inner = line[(i + 2)..Math.Min(line.Length, i + 2 + MarkdownLimits.WikiLinkCharactersMax)];
                var end = inner.IndexOfAny('[', ']');
                i += end >= 0 && inner[end..].StartsWith("]]") ? end + 3 : 1;
            }
            else if (line[i] == '|')
            {
                Add(line[start..i]);
                start = i + 1;
            }
        }

        if (start < line.Length)
        {
            Add(line[start..]);
        }

        return cells;

        void Add(ReadOnlySpan<char> cell) => cells.Add(cell.Trim().ToString().Replace("\\|", "|", StringComparison.Ordinal));
    }
}
