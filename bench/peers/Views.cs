namespace Moot.Peers;

/// <summary>What one looks at: a page, its history, what changed in it.</summary>
internal enum Sight
{
    Page,
    History,
    Diff,
}

/// <summary>Strangers who look at pages: when the server has just been started, and when it knows them.</summary>
internal sealed class Views(Wiki wiki, string folder, CancellationToken cancel)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Dictionary<Sight, List<string>> paths = [];

    /// <summary>Puts pages in, each with two revisions, so that there is something to see.</summary>
    public async Task Fill(int pages)
    {
        paths[Sight.Page] = [];
        paths[Sight.History] = [];
        paths[Sight.Diff] = [];
        using var editor = wiki.Edit();
        for (var number = 0; number < pages; number++)
        {
            var (title, text) = (Texts.Title(number), Texts.Page(number, wiki.Markup));
            await Need(await editor.Save(title, text, "", cancel), title);
            var older = editor.Revision;
            await Need(await editor.Save(title, Texts.WithMark(text, 3, "changed")!, older, cancel), title);
            paths[Sight.Page].Add(wiki.ViewOf(title));
            paths[Sight.History].Add(wiki.HistoryOf(title));
            paths[Sight.Diff].Add(wiki.DiffOf(title, older, editor.Revision));
        }

        static Task Need(Outcome outcome, string title) =>
            outcome.IsGood ? Task.CompletedTask : throw new PeerException($"{title} could not be put in: {outcome.Said}");
    }

    /// <summary>Each page once, by a server that was started for it.</summary>
    public async Task<Tally> Cold(Sight sight, int workers)
    {
        wiki.Stop();
        await wiki.Start(folder);
        return await Look(workers, paths[sight], paths[sight].Count, "");
    }

    /// <summary>The same pages again and again.</summary>
    /// <param name="sight">What is looked at.</param>
    /// <param name="workers">How many at once.</param>
    /// <param name="isQuick">True for few.</param>
    /// <param name="lines">Further lines of the head.</param>
    public async Task<Tally> Warm(Sight sight, int workers, bool isQuick, string lines = "")
    {
        await Look(workers, paths[sight], paths[sight].Count * 2, lines);
        return await Look(workers, paths[sight], wiki.ViewsWanted(isQuick), lines);
    }

    private async Task<Tally> Look(int workers, List<string> shown, int count, string lines)
    {
        var wires = Enumerable.Range(0, workers).Select(_ => new Wire(wiki.Port) { Lines = lines }).ToArray();
        try
        {
            return await Load.Run(workers, count, Limit, wiki.ServerIds, One);
        }
        finally
        {
            Array.ForEach(wires, w => w.Dispose());
        }

        async Task<Outcome> One(int worker, int n)
        {
            var answer = await wires[worker].Get(shown[((n * workers) + worker) % shown.Count], cancel);
            return answer.Status == 200 ? new(true) : new(false, answer.Status == 0 ? answer.Text : $"HTTP {answer.Status}");
        }
    }
}
