using Microsoft.Playwright;
using Moot.Host.Demos;
using Moot.Host.Moving.Copies;
using Moot.Ui;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Moot.Browser.Tests;

/// <summary>A copy is opened from a disk: no server, and where somebody wants it so no script.</summary>
[Trait("Category", "Long")]
public sealed class CopyStories : IDisposable
{
    private const int Narrow = 360;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("moot-copy-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task One_searches_a_site_that_lies_on_a_disk_and_reads_what_is_found()
    {
        await Write();
        await using var browser = await Hall.NewBrowser(javaScript: true, width: 1280);
        var page = await browser.NewPageAsync();
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        await page.GotoAsync(new Uri(At("site/search.html")).AbsoluteUri);
        await page.FillAsync("#q", "wat");
        await Expect(page.Locator("#found li").First).ToContainTextAsync("Water");
        await page.FillAsync("#q", "nothing-of-this-kind");
        await Expect(page.Locator("#count")).ToHaveTextAsync("No page has all these words.");
        await page.FillAsync("#q", "WASHER valve");
        await page.ClickAsync("#found a");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Water");
        await page.ClickAsync("text=History");
        await Expect(page.Locator("main")).ToContainTextAsync("the tap is repaired");
        Assert.All(requests, url => Assert.StartsWith("file://", url));
    }

    [Fact]
    public async Task Without_scripts_every_page_is_read_and_fits_a_small_screen()
    {
        await Write();
        await using var browser = await Hall.NewBrowser(javaScript: false, width: Narrow);
        var page = await browser.NewPageAsync();
        foreach (var file in Directory.EnumerateFiles(At(""), "*.html", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            await page.GotoAsync(new Uri(file).AbsoluteUri);
            Assert.NotEmpty(await page.Locator("h1").First.InnerTextAsync());
            var width = await page.Locator("html").EvaluateAsync<int>("e => e.scrollWidth");
            Assert.True(width <= Narrow, $"{file} is {width} pixels wide");
        }

        await page.GotoAsync(new Uri(At("site/search.html")).AbsoluteUri);
        await Expect(page.Locator("main .note")).ToBeVisibleAsync();
        await page.ClickAsync("main >> text=All pages");
        await page.ClickAsync("main >> text=Water");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Water");
    }

    [Fact]
    public async Task In_one_file_the_pictures_are_seen_and_links_lead_down_the_page()
    {
        await Write();
        await using var browser = await Hall.NewBrowser(javaScript: true, width: 1280);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(At("one.html")).AbsoluteUri);
        Assert.True(await page.Locator("img").First.EvaluateAsync<bool>("e => e.decode().then(() => e.naturalWidth > 100)"));
        await page.Locator("article a", new() { HasTextString = "Water" }).First.ClickAsync();
        Assert.Contains("#p", page.Url, StringComparison.Ordinal);
        await Expect(page.Locator(page.Url[page.Url.IndexOf('#', StringComparison.Ordinal)..] + " h1")).ToHaveTextAsync("Water");
    }

    private async Task Write()
    {
        Hall.NeedChromium();
        await Demo.Create(At("demo"), TimeProvider.System);
        var cancel = TestContext.Current.CancellationToken;
        using var log = FrozenLog.Open(At("demo"), cancel);
        SiteExport.Write(log, At("site"), Words.English, progress: null, cancel);
        await File.WriteAllBytesAsync(At("one.html"), OneFile.Write(log, Words.English, progress: null, cancel).Bytes, cancel);
    }

    private string At(string file) => Path.Combine(folder.FullName, file);
}
