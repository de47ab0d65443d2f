using System.Collections.Immutable;

namespace Moot.Commons.Texts;

/// <summary>Some words of a text and the revision that brought them.</summary>
/// <param name="Start">Where they begin, in UTF-16 characters.</param>
/// <param name="Length">How long they are.</param>
/// <param name="Revision">The revision.</param>
public readonly record struct BlameRun(int Start, int Length, long Revision);

/// <summary>Who wrote which words of the current text. Words that return after they were removed are given back to whoever wrote them first.</summary>
/// <param name="Text">The current text.</param>
/// <param name="Runs">Its words by revision, in order, without gaps.</param>
public sealed record Blame(string Text, ImmutableArray<BlameRun> Runs)
{
    /// <summary>Earlier texts that are remembered, so that a revert gives every word back.</summary>
    public const int LookBackRevisions = 32;

    /// <summary>Characters of earlier texts that are remembered. The text before the current one always is.</summary>
    public const int LookBackCharactersMax = 8 << 20;

    /// <summary>Characters of removed passages that one revision is compared with, beside those that are found whole.</summary>
    public const int LookBackWorkMax = 64 << 10;

    /// <summary>Words that must return together, if not all that was removed returns, to be given back.</summary>
    public const int ReturningWordsMin = 3;

    /// <summary>Steps that each comparison of a revision with the one before may take, roughly.</summary>
    public const int StepsMax = 2_000_000;

    /// <summary>No text yet.</summary>
    public static Blame Empty { get; } = new("", []);

    /// <summary>Earlier texts, newest first.</summary>
    private ImmutableArray<Blame> Earlier { get; init; } = [];

    /// <summary>Passages that were removed lately, newest first.</summary>
    private ImmutableArray<Removed> Gone { get; init; } = [];

    /// <summary>Who wrote the last of these texts, given oldest first.</summary>
    public static Blame Of(IEnumerable<(long Revision, string Text)> revisions) =>
        revisions.Aggregate(Empty, (blame, next) => blame.With(next.Revision, next.Text));

    /// <summary>With one more revision.</summary>
    public Blame With(long revision, string text)
    {
        if (string.Equals(text, Text, StringComparison.Ordinal))
        {
            return this;
        }

        var before = this with { Earlier = [], Gone = [] };
        var known = Earlier.FirstOrDefault(e => string.Equals(e.Text, text, StringComparison.Ordinal));
        var change = new BlameChange(this, text, revision, Gone);
        return new(text, known?.Runs ?? change.Runs())
        {
            Earlier = Bounded(Earlier.Insert(0, before)),
            Gone = [.. change.Gone.Concat(Gone).Take(LookBackRevisions)],
        };
    }

    private static ImmutableArray<Blame> Bounded(ImmutableArray<Blame> earlier)
    {
        var (count, characters) = (0, 0L);
        while (count < Math.Min(earlier.Length, LookBackRevisions) && (count == 0 || characters + earlier[count].Text.Length <= LookBackCharactersMax))
        {
            characters += earlier[count++].Text.Length;
        }

        return earlier[..count];
    }

    /// <summary>The runs of a part of the text, counted from where the part begins.</summary>
    internal ImmutableArray<BlameRun> Slice(int start, int length)
    {
        var runs = ImmutableArray.CreateBuilder<BlameRun>();
        for (var i = FirstRun(start); i < Runs.Length && Runs[i].Start < start + length; i++)
        {
            var from = Math.Max(Runs[i].Start, start);
            var to = Math.Min(Runs[i].Start + Runs[i].Length, start + length);
            if (to > from)
            {
                runs.Add(new(from - start, to - from, Runs[i].Revision));
            }
        }

        return runs.DrainToImmutable();
    }

    private int FirstRun(int start)
    {
        var (low, high) = (0, Runs.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Runs[middle].Start + Runs[middle].Length <= start ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A passage that was removed, who wrote it, and the pieces that stood around it.</summary>
    internal sealed record Removed(string Text, ImmutableArray<BlameRun> Runs, string Before, string After);
}
