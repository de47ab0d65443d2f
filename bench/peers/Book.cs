using System.Text;

namespace Moot.Peers;

/// <summary>What was measured of one program.</summary>
/// <param name="Text">As it is told.</param>
/// <param name="Value">The number that is compared.</param>
/// <param name="Second">A second one, where both count.</param>
/// <param name="More">What is told while the run goes on, and has no room in the table.</param>
internal readonly record struct Cell(string Text, double Value = double.NaN, double Second = double.NaN, string More = "");

/// <summary>What was asked for, and whether it came out.</summary>
/// <param name="Ratio">Ours against theirs.</param>
/// <param name="Wanted">What was asked for.</param>
/// <param name="IsMet">True if it came out.</param>
internal readonly record struct Goal(string Ratio, string Wanted, bool IsMet);

/// <summary>All figures of a run, by what was done and by whom, and the table of them.</summary>
internal sealed class Book
{
    private readonly List<string> rows = [];
    private readonly List<string> names = [];
    private readonly Dictionary<(string Row, string Name), Cell> cells = [];
    private readonly Dictionary<string, Goal> goals = new(StringComparer.Ordinal);

    public void Put(string row, string name, Cell cell)
    {
        if (!rows.Contains(row))
        {
            rows.Add(row);
        }

        if (!names.Contains(name))
        {
            names.Add(name);
        }

        cells[(row, name)] = cell;
        Console.WriteLine($"  {row} · {name}: {cell.Text}" + (cell.More.Length > 0 ? $"; {cell.More}" : ""));
    }

    public IReadOnlyList<string> Rows => rows;

    /// <summary>The cells of those whose names begin so.</summary>
    public IEnumerable<Cell> Of(string row, string beginning) =>
        names.Where(n => n.StartsWith(beginning, StringComparison.Ordinal)).Select(n => Find(row, n)).OfType<Cell>();

    public Cell? Find(string row, string name) => cells.TryGetValue((row, name), out var cell) ? cell : null;

    /// <summary>Compares a row, if everybody who is asked for was measured.</summary>
    public void Aim(string row, Func<Goal?> compare)
    {
        if (rows.Contains(row) && compare() is { } goal)
        {
            goals[row] = goal;
        }
    }

    /// <summary>As Markdown, which is also what docs/performance.md takes.</summary>
    public string Table()
    {
        var table = new StringBuilder();
        table.AppendLine($"| | {string.Join(" | ", names)} | ratio | goal |");
        table.AppendLine($"| --- |{string.Concat(names.Select(_ => " --- |"))} --- | --- |");
        foreach (var row in rows)
        {
            var told = names.Select(n => Find(row, n)?.Text ?? "");
            var end = goals.TryGetValue(row, out var goal) ? $"{goal.Ratio} | {goal.Wanted}: {(goal.IsMet ? "met" : "**missed**")}" : " | told";
            table.AppendLine($"| {row} | {string.Join(" | ", told)} | {end} |");
        }

        return table.ToString();
    }
}
