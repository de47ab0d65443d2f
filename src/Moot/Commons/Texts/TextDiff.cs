using System.Collections.Immutable;

namespace Moot.Commons.Texts;

/// <summary>What changed between two texts: line by line, and word by word within a line.</summary>
/// <param name="Rows">The comparison, from top to bottom.</param>
/// <param name="LinesRemoved">Lines that only the old text has, changed ones included.</param>
/// <param name="LinesAdded">Lines that only the new text has, changed ones included.</param>
/// <param name="IsCoarse">True if the texts are so long and so different that larger blocks than needed may be shown as changed, or changed lines without their words.</param>
public sealed record TextDiff(ImmutableArray<DiffRow> Rows, int LinesRemoved, int LinesAdded, bool IsCoarse)
{
    /// <summary>Unchanged lines shown around a change.</summary>
    public const int ContextLines = 3;

    /// <summary>Characters of one changed block, both sides together, within which words are compared.</summary>
    public const int BlockCharactersMax = 200_000;

    /// <summary>Characters within which words are compared in one comparison of texts.</summary>
    public const int WordsCharactersMax = 1_000_000;

    /// <summary>Changed blocks within which words are compared.</summary>
    public const int WordBlocksMax = 5_000;

    /// <summary>Empty lines between two changed blocks that are shown as part of them.</summary>
    public const int EmptyLinesSwallowed = 2;

    /// <summary>Compares two texts.</summary>
    /// <param name="old">The text before.</param>
    /// <param name="new">The text after.</param>
    /// <param name="contextLines">Unchanged lines shown around a change; <see cref="int.MaxValue"/> shows all.</param>
    public static TextDiff Between(string old, string @new, int contextLines = ContextLines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(contextLines);
        var lines = Pieces.Lines(old, @new);
        var edits = Edits.WithoutIslands(
            Edits.Between(lines[0].Ids, lines[1].Ids, out var isCoarse),
            lines[0],
            EmptyLinesSwallowed,
            line => line.IsWhiteSpace()
        );
        var rows = new DiffRows(lines[0], lines[1], contextLines);
        var (budget, blocks) = (WordsCharactersMax, 0);
        var (o, n) = (0, 0);
        foreach (var edit in edits)
        {
            rows.Same(o, n, edit.OldStart - o, isFirst: o == 0, isLast: false);
            var characters = lines[0].Span(edit.OldStart, edit.OldCount).Length + lines[1].Span(edit.NewStart, edit.NewCount).Length;
            var isTooLong = edit is { OldCount: > 0, NewCount: > 0 } && (characters > Math.Min(budget, BlockCharactersMax) || ++blocks > WordBlocksMax);
            budget -= isTooLong ? 0 : characters;
            isCoarse |= isTooLong;
            rows.Changed(edit, isTooLong ? [] : LinePairs.Of(lines[0], lines[1], edit));
            (o, n) = (edit.OldEnd, edit.NewEnd);
        }

        rows.Same(o, n, lines[0].Count - o, isFirst: o == 0, isLast: true);
        return new(rows.Collect(), edits.Sum(e => e.OldCount), edits.Sum(e => e.NewCount), isCoarse);
    }
}
