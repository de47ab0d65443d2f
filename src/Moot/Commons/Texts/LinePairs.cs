namespace Moot.Commons.Texts;

/// <summary>Which removed line of a changed block became which added one.</summary>
internal static class LinePairs
{
    /// <summary>Two lines are the same line, changed, if they share this part of the words of the longer one, in hundredths.</summary>
    public const int SharedPercentMin = 35;

    /// <summary>Pairs of line numbers, both rising.</summary>
    public static List<(int Old, int New)> Of(Pieces old, Pieces @new, Edit edit)
    {
        if (edit is { OldCount: 0 } or { NewCount: 0 })
        {
            return [];
        }

        var words = Pieces.OfWords(old.Span(edit.OldStart, edit.OldCount).ToString(), @new.Span(edit.NewStart, edit.NewCount).ToString());
        var (oldLine, oldSizes) = LineOfWords(words[0], old, edit.OldStart, edit.OldCount);
        var (newLine, newSizes) = LineOfWords(words[1], @new, edit.NewStart, edit.NewCount);
        var shared = new Dictionary<(int Old, int New), int>();
        var (o, n) = (0, 0);
        foreach (var next in Edits.Between(words[0].Ids, words[1].Ids, out _).Append(new(words[0].Count, 0, words[1].Count, 0)))
        {
            for (; o < next.OldStart; o++, n++)
            {
                if (Words.IsWord(words[0][o]))
                {
                    var pair = (oldLine[o], newLine[n]);
                    shared[pair] = shared.GetValueOrDefault(pair) + words[0][o].Length;
                }
            }

            (o, n) = (next.OldEnd, next.NewEnd);
        }

        var chosen = Choose(shared, oldSizes, newSizes);
        return chosen.ConvertAll(p => (p.Old + edit.OldStart, p.New + edit.NewStart));
    }

    /// <summary>The pairs that share most, as long as they do not cross. What is shared never crosses, so neighbours alone compete.</summary>
    private static List<(int Old, int New)> Choose(Dictionary<(int Old, int New), int> shared, int[] oldSizes, int[] newSizes)
    {
        var chosen = new List<(int Old, int New)>();
        foreach (var (pair, size) in shared.OrderBy(s => s.Key.Old).ThenBy(s => s.Key.New))
        {
            if (size * 100L < SharedPercentMin * (long)Math.Max(oldSizes[pair.Old], newSizes[pair.New]))
            {
                continue;
            }

            if (chosen.Count == 0 || (chosen[^1].Old < pair.Old && chosen[^1].New < pair.New))
            {
                chosen.Add(pair);
            }
            else if (shared[chosen[^1]] < size)
            {
                chosen[^1] = pair;
            }
        }

        return chosen;
    }

    private static (int[] Lines, int[] Sizes) LineOfWords(Pieces words, Pieces lines, int first, int count)
    {
        var (line, sizes) = (new int[words.Count], new int[count]);
        var current = 0;
        for (var i = 0; i < words.Count; i++)
        {
            while (words.Starts[i] >= lines.Starts[first + current + 1] - lines.Starts[first])
            {
                current++;
            }

            line[i] = current;
            sizes[current] += Words.IsWord(words[i]) ? words[i].Length : 0;
        }

        return (line, sizes);
    }
}
