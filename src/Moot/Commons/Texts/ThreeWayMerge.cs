using System.Collections.Immutable;
using System.Text;

namespace Moot.Commons.Texts;

/// <summary>A stretch of a merged text: settled, or in conflict with its three sides, each whole.</summary>
/// <param name="Text">The words, where they are settled; null where a person has to choose.</param>
/// <param name="Base">Of a conflict: what both began with.</param>
/// <param name="Mine">Of a conflict: what one made of it.</param>
/// <param name="Theirs">Of a conflict: what the other made of it.</param>
public sealed record MergePiece(string? Text, string Base = "", string Mine = "", string Theirs = "")
{
    public bool IsConflict => Text is null;
}

/// <summary>Two texts that were written from the same one, put together.</summary>
/// <param name="Pieces">The merged text, in order; no two settled pieces stand side by side.</param>
public sealed record Merged(ImmutableArray<MergePiece> Pieces)
{
    public bool IsClean => Pieces.All(p => !p.IsConflict);

    /// <summary>The merged text; null where something is in conflict.</summary>
    public string? Text => IsClean ? string.Concat(Pieces.Select(p => p.Text)) : null;

    /// <summary>The text once every conflict is settled.</summary>
    public string Settle(Func<MergePiece, string> choose) => string.Concat(Pieces.Select(p => p.Text ?? choose(p)));
}

/// <summary>Puts together what two people made of the same text, so that nothing that either typed is lost.</summary>
/// <remarks>
/// Lines first (S. Khanna, K. Kunal, B. Pierce: "A Formal Investigation of Diff3", 2007), and where both changed the same lines, words: changes that leave a word or a line's end
/// between them are both taken. What overlaps is a conflict, whose sides are whole lines.
/// </remarks>
public static class ThreeWayMerge
{
    /// <summary>Characters of a block that both changed, its three sides together, up to which its words are compared.</summary>
    public const int BlockCharactersMax = 400_000;

    /// <summary>Merges two texts that were written from one.</summary>
    public static Merged Merge(string @base, string mine, string theirs)
    {
        if (string.Equals(mine, theirs, StringComparison.Ordinal) || string.Equals(@base, theirs, StringComparison.Ordinal))
        {
            return new([new(mine)]);
        }

        if (string.Equals(@base, mine, StringComparison.Ordinal))
        {
            return new([new(theirs)]);
        }

        var pieces = ImmutableArray.CreateBuilder<MergePiece>();
        var settled = new StringBuilder();
        var lines = Moot.Commons.Texts.Pieces.Lines(@base, mine, theirs);
        foreach (var region in Regions(lines, isBetween: null))
        {
            var (b, m, t) = (region.Base(lines), region.Mine(lines), region.Theirs(lines));
            if ((Settled(b, m, t) ?? ByWords(b, m, t)) is { } text)
            {
                settled.Append(text);
                continue;
            }

            Close(isLast: false);
            pieces.Add(new(Text: null, b, m, t));
        }

        Close(isLast: true);
        return new(pieces.DrainToImmutable());

        void Close(bool isLast)
        {
            if (settled.Length > 0 || (isLast && pieces.Count == 0))
            {
                pieces.Add(new(settled.ToString()));
                settled.Clear();
            }
        }
    }

    private static string? Settled(string @base, string mine, string theirs) =>
        string.Equals(mine, theirs, StringComparison.Ordinal) || string.Equals(theirs, @base, StringComparison.Ordinal) ? mine
        : string.Equals(mine, @base, StringComparison.Ordinal) ? theirs
        : null;

    private static string? ByWords(string @base, string mine, string theirs)
    {
        if (@base.Length + mine.Length + theirs.Length > BlockCharactersMax)
        {
            return null;
        }

        var words = Moot.Commons.Texts.Pieces.OfWords(@base, mine, theirs);
        var merged = new StringBuilder(mine.Length + theirs.Length);
        foreach (var region in Regions(words, isBetween: piece => Words.IsWord(piece) || piece is "\n" or "\r\n"))
        {
            if (Settled(region.Base(words), region.Mine(words), region.Theirs(words)) is not { } text)
            {
                return null;
            }

            merged.Append(text);
        }

        return merged.ToString();
    }

    /// <summary>
    /// The three texts cut at the same places: stretches that nobody touched, and stretches that one or both did. Changes of the two that touch, or have nothing between them that
    /// counts, are one stretch.
    /// </summary>
    private static List<Region> Regions(Pieces[] sides, IsBetween? isBetween)
    {
        var (@base, result) = (sides[0], new List<Region>());
        var mine = Edits.Between(@base.Ids, sides[1].Ids, out _);
        var theirs = Edits.Between(@base.Ids, sides[2].Ids, out _);
        var (b, m, t) = (0, 0, 0);
        for (int i = 0, j = 0; i < mine.Length || j < theirs.Length; )
        {
            var start = Math.Min(i < mine.Length ? mine[i].OldStart : int.MaxValue, j < theirs.Length ? theirs[j].OldStart : int.MaxValue);
            if (start > b)
            {
                result.Add(new(b, start - b, m, start - b, t, start - b));
                (b, m, t) = (start, m + start - b, t + start - b);
            }

            var end = start;
            var (mineEnd, theirsEnd) = (m, t);
            var (mineTo, theirsTo) = (start, start);
            var (isMine, isTheirs) = (false, false);
            while (true)
            {
                // A change joins if it belongs to the other side's and touches what is joined so far; of the same side it always leaves something between.
                if (i < mine.Length && Joins(@base, end, mine[i].OldStart, isTheirs || (!isMine && mine[i].OldStart == start), isBetween))
                {
                    (end, mineTo, mineEnd, isMine) = (Math.Max(end, mine[i].OldEnd), mine[i].OldEnd, mine[i].NewEnd, true);
                    i++;
                }
                else if (j < theirs.Length && Joins(@base, end, theirs[j].OldStart, isMine || (!isTheirs && theirs[j].OldStart == start), isBetween))
                {
                    (end, theirsTo, theirsEnd, isTheirs) = (Math.Max(end, theirs[j].OldEnd), theirs[j].OldEnd, theirs[j].NewEnd, true);
                    j++;
                }
                else
                {
                    break;
                }
            }

            (mineEnd, theirsEnd) = (mineEnd + end - mineTo, theirsEnd + end - theirsTo);
            result.Add(new(b, end - b, m, mineEnd - m, t, theirsEnd - t));
            (b, m, t) = (end, mineEnd, theirsEnd);
        }

        result.Add(new(b, @base.Count - b, m, sides[1].Count - m, t, sides[2].Count - t));
        return result;
    }

    private static bool Joins(Pieces @base, int end, int start, bool isOther, IsBetween? isBetween)
    {
        if (start <= end)
        {
            return isOther || start < end;
        }

        if (!isOther || isBetween is null || start - end > 3)
        {
            return false;
        }

        for (var i = end; i < start; i++)
        {
            if (isBetween(@base[i]))
            {
                return false;
            }
        }

        return true;
    }

    private delegate bool IsBetween(ReadOnlySpan<char> piece);

    private readonly record struct Region(int BaseStart, int BaseCount, int MineStart, int MineCount, int TheirsStart, int TheirsCount)
    {
        public string Base(Pieces[] sides) => sides[0].Span(BaseStart, BaseCount).ToString();

        public string Mine(Pieces[] sides) => sides[1].Span(MineStart, MineCount).ToString();

        public string Theirs(Pieces[] sides) => sides[2].Span(TheirsStart, TheirsCount).ToString();
    }
}
