using System.Diagnostics;

namespace Moot.Peers;

/// <summary>What can be measured by itself.</summary>
[Flags]
internal enum Parts
{
    None = 0,
    Edits = 1,
    Views = 2,
    Moves = 4,
}

/// <summary>One run: the same work given to each program, one after the other, on the same cores.</summary>
/// <param name="scratch">Where everything lies.</param>
/// <param name="book">Where figures are written.</param>
/// <param name="isQuick">True for few minutes and few of everything.</param>
/// <param name="parts">What is measured.</param>
internal sealed class Run(Scratch scratch, Book book, bool isQuick, Parts parts)
{
    private const int AtOnce = 8;
    private const int CopyRounds = 3;
    private const int EditRounds = 3;
    private readonly int seen = isQuick ? 20 : 40;

    /// <summary>From nothing to the first page; then edits, then views.</summary>
    public async Task Use(Wiki wiki)
    {
        var folder = await Begin(wiki);
        if (parts.HasFlag(Parts.Edits))
        {
            await Write(wiki);
        }

        if (parts.HasFlag(Parts.Views))
        {
            await Look(wiki, folder);
        }

        wiki.Stop();
    }

    private async Task Write(Wiki wiki)
    {
        await OwnPages(Goals.Edits1, wiki, 1);
        await OwnPages(Goals.Edits8, wiki, AtOnce);
        Edited(Goals.Edits8OnOne, wiki, await Edits.OnePage(wiki, AtOnce, isQuick, scratch.Cancel));
        if (wiki is MootWiki moot)
        {
            moot.Token = await moot.MakeToken();
            await OwnPages(Goals.Token1, wiki, 1);
            await OwnPages(Goals.Token8, wiki, AtOnce);
            moot.Token = null;
        }
    }

    /// <summary>Several rounds, of which the middle one by its rate counts; what was refused or lost in any of them is told.</summary>
    private async Task OwnPages(string row, Wiki wiki, int workers)
    {
        var rounds = new List<Tally>();
        for (var round = 0; round < (isQuick ? 1 : EditRounds); round++)
        {
            rounds.Add(await Edits.OwnPages(wiki, workers, isQuick, scratch.Cancel));
        }

        var middle = rounds.OrderBy(t => t.Rate).ElementAt(rounds.Count / 2);
        Edited(row, wiki, rounds.MaxBy(t => t.Refused + t.Lost) is { } worst && worst.Refused + worst.Lost > middle.Refused + middle.Lost ? worst : middle);
        if (row == Goals.Edits8)
        {
            var cores = rounds.Select(t => t.CoreMilliseconds).Order().ElementAt(rounds.Count / 2);
            Put(Goals.Cores, wiki, $"{cores:N2} ms", "refused ones counted too", cores);
        }
    }

    private async Task Look(Wiki wiki, string folder)
    {
        var views = new Views(wiki, folder, scratch.Cancel);
        await views.Fill(seen);
        foreach (var sight in Enum.GetValues<Sight>())
        {
            foreach (var workers in (int[])[1, AtOnce])
            {
                var row = $"view: {sight.ToString().ToLowerInvariant()}, {workers} at once";
                Viewed(row + ", cold", wiki, await views.Cold(sight, workers));
                Viewed(row, wiki, await views.Warm(sight, workers, isQuick));
                if (wiki is MootWiki && sight == Sight.Page)
                {
                    Viewed(row + ", made anew each time", wiki, await views.Warm(sight, workers, isQuick, "Cookie: guest=nobody\r\n"));
                }
            }
        }
    }

    /// <summary>A real wiki is brought in; what it takes on disk; how long a stranger needs to take it away.</summary>
    public async Task Move(Wiki wiki, WikiSubset texts)
    {
        var folder = scratch.In(Named(wiki, "moved"));
        var moved = await wiki.Import(folder, texts);
        Put(Goals.Import, wiki, Said(moved), More(moved), moved.Rate);
        await Stored(Goals.Disk, wiki, folder, texts);
        await wiki.Start(folder);
        var views = new Views(wiki, folder, scratch.Cancel);
        await views.Fill(seen);
        await Taken(Goals.Copy, wiki, folder);
        wiki.Stop();
    }

    /// <summary>The large wiki, for those who can take it in bearable time.</summary>
    public async Task MoveLarge(Wiki wiki, WikiSubset texts, string source)
    {
        var folder = scratch.In(Named(wiki, "large"));
        var moved = wiki is MootWiki moot ? await moot.Import(folder, source) : await wiki.Import(folder, texts);
        Put(Goals.Import + Goals.Big, wiki, Said(moved), More(moved), moved.Rate, moved.PeakBytes);
        await Stored(Goals.Disk + Goals.Big, wiki, folder, texts);
        await wiki.Start(folder);
        await Taken(Goals.Copy + Goals.Big, wiki, folder);
        wiki.Stop();
    }

    /// <summary>The same texts in plain git.</summary>
    public async Task Pack(WikiSubset texts, string row)
    {
        var git = new PlainGit(scratch, row.Length == 0 ? "texts" : "large");
        var (seconds, bytes) = await git.Pack(texts);
        book.Put(Goals.Import + row, "git", new($"{texts.Revisions / seconds:N0}/s", More: "with gc --aggressive"));
        book.Put(Goals.Disk + row, "git", new($"{(double)bytes / texts.TextBytes:N3}", bytes, More: $"{bytes:N0} bytes"));
        var clone = await git.Clone(CopyRounds);
        book.Put(Goals.Copy + row, "git", new($"{clone:N2} s", clone));
    }

    private async Task<string> Begin(Wiki wiki)
    {
        var times = new List<double>();
        var rounds = isQuick ? 1 : 3;
        for (var round = 0; ; round++)
        {
            var folder = scratch.In(Named(wiki, $"used{round}"));
            var clock = Stopwatch.StartNew();
            await wiki.Create(folder);
            await wiki.Start(folder);
            times.Add(clock.Elapsed.TotalSeconds);
            if (round + 1 == rounds)
            {
                var middle = times.Order().ElementAt(rounds / 2);
                Put(Goals.First, wiki, $"{middle:N2} s", $"{rounds} rounds", middle);
                return folder;
            }

            wiki.Stop();
        }
    }

    private async Task Stored(string row, Wiki wiki, string folder, WikiSubset texts)
    {
        var bytes = await wiki.Bytes(folder);
        var (said, more) = ($"{(double)bytes / texts.TextBytes:N3}", $"{bytes:N0} bytes");
        if (wiki is FossilWiki fossil)
        {
            said += $", squeezed {(double)await fossil.Squeezed(folder) / texts.TextBytes:N3}";
            more += ", squeezed by fossil rebuild --compress";
        }

        Put(row, wiki, said, more, bytes);
    }

    private async Task Taken(string row, Wiki wiki, string folder)
    {
        var copies = new List<Copied>();
        var rounds = wiki is MediaWiki ? 1 : CopyRounds;
        for (var round = 0; round < rounds; round++)
        {
            copies.Add(await wiki.Copy(folder, folder + $"-copy{round}"));
        }

        var copied = copies.OrderBy(c => c.Seconds).ElementAt(rounds / 2);
        Put(
            row,
            wiki,
            $"{copied.Seconds:N2} s" + (copied.Lost > 0 ? $", **{copied.Lost:N0} of {copied.Rows:N0} rows lost**" : ""),
            $"{copied.Rows:N0} rows of the log, {copied.Lost:N0} lost; {copied.Note}",
            copied.Seconds,
            copied.Lost
        );
    }

    private void Edited(string row, Wiki wiki, Tally t) =>
        Put(
            row,
            wiki,
            $"{Rate(t.Rate)}/s, p95 {Milliseconds(t.Within(0.95))}"
                + (t.Refused > 0 ? $", **{t.Refused:N0} of {t.Good + t.Refused:N0} refused**" : "")
                + (t.Lost > 0 ? $", **{t.Lost:N0} words lost**" : ""),
            $"p50 {t.Within(0.5):N1}, p99 {t.Within(0.99):N1} ms; {t.Good:N0} taken, {t.Refused:N0} refused, {t.Lost:N0} lost"
                + (t.Reasons.Length > 0 ? $" ({t.Reasons})" : "")
                + $"; {t.CoreMilliseconds:N2} ms of the cores each",
            t.Rate,
            Spoilt(row, t)
        );

    /// <summary>What spoils edits: anything refused or lost, else how long the slow ones took.</summary>
    private static double Spoilt(string row, Tally t) =>
        t.Refused + t.Lost > 0 ? double.PositiveInfinity
        : row == Goals.Edits8OnOne ? 0
        : t.Within(0.95);

    private void Viewed(string row, Wiki wiki, Tally t) =>
        Put(
            row,
            wiki,
            $"{t.Within(0.5):N2} / {Milliseconds(t.Within(0.99))}" + (t.Refused > 0 ? $", **{t.Refused} failed**" : ""),
            $"{t.Rate:N0}/s, {t.Good:N0} in all; {t.CoreMilliseconds:N2} ms of the cores each" + (t.Reasons.Length > 0 ? $" ({t.Reasons})" : ""),
            t.Within(0.5),
            t.Within(0.99)
        );

    private void Put(string row, Wiki wiki, string said, string more, double value, double second = double.NaN) =>
        book.Put(row, wiki.Name, new(said, value, second, more));

    private static string Rate(double rate) => rate < 100 ? $"{rate:N1}" : $"{rate:N0}";

    private static string Milliseconds(double time) => time < 10 ? $"{time:N1} ms" : $"{time:N0} ms";

    private static string Said(Moved m) => $"{m.Rate:N0}/s in {m.PeakBytes / 1e6:N0} MB";

    private static string More(Moved m) => $"{m.Revisions:N0} in {m.Seconds:N1} s; {m.Note}";

    private static string Named(Wiki wiki, string what) => $"{wiki.Name.Replace(", ", "-", StringComparison.Ordinal).ToLowerInvariant()}-{what}";
}
