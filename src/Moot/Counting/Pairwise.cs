using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>For every two options: how many prefer the one to the other.</summary>
/// <param name="Size">How many options there are.</param>
/// <param name="Cells">Row after row: how many prefer the row's option to the column's.</param>
public sealed record Pairwise(int Size, ImmutableArray<long> Cells)
{
    /// <summary>How many prefer one option to another.</summary>
    public long this[int one, int other] => Cells[(one * Size) + other];

    /// <summary>True if more prefer the one than the other.</summary>
    public bool Beats(int one, int other) => this[one, other] > this[other, one];

    /// <summary>Counts them: of a poll with ballots, or as the poll itself says.</summary>
    public static Pairwise Of(Poll poll)
    {
        if (poll.Matrix is { } given)
        {
            return given;
        }

        var n = poll.Options.Length;
        var cells = PairwiseLoop.Count(poll);
        return new(n, [.. poll.IsScored ? Turned(cells, n) : cells]);
    }

    private static long[] Turned(long[] cells, int n)
    {
        var turned = new long[cells.Length];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                turned[(i * n) + j] = cells[(j * n) + i];
            }
        }

        return turned;
    }

    /// <summary>All defeats among some options: who beats whom, row by row.</summary>
    public ImmutableArray<Defeat> Defeats(IReadOnlyList<int> among)
    {
        var defeats = ImmutableArray.CreateBuilder<Defeat>();
        foreach (var one in among)
        {
            foreach (var other in among.Where(o => Beats(one, o)))
            {
                defeats.Add(new(one, other, this[one, other], this[other, one]));
            }
        }

        return defeats.ToImmutable();
    }

    public bool Equals(Pairwise? other) => other is not null && Size == other.Size && Cells.AsSpan().SequenceEqual(other.Cells.AsSpan());

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var cell in Cells)
        {
            hash.Add(cell);
        }

        return hash.ToHashCode();
    }
}

/// <summary>One option beats another.</summary>
/// <param name="Winner">The option that more prefer.</param>
/// <param name="Loser">The other.</param>
/// <param name="For">How many prefer the winner.</param>
/// <param name="Against">How many prefer the loser.</param>
public readonly record struct Defeat(int Winner, int Loser, long For, long Against)
{
    /// <summary>How weak: fewer votes for it is weaker; of as many, more against it is weaker. Debian constitution A.5.7.</summary>
    public static int Compare(Defeat left, Defeat right) => left.For != right.For ? left.For.CompareTo(right.For) : right.Against.CompareTo(left.Against);
}
