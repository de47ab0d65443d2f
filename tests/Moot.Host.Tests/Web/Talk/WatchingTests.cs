using System.Net;
using System.Text;
using Moot.Host.Storage;
using Xunit;

namespace Moot.Host.Tests.Web.Talk;

/// <summary>What is new for somebody, and that nobody else learns what they watch and read.</summary>
public sealed class WatchingTests : IAsyncLifetime
{
    private TalkSite site = null!;

    public async ValueTask InitializeAsync() => site = await TalkSite.Start();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static void Has(string page, string part, bool expected = true) => Assert.Equal(expected, page.Contains(part, StringComparison.Ordinal));

    [Fact]
    public async Task Answers_to_me_are_new_until_they_are_read()
    {
        var (gil, hana) = (site.NewGuest(), site.NewGuest());
        var thread = await gil.Do("talk/begin", ("subject", "association"), ("title", "Water"), ("text", "Who waters?"));
        Has(await gil.Get("for-me"), "You were answered", expected: false);
        var answer = await hana.Do($"talk/answer/{thread}", ("text", "I do"));
        Has(await gil.Get("for-me"), "You were answered");
        Has(await hana.Get("for-me"), "You were answered", expected: false);

        // A page that a browser fetches ahead, or a program asks about, is not read.
        await gil.Send(HttpMethod.Get, $"talk/thread/{thread}", "Sec-Purpose", "prefetch");
        await gil.Send(HttpMethod.Head, $"talk/thread/{thread}");
        Has(await gil.Get("for-me"), "You were answered");
        _ = await gil.Get($"talk/thread/{thread}");
        Has(await gil.Get("for-me"), "You were answered", expected: false);

        // What comes now is marked in the list and in the thread; reading takes the marks away.
        var next = await hana.Do($"talk/answer/{answer}", ("text", "On Sunday"));
        Has(await gil.Get("talk"), "1 new");
        Has(await gil.Get($"talk/thread/{thread}"), "<mark>new</mark>");
        Has(await gil.Get($"talk/thread/{thread}"), "<mark>new</mark>", expected: false);
        Has(await gil.Get("talk"), "1 new", expected: false);
        Assert.True(next > answer);
        Assert.True((await site.Ann("commons.thank/1", new() { ["entry"] = thread })).Verdict.IsLawful);
        Has(await gil.Get("for-me"), "You were thanked");
        Has(await hana.Get("for-me"), "You were thanked", expected: false);
    }

    [Fact]
    public async Task Watched_pages_tell_what_happened_and_all_can_be_marked_as_read()
    {
        var (gil, hana) = (site.NewGuest(), site.NewGuest());
        var page = await gil.Do("edit/The_tap", ("text", "It drips."));
        await hana.Do("edit/The_tap", ("text", "It drips no more."), ("from", $"{page}"));
        await hana.Do("talk/begin", ("subject", $"page:{page}"), ("title", "Really?"), ("text", "It did"));
        var news = await gil.Get("for-me");
        Has(news, "The page was edited");
        Has(news, "Something was said");
        var before = site.World.Size;
        await gil.Post("for-me", ("upto", $"{site.World.Size}"));
        news = await gil.Get("for-me");
        Has(news, "The page was edited", expected: false);
        Assert.Equal(before, site.World.Size);

        await gil.Post("watch", ("subject", $"page:{page}"));
        await hana.Do("edit/The_tap", ("text", "It drips again."), ("from", $"{page}"));
        Has(await gil.Get("for-me"), "The page was edited", expected: false);
        await gil.Post("watch", ("subject", $"page:{page}"), ("on", "1"));
        await hana.Do("edit/The_tap", ("text", "It drips, still."), ("from", $"{site.World.Size - 1}"));
        Has(await gil.Get("for-me"), "The page was edited");

        foreach (var nothing in new[] { "page:999", "own", "for-me", "thread:0", "member:ab", "<b>", "" })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await gil.Post("watch", ("subject", nothing), ("on", "1"))).Status);
        }

        var away = await gil.Post("watch", ("subject", "association"), ("on", "1"), ("then", "//elsewhere.example"));
        Assert.Equal((HttpStatusCode.SeeOther, "/for-me"), away);
    }

    [Fact]
    public async Task Marks_outlive_a_restart_and_are_in_no_public_file()
    {
        var gil = site.NewGuest();
        var page = await gil.Do("edit/Zanzibar", ("text", "x"));
        Assert.False(File.Exists(site.Folder.MarksPath));
        await gil.Post("watch", ("subject", $"page:{page}"), ("on", "1"));
        var (size, root) = (site.World.Size, site.World.Digest());
        Assert.True(File.Exists(site.Folder.MarksPath));
        await site.Restart();
        Assert.Equal((size, root), (site.World.Size, site.World.Digest()));

        var mark = Encoding.ASCII.GetBytes($"page:{page}");
        foreach (var file in Directory.EnumerateFiles(site.Path, "*", SearchOption.AllDirectories))
        {
            var isPrivate = file.StartsWith(site.Folder.PrivatePath, StringComparison.Ordinal);
            Assert.True(isPrivate || (await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)).AsSpan().IndexOf(mark) < 0, file);
        }

        foreach (var path in new[] { "marks.db", "private/marks.db", "allotment/private/marks.db" })
        {
            await gil.Get(path, HttpStatusCode.NotFound);
        }

        using var store = new MarksStore(site.Folder.MarksPath);
        var author = site.World.Entries.Author(page);
        Assert.True(store.Of(author)[$"page:{page}"].IsWatched);
        Assert.Empty(store.Of(site.World.Entries.Author(0)));
    }

    [Fact]
    public void Somebody_who_watches_everything_keeps_what_they_touched_last()
    {
        using var folder = new TestFolder();
        using var store = new MarksStore(folder["marks.db"]);
        var somebody = Kernel.Acts.Actor.Of(new Kernel.Acts.MemberId(Kernel.Tree.Hash.Of("somebody"u8)));
        for (var n = 0; n < MarksStore.MarksMax + 5; n++)
        {
            store.Note(somebody, $"thread:{n}", new(n == 0 ? true : null, n), new(n));
        }

        var marks = store.Of(somebody);
        Assert.Equal(MarksStore.MarksMax, marks.Count);
        Assert.True(marks["thread:0"].IsWatched); // chosen, not only visited
        Assert.False(marks.ContainsKey("thread:1"));
        Assert.True(marks.ContainsKey($"thread:{MarksStore.MarksMax + 4}"));
    }
}
