using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Moot.Host.Demos;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Ui;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>An association that was founded in a folder of its own and is served, and browsers that look at it.</summary>
public sealed class Hall : IAsyncDisposable
{
    private static readonly Lazy<Task<IBrowser>> Browser = new(Launch);
    private readonly DirectoryInfo folder;
    private readonly WebApplication app;
    private readonly List<IBrowserContext> visitors = [];

    private Hall(DirectoryInfo folder, WebApplication app, IServedLog log, string url) => (this.folder, this.app, Log, Url) = (folder, app, log, url);

    internal IServedLog Log { get; }

    /// <summary>The association's address; ends with a slash.</summary>
    public string Url { get; }

    /// <summary>The path of a file in the hall's own folder.</summary>
    public string this[string file] => Path.Combine(folder.FullName, file);

    /// <summary>What it is served by.</summary>
    internal IEnumerable<RouteEndpoint> Routes => ((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>();

    /// <summary>Waits until the search index knows everything that was done.</summary>
    internal async Task Indexed()
    {
        var room = app.Services.GetRequiredService<Site>().Rooms.Single();
        for (var i = 0; i < 400 && room.Served.Search.Size < Log.Head.World.Size; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    /// <summary>Serves the example that has lived.</summary>
    public static async Task<Hall> OpenDemo()
    {
        NeedChromium();
        var folder = Directory.CreateTempSubdirectory("moot-browser-");
        var demo = Path.Combine(folder.FullName, "demo");
        await Demo.Create(demo, TimeProvider.System);
        var log = HostedLog.Open(AssociationFolder.Open(demo), TimeProvider.System);
        var app = await Server.Start([log], isSingle: true, "http://127.0.0.1:0");
        return new(folder, app, log, Server.Address(app) + "/");
    }

    /// <summary>A browser with no key and no cookie of another.</summary>
    internal static async Task<IBrowserContext> NewBrowser(bool javaScript, int width, bool isDark = false) =>
        await (await Browser.Value).NewContextAsync(
            new()
            {
                JavaScriptEnabled = javaScript,
                Locale = "en",
                ViewportSize = new() { Width = width, Height = 800 },
                ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );

    /// <summary>Skips the test where there is no browser.</summary>
    internal static void NeedChromium()
    {
        if (!File.Exists(Chromium))
        {
            Assert.Skip($"needs chromium: there is none at {Chromium} (CHROMIUM says where it is)");
        }
    }

    /// <summary>Founds an association and serves it; skips the test where there is no browser.</summary>
    /// <param name="charter">The charter that the founder chooses while nobody else is there; null for the one that every association begins with.</param>
    public static async Task<Hall> Open(string? charter = null)
    {
        NeedChromium();
        var folder = Directory.CreateTempSubdirectory("moot-browser-");
        using var founder = SigningKey.Create();
        var founded = await Founding.Found(
            Path.Combine(folder.FullName, "hall"),
            "Allotment 7",
            "Dig together",
            "Ann",
            origin: null,
            founder,
            TimeProvider.System
        );
        var log = HostedLog.Open(founded.Folder, TimeProvider.System);
        if (charter is not null)
        {
            var content = new System.Text.Json.Nodes.JsonObject { ["charter"] = Moot.Deciding.Charters.CharterText.Tidy(charter) };
            var receipt = await ActPen.Send(log, founded.Founder, TimeProvider.System, new("charter.adopt/1", content, [], []), founder);
            Assert.True(receipt.Verdict.IsLawful, receipt.Verdict.ToString());
        }

        var app = await Server.Start([log], isSingle: true, "http://127.0.0.1:0");
        return new(folder, app, log, Server.Address(app) + "/");
    }

    /// <summary>A browser of its own: no key, no cookie of another.</summary>
    /// <param name="path">Where it begins.</param>
    /// <param name="javaScript">False for one without scripts.</param>
    /// <param name="byName">True to go to localhost by its name, as passkeys need one.</param>
    public async Task<IPage> Visit(string path, bool javaScript = true, bool byName = false)
    {
        var context = await (await Browser.Value).NewContextAsync(new() { JavaScriptEnabled = javaScript, Locale = "en" });
        visitors.Add(context);
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync((byName ? Url.Replace("127.0.0.1", "localhost") : Url) + path);
        return page;
    }

    /// <summary>The entries so far, as they are read back.</summary>
    internal List<ReadAct> Entries() => [.. ReadAct.Between(Log.Store, Capabilities.Registry, 0, Log.Head.Checkpoint.Size)];

    public async ValueTask DisposeAsync()
    {
        foreach (var visitor in visitors)
        {
            await visitor.DisposeAsync();
        }

        await app.DisposeAsync();
        await Log.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static async Task<IBrowser> Launch()
    {
        var driver = await Playwright.CreateAsync();
        return await driver.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    private static string Chromium => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium";
}
