using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
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
    private static readonly Lazy<Task<IPlaywright>> Driver = new(Playwright.CreateAsync);
    private readonly DirectoryInfo folder;
    private readonly WebApplication app;
    private readonly List<IBrowser> browsers = [];

    private Hall(DirectoryInfo folder, WebApplication app, IServedLog log, string url) => (this.folder, this.app, Log, Url) = (folder, app, log, url);

    internal IServedLog Log { get; }

    /// <summary>The association's address; ends with a slash.</summary>
    public string Url { get; }

    /// <summary>The path of a file in the hall's own folder.</summary>
    public string this[string file] => Path.Combine(folder.FullName, file);

    /// <summary>Founds an association and serves it; skips the test where there is no browser.</summary>
    public static async Task<Hall> Open()
    {
        if (!File.Exists(Chromium))
        {
            Assert.Skip($"needs chromium: there is none at {Chromium} (CHROMIUM says where it is)");
        }

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
        var app = await Server.Start([log], isSingle: true, "http://127.0.0.1:0");
        return new(folder, app, log, Server.Address(app) + "/");
    }

    /// <summary>A browser of its own: no key, no cookie of another.</summary>
    public async Task<IPage> Visit(string path, bool javaScript = true)
    {
        var browser = await (await Driver.Value).Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        browsers.Add(browser);
        var context = await browser.NewContextAsync(new() { JavaScriptEnabled = javaScript, Locale = "en" });
        context.SetDefaultTimeout(20_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Url + path);
        return page;
    }

    /// <summary>The entries so far, as they are read back.</summary>
    internal List<ReadAct> Entries() => [.. ReadAct.Between(Log.Store, Capabilities.Registry, 0, Log.Head.Checkpoint.Size)];

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers)
        {
            await browser.DisposeAsync();
        }

        await app.DisposeAsync();
        await Log.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string Chromium => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium";
}
