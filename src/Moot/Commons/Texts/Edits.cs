using System.Collections.Immutable;

namespace Moot.Commons.Texts;

/// <summary>Here so many pieces of the old text gave way to so many of the new one.</summary>
internal readonly record struct Edit(int OldStart, int OldCount, int NewStart, int NewCount)
{
    public int OldEnd => OldStart + OldCount;

    public int NewEnd => NewStart + NewCount;
}

/// <summary>The shortest way from one sequence to another, or nearly: what was taken out and what was put in.</summary>
/// <remarks>
/// Source: E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in linear space, with the two shortcuts of GNU diff: pieces that only one side has are set aside first,
/// and a search that becomes too dear takes the best way found so far. Time is bounded by <see cref="StepsMax"/> and memory by the length of both.
/// </remarks>
internal sealed class Edits
{
    /// <summary>Steps that one comparison may take, roughly; shared out evenly over its length.</summary>
    public const int StepsMax = 16_000_000;

    /// <summary>Steps outwards that each search may take even in the longest texts.</summary>
    public const int ReachMin = 32;

    private readonly int[] old;
    private readonly int[] @new;
    private readonly bool[] isRemoved;
    private readonly bool[] isAdded;
    private readonly int[] oldAt;
    private readonly int[] newAt;
    private readonly int[] forward;
    private readonly int[] backward;
    private readonly int middle;
    private readonly int reachMax;

    private Edits(ReadOnlySpan<int> oldIds, ReadOnlySpan<int> newIds, int stepsMax)
    {
        isRemoved = new bool[oldIds.Length];
        isAdded = new bool[newIds.Length];
        (old, oldAt) = Shared(oldIds, newIds, isRemoved);
        (@new, newAt) = Shared(newIds, oldIds, isAdded);
        middle = @new.Length + 1;
        forward = new int[old.Length + @new.Length + 3];
        backward = new int[forward.Length];
        reachMax = Math.Max(ReachMin, stepsMax / forward.Length);
    }

    /// <summary>True if the shortest way was too dear to find.</summary>
    public bool IsCoarse { get; private set; }

    /// <summary>The edits from old to new, in order, with something unchanged between any two.</summary>
    public static ImmutableArray<Edit> Between(ReadOnlySpan<int> oldIds, ReadOnlySpan<int> newIds, out bool isCoarse, int stepsMax = StepsMax)
    {
        var start = oldIds.CommonPrefixLength(newIds);
        var (oldEnd, newEnd) = (oldIds.Length, newIds.Length);
        while (oldEnd > start && newEnd > start && oldIds[oldEnd - 1] == newIds[newEnd - 1])
        {
            (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
        }

        var edits = new Edits(oldIds[start..oldEnd], newIds[start..newEnd], stepsMax);
        edits.Compare(0, edits.old.Length, 0, edits.@new.Length);
        isCoarse = edits.IsCoarse;
        return edits.Collect(start);
    }

    /// <summary>Two replacements with next to nothing between them become one: it reads better than crumbs.</summary>
    /// <param name="edits">The edits, in order.</param>
    /// <param name="old">The old text.</param>
    /// <param name="piecesMax">Unchanged pieces that may be swallowed in one place.</param>
    /// <param name="isNothing">Whether a piece counts for nothing.</param>
    public static List<Edit> WithoutIslands(ImmutableArray<Edit> edits, Pieces old, int piecesMax, IsNothing isNothing)
    {
        var result = new List<Edit>(edits.Length);
        foreach (var edit in edits)
        {
            if (
                result.Count > 0
                && result[^1] is { OldCount: > 0, NewCount: > 0 } last
                && edit is { OldCount: > 0, NewCount: > 0 }
                && edit.OldStart - last.OldEnd <= piecesMax
                && Enumerable.Range(last.OldEnd, edit.OldStart - last.OldEnd).All(i => isNothing(old[i]))
            )
            {
                result[^1] = new(last.OldStart, edit.OldEnd - last.OldStart, last.NewStart, edit.NewEnd - last.NewStart);
            }
            else
            {
                result.Add(edit);
            }
        }

        return result;
    }

    /// <summary>Whether a piece counts for nothing.</summary>
    public delegate bool IsNothing(ReadOnlySpan<char> piece);

    /// <summary>The pieces that both have; the others are marked.</summary>
    private static (int[] Ids, int[] At) Shared(ReadOnlySpan<int> ids, ReadOnlySpan<int> others, bool[] marks)
    {
        var known = new HashSet<int>();
        foreach (var other in others)
        {
            known.Add(other);
        }

        var (shared, at) = (new List<int>(ids.Length), new List<int>(ids.Length));
        for (var i = 0; i < ids.Length; i++)
        {
            if (known.Contains(ids[i]))
            {
                shared.Add(ids[i]);
                at.Add(i);
            }
            else
            {
                marks[i] = true;
            }
        }

        return ([.. shared], [.. at]);
    }

    private ImmutableArray<Edit> Collect(int offset)
    {
        var edits = ImmutableArray.CreateBuilder<Edit>();
        for (int o = 0, n = 0; o < isRemoved.Length || n < isAdded.Length; o++, n++)
        {
            var (oldStart, newStart) = (o, n);
            while (o < isRemoved.Length && isRemoved[o])
            {
                o++;
            }

            while (n < isAdded.Length && isAdded[n])
            {
                n++;
            }

            if (o > oldStart || n > newStart)
            {
                edits.Add(new(offset + oldStart, o - oldStart, offset + newStart, n - newStart));
            }
        }

        return edits.DrainToImmutable();
    }

    private void Compare(int oldStart, int oldEnd, int newStart, int newEnd)
    {
        while (true)
        {
            while (oldStart < oldEnd && newStart < newEnd && old[oldStart] == @new[newStart])
            {
                (oldStart, newStart) = (oldStart + 1, newStart + 1);
            }

            while (oldStart < oldEnd && newStart < newEnd && old[oldEnd - 1] == @new[newEnd - 1])
            {
                (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1);
            }

            if (oldStart == oldEnd || newStart == newEnd)
            {
                Mark(isRemoved, oldAt, oldStart, oldEnd);
                Mark(isAdded, newAt, newStart, newEnd);
                return;
            }

            var (x, y) = Meet(oldStart, oldEnd, newStart, newEnd);

            // Into the smaller half by a call and into the larger by another turn: the stack stays as deep as a logarithm.
            if (x - oldStart + y - newStart < oldEnd - x + newEnd - y)
            {
                Compare(oldStart, x, newStart, y);
                (oldStart, newStart) = (x, y);
            }
            else
            {
                Compare(x, oldEnd, y, newEnd);
                (oldEnd, newEnd) = (x, y);
            }
        }
    }

    private static void Mark(bool[] marks, int[] at, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            marks[at[i]] = true;
        }
    }

    /// <summary>A point on a shortest way, searched from both ends at once. Diagonals are x - y.</summary>
    private (int X, int Y) Meet(int left, int right, int top, int bottom)
    {
        var (lowest, highest) = (left - bottom, right - top);
        var (start, end) = (left - top, right - bottom);
        var (fLow, fHigh, bLow, bHigh) = (start, start, end, end);
        var isOdd = ((start - end) & 1) != 0;
        forward[middle + start] = left;
        backward[middle + end] = right;
        for (var reach = 1; ; reach++)
        {
            Widen(forward, lowest, highest, ref fLow, ref fHigh, -1);
            for (var d = fHigh; d >= fLow; d -= 2)
            {
                var x = Math.Max(forward[middle + d - 1] + 1, forward[middle + d + 1]);
                for (; x < right && x - d < bottom && old[x] == @new[x - d]; x++) { }
                forward[middle + d] = x;
                if (isOdd && d >= bLow && d <= bHigh && backward[middle + d] <= x)
                {
                    return (x, x - d);
                }
            }

            Widen(backward, lowest, highest, ref bLow, ref bHigh, int.MaxValue);
            for (var d = bHigh; d >= bLow; d -= 2)
            {
                var x = Math.Min(backward[middle + d - 1], backward[middle + d + 1] - 1);
                for (; x > left && x - d > top && old[x - 1] == @new[x - d - 1]; x--) { }
                backward[middle + d] = x;
                if (!isOdd && d >= fLow && d <= fHigh && x <= forward[middle + d])
                {
                    return (x, x - d);
                }
            }

            if (reach >= reachMax)
            {
                IsCoarse = true;
                return Best(left, right, top, bottom, (fLow, fHigh), (bLow, bHigh));
            }
        }
    }

    /// <summary>One diagonal more on each side, or one fewer where the edge is reached.</summary>
    private void Widen(int[] reached, int lowest, int highest, ref int low, ref int high, int beyond)
    {
        if (low > lowest)
        {
            low--;
            reached[middle + low - 1] = beyond;
        }
        else
        {
            low++;
        }

        if (high < highest)
        {
            high++;
            reached[middle + high + 1] = beyond;
        }
        else
        {
            high--;
        }
    }

    /// <summary>The point that got farthest from either end.</summary>
    private (int X, int Y) Best(int left, int right, int top, int bottom, (int Low, int High) f, (int Low, int High) b)
    {
        var (fX, fSum) = (left, -1);
        for (var d = f.High; d >= f.Low; d -= 2)
        {
            var x = Math.Min(Math.Min(forward[middle + d], right), bottom + d);
            if (2 * x - d > fSum)
            {
                (fX, fSum) = (x, 2 * x - d);
            }
        }

        var (bX, bSum) = (right, int.MaxValue);
        for (var d = b.High; d >= b.Low; d -= 2)
        {
            var x = Math.Max(Math.Max(backward[middle + d], left), top + d);
            if (2 * x - d < bSum)
            {
                (bX, bSum) = (x, 2 * x - d);
            }
        }

        return right + bottom - bSum < fSum - left - top ? (fX, fSum - fX) : (bX, bSum - bX);
    }
}
