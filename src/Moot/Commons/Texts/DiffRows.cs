using System.Collections.Immutable;

namespace Moot.Commons.Texts;

/// <summary>Writes the rows of a comparison.</summary>
internal sealed class DiffRows(Pieces old, Pieces @new, int contextLines)
{
    private readonly ImmutableArray<DiffRow>.Builder rows = ImmutableArray.CreateBuilder<DiffRow>();

    public ImmutableArray<DiffRow> Collect() => rows.DrainToImmutable();

    /// <summary>Lines that both have; those far from any change are folded, unless it is only one.</summary>
    public void Same(int oldFirst, int newFirst, int count, bool isFirst, bool isLast)
    {
        var before = isFirst ? 0 : Math.Min(count, contextLines);
        var after = isLast ? 0 : Math.Min(count - before, contextLines);
        var folded = count - before - after;
        if (folded == 1)
        {
            (before, folded) = (before + 1, 0);
        }

        for (var i = 0; i < before; i++)
        {
            Both(oldFirst + i, newFirst + i);
        }

        if (folded > 0 && contextLines == int.MaxValue)
        {
            for (var i = before; i < before + folded; i++)
            {
                Both(oldFirst + i, newFirst + i);
            }
        }
        else if (folded > 0)
        {
            rows.Add(new(DiffRowKind.Folded, new(oldFirst + before + 1, [], LineEnd.None), new(newFirst + before + 1, [], LineEnd.None), folded));
        }

        for (var i = count - after; i < count; i++)
        {
            Both(oldFirst + i, newFirst + i);
        }
    }

    /// <summary>A changed block: pairs of lines in order, and between them what was only removed, then what was only added.</summary>
    public void Changed(Edit edit, List<(int Old, int New)> pairs)
    {
        var (o, n) = (edit.OldStart, edit.NewStart);
        foreach (var pair in pairs.Append((Old: edit.OldEnd, New: edit.NewEnd)))
        {
            for (; o < pair.Old; o++)
            {
                rows.Add(new(DiffRowKind.Removed, Whole(old, o, DiffRowKind.Removed), New: null));
            }

            for (; n < pair.New; n++)
            {
                rows.Add(new(DiffRowKind.Added, Old: null, Whole(@new, n, DiffRowKind.Added)));
            }

            if (o < edit.OldEnd && n < edit.NewEnd)
            {
                Pair(o++, n++);
            }
        }
    }

    private void Both(int oldLine, int newLine)
    {
        var left = Whole(old, oldLine, DiffRowKind.Same);
        rows.Add(new(DiffRowKind.Same, left, left with { Number = newLine + 1 }));
    }

    private void Pair(int oldLine, int newLine)
    {
        var words = Pieces.OfWords(Text(old[oldLine]).ToString(), Text(@new[newLine]).ToString());
        var (left, right) = (new Spans(words[0], DiffRowKind.Removed), new Spans(words[1], DiffRowKind.Added));
        foreach (var edit in Edits.WithoutIslands(Edits.Between(words[0].Ids, words[1].Ids, out _), words[0], piecesMax: 1, piece => !Words.IsWord(piece)))
        {
            left.Change(edit.OldStart, edit.OldEnd);
            right.Change(edit.NewStart, edit.NewEnd);
        }

        rows.Add(new(DiffRowKind.Changed, new(oldLine + 1, left.Collect(), End(old[oldLine])), new(newLine + 1, right.Collect(), End(@new[newLine]))));
    }

    private static DiffLine Whole(Pieces lines, int line, DiffRowKind kind) =>
        new(line + 1, Text(lines[line]) is { Length: > 0 } text ? [new(kind, text.ToString())] : [], End(lines[line]));

    private static ReadOnlySpan<char> Text(ReadOnlySpan<char> line) =>
        End(line) switch
        {
            LineEnd.CrLf => line[..^2],
            LineEnd.Lf => line[..^1],
            _ => line,
        };

    private static LineEnd End(ReadOnlySpan<char> line) =>
        line.EndsWith("\r\n") ? LineEnd.CrLf
        : line.EndsWith("\n") ? LineEnd.Lf
        : LineEnd.None;

    private sealed class Spans(Pieces words, DiffRowKind changed)
    {
        private readonly ImmutableArray<DiffSpan>.Builder spans = ImmutableArray.CreateBuilder<DiffSpan>();
        private int at;

        public void Change(int start, int end)
        {
            Add(DiffRowKind.Same, at, start);
            Add(changed, start, end);
            at = end;
        }

        public ImmutableArray<DiffSpan> Collect()
        {
            Add(DiffRowKind.Same, at, words.Count);
            return spans.DrainToImmutable();
        }

        private void Add(DiffRowKind kind, int start, int end)
        {
            if (end > start)
            {
                spans.Add(new(kind, words.Span(start, end - start).ToString()));
            }
        }
    }
}
