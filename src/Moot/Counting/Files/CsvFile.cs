using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Moot.Counting.Files;

/// <summary>CSV with the options in the first line and a ballot in each further one: ranks or scores, empty for none.</summary>
/// <remarks>
/// A column <c>count</c> says how often a ballot was cast; columns <c>voter</c>, <c>receipt</c>, <c>ballot</c> and <c>time</c> are passed over. Commas or semicolons, quotes as in RFC 4180.
/// A file whose first cell is empty or <c>matrix</c> is a matrix: each line an option, and how many prefer it to the column's.
/// </remarks>
public static class CsvFile
{
    private static readonly string[] Passed = ["voter", "receipt", "ballot", "time"];

    internal static Poll Read(Lines lines, bool wantsScores)
    {
        var rows = lines.All.Where(l => !string.IsNullOrWhiteSpace(l.Text) && !l.Text.StartsWith('#')).ToList();
        if (rows.Count == 0)
        {
            throw new BallotException(1, "the file is empty");
        }

        var (first, header) = rows[0];
        var mark = header.Contains(';', StringComparison.Ordinal) && !header.Contains(',', StringComparison.Ordinal) ? ';' : ',';
        var heads = Cells(first, header, mark);
        if (heads[0].Trim().Length == 0 || Is(heads[0], "matrix"))
        {
            return Matrix(lines.OptionsMax, first, heads, [.. rows.Skip(1).Select(r => (r.Number, Cells(r.Number, r.Text, mark)))]);
        }

        var counted = heads.FindIndex(h => Is(h, "count"));
        var columns = Enumerable.Range(0, heads.Count).Where(i => i != counted && !Passed.Any(p => Is(heads[i], p))).ToList();
        var builder = new PollBuilder(Reading.Names(first, columns.Select(c => heads[c]), lines.OptionsMax), wantsScores);
        foreach (var (number, text) in rows.Skip(1))
        {
            var cells = Cells(number, text, mark);
            if (cells.Count != heads.Count)
            {
                throw new BallotException(number, $"has {cells.Count} cells; the first line has {heads.Count}");
            }

            var marks = Reading.Blank(columns.Count, wantsScores);
            foreach (var (i, column) in columns.Index())
            {
                if (cells[column].Trim() is { Length: > 0 } cell && cell != "-")
                {
                    marks[i] = wantsScores ? Reading.Score(number, cell) : Reading.Rank(number, cell);
                }
            }

            builder.Add(number, counted < 0 ? 1 : Reading.Count(number, cells[counted], "number of ballots"), marks);
        }

        return builder.Build();
    }

    private static bool Is(string head, string name) => string.Equals(head.Trim(), name, StringComparison.OrdinalIgnoreCase);

    private static Poll Matrix(int optionsMax, int first, List<string> heads, List<(int Number, List<string> Cells)> rows)
    {
        var options = Reading.Names(first, heads.Skip(1), optionsMax);
        var cells = ImmutableArray.CreateBuilder<long>();
        foreach (var (i, (number, row)) in rows.Index())
        {
            if (row.Count != heads.Count || i >= options.Length || row[0].Trim() != options[i])
            {
                throw new BallotException(
                    number,
                    "the rows of a matrix are the options of the first line, in the same order, each with a cell for every option"
                );
            }

            cells.AddRange(row.Skip(1).Select(c => c.Trim() is "" or "-" ? 0 : Reading.Count(number, c, "number of votes")));
        }

        return rows.Count == options.Length
            ? new(options, [], [], false) { Matrix = new(options.Length, cells.ToImmutable()) }
            : throw new BallotException(rows.Count > 0 ? rows[^1].Number : first, $"the matrix has {rows.Count} rows for {options.Length} options");
    }

    private static List<string> Cells(int line, string text, char mark)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (isQuoted, isBlank) = (false, true);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (isQuoted || isBlank))
            {
                if (isQuoted && i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[i++]);
                }
                else
                {
                    isQuoted = !isQuoted;
                }
            }
            else if (text[i] == mark && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
                isBlank = true;
            }
            else
            {
                cell.Append(text[i]);
                isBlank &= char.IsWhiteSpace(text[i]);
            }
        }

        cells.Add(cell.ToString());
        return isQuoted ? throw new BallotException(line, "a quotation mark is not closed") : cells;
    }

    /// <summary>Writes ballots with their counts; unranked options are empty.</summary>
    public static string Write(Poll poll)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', poll.Options.Prepend("count").Select(Quoted)).Append("\r\n");
        for (var b = 0; b < poll.Ballots; b++)
        {
            var marks = poll.Ballot(b).ToArray().Select(m => !poll.IsScored && m == Poll.Unranked ? "" : m.ToString(CultureInfo.InvariantCulture));
            text.AppendJoin(',', marks.Prepend($"{poll.Counts[b]}")).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny("\",;\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
