using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Moot.Host.Caches;
using Moot.Host.Storage;
using Moot.Kernel.Encoding;
using Moot.Kernel.Tree;
using Moot.Ui;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Search, recent acts, entries, feeds and kept answers, over HTTP.</summary>
public sealed class FindingTests : IAsyncLifetime
{
    private ServedCommons commons = null!;

    public async ValueTask InitializeAsync() => commons = await ServedCommons.Start();

    public ValueTask DisposeAsync() => commons.DisposeAsync();

    [Fact]
    public async Task What_was_written_is_found_and_marked()
    {
        await commons.Write("Water pump", "The *pump* stands behind the shed. Ask Jérôme. 東京の水道 [[Shed]] [[Category:Tools]] ![x](File:Key.png)");
        await commons.Write("Shed", "Nothing but [[Water pump]] and [[Nowhere]].");
        await commons.Act("talk.say/1", "{}", """{"text":"The pumpkin is ripe."}""");
        await commons.Indexed();
        var found = await commons.Get("search?q=pump*");
        Assert.Contains("<mark>pump</mark>", found, StringComparison.Ordinal);
        Assert.Contains("<mark>pumpkin</mark>", found, StringComparison.Ordinal);
        Assert.DoesNotContain("pumpkin", await commons.Get("search?q=pump"), StringComparison.Ordinal);
        Assert.DoesNotContain("pumpkin", await commons.Get("search?q=pump*&kind=page"), StringComparison.Ordinal);
        Assert.DoesNotContain("/page/Shed\"", await commons.Get("search?q=pump&titles=1"), StringComparison.Ordinal);
        Assert.Contains("<mark>Jérôme</mark>", WebUtility.HtmlDecode(await commons.Get("search?q=jerome")), StringComparison.Ordinal);
        Assert.Contains(
            "東京の<mark>水道</mark>",
            WebUtility.HtmlDecode(await commons.Get("search?q=" + Uri.EscapeDataString("水道"))),
            StringComparison.Ordinal
        );
        Assert.Contains("Nothing was found", await commons.Get("search?q=" + Uri.EscapeDataString("道水")), StringComparison.Ordinal);
        Assert.Contains("Nothing was found", await commons.Get("search?q=pump+-shed"), StringComparison.Ordinal);
        Assert.Contains("edit/Compost_heap", await commons.Get("search?q=Compost+heap"), StringComparison.Ordinal);
        using var straight = await commons.Stranger.GetAsync($"{commons.Url}/search?q=Water+pump&go=1", TestContext.Current.CancellationToken);
        Assert.Equal("/page/Water_pump", straight.Headers.Location!.ToString());
        var search = commons.Room.Served.Search;
        Assert.Single(search.LinksTo("Shed"));
        Assert.Equal([("Tools", 1)], search.Categories());
        Assert.Single(search.InCategory("Tools"));
        Assert.Equal([("Nowhere", 1)], search.Wanted(10));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("\"unclosed phrase")]
    [InlineData("AND OR NOT NEAR(")]
    [InlineData("title:x ^y {a b}: c")]
    [InlineData("* ** -* - -- \"\" \"*\"* ((((")]
    [InlineData("a\0b\u0001c\u0002")]
    [InlineData("'; DROP TABLE words; --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\ud800 \ufffe 𠀀")]
    public async Task Nothing_that_is_typed_is_an_error(string typed)
    {
        await commons.Write("Page", "Words.");
        await commons.Indexed();
        Assert.False(commons.Room.Served.Search.Find(new(typed)).Hits.IsDefault);
        var page = await commons.Get("search?q=" + Uri.EscapeDataString(typed.Replace("\ud800", "", StringComparison.Ordinal)));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        var long1 = commons.Room.Served.Search.Find(new(string.Concat(Enumerable.Repeat(typed + " ", 5_000))));
        Assert.True(long1.Total >= 0);
    }

    [Fact]
    public async Task What_is_hidden_or_erased_is_gone_from_every_list_and_from_the_file()
    {
        const string secret = "Quetzalcoatlus";
        var guest = await commons.Act("talk.say/1", "{}", $$"""{"text":"My name is {{secret}} and so on."}""");
        await commons.Write("Diary", $"Dear {secret}, it rains. [[{secret}]]", $"for {secret}");
        var page = commons.Log.Head.World.Size - 1;
        await commons.Indexed();
        Assert.Contains(secret, await commons.Get("search?q=rains"), StringComparison.Ordinal);
        Assert.Contains(secret, await commons.Get("feed/recent.atom"), StringComparison.Ordinal);
        foreach (var entry in new[] { guest, page })
        {
            await commons.Act("body.hide/1", $$"""{"entry":{{entry}},"ground":"privacy"}""", """{"reason":"private"}""");
        }

        string[] lists =
        [
            "search?q=rains",
            "search?q=name",
            "recent",
            "feed/recent.atom",
            "feed/recent.json",
            "feed/talk.json",
            "feed/search.atom?q=rains",
            "feed/pages.atom",
            $"entry/{guest}",
            $"entry/{page}",
        ];
        foreach (var list in lists)
        {
            Assert.DoesNotContain(secret, await commons.Get(list), StringComparison.Ordinal);
        }

        await commons.Indexed();
        await Gone(secret);
        Assert.Empty(commons.Room.Served.Search.LinksTo(secret));
        await commons.Act("body.show/1", $$"""{"entry":{{guest}}}""", """{"reason":"It may be read."}""");
        await commons.Indexed();
        Assert.Contains(secret, await commons.Get("search?q=name"), StringComparison.Ordinal);
        await commons.Act("body.erase/1", $$"""{"entry":{{guest}},"ground":"privacy"}""", """{"reason":"gone"}""");
        await commons.Indexed();
        await Gone(secret);
    }

    private async Task Gone(string secret)
    {
        var words = new[] { secret, secret.ToLowerInvariant() }.Select(Encoding.UTF8.GetBytes).ToArray();
        for (var i = 0; ; i++)
        {
            var bytes = Directory.EnumerateFiles(commons.Folder.CachePath).Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)).Select(Read).ToList();
            if (bytes.All(b => words.All(w => b.AsSpan().IndexOf(w) < 0)))
            {
                return;
            }

            Assert.True(i < 100, "The erased words are still in the cache's files.");
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        static byte[] Read(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task A_damaged_or_foreign_index_is_made_anew()
    {
        await commons.Write("Page", "Unmistakable words.");
        await commons.Indexed();
        await commons.Restart();
        await commons.Indexed();
        Assert.Equal(1, commons.Room.Served.Search.Find(new("unmistakable")).Total);
        await commons.Restart(() => File.WriteAllBytes(commons.Folder.SearchPath, [.. Enumerable.Repeat((byte)7, 50_000)]));
        await commons.Indexed();
        Assert.Equal(1, commons.Room.Served.Search.Find(new("unmistakable")).Total);
        await commons.Restart(() =>
        {
            using var file = SqliteFile.Open(commons.Folder.SearchPath, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite);
            file.Run("UPDATE about SET log = zeroblob(32); DELETE FROM words");
        });
        await commons.Indexed();
        Assert.Equal(1, commons.Room.Served.Search.Find(new("unmistakable")).Total);
        await commons.Restart(() => SearchFile.Delete(commons.Folder.SearchPath));
        await commons.Indexed();
        Assert.Equal(1, commons.Room.Served.Search.Find(new("unmistakable")).Total);
    }

    [Fact]
    public async Task Recent_acts_pass_their_filters()
    {
        await commons.Write("Alpha", "One.", "first summary");
        await commons.Write("Alpha", "One and two.", "second summary");
        await commons.Act("talk.say/1", "{}", """{"text":"Hello there."}""");
        var all = await commons.Get("recent");
        Assert.Contains("began the page <a href=\"/page/Alpha\" dir=\"auto\">Alpha</a>", all, StringComparison.Ordinal);
        Assert.Contains("second summary", all, StringComparison.Ordinal);
        Assert.Contains("Hello there.", all, StringComparison.Ordinal);
        Assert.Contains("diff/2/3", all, StringComparison.Ordinal);
        Assert.Contains("+8", WebUtility.HtmlDecode(all), StringComparison.Ordinal);
        Assert.DoesNotContain("Hello there.", await commons.Get("recent?kind=edits"), StringComparison.Ordinal);
        Assert.DoesNotContain("second summary", await commons.Get("recent?kind=talk"), StringComparison.Ordinal);
        Assert.DoesNotContain("Hello there.", await commons.Get("recent?guests=1"), StringComparison.Ordinal);
        Assert.Contains("second summary", await commons.Get("recent?unreviewed=1&room=page&since=2001-01-01"), StringComparison.Ordinal);
        Assert.DoesNotContain("second summary", await commons.Get("recent?room=category"), StringComparison.Ordinal);
        Assert.DoesNotContain("second summary", await commons.Get("recent?since=2999-01-01"), StringComparison.Ordinal);
        Assert.DoesNotContain("second summary", await commons.Get("recent?before=3"), StringComparison.Ordinal);
        var member = commons.Log.Head.World.Entries.Author(4).Member!.Value.ToString()[..16];
        Assert.Contains("Hello there.", await commons.Get($"member/{member}/acts"), StringComparison.Ordinal);
        Assert.DoesNotContain("second summary", await commons.Get($"recent?who={member}"), StringComparison.Ordinal);
        var guest = commons.Log.Head.World.Entries.Author(3).Guest!.Value.ToString()[..16];
        var theirs = await commons.Get($"guest/{guest}/acts");
        Assert.Contains("second summary", theirs, StringComparison.Ordinal);
        Assert.DoesNotContain("first summary", theirs, StringComparison.Ordinal);
        using var nobody = await commons.Stranger.GetAsync($"{commons.Url}/member/0123456789abcdef/acts", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        using var odd = await commons.Stranger.GetAsync(
            $"{commons.Url}/recent?before=99999999999999999999&since=x&kind=%00&who=zz",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.OK, odd.StatusCode);
    }

    [Fact]
    public void Every_kind_of_act_has_words_in_every_language()
    {
        foreach (var words in Words.Languages)
        {
            foreach (var kind in Capabilities.Registry.Kinds)
            {
                Assert.True(words.FindSentence("act." + kind.Name) is { Length: > 0 }, $"{words.Code} lacks act.{kind.Name}");
            }
        }
    }

    [Fact]
    public async Task An_entry_is_told_and_proved()
    {
        var entry = await commons.Act("talk.say/1", "{}", """{"text":"<script>alert(1)</script>"}""");
        var page = await commons.Get($"entry/{entry}");
        Assert.Contains("kind talk.say/1", page, StringComparison.Ordinal);
        Assert.Contains("own key", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        var bytes = await commons.Stranger.GetByteArrayAsync($"{commons.Url}/entry/{entry}.tlog-proof", TestContext.Current.CancellationToken);
        Assert.True(TlogProof.TryParse(bytes, out var proof, out var error), error);
        var leaf = commons.Log.Store.Read(entry, entry + 1).First().Bytes;
        Assert.True(proof!.Verify(commons.Folder.Vkey, leaf.Span));
        Assert.False(proof.Verify(commons.Folder.Vkey, Hash.Leaf([1])));
        foreach (var none in new[] { "entry/999", "entry/-1", "entry/999.tlog-proof", "entry/x", "feed/nothing.atom", "feed/history/None.atom", "feed/recent" })
        {
            using var answer = await commons.Stranger.GetAsync($"{commons.Url}/{none}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Feeds_are_valid_whatever_was_written()
    {
        const string bad = "<script>alert(1)</script> & ]]> \u0001\u000b\uffff \"'";
        await commons.Write("A & b", "Text. [[Category:Tools & more]]", bad);
        await commons.Act("talk.say/1", "{}", JsonSerializer.Serialize(new { text = bad }));
        await commons.Indexed();
        XNamespace atom = "http://www.w3.org/2005/Atom";
        string[] lists = ["recent", "history/A_%26_b", "talk", "talk/association", "search", "category/Tools_%26_more", "pages", "members"];
        foreach (var list in lists)
        {
            var query = list == "search" ? "?q=text" : "";
            var feed = XElement.Parse(await commons.Get($"feed/{list}.atom{query}"));
            var ids = feed.Elements(atom + "entry").Select(e => e.Element(atom + "id")!.Value).ToList();
            Assert.NotEmpty(ids);
            Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
            Assert.All(ids.Append(feed.Element(atom + "id")!.Value), id => Assert.StartsWith("urn:uuid:", id, StringComparison.Ordinal));
            Assert.NotNull(feed.Element(atom + "updated"));
            Assert.Empty(feed.Descendants("script"));
            using var json = JsonDocument.Parse(await commons.Get($"feed/{list}.json{query}"));
            Assert.Equal(ids.Count, json.RootElement.GetProperty("items").GetArrayLength());
            var self = feed.Elements(atom + "link").Single(l => l.Attribute("rel")!.Value == "self").Attribute("href")!.Value;
            Assert.StartsWith(commons.Url + "/feed/", self, StringComparison.Ordinal);
            Assert.NotEmpty(await commons.Get(self[(commons.Url.Length + 1)..]));
        }
    }

    [Fact]
    public async Task Answers_are_kept_for_strangers_alone_and_until_something_is_done()
    {
        await commons.Write("Page", "One.");
        await commons.Indexed();
        var cancel = TestContext.Current.CancellationToken;
        async Task<HttpResponseMessage> Ask(string path, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{commons.Url}/{path}");
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            return await commons.Stranger.SendAsync(request, cancel);
        }

        using var first = await Ask("page/Page");
        using var second = await Ask("page/Page");
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(cancel), await second.Content.ReadAsByteArrayAsync(cancel));
        using var known = await Ask("page/Page", ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Empty(await known.Content.ReadAsByteArrayAsync(cancel));
        using var german = await Ask("page/Page", ("Accept-Language", "de"));
        Assert.NotEqual(first.Headers.ETag, german.Headers.ETag);
        Assert.Contains("Bearbeiten", await german.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        using var chosen = await Ask("page/Page", ("Cookie", "language=de"));
        Assert.Equal(german.Headers.ETag, chosen.Headers.ETag);
        using var head = await commons.Stranger.SendAsync(new(HttpMethod.Head, $"{commons.Url}/page/Page"), cancel);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(first.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(cancel));
        using var guest = await Ask("page/Page", ("Cookie", "guest=whoever"));
        Assert.Null(guest.Headers.ETag);
        using var missing = await Ask("page/Nowhere");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("Nowhere", await missing.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        await commons.Write("Page", "One. Two.");
        Assert.Contains("Two.", await commons.Get("page/Page"), StringComparison.Ordinal);
        var entry = commons.Log.Head.World.Size - 1;
        await commons.Get("page/Page");
        await commons.Act("body.hide/1", $$"""{"entry":{{entry}},"ground":"privacy"}""", """{"reason":"private"}""");
        Assert.DoesNotContain("Two.", await commons.Get("page/Page"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_visitor_with_a_session_sees_is_never_kept_for_others()
    {
        await commons.Write("Page", "One.");
        using var handler = new SocketsHttpHandler { CookieContainer = new(), AllowAutoRedirect = false };
        using var guest = new HttpClient(handler);
        var cancel = TestContext.Current.CancellationToken;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = "Mine.", ["save"] = "1" });
        using var saved = await guest.PostAsync($"{commons.Url}/edit/Mine", form, cancel);
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Contains("href=\"/me\"", await guest.GetStringAsync($"{commons.Url}/page/Page", cancel), StringComparison.Ordinal);
        var stranger = await commons.Get("page/Page");
        Assert.DoesNotContain("href=\"/me\"", stranger, StringComparison.Ordinal);
        Assert.Contains("href=\"/me\"", await guest.GetStringAsync($"{commons.Url}/page/Page", cancel), StringComparison.Ordinal);
    }
}
