using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Moot.Commons;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Moving;
using Moot.Host.Tests.Commands;
using Moot.Host.Tests.Foreign;
using Moot.Kernel;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>A large wiki, as people move it: killed while it comes in, and used with all that there is to use.</summary>
public sealed class WholeWikiTests : IDisposable
{
    private const int Revisions = 9_789;
    private const int Kills = 20;

    private readonly Shell shell = new() { Locks = Environment.GetEnvironmentVariable("MOOT_LOCKS")! };

    public void Dispose() => shell.Dispose();

    /// <remarks>
    /// The same digest means: SHA-256 of all that <c>moot export wiki</c> writes - each page with its title, number and order, each revision with its number, the one before it, time, author, summary,
    /// size, model, text and checksum -, and beside it that of import, page and revision numbers in the order of the log's entries. The logs themselves differ in keys, salts, signatures and times of
    /// entries. What the process that went on last has in memory is the same as what a reader of its files folds anew.
    /// </remarks>
    [Fact]
    [Trait("Category", "Long")]
    public async Task Killed_at_twenty_random_moments_it_goes_on_to_the_same_digest()
    {
        var file = SharedWiki.Path(SharedWiki.Docs);
        var began = TimeProvider.System.GetTimestamp();
        Assert.Equal(Revisions, (int)shell.Json("import", "wiki", file, "--into", "whole")["brought"]!);
        var took = TimeProvider.System.GetElapsedTime(began);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}, {took.TotalSeconds:F1} s without a kill");
        var (killed, moments) = (0, new List<int>());
        for (var tries = 0; killed < Kills && tries < 2 * Kills; tries++)
        {
            // The first ones hit the founding and the very beginning.
            var after = killed < 3 ? random.Next(20, 600) : random.Next(100, 600 + (int)(took.TotalMilliseconds / 8));
            using var import = shell.Start("import", "wiki", file, "--into", "a");
            if (!import.WaitForExit(after))
            {
                import.Kill(); // SIGKILL
                killed++;
                moments.Add(after);
            }

            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var told = $"seed {seed}, killed after {string.Join(' ', moments)} ms";
        TestContext.Current.SendDiagnosticMessage(told);
        Assert.True(killed == Kills, told);
        var last = shell.Json("import", "wiki", file, "--into", "a");
        Assert.True((int)last["brought"]! + (int)last["there"]! == Revisions, $"{told}: {last}");
        Assert.True((bool)shell.Json("verify", "a")["ok"]!, told);
        Assert.True(Content("whole").SequenceEqual(Content("a")), told);
        Assert.True(Order("whole").SequenceEqual(Order("a")), told);

        // Gone on with in this process, so that its state can be looked at, and folded anew by a reader.
        using var key = KeyFile.Read(shell["my.key"]);
        await using var log = HostedLog.Open(AssociationFolder.Open(shell["a"]), TimeProvider.System);
        using var small = new WikiReader(new MemoryStream(Encoding.UTF8.GetBytes(SmallWiki.Whole)));
        var member = WikiImport.MemberOf(log, key);
        Assert.Equal(2, (await WikiImport.Run(log, key, member, small, licence: null, progress: null, TestContext.Current.CancellationToken)).Brought);
        Assert.Equal(Folded("a").Digest(), log.Head.World.Digest());
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task It_is_served_searched_compared_edited_cloned_and_forked_with_every_checksum()
    {
        var file = SharedWiki.Path(SharedWiki.Docs);
        Assert.Equal(Revisions, (int)shell.Json("import", "wiki", file, "--into", "a")["brought"]!);
        var library = Folded("a").Get<Library>();
        var page = library.Pages.Values.MaxBy(p => p.Revisions.Count)!;
        var (before, newest) = (library.FindRevision(page.Newest)!.Value.From!.Value, page.Newest);
        using (var server = shell.Serve("a", "--urls", "http://127.0.0.1:0"))
        {
            using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new() });
            async Task<string> Get(string path) =>
                await http.GetStringAsync(new Uri($"{server.Url.TrimEnd('/')}/{path}"), TestContext.Current.CancellationToken);
            Assert.Contains("<ol class=\"history\"", await Get($"history/~{page.Id}"), StringComparison.Ordinal);
            var diff = await Get($"diff/{before}/{newest}");
            Assert.True(diff.Contains("<ins", StringComparison.Ordinal) || diff.Contains("<del", StringComparison.Ordinal), "the difference shows nothing");
            await Indexed(Get);
            Assert.Contains("/page/", await Get("search?q=javascript"), StringComparison.Ordinal);

            // Somebody without an account writes on.
            var form = await Get($"edit/~{page.Id}");
            var fields = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["from"] = newest.ToString(CultureInfo.InvariantCulture),
                ["text"] = "It goes on here.",
                ["save"] = "1",
            };
            if (form.Split("name=\"form-key\" value=\"") is [_, var rest, ..])
            {
                fields["form-key"] = rest[..64];
            }

            using var saving = new HttpRequestMessage(HttpMethod.Post, $"{server.Url.TrimEnd('/')}/edit/~{page.Id}")
            {
                Content = new FormUrlEncodedContent(fields),
            };
            saving.Headers.Add("Sec-Fetch-Site", "same-origin");
            using var saved = await http.SendAsync(saving, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
            Assert.Contains("It goes on here.", await Get($"page/~{page.Id}"), StringComparison.Ordinal);

            if (Tool.Run("git", ["--version"]) is not null)
            {
                var clone = Tool.Run("git", ["-c", "core.autocrlf=false", "clone", "-q", server.Url, shell["clone"]])!;
                Assert.True(clone.Status == 0, clone.ToString());
                Assert.Equal("", Tool.Run("git", ["-C", shell["clone"], "fsck", "--strict", "--no-dangling"])!.Out.Trim());
                var commits = int.Parse(Tool.Run("git", ["-C", shell["clone"], "rev-list", "--count", "HEAD"])!.Out, CultureInfo.InvariantCulture);
                Assert.InRange(commits, Revisions, Revisions + 2_000); // new titles beside the texts
                Assert.Contains("It goes on here.", Tool.Run("git", ["-C", shell["clone"], "show", "HEAD"])!.Out, StringComparison.Ordinal);
            }

            Assert.Equal(0, server.Stop("TERM"));
        }

        shell.Do("fork", "a", "b", "--name", "Fork");
        shell.Do("export", "wiki", "b", "-o", "b.xml");
        var there = SharedWiki.Read(file).Revisions.ToDictionary(r => r.Id, r => r.Sha1 ?? WikiSha1.Of(r.Text.Span)); // this file tells none, but has the texts
        Assert.Equal(Revisions, there.Count);
        var sums = File.ReadLines(shell["b.xml"]).Count(l => l.Contains("<sha1>", StringComparison.Ordinal));
        Assert.Equal(Revisions + 1, sums);
        foreach (var revision in SharedWiki.Read(shell["b.xml"]).Revisions)
        {
            if (there.Remove(revision.Id, out var sum))
            {
                Assert.Equal((sum, sum), (revision.Sha1, WikiSha1.Of(revision.Text.Span)));
            }
        }

        Assert.Empty(there);
    }

    /// <summary>Waits until the index follows the log.</summary>
    private static async Task Indexed(Func<string, Task<string>> get)
    {
        for (var i = 0; i < 600 && !(await get("search?q=javascript")).Contains("/page/", StringComparison.Ordinal); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private byte[] Content(string folder)
    {
        shell.Do("export", "wiki", folder, "-o", folder + ".xml");
        // The name of an association that was founded for the wiki is no part of it: the file has the wiki's.
        using var file = File.OpenRead(shell[folder + ".xml"]);
        return SHA256.HashData(file);
    }

    private byte[] Order(string folder)
    {
        var order = new StringBuilder();
        foreach (var brought in Folded(folder).Get<Library>().Imports.Revisions.Span)
        {
            order.Append(CultureInfo.InvariantCulture, $"{brought.Entry} {brought.Import} {brought.PageThere} {brought.Number}\n");
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(order.ToString()));
    }

    /// <summary>A log as a reader of its files folds it, each signature checked.</summary>
    private World Folded(string folder)
    {
        using var store = AssociationFolder.Open(shell[folder]).OpenStore(readOnly: true);
        var replay = new Replay(Capabilities.Registry);
        Assert.Null(replay.Run(store.Read(0, store.LastPublished()!.Value.Size)));
        return replay.World;
    }
}
