using System.Diagnostics;

namespace Moot.Peers;

/// <summary>People who save over HTTP: each on a page of their own, or all on one.</summary>
internal static class Edits
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Each on a page of their own, as most edits are.</summary>
    public static async Task<Tally> OwnPages(Wiki wiki, int workers, bool isQuick, CancellationToken cancel)
    {
        var editors = Enumerable.Range(0, workers).Select(_ => wiki.Edit()).ToArray();
        try
        {
            var run = Guid.NewGuid().ToString("N")[..6];
            var titles = Enumerable.Range(0, workers).Select(w => $"Own {run} {w}").ToArray();
            var texts = Enumerable.Range(0, workers).Select(w => Texts.Page(1000 + w, wiki.Markup)).ToArray();
            var last = new string?[workers];
            var wanted = wiki.EditsWanted(isQuick);
            for (var worker = 0; worker < workers; worker++)
            {
                for (var tries = 0; editors[worker].Revision.Length == 0 && tries < 10; tries++)
                {
                    await editors[worker].Save(titles[worker], texts[worker], "", cancel);
                }
            }

            await Load.Run(workers, wanted / 4, Limit, [], (worker, n) => Save(worker, $"warm {n}"));
            var tally = await Load.Run(workers, wanted, Limit, wiki.ServerIds, (worker, n) => Save(worker, $"word {n}"));
            for (var worker = 0; worker < workers; worker++)
            {
                var now = await editors[worker].Read(titles[worker], cancel);
                tally.Lost += last[worker] is { } word && Texts.Mark(now.Text, 0) != word ? 1 : 0;
            }

            return tally;

            async Task<Outcome> Save(int worker, string word)
            {
                var outcome = await editors[worker].Save(titles[worker], Texts.WithMark(texts[worker], 0, word)!, editors[worker].Revision, cancel);
                last[worker] = outcome.IsGood ? word : last[worker];
                return outcome;
            }
        }
        finally
        {
            Array.ForEach(editors, e => e.Dispose());
        }
    }

    /// <summary>All on one page, each in their own part of it: they read it, change their word, and save. The time is that of saving.</summary>
    public static async Task<Tally> OnePage(Wiki wiki, int workers, bool isQuick, CancellationToken cancel)
    {
        var editors = Enumerable.Range(0, workers).Select(_ => wiki.Edit()).ToArray();
        try
        {
            var title = $"Shared {Guid.NewGuid().ToString("N")[..6]}";
            await editors[0].Save(title, Texts.Page(2000, wiki.Markup), "", cancel);
            var last = new string?[workers];
            var lost = 0;
            var tally = await Load.Run(workers, wiki.EditsWanted(isQuick), Limit, wiki.ServerIds, One);
            var end = await editors[0].Read(title, cancel);
            for (var worker = 0; worker < workers; worker++)
            {
                Miss(worker, end.Text);
            }

            tally.Lost = lost;
            return tally;

            async Task<Outcome> One(int worker, int n)
            {
                var now = await editors[worker].Read(title, cancel);
                Miss(worker, now.Text);
                var word = $"word {worker} {n}";
                if (Texts.WithMark(now.Text, worker, word) is not { } text)
                {
                    return new(false, "could not be read");
                }

                var start = Stopwatch.GetTimestamp();
                var outcome = await editors[worker].Save(title, text, now.Revision, cancel);
                last[worker] = outcome is { IsGood: true, Said: "" } ? word : null;
                return outcome with { Taken = Stopwatch.GetElapsedTime(start) };
            }

            // What was taken has to be there when its author looks again.
            void Miss(int worker, string text)
            {
                if (last[worker] is { } word && text.Length > 0 && Texts.Mark(text, worker) != word)
                {
                    Interlocked.Increment(ref lost);
                    last[worker] = null;
                }
            }
        }
        finally
        {
            Array.ForEach(editors, e => e.Dispose());
        }
    }
}
