using System.Numerics;
using System.Runtime.InteropServices;

namespace Moot.Counting;

/// <summary>Compares every two options on every ballot, many at once.</summary>
/// <remarks>A ballot's marks are compared with each of them in one wide register; small sums are kept in 16 bits and carried over before they could overflow.</remarks>
internal static class PairwiseLoop
{
    private static readonly int Lanes = Vector<short>.Count;

    /// <summary>For every two options, on how many ballots the one has the smaller mark.</summary>
    public static long[] Count(Poll poll)
    {
        var n = poll.Options.Length;
        var wide = (n + Lanes - 1) / Lanes;
        var cells = new long[n * n];
        var sums = new short[n * wide * Lanes];
        var padded = new short[wide * Lanes];
        var gathered = 0L;
        for (var b = 0; b < poll.Ballots; b++)
        {
            var marks = poll.Ballot(b);
            for (var left = poll.Counts[b]; left > 0; )
            {
                var times = Math.Min(left, short.MaxValue);
                if (gathered + times > short.MaxValue)
                {
                    Carry(sums, cells, n);
                    gathered = 0;
                    if (left > short.MaxValue)
                    {
                        // So many equal ballots are counted one pair after another.
                        Add(marks, left, cells);
                        break;
                    }
                }

                marks.CopyTo(padded);
                Add(marks, padded, (short)times, sums, wide);
                gathered += times;
                left -= times;
            }
        }

        Carry(sums, cells, n);
        return cells;
    }

    private static void Add(ReadOnlySpan<short> marks, ReadOnlySpan<short> padded, short times, Span<short> sums, int wide)
    {
        var others = MemoryMarshal.Cast<short, Vector<short>>(padded);
        var rows = MemoryMarshal.Cast<short, Vector<short>>(sums);
        var count = new Vector<short>(times);
        for (var i = 0; i < marks.Length; i++)
        {
            var mine = new Vector<short>(marks[i]);
            var row = rows.Slice(i * wide, wide);
            for (var k = 0; k < row.Length; k++)
            {
                row[k] += Vector.LessThan(mine, others[k]) & count;
            }
        }
    }

    private static void Add(ReadOnlySpan<short> marks, long times, long[] cells)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            for (var j = 0; j < marks.Length; j++)
            {
                cells[(i * marks.Length) + j] += marks[i] < marks[j] ? times : 0;
            }
        }
    }

    private static void Carry(short[] sums, long[] cells, int n)
    {
        var width = n == 0 ? 0 : sums.Length / n;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                cells[(i * n) + j] += sums[(i * width) + j];
            }
        }

        Array.Clear(sums);
    }
}
