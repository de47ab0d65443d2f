using Microsoft.Playwright;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>Somebody with a browser of their own, who does what the pages say and notes whatever the browser complains about.</summary>
internal sealed class Walker : IAsyncDisposable
{
    /// <summary>A passphrase that is long enough.</summary>
    public const string Passphrase = "spades hang in the shed";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];
    private readonly string url;

    private Walker(IBrowserContext context, IPage page, string url)
    {
        (this.context, Page, this.url) = (context, page, url);
        page.PageError += (_, error) => Complain(error);
        page.RequestFailed += (_, request) => Complain($"{request.Url}: {request.Failure}");
        page.Response += (_, answer) =>
        {
            if (answer.Status >= 400 && answer.Status != Expected)
            {
                Complain($"{answer.Url}: {answer.Status}");
            }
        };
        page.Console += (_, said) =>
        {
            if (said.Type is "error" or "warning" && !said.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                Complain(said.Text);
            }
        };
    }

    /// <summary>With scripts and without, on a desk and in a hand: two of the four, in which each comes once; the other two are long tests.</summary>
    public static TheoryData<bool, int> Ways { get; } = [new(true, 1280), new(false, 360), Long(true, 360), Long(false, 1280)];

    private static TheoryDataRow<bool, int> Long(bool script, int width)
    {
        var row = new TheoryDataRow<bool, int>(script, width);
        row.Traits["Category"] = ["Long"];
        return row;
    }

    public IPage Page { get; }

    /// <summary>How often something was followed or sent.</summary>
    public int Clicks { get; set; }

    /// <summary>A status that is not to be complained about.</summary>
    public int Expected { get; set; }

    /// <summary>What the browser complained about so far.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public static async Task<Walker> Come(string url, bool script, int width, bool isDark = false)
    {
        var context = await Hall.NewBrowser(script, width, isDark);
        context.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        var walker = new Walker(context, await context.NewPageAsync(), url);
        await walker.Go("");
        return walker;
    }

    public async Task Go(string path)
    {
        await Page.GotoAsync(path.Contains("://", StringComparison.Ordinal) ? path : url + path);
        await Arrived();
    }

    /// <summary>Follows a link or presses a button, the first of its name, and waits for the page that comes.</summary>
    public Task Click(string name) => Click(Page.Locator("main"), name);

    /// <summary>Follows a link of the frame: places, you, language.</summary>
    public Task ClickFrame(string name) => Click(Page.Locator("header, footer"), name);

    /// <summary>Follows one of the page's tabs.</summary>
    public Task Tab(string name) => Click(Page.Locator(".tabs"), name);

    public Task Click(ILocator within, string name) =>
        Press(
            within
                .GetByRole(AriaRole.Link, new() { Name = name, Exact = true })
                .Or(within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }))
                .First
        );

    /// <summary>Follows a link or presses a button and waits for the page that comes.</summary>
    public async Task Press(ILocator what)
    {
        Clicks++;
        await Leave(() => what.ClickAsync());
    }

    /// <summary>Does something that leads to another page, and waits for that.</summary>
    public async Task Leave(Func<Task> how)
    {
        var came = new TaskCompletionSource();
        void Come(object? sender, IPage page) => came.TrySetResult();
        Page.DOMContentLoaded += Come;
        try
        {
            await how();
            await came.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        finally
        {
            Page.DOMContentLoaded -= Come;
        }

        await Arrived();
    }

    /// <summary>Fills in a field of the page.</summary>
    public Task Fill(string label, string text) => Page.Locator("main").GetByLabel(label, new() { Exact = true }).FillAsync(text);

    public Task<string> Field(string label) => Page.Locator("main").GetByLabel(label, new() { Exact = true }).InputValueAsync();

    public async Task Choose(string label, string value) => await Page.Locator("main").GetByLabel(label, new() { Exact = true }).SelectOptionAsync(value);

    /// <summary>The page says this.</summary>
    public async Task See(string words)
    {
        var said = await Page.Locator("main").InnerTextAsync();
        Assert.True(said.Contains(words, StringComparison.Ordinal), $"{Page.Url} does not say “{words}”:\n{said}");
    }

    /// <summary>The picture has come and can be seen.</summary>
    public async Task SeePicture(string selector)
    {
        var picture = Page.Locator(selector).First;
        await picture.ScrollIntoViewIfNeededAsync();
        await picture.EvaluateAsync("p => p.decode()");
        Assert.True(await picture.EvaluateAsync<int>("p => p.naturalWidth") > 0, $"{selector} on {Page.Url} is no picture");
    }

    public async Task SeeNot(string words) => Assert.DoesNotContain(words, await Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

    /// <summary>Is refused, as was expected: the reason is shown, and it is where the keyboard is.</summary>
    public async Task Refused(Func<Task> how, string words)
    {
        Expected = 422;
        await how();
        Expected = 0;
        Assert.Contains(words, await Page.Locator("#refused").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("refused", await Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    public async Task Join(string name)
    {
        await Go("join");
        await Fill("Name", name);
        await Fill("Passphrase", Passphrase);
        await Fill("The passphrase once more", Passphrase);
        await Click("Join");
        await See(name);
    }

    /// <summary>Writes a page that is not there yet.</summary>
    public async Task Write(string title, string text)
    {
        await Go("begin");
        await Fill("What is the page called?", title);
        await Click("Go on");
        await Fill("Text", text);
        await Click("Save");
    }

    /// <summary>Changes the text of the page that is shown.</summary>
    public async Task Edit(string text, string summary = "")
    {
        await Tab("Edit");
        await Fill("Text", text);
        await Fill("What did you change?", summary);
        await Click("Save");
    }

    /// <summary>Nothing that the browser would complain about happened.</summary>
    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        if (TestContext.Current.TestState is null or { Result: not TestResult.Failed })
        {
            Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        }
    }

    private void Complain(string of)
    {
        lock (complaints)
        {
            complaints.Add(of);
        }
    }

    private async Task Arrived()
    {
        var (wide, visible) = (await Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth"), await Page.EvaluateAsync<int>("innerWidth"));
        if (wide > visible)
        {
            Complain($"{Page.Url} is {wide} px wide and {visible} are seen");
        }
    }
}
