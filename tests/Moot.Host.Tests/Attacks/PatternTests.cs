using System.Diagnostics;
using System.Net;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Regular expressions that somebody tries as a filter, to fill the memory or to stop the host.</summary>
public sealed class PatternTests
{
    private const int Tries = 250;
    private const long GrowthBytesMax = 48L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_only_tried_does_not_stay_in_memory()
    {
        await using var site = await AttackSite.Start();
        await site.Act("page.create/1", """{"title":"Tap","text":"It drips, and drips, and drips.","format":"markdown"}""");
        using var browser = site.Browser();
        await Try(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i < Tries; i++)
        {
            await Try(i);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, GrowthBytesMax);

        async Task Try(int number)
        {
            var pattern = string.Concat(Enumerable.Repeat("(\\w|[a-zäöü]){1,20}[,. ]?", 15)) + number;
            using var answer = await browser.GetAsync("filters/try?pattern=" + Uri.EscapeDataString(pattern), Cancel);
            Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_pattern_of_a_megabyte_is_refused_at_once()
    {
        await using var site = await AttackSite.Start();
        using var browser = site.Browser();
        var watch = Stopwatch.StartNew();
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("pattern", string.Concat(Enumerable.Repeat("(a+|b?){1,9}", 90_000))),
            KeyValuePair.Create("note", "x"),
            KeyValuePair.Create("effect", "tag"),
        ]);
        using var answer = await browser.PostAsync("filters/new", form, Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience);
    }
}
