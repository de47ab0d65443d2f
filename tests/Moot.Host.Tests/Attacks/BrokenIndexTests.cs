using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Storage;
using Moot.Host.Web;
using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Whatever becomes of the search index, the association goes on, the operator is told, and search comes back.</summary>
public sealed class BrokenIndexTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly ConcurrentQueue<string> told = new();
    private readonly SigningKey ann = SigningKey.Create();
    private AssociationFolder association = null!;
    private HostedLog log = null!;
    private WebApplication? app;
    private Room room = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Index => association.SearchPath;

    public async ValueTask InitializeAsync()
    {
        association = (await Founding.Found(folder["a"], "Club", purpose: null, "Ann", origin: null, ann, TimeProvider.System)).Folder;
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        ann.Dispose();
        folder.Dispose();
    }

    private async Task Start()
    {
        log = HostedLog.Open(association, TimeProvider.System);
        var site = new Site(isSingle: true, TimeProvider.System) { Tell = told.Enqueue };
        room = site.Add(log);
        app = await Server.Start(site, "http://127.0.0.1:0");
    }

    private async Task Stop()
    {
        await app!.DisposeAsync();
        await log.DisposeAsync();
    }

    private async Task Write(string title)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("text", "It drips."), KeyValuePair.Create("save", "1")]);
        using var answer = await browser.PostAsync($"{Server.Address(app!)}/edit/{title}", form, Cancel);
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
    }

    private static async Task Until(Func<bool> isSo, string what)
    {
        for (var i = 0; !isSo(); i++)
        {
            Assert.True(i < 600, what);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
        }
    }

    private bool Finds(int pages) => room.Served.Search.Size == log.Head.World.Size && room.Served.Search.Find(new("drips")).Total == pages;

    [Fact]
    public async Task Deleted_while_it_is_in_use_it_is_made_again_at_once()
    {
        await Write("One");
        await Until(() => Finds(1), "the first page is found");
        Directory.Delete(association.CachePath, recursive: true);
        await Until(() => File.Exists(Index) && Finds(1), "the index is made again");
        await Write("Two");
        await Until(() => Finds(2), "the index goes on");
        Directory.Delete(association.CachePath, recursive: true);
        await Write("Three");
        await Until(() => Finds(3), "the index is made again under way");
        Assert.Empty(told); // who deletes it knows
    }

    [Fact]
    public async Task Deleted_before_the_start_it_is_made_again()
    {
        await Write("One");
        await Until(() => Finds(1), "the first page is found");
        await Stop();
        Directory.Delete(association.CachePath, recursive: true);
        await Start();
        await Until(() => Finds(1), "the index is made again");
        Assert.Empty(told);
    }

    [Fact]
    public async Task Held_by_another_program_it_waits_and_is_not_thrown_away()
    {
        await Write("One");
        await Until(() => Finds(1), "the first page is found");
        await Stop();
        using (var other = SqliteFile.Open(Index, SqliteOpenMode.ReadWrite))
        {
            other.Run("PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE; UPDATE about SET size = size");
            var made = File.GetCreationTimeUtc(Index);
            await Start();
            await Write("Two"); // everything else goes on
            await Until(() => told.Any(t => t.StartsWith("Search stands still", StringComparison.Ordinal)), "the operator is told");
            Assert.Equal(0, room.Served.Search.Find(new("drips")).Total);
            Assert.Equal(made, File.GetCreationTimeUtc(Index));
            other.Run("ROLLBACK");
        }

        await Until(() => Finds(2), "the index goes on");
        Assert.Contains("Search works again.", told);
        Assert.Single(told, t => t.StartsWith("Search stands still", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Broken_while_it_is_in_use_it_is_made_again_and_the_operator_is_told()
    {
        await Write("One");
        await Until(() => Finds(1), "the first page is found");
        await Stop();
        using (var other = SqliteFile.Open(Index, SqliteOpenMode.ReadWrite))
        {
            // In order for SQLite, and not as it is written here.
            other.Run("DROP TABLE reference");
        }

        await Start();
        await Write("Two");
        await Until(() => Finds(2), "the index is made again");
        Assert.Contains(told, t => t.Contains("is damaged", StringComparison.Ordinal));
        Assert.Contains("Search works again.", told);
    }

    [Fact]
    public async Task Where_it_cannot_be_written_pages_are_served_and_the_program_ends_in_order()
    {
        await Stop();
        Directory.Delete(association.CachePath, recursive: true);
        await File.WriteAllTextAsync(association.CachePath, "a file where a folder belongs", Cancel);
        await Start();
        await Write("One");
        await Until(() => told.Any(t => t.StartsWith("Search stands still", StringComparison.Ordinal)), "the operator is told");
        using var http = new HttpClient();
        Assert.Contains("It drips", await http.GetStringAsync(Server.Address(app!) + "/page/One", Cancel));
        Assert.Contains("Nothing was found", await http.GetStringAsync(Server.Address(app!) + "/search?q=drips", Cancel));
        File.Delete(association.CachePath);
        await Until(() => Finds(1), "search comes back");
        Assert.Single(told, t => t.StartsWith("Search stands still", StringComparison.Ordinal));
    }
}
