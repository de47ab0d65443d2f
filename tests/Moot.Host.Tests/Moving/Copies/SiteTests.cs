using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Moot.Commons;
using Moot.Host.Commands;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Moving.Copies;
using Moot.Host.Tests.Commands;
using Moot.Kernel.Storage;
using Moot.Leaving;
using Moot.Ui;
using Xunit;

namespace Moot.Host.Tests.Moving.Copies;

/// <summary>The living example leaves as a folder of pages.</summary>
public sealed partial class SiteTests : IDisposable
{
    private readonly TestFolder disk = new();

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task Everything_that_may_be_read_is_in_it_and_every_link_leads_somewhere()
    {
        await CopyFolder.Demo(disk["demo"]);
        var site = CopyFolder.OfSite(disk["demo"], disk["site"]);
        Assert.True(site.AssertLinksLead() > 300);

        await using var log = HostedLog.Open(AssociationFolder.Open(disk["demo"]), TimeProvider.System);
        var library = log.Head.World.Get<Library>();
        Assert.Equal(library.Pages.Count, site.Pages.Count(p => p.StartsWith("page/", StringComparison.Ordinal)));
        Assert.Equal(library.Pages.Count, site.Pages.Count(p => p.StartsWith("history/", StringComparison.Ordinal)));
        Assert.Contains("The barrel", site.Page("page/water-"), StringComparison.Ordinal);
        Assert.Contains("Allotment by the brook", site.Text("index.html"), StringComparison.Ordinal);
        Assert.Contains("CC-BY-SA-4.0", site.Text("about.html"), StringComparison.Ordinal);

        // Who wrote a page, when and why.
        var history = site.Page("history/water-");
        foreach (var said in new[] { "Mara", "Jonas", "Yusuf", "the tap is repaired", "water in the morning", "what we know so far" })
        {
            Assert.Contains(said, history, StringComparison.Ordinal);
        }

        // Talk, with answers and what came of it; and a picture, with who made it.
        var talk = string.Concat(site.Pages.Where(p => p.StartsWith("talk/", StringComparison.Ordinal)).Select(site.Text));
        Assert.Contains("The key hangs in the shed", talk, StringComparison.Ordinal);
        Assert.Contains("Jonas put in a new washer", talk, StringComparison.Ordinal);
        Assert.Contains("CC0-1.0", site.Page("file/plan-png-"), StringComparison.Ordinal);
        var picture = Assert.Single(site.Files, f => f.StartsWith("files/", StringComparison.Ordinal));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(disk["site"], picture))[..4]);
    }

    [Fact]
    public async Task It_needs_no_script_and_no_server_and_has_names_that_every_system_takes()
    {
        await CopyFolder.Demo(disk["demo"]);
        var site = CopyFolder.OfSite(disk["demo"], disk["site"], Words.Find("de"));
        foreach (var page in site.Pages)
        {
            var html = site.Text(page);
            Assert.True(string.Equals(page, "search.html", StringComparison.Ordinal) || !html.Contains("<script", StringComparison.Ordinal), page);
            Assert.DoesNotMatch(Handlers(), html);
            Assert.DoesNotContain("method=\"post\"", html, StringComparison.Ordinal);
            Assert.All(CopyFolder.LinksOf(html), link => Assert.False(link.StartsWith('/'), $"{page} leads to {link}"));
            Assert.Contains("lang=\"de\"", html, StringComparison.Ordinal);
        }

        Assert.All(site.Files, f => Assert.Matches(SafeName(), f));
        Assert.Equal(site.Files.Count, site.Files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task What_is_hidden_is_nowhere_in_it()
    {
        await CopyFolder.Demo(disk["demo"]);
        var site = CopyFolder.OfSite(disk["demo"], disk["site"]);
        foreach (var file in site.Files)
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(disk["site"], file)));
            Assert.DoesNotContain("LOSERS", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("0555 0134", text, StringComparison.Ordinal);
            Assert.DoesNotContain("for emergencies", text, StringComparison.Ordinal);
        }

        Assert.Contains("hidden", site.Page("history/plots-"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_erased_is_in_no_copy_and_a_newer_copy_loses_it()
    {
        using var shell = new Shell();
        shell.Do("init", "a", "--name", "Garden");
        var directory = shell["a"];
        long Write(string title, string text) =>
            (long)
                shell.Json("act", "a", "page.create/1", $$"""{"title":"{{title}}","text":"{{text}}","format":"markdown","summary":"about Mr Miller"}""")[
                    "index"
                ]!;
        var tools = Write("Tools", "See [[Mr Miller of 5 Mill Lane]] and [[Category:Mr Miller]].");
        var secret = Write("Mr Miller of 5 Mill Lane", "The secret of Mr Miller. [[Category:Mr Miller]]");
        Assert.Contains(CopyFolder.OfSite(directory, disk["site"]).Files, f => f.Contains("miller", StringComparison.Ordinal));
        foreach (var entry in new[] { tools, secret })
        {
            shell.Do("act", "a", "body.erase/1", $$"""{"entry":{{entry}},"ground":"privacy","reason":"he asked for it"}""");
        }

        var site = CopyFolder.OfSite(directory, disk["site"]);
        using var place = await Place.Open(directory, integrity: false, TestContext.Current.CancellationToken);
        using var acts = new MemoryStream();
        ActsExport.Write(place, acts, progress: null, TestContext.Current.CancellationToken);
        using var log = FrozenLog.Open(directory, TestContext.Current.CancellationToken);
        var one = OneFile.Write(log, Words.English, progress: null, TestContext.Current.CancellationToken).Bytes;
        var all = site.Files.Select(f => File.ReadAllBytes(Path.Combine(disk["site"], f))).Append(acts.ToArray()).Append(one);
        Assert.All(all, bytes => Assert.DoesNotContain("Miller", Encoding.UTF8.GetString(bytes), StringComparison.OrdinalIgnoreCase));
        Assert.All(site.Files, f => Assert.DoesNotContain("miller", f, StringComparison.Ordinal));
        Assert.Contains("erased", site.Text($"page/{secret}.html"), StringComparison.Ordinal);
        site.AssertLinksLead();
    }

    [Fact]
    public async Task The_same_log_gives_the_same_bytes_and_an_earlier_export_is_replaced()
    {
        await CopyFolder.Demo(disk["demo"]);
        var first = CopyFolder.OfSite(disk["demo"], disk["a"]);
        var second = CopyFolder.OfSite(disk["demo"], disk["b"]);
        Assert.Equal(first.Files, second.Files);
        Assert.All(first.Files, f => Assert.Equal(File.ReadAllBytes(Path.Combine(disk["a"], f)), File.ReadAllBytes(Path.Combine(disk["b"], f))));

        File.Delete(Path.Combine(disk["a"], "index.html"));
        File.WriteAllText(Path.Combine(disk["a"], "page", "gone-77.html"), "of an earlier time");
        Assert.Equal(second.Files, CopyFolder.OfSite(disk["demo"], disk["a"]).Files);
        Assert.Equal(["a", "b", "demo"], Directory.EnumerateDirectories(disk.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_takes_no_folder_that_holds_something_else()
    {
        await CopyFolder.Demo(disk["demo"]);
        Directory.CreateDirectory(disk["mine"]);
        File.WriteAllText(Path.Combine(disk["mine"], "diary.txt"), "mine");
        Assert.Equal("folder-used", Assert.Throws<LogException>(() => CopyFolder.OfSite(disk["demo"], disk["mine"])).Code);
        Assert.Equal(["diary.txt"], Directory.EnumerateFileSystemEntries(disk["mine"]).Select(Path.GetFileName));

        // Nor an earlier export beside which somebody put something of their own.
        CopyFolder.OfSite(disk["demo"], disk["site"]);
        File.WriteAllText(Path.Combine(disk["site"], "CNAME"), "garden.example");
        Assert.Contains("CNAME", Assert.Throws<LogException>(() => CopyFolder.OfSite(disk["demo"], disk["site"])).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(disk["site"], "CNAME")));
    }

    [Fact]
    public void A_program_that_was_stopped_while_it_swapped_loses_nothing()
    {
        using var key = Kernel.Keys.SigningKey.Create();
        var vkey = Kernel.Encoding.VerifierKey.Ed25519("a.example", key.PublicKey);
        var folder = SiteFolder.Begin(disk["site"], vkey);
        folder.Write("index.html", "one"u8);
        folder.Finish(new("a.example", 1, default));

        Directory.Move(disk["site"], disk["site.old"]);
        folder = SiteFolder.Begin(disk["site"], vkey);
        Assert.Equal("one", File.ReadAllText(Path.Combine(disk["site"], "index.html"))); // it is back before the next is whole
        folder.Write("index.html", "two"u8);
        folder.Finish(new("a.example", 2, default));
        Assert.Equal("two", File.ReadAllText(Path.Combine(disk["site"], "index.html")));
        Assert.False(Directory.Exists(disk["site.old"]));
    }

    [Fact]
    public async Task Its_index_finds_words_by_page_and_its_feed_is_read_by_others()
    {
        await CopyFolder.Demo(disk["demo"]);
        var site = CopyFolder.OfSite(disk["demo"], disk["site"]);
        var script = site.Text("search-index.js");
        using var index = JsonDocument.Parse(script["window.mootSearch=".Length..].TrimEnd('\n', ';'));
        var words = index.RootElement.GetProperty("words").EnumerateArray().Select(w => w.GetString()!).ToList();
        Assert.Equal(words.Order(StringComparer.Ordinal), words);
        var pages = index.RootElement.GetProperty("pages").EnumerateArray().Select(p => p[1].GetString()!).ToList();
        Assert.All(pages, p => Assert.Contains(p, site.Files));
        var hedgehogs = index.RootElement.GetProperty("places")[words.IndexOf("hedgehogs")].EnumerateArray().Select(p => p.GetInt32()).ToList();
        Assert.Contains(hedgehogs, p => (p & 1) == 1 && pages[p >> 1].StartsWith("page/hedgehogs-", StringComparison.Ordinal));

        var feed = System.Xml.Linq.XDocument.Parse(site.Text("feed.atom"));
        System.Xml.Linq.XNamespace atom = "http://www.w3.org/2005/Atom";
        Assert.All(feed.Root!.Elements(atom + "entry"), e => Assert.Contains((string)e.Element(atom + "link")!.Attribute("href")!, site.Files));
        Assert.NotEmpty(feed.Root.Elements(atom + "entry"));
    }

    [Theory]
    [InlineData("Übergröße & Ähre", "page/uebergroesse-aehre-12.html")]
    [InlineData("CON", "page/con-12.html")]
    [InlineData("con", "page/con-12.html")]
    [InlineData("Garten/Beet: Nord?", "page/garten-beet-nord-12.html")]
    [InlineData("日本語", "page/12.html")]
    [InlineData("../../etc/passwd", "page/etc-passwd-12.html")]
    [InlineData(null, "page/12.html")]
    public void Names_are_plain(string? title, string path) => Assert.Equal(path, CopyAddressViews.Page(12, title));

    [Fact]
    public void A_long_title_has_a_short_name() =>
        Assert.InRange(CopyAddressViews.Page(12, new string('ä', 250)).Length, 60, CopyAddressViews.NameCharactersMax + "page/-12.html".Length + 1);

    [Fact]
    public void A_wiki_that_was_brought_leaves_with_its_templates_categories_and_authors()
    {
        using var shell = new Shell();
        File.WriteAllText(shell["garten.xml"], SmallWiki.InGerman);
        shell.Do("import", "wiki", "garten.xml", "--into", "garten");
        Assert.Equal(4, (int)shell.Json("export", "site", "garten", "-o", "site", "--language", "de")["pages"]!);
        var site = new CopyFolder(shell["site"]);
        Assert.True(site.AssertLinksLead() > 50);
        var axe = site.Page("page/axt-");
        Assert.Contains("Vorsicht vor Splittern!", axe, StringComparison.Ordinal);
        Assert.Contains("href=\"../page/beet-nord-", axe, StringComparison.Ordinal);
        Assert.Contains("Mara", site.Page("history/axt-"), StringComparison.Ordinal);
        var category = site.Page("category/werkzeug-");
        Assert.Contains("page/axt-", category, StringComparison.Ordinal);
        Assert.Contains("page/category-werkzeug-", category, StringComparison.Ordinal); // what is said about it
        shell.Fails("url", "export", "site", "http://127.0.0.1:1", "-o", "other");
        shell.Fails("no-such-language", "export", "site", "garten", "-o", "other", "--language", "xx");
    }

    [GeneratedRegex("<[a-z][^>]* on[a-z]+=")]
    private static partial Regex Handlers();

    [GeneratedRegex("^[a-z0-9-]+(/[a-z0-9-]+)?(\\.[a-z]+)$")]
    private static partial Regex SafeName();
}
