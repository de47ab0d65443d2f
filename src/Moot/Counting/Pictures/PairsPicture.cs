using System.Collections.Immutable;

namespace Moot.Counting.Pictures;

/// <summary>Who beats whom, as a table whose cells are the darker the clearer a win was.</summary>
internal static class PairsPicture
{
    private const int HeatMost = 9;

    /// <summary>The table.</summary>
    /// <param name="title">What it has.</param>
    /// <param name="names">Names and numbers.</param>
    /// <param name="matrix">How many prefer the row to the column.</param>
    /// <param name="order">Which options, and in which order.</param>
    /// <param name="winners">Who won.</param>
    public static NumberTable Of(string title, Names names, Pairwise matrix, ImmutableArray<int> order, ImmutableArray<int> winners)
    {
        var shown = order.Take(PictureLimits.PairsOptionsMax).ToImmutableArray();
        return new(
            title,
            [names.Words["tally.prefer"], .. shown.Select((_, i) => $"{i + 1}")],
            [.. shown.Select((o, i) => new NumberRow($"{i + 1} {names[o]}", [.. shown.Select(p => Cell(names, matrix, o, p))], winners.Contains(o)))]
        )
        {
            Names = [names.Words["tally.prefer"], .. shown.Select(o => names[o])],
        };
    }

    private static NumberCell Cell(Names names, Pairwise matrix, int row, int column)
    {
        if (row == column)
        {
            return new("·");
        }

        var (above, below) = (matrix[row, column], matrix[column, row]);
        var said = names.Words.Number(above);
        return above > below ? new($"✓ {said}", Heat(above, below), IsMore: true)
            : above == below ? new($"= {said}")
            : new(said);
    }

    // From just more than half to all of those who prefer one of the two.
    private static int Heat(long above, long below) => 1 + (int)(((Int128)above - below) * (HeatMost - 1) / ((Int128)above + below));
}
