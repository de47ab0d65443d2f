using System.Text;

namespace Moot.Commons.Wikitext;

/// <summary>Tables between <c>{|</c> and <c>|}</c>, line by line.</summary>
internal sealed class WikitextTables(WikitextRun run)
{
    private readonly StringBuilder into = new();
    private readonly Stack<Table> open = new();

    /// <summary>The text with tables as HTML.</summary>
    public static string Pass(string text, WikitextRun run)
    {
        if (!text.Contains("{|", StringComparison.Ordinal))
        {
            return text;
        }

        var tables = new WikitextTables(run);
        foreach (var line in text.Split('\n'))
        {
            tables.Line(line);
        }

        while (tables.open.Count > 0)
        {
            tables.End("");
            tables.into.Append('\n');
        }

        tables.into.Length--;
        return tables.into.ToString();
    }

    private void Line(string whole)
    {
        var line = whole.AsSpan().Trim();
        var indent = line.IndexOfAnyExcept(':') is > 0 and var colons ? colons : 0;
        if (line[indent..].TrimStart().StartsWith("{|") && open.Count < WikitextLimits.TableDepthMax)
        {
            Begin(line[indent..].TrimStart()[2..].ToString(), Math.Min(indent, WikitextLimits.ListDepthMax));
        }
        else if (open.Count == 0)
        {
            into.Append(whole);
        }
        else if (line.StartsWith("|}"))
        {
            End(line[2..].ToString());
        }
        else if (line.StartsWith("|-"))
        {
            Row(line[1..].TrimStart('-').ToString());
        }
        else if (line.StartsWith("|+"))
        {
            Cells(line[2..].ToString(), "caption");
        }
        else if (line is ['|', ..])
        {
            Cells(line[1..].ToString(), "td");
        }
        else if (line is ['!', ..])
        {
            Cells(line[1..].ToString().Replace("!!", "||", StringComparison.Ordinal), "th");
        }
        else
        {
            into.Append(whole);
        }

        into.Append('\n');
    }

    private void Begin(string attributes, int indent)
    {
        into.Insert(into.Length, "<dl><dd>", indent).Append("<table").Append(Written(attributes, "table")).Append('>');
        open.Push(new(indent));
    }

    private void End(string rest)
    {
        var table = open.Pop();
        CloseCell(table);
        if (table.IsRowOpen)
        {
            into.Append("</tr>\n");
        }
        else if (!table.HasRows)
        {
            into.Append("<tr><td></td></tr>\n");
        }

        into.Append("</table>").Append(rest).Insert(into.Length, "</dd></dl>", table.Indent);
    }

    private void Row(string attributes)
    {
        var table = open.Peek();
        CloseCell(table);
        if (table.IsRowOpen)
        {
            into.Append("</tr>");
            table.IsRowOpen = false;
        }

        table.RowAttributes = Written(attributes, "tr");
    }

    private void Cells(string line, string tag)
    {
        var table = open.Peek();
        var isFirst = true;
        foreach (var cell in tag is "caption" ? [line] : line.Split("||"))
        {
            into.Append(isFirst ? "" : "\n");
            isFirst = false;
            CloseCell(table);
            if (tag is not "caption" && !table.IsRowOpen)
            {
                into.Append("<tr").Append(table.RowAttributes).Append(">\n");
                (table.IsRowOpen, table.HasRows, table.RowAttributes) = (true, true, "");
            }

            table.Cell = tag;
            var bar = cell.IndexOf('|', StringComparison.Ordinal);
            var isMarked =
                bar >= 0 && !cell.AsSpan(0, bar).Contains("[[", StringComparison.Ordinal) && !cell.AsSpan(0, bar).Contains("-{", StringComparison.Ordinal);
            var content = isMarked ? cell[(bar + 1)..] : cell;
            into.Append('<').Append(tag).Append(isMarked ? Written(cell[..bar], tag) : "").Append('>').Append(content);
        }
    }

    private void CloseCell(Table table)
    {
        if (table.Cell.Length > 0)
        {
            into.Append("</").Append(table.Cell).Append('>');
            table.Cell = "";
        }
    }

    private string Written(string attributes, string tag) =>
        string.IsNullOrWhiteSpace(attributes) ? "" : Attributes.Write(Attributes.Read(attributes), tag, run);

    private sealed class Table(int indent)
    {
        public int Indent => indent;

        public string Cell { get; set; } = "";

        public bool IsRowOpen { get; set; }

        public bool HasRows { get; set; }

        public string RowAttributes { get; set; } = "";
    }
}
