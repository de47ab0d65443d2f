using System.Collections.Immutable;

namespace Moot.Commons.Texts;

/// <summary>What one revision did to a text whose authors are known.</summary>
internal sealed class BlameChange
{
    private readonly Blame old;
    private readonly string text;
    private readonly long revision;
    private readonly ImmutableArray<Blame.Removed> lookBack;
    private readonly List<Passage> passages;
    private int work = Blame.LookBackWorkMax;

    public BlameChange(Blame old, string text, long revision, ImmutableArray<Blame.Removed> lookBack)
    {
        (this.old, this.text, this.revision, this.lookBack) = (old, text, revision, lookBack);
        passages = Passages(old.Text, text);
        Gone = [.. passages.Where(p => p.OldLength > 0).Select(Removed)];
    }

    /// <summary>What it removed.</summary>
    public ImmutableArray<Blame.Removed> Gone { get; }

    /// <summary>Who wrote which words of the new text.</summary>
    public ImmutableArray<BlameRun> Runs()
    {
        var runs = new RunList();
        var kept = 0;
        foreach (var passage in passages)
        {
            runs.Add(old.Slice(kept, passage.OldStart - kept));
            Insert(runs, passage);
            kept = passage.OldStart + passage.OldLength;
        }

        runs.Add(old.Slice(kept, old.Text.Length - kept));
        return runs.Collect();
    }

    /// <summary>The words that changed, found within the lines that changed.</summary>
    private static List<Passage> Passages(string old, string text)
    {
        var passages = new List<Passage>();
        var lines = Pieces.Lines(old, text);
        foreach (var block in Edits.Between(lines[0].Ids, lines[1].Ids, out _, Blame.StepsMax))
        {
            var (oldStart, newStart) = (lines[0].Starts[block.OldStart], lines[1].Starts[block.NewStart]);
            var words = Pieces.OfWords(lines[0].Span(block.OldStart, block.OldCount).ToString(), lines[1].Span(block.NewStart, block.NewCount).ToString());
            var edits = Edits.Between(words[0].Ids, words[1].Ids, out _, Blame.StepsMax);
            foreach (var edit in Edits.WithoutIslands(edits, words[0], piecesMax: 2, piece => !Words.IsWord(piece)))
            {
                var (o, n) = (words[0].Starts[edit.OldStart], words[1].Starts[edit.NewStart]);
                passages.Add(
                    new(
                        oldStart + o,
                        words[0].Starts[edit.OldEnd] - o,
                        newStart + n,
                        words[1].Starts[edit.NewEnd] - n,
                        Neighbour(words[0], edit.OldStart - 1),
                        Neighbour(words[0], edit.OldEnd)
                    )
                );
            }
        }

        return passages;
    }

    private static string Neighbour(Pieces words, int index) => index >= 0 && index < words.Count ? words[index].ToString() : "";

    private Blame.Removed Removed(Passage passage) =>
        new(old.Text.Substring(passage.OldStart, passage.OldLength), old.Slice(passage.OldStart, passage.OldLength), passage.Before, passage.After);

    private void Insert(RunList runs, Passage passage)
    {
        if (passage.NewLength == 0)
        {
            return;
        }

        var inserted = text.Substring(passage.NewStart, passage.NewLength);
        var isPhrase = IsPhrase(inserted);
        if (FoundWhole(inserted, isPhrase, passage) is { } whole)
        {
            runs.Add(whole.Runs);
            return;
        }

        var writers = new long[inserted.Length];
        Array.Fill(writers, revision);
        foreach (var removed in isPhrase ? lookBack : [])
        {
            work -= removed.Text.Length + inserted.Length;
            if (work < 0)
            {
                break;
            }

            GiveBack(removed, inserted, writers);
        }

        runs.Add(writers);
    }

    /// <summary>A passage that returns whole: a phrase anywhere, a word only where it stood.</summary>
    private Blame.Removed? FoundWhole(string inserted, bool isPhrase, Passage passage) =>
        lookBack.FirstOrDefault(r =>
            string.Equals(r.Text, inserted, StringComparison.Ordinal)
            && (
                isPhrase
                || (string.Equals(r.Before, passage.Before, StringComparison.Ordinal) && string.Equals(r.After, passage.After, StringComparison.Ordinal))
            )
        );

    private static bool IsPhrase(string text) => CountWords(Pieces.OfWords(text)[0], 0, int.MaxValue) >= Blame.ReturningWordsMin;

    private void GiveBack(Blame.Removed removed, string inserted, long[] writers)
    {
        var words = Pieces.OfWords(removed.Text, inserted);
        var (o, n) = (0, 0);
        foreach (var edit in Edits.Between(words[0].Ids, words[1].Ids, out _, Blame.StepsMax).Append(new(words[0].Count, 0, words[1].Count, 0)))
        {
            if (CountWords(words[0], o, edit.OldStart) >= Blame.ReturningWordsMin)
            {
                GiveBack(removed, words[0].Starts[o], words[1].Starts[n], words[0].Starts[edit.OldStart] - words[0].Starts[o], writers);
            }

            (o, n) = (edit.OldEnd, edit.NewEnd);
        }
    }

    private void GiveBack(Blame.Removed removed, int from, int to, int length, long[] writers)
    {
        foreach (var run in removed.Runs)
        {
            for (var i = Math.Max(run.Start, from); i < Math.Min(run.Start + run.Length, from + length); i++)
            {
                ref var writer = ref writers[i - from + to];
                writer = writer == revision ? run.Revision : writer;
            }
        }
    }

    private static int CountWords(Pieces words, int from, int to)
    {
        var count = 0;
        for (var i = from; i < Math.Min(to, words.Count) && count < Blame.ReturningWordsMin; i++)
        {
            count += Words.IsWord(words[i]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Characters of the old text that gave way to some of the new one, and the pieces that stood around them.</summary>
    private readonly record struct Passage(int OldStart, int OldLength, int NewStart, int NewLength, string Before, string After);

    /// <summary>Runs put one behind the other; neighbours of one revision become one.</summary>
    private sealed class RunList
    {
        private readonly ImmutableArray<BlameRun>.Builder runs = ImmutableArray.CreateBuilder<BlameRun>();
        private int end;

        public void Add(ImmutableArray<BlameRun> more)
        {
            foreach (var run in more)
            {
                Add(run.Length, run.Revision);
            }
        }

        public void Add(long[] writers)
        {
            foreach (var writer in writers)
            {
                Add(1, writer);
            }
        }

        public ImmutableArray<BlameRun> Collect() => runs.DrainToImmutable();

        private void Add(int length, long revision)
        {
            if (runs.Count > 0 && runs[^1].Revision == revision)
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + length };
            }
            else
            {
                runs.Add(new(end, length, revision));
            }

            end += length;
        }
    }
}
