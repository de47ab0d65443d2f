using System.Collections.Immutable;

namespace Moot.Commons.Texts;

/// <summary>What a row of a comparison shows.</summary>
public enum DiffRowKind
{
    /// <summary>A line that both texts have.</summary>
    Same = 1,

    /// <summary>A line in which words changed.</summary>
    Changed,

    /// <summary>A line that only the old text has.</summary>
    Removed,

    /// <summary>A line that only the new text has.</summary>
    Added,

    /// <summary>Lines that both have, left out.</summary>
    Folded,
}

/// <summary>Some words, and what became of them.</summary>
/// <param name="Kind">Same, removed or added.</param>
/// <param name="Text">The words.</param>
public readonly record struct DiffSpan(DiffRowKind Kind, string Text);

/// <summary>How a line ends.</summary>
public enum LineEnd
{
    /// <summary>It is the last and does not end.</summary>
    None,
    Lf,
    CrLf,
}

/// <summary>A line of one of the texts, without its end.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Spans">Its words: same, or removed (in the old text) or added (in the new).</param>
/// <param name="End">How it ends.</param>
public sealed record DiffLine(int Number, ImmutableArray<DiffSpan> Spans, LineEnd End)
{
    public string Text => string.Concat(Spans.Select(s => s.Text));
}

/// <summary>A row of a comparison: the old line on the left, the new one on the right.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Old">The line of the old text; null where only the new one has it. Of a fold, the first line left out (without words).</param>
/// <param name="New">The line of the new text; null where only the old one has it.</param>
/// <param name="Folded">Of a fold: lines left out.</param>
public sealed record DiffRow(DiffRowKind Kind, DiffLine? Old, DiffLine? New, int Folded = 0)
{
    /// <summary>The row in one column: what was removed stands before what was added in its place.</summary>
    public ImmutableArray<DiffSpan> Inline()
    {
        if (Old is null || New is null)
        {
            return (Old ?? New)!.Spans;
        }

        var spans = ImmutableArray.CreateBuilder<DiffSpan>();
        for (int o = 0, n = 0; o < Old.Spans.Length || n < New.Spans.Length; )
        {
            if (o < Old.Spans.Length && Old.Spans[o].Kind == DiffRowKind.Removed)
            {
                spans.Add(Old.Spans[o++]);
            }
            else if (n < New.Spans.Length && New.Spans[n].Kind == DiffRowKind.Added)
            {
                spans.Add(New.Spans[n++]);
            }
            else
            {
                spans.Add(New.Spans[n++]);
                o++;
            }
        }

        return spans.DrainToImmutable();
    }
}
