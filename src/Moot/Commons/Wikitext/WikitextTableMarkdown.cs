using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>A table of wikitext as one of Markdown: its caption above, its cells on one line each.</summary>
internal static class WikitextTableMarkdown
{
    /// <summary>Cells of one row; more are left as they were typed.</summary>
    private const int ColumnsMax = 100;

    /// <summary>The line behind the table that begins on one.</summary>
    public static int End(string[] lines, int start)
    {
        var depth = 0;
        for (var i = start; i < lines.Length; i++)
        {
            var line = lines[i].AsSpan().TrimStart();
            if (line.StartsWith("{|"))
            {
                depth++;
            }
            else if (line.StartsWith("|}") && --depth == 0)
            {
                return i + 1;
            }
        }

        return lines.Length;
    }

    /// <summary>Writes it.</summary>
    public static string Write(ReadOnlySpan<string> lines, MarkdownRun run)
    {
        if (HasNested(lines[1..]))
        {
            run.Lose(Lost.Nested);
            return run.Code(run.Original(string.Join('\n', lines!)), "wikitext");
        }

        var table = new Table();
        if (lines[0].TrimStart().Length > 2)
        {
            table.IsStyled = true;
        }

        foreach (var typed in lines[1..])
        {
            table.Read(typed.Trim(), typed);
        }

        table.End();
        if (table.IsStyled)
        {
            run.Lose(Lost.Style);
        }

        return table.Write(run);
    }

    private static bool HasNested(ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.AsSpan().TrimStart().StartsWith("{|"))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Table
    {
        private readonly List<(List<string> Cells, bool IsHead)> rows = [];
        private List<string> row = [];
        private string caption = "";
        private bool isHead = true;
        private bool isCaption;

        public bool IsStyled { get; set; }

        public void Read(string line, string typed)
        {
            if (line.StartsWith("|}", StringComparison.Ordinal))
            {
                return;
            }

            if (line.StartsWith("|+", StringComparison.Ordinal))
            {
                (caption, isCaption) = (Words(line[2..]), true);
            }
            else if (line.StartsWith("|-", StringComparison.Ordinal))
            {
                IsStyled |= line.TrimStart('|', '-').Trim().Length > 0;
                End();
            }
            else if (line.Length > 0 && line[0] is '|' or '!')
            {
                isCaption = false;
                isHead &= line[0] == '!';
                var rest = line[1..];
                rest = line[0] == '!' ? rest.Replace("!!", "||", StringComparison.Ordinal) : rest;
                row.AddRange(rest.Split("||").Select(Words));
            }
            else if (isCaption)
            {
                caption += " " + line;
            }
            else if (row.Count > 0)
            {
                row[^1] += "\n" + typed.Trim();
            }
        }

        public void End()
        {
            isCaption = false;
            if (row.Count > 0)
            {
                rows.Add((row, isHead));
            }

            (row, isHead) = ([], true);
        }

        public string Write(MarkdownRun run)
        {
            var columns = rows.Count == 0 ? 0 : Math.Min(ColumnsMax, rows.Max(r => r.Cells.Count));
            var result = new StringBuilder();
            if (caption.Length > 0)
            {
                result.Append("**").Append(run.Cell(caption.Replace("'''", "", StringComparison.Ordinal))).Append("**\n\n");
            }

            if (columns == 0)
            {
                return result.ToString().TrimEnd();
            }

            var hasHead = rows[0].IsHead;
            Row(result, hasHead ? rows[0].Cells : [], columns, run);
            result.Append('|').Insert(result.Length, " --- |", columns).Append('\n');
            foreach (var (cells, _) in rows.Skip(hasHead ? 1 : 0))
            {
                Row(result, cells, columns, run);
            }

            return result.ToString().TrimEnd('\n');
        }

        private static void Row(StringBuilder result, List<string> cells, int columns, MarkdownRun run)
        {
            result.Append('|');
            for (var i = 0; i < columns; i++)
            {
                var words = i < cells.Count ? run.Cell(cells[i]) : "";
                result.Append(' ').Append(words).Append(words.Length > 0 ? " |" : "|");
            }

            result.Append('\n');
        }

        /// <summary>The words of a cell without its attributes, which end with a single bar outside of links.</summary>
        private string Words(string cell)
        {
            var bar = cell.IndexOf('|', StringComparison.Ordinal);
            var link = cell.IndexOf("[[", StringComparison.Ordinal);
            if (bar < 0 || (link >= 0 && link < bar))
            {
                return cell.Trim();
            }

            IsStyled |= bar > 0;
            return cell[(bar + 1)..].Trim();
        }
    }
}
