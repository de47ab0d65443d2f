using System.Collections.Immutable;
using Moot.Commons.Texts;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>Two revisions beside each other.</summary>
/// <param name="Old">The page of the old one.</param>
/// <param name="New">The page of the new one.</param>
/// <param name="Before">The old one.</param>
/// <param name="After">The new one.</param>
/// <param name="Part">What changed; null where one of the texts is out of sight.</param>
/// <param name="IsSide">True to show them side by side.</param>
/// <param name="Earlier">The change before this one; null where there is none.</param>
/// <param name="Later">The change after this one; null where there is none.</param>
/// <param name="IsOwn">True if the visitor saved the new one.</param>
public sealed record DiffView(
    PageHead Old,
    PageHead New,
    RevisionHead Before,
    RevisionHead After,
    DiffPart? Part,
    bool IsSide,
    (long Old, long New)? Earlier,
    (long Old, long New)? Later,
    bool IsOwn
)
{
    /// <summary>True if both are texts of one page.</summary>
    public bool IsOnePage => Old.Page.Id == New.Page.Id;
}

/// <summary>As much of a comparison as is shown at once.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="First">Number of the first of them, from 0.</param>
/// <param name="Total">Rows in all.</param>
/// <param name="Hunks">Changed blocks in all.</param>
/// <param name="IsCoarse">True if larger blocks than needed may be shown as changed.</param>
public sealed record DiffPart(ImmutableArray<HunkRow> Rows, int First, int Total, int Hunks, bool IsCoarse)
{
    /// <summary>Rows that are shown at once.</summary>
    public const int RowsMax = 1_000;

    /// <summary>Characters that are shown at once, but for one row at the least.</summary>
    public const int CharactersMax = 300_000;

    /// <summary>Number of the first row that is not shown any more; null where all are.</summary>
    public int? Next => First + Rows.Length < Total ? First + Rows.Length : null;

    /// <summary>A part of a comparison.</summary>
    /// <param name="old">The old text.</param>
    /// <param name="new">The new text.</param>
    /// <param name="first">The first row, from 0.</param>
    /// <param name="rowsMax">Rows at most.</param>
    public static DiffPart Between(string old, string @new, int first = 0, int rowsMax = RowsMax)
    {
        var diff = TextDiff.Between(old, @new);
        var all = Texts.Hunks.Of(diff);
        first = Math.Clamp(first, 0, all.Length);
        var (count, characters) = (0, 0);
        while (first + count < all.Length && count < rowsMax && (count == 0 || characters < CharactersMax))
        {
            var row = all[first + count++].Row;
            characters += (row.Old?.Spans.Sum(s => s.Text.Length) ?? 0) + (row.New?.Spans.Sum(s => s.Text.Length) ?? 0);
        }

        return new([.. all.AsSpan(first, count)], first, all.Length, all.Length == 0 ? 0 : all.Max(r => r.Hunk), diff.IsCoarse);
    }
}
