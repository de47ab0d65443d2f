using System.Collections.Immutable;
using System.Text;

namespace Moot.Commons.Texts;

/// <summary>A row of a comparison and the changed block that it belongs to.</summary>
/// <param name="Row">The row.</param>
/// <param name="Hunk">Number of the block, from 1; 0 for what did not change.</param>
/// <param name="Begins">True for the first row of a block.</param>
public readonly record struct HunkRow(DiffRow Row, int Hunk, bool Begins);

/// <summary>The changed blocks of a comparison, counted from top to bottom, so that some of them can be taken back.</summary>
public static class Hunks
{
    /// <summary>The rows with their blocks. The numbers do not depend on how much around them is shown.</summary>
    public static ImmutableArray<HunkRow> Of(TextDiff diff)
    {
        var rows = ImmutableArray.CreateBuilder<HunkRow>(diff.Rows.Length);
        var (hunk, isInside) = (0, false);
        foreach (var row in diff.Rows)
        {
            var isChange = row.Kind is not (DiffRowKind.Same or DiffRowKind.Folded);
            var begins = isChange && !isInside;
            hunk += begins ? 1 : 0;
            rows.Add(new(row, isChange ? hunk : 0, begins));
            isInside = isChange;
        }

        return rows.DrainToImmutable();
    }

    /// <summary>The new text with some of its changed blocks as they were in the old one.</summary>
    public static string TakenBack(string old, string @new, IReadOnlySet<int> hunks)
    {
        var text = new StringBuilder(@new.Length);
        foreach (var (row, hunk, _) in Of(TextDiff.Between(old, @new, int.MaxValue)))
        {
            if ((hunks.Contains(hunk) ? row.Old : row.New) is { } line)
            {
                text.Append(line.Text).Append(End(line.End));
            }
        }

        return text.ToString();
    }

    private static string End(LineEnd end) =>
        end switch
        {
            LineEnd.CrLf => "\r\n",
            LineEnd.Lf => "\n",
            _ => "",
        };
}
