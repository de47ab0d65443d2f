using System.Diagnostics;
using System.Net;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Many people at one page at once, and pages with much in them.</summary>
public sealed class ManyEditorsTests : IAsyncLifetime
{
    private TestSite site = null!;

    public async ValueTask InitializeAsync() => site = await TestSite.Start();

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task A_hundred_editors_at_once_lose_no_words()
    {
        const int Editors = 100;
        var lines = Enumerable.Range(0, Editors).Select(i => $"Line {i} is empty.\n\n").ToArray();
        using var first = site.Visit();
        var id = await first.Begin("Busy", string.Concat(lines));
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Editors),
            new ParallelOptions { MaxDegreeOfParallelism = Editors, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) =>
            {
                using var editor = site.Visit();
                var mine = string.Concat(lines.Select((l, j) => j == i ? $"Line {i} was written by editor-{i}-here.\n\n" : l));
                Assert.Equal("/page/Busy", await editor.Send("edit/Busy", ("from", $"{id}"), ("text", mine)));
            }
        );
        var text = site.Text(id);
        Assert.All(Enumerable.Range(0, Editors), i => Assert.Contains($"editor-{i}-here", text));
        Assert.Empty(site.Library.Find(id)!.OpenEnds);
        Assert.Equal(Editors + 1, site.Library.Find(id)!.Revisions.Count);
    }

    [Fact]
    public async Task Eight_who_change_the_same_words_are_all_taken()
    {
        using var first = site.Visit();
        var id = await first.Begin("Busy", "It drips.\n");
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                {
                    using var editor = site.Visit();
                    await editor.Send("edit/Busy", ("from", $"{id}"), ("text", $"It drips {i} cups.\n"));
                })
        );
        var page = site.Library.Find(id)!;
        Assert.Equal(9, page.Revisions.Count);
        Assert.Equal(7, page.OpenEnds.Length);
        var kept = page.OpenEnds.Append(page.Newest).Select(site.TextOf).Order(StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"It drips {i} cups.\n"), kept);
    }

    [Fact]
    public async Task Eight_who_begin_one_page_at_once_lose_nothing()
    {
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async i =>
                {
                    using var editor = site.Visit();
                    return await editor.Post("edit/New", ("text", $"By editor-{i}-here."));
                })
        );
        Assert.Single(site.Library.Pages);
        Assert.Equal(1, answers.Count(a => a.Status == HttpStatusCode.SeeOther));
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.UnprocessableEntity && a.Page.Contains("By editor-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_page_of_a_megabyte_with_two_thousand_revisions_stays_usable()
    {
        using var guest = site.Visit();
        var id = await guest.Begin("Long", "Begun.\n");
        var from = id;
        for (var group = 0; group < 20; group++)
        {
            var next = site.Log.Head.World.Size;
            var saves = new List<Task<Kernel.Receipt>>();
            for (var i = 0; i < 100; i++)
            {
                saves.Add(site.Save("Ann", id, from, $"Begun.\n\nSaid {group}.{i}.\n"));
                from = next++;
            }

            Assert.All(await Task.WhenAll(saves), r => Assert.True(r.Verdict.IsLawful, r.Verdict.Sentence));
        }

        var megabyte = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"Line {i} of a long page about many different things.\n"));
        var large = await guest.Save("Long", from, megabyte);
        var changed = await guest.Save("Long", large, megabyte.Replace("Line 7 ", "Seventh ").Replace("Line 15000 ", "Another "));
        var paths = new[]
        {
            "page/Long",
            "history/Long",
            $"history/Long?before={from - 500}",
            $"diff/{large}/{changed}",
            $"diff/{from}/{large}",
            $"diff/{large}/{changed}?view=side",
            "about/Long",
            "edit/Long",
            $"undo/{changed}",
            "blame/Long",
            "review",
            "",
        };
        foreach (var path in paths)
        {
            var watch = Stopwatch.StartNew();
            await guest.Get(path);
            TestContext.Current.TestOutputHelper!.WriteLine($"{path}: {watch.ElapsedMilliseconds} ms");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), path);
        }

        Assert.Contains("?from=", await guest.Get($"diff/{from}/{large}"));
        Assert.Contains("Seventh", await guest.Get($"diff/{large}/{changed}"));
        Assert.Equal(50, (await guest.Get("history/Long")).Split("<li id=\"r").Length - 1);
    }
}
