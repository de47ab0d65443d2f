using System.Text;
using Moot.Host.Tests.Commands;
using Moot.Host.Tests.Foreign;
using Moot.Host.Tests.Web;
using Xunit;

namespace Moot.Host.Tests.Moving;

/// <summary>Git itself clones and fetches an association, and finds nothing to complain of.</summary>
public sealed class GitCloneTests : IDisposable
{
    private const string Secret = "Seven brass keys lie under the third stone.";
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_clone_has_the_pages_as_they_are_and_who_wrote_what_when_and_why()
    {
        await using var site = await TestSite.Start();
        var page = await Begin(site, "Tap", "It drips.\n", "what I saw");
        await site.Save("Ann", page, page, "It drips.\r\n\nStill.");
        var edited = site.Library.Find(page)!.Newest;
        await site.Do("Ann", "page.move/1", new() { ["page"] = page }, new() { ["title"] = "Garden/Tap", ["reason"] = "it is outside" });
        var clone = Clone(site.Url, "a");
        Assert.Equal("It drips.\r\n\nStill.", await File.ReadAllTextAsync(Path.Combine(clone, "pages/g/Garden/Tap.md"), TestContext.Current.CancellationToken));
        Assert.Equal(["pages/g/Garden/Tap.md"], Lines(Git(clone, "ls-files")));
        Assert.Equal(["Ann: Move Tap to Garden/Tap", "Ann: Edit Tap", "Ann: what I saw"], Lines(Git(clone, "log", "--format=%an: %s")));
        var at = site.Log.Head.World.Entries.At(edited).Milliseconds / 1000;
        Assert.Equal($"{at} {at}", Git(clone, "log", "-1", "--skip=1", "--format=%at %ct").Trim());
        Assert.Contains("R100\tpages/t/Tap.md\tpages/g/Garden/Tap.md", Git(clone, "log", "-1", "-M", "--name-status", "--format="), StringComparison.Ordinal);
        Assert.Equal("", Git(clone, "fsck", "--strict", "--no-dangling").Trim());

        // Old clients too.
        var old = Clone(site.Url, "b", "-c", "protocol.version=0");
        Assert.Equal(Git(clone, "rev-parse", "HEAD"), Git(old, "rev-parse", "HEAD"));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("1")]
    [InlineData("0")]
    public async Task A_fetch_brings_only_what_came_since(string version)
    {
        await using var site = await TestSite.Start();
        for (var i = 0; i < 30; i++)
        {
            var page = await Begin(site, $"Page {i}", string.Concat(Enumerable.Range(0, 50).Select(n => $"Line {n} of page {i}.\n")), "");
            await site.Save("Ann", page, page, string.Concat(Enumerable.Range(0, 51).Select(n => $"Line {n} of page {i}.\n")));
        }

        var clone = Clone(site.Url, "a", "-c", $"protocol.version={version}");
        var before = Objects(clone);
        var first = site.Library.Pages.Keys.First();
        await site.Save("Ann", first, site.Library.Find(first)!.Newest, "Short now.\n");
        Git(clone, "-c", $"protocol.version={version}", "pull", "-q", "--ff-only");
        Assert.Equal("Short now.\n", await File.ReadAllTextAsync(Path.Combine(clone, "pages/p/Page 0.md"), TestContext.Current.CancellationToken));
        Assert.Equal(5, Objects(clone) - before); // a commit, three folders, a text
        Git(clone, "-c", $"protocol.version={version}", "pull", "-q", "--ff-only");
        Assert.Equal(61, Lines(Git(clone, "log", "--format=%h")).Length);
        Git(clone, "fsck", "--strict");
    }

    [Fact]
    public async Task A_shallow_clone_can_be_deepened_and_made_whole()
    {
        await using var site = await TestSite.Start();
        var page = await Begin(site, "Tap", "one", "");
        foreach (var text in (string[])["two", "three", "one", "four", "two"])
        {
            await site.Save("Ann", page, site.Library.Find(page)!.Newest, text);
        }

        foreach (var version in (string[])["0", "2"])
        {
            var clone = Clone(site.Url, "a" + version, "-c", $"protocol.version={version}", "--depth", "1");
            Assert.Single(Lines(Git(clone, "log", "--format=%h")));
            Git(clone, "fsck", "--strict");
            await site.Save("Ann", page, site.Library.Find(page)!.Newest, "three");
            Git(clone, "-c", $"protocol.version={version}", "pull", "-q", "--ff-only");
            Git(clone, "fsck", "--strict");
            Git(clone, "-c", $"protocol.version={version}", "fetch", "-q", "--deepen=2");
            Assert.Equal(4, Lines(Git(clone, "log", "--format=%h")).Length);
            Git(clone, "fsck", "--strict");
            Git(clone, "-c", $"protocol.version={version}", "fetch", "-q", "--unshallow");
            Assert.Equal(site.Library.Revisions.Count, Lines(Git(clone, "log", "--format=%h")).Length);
            Git(clone, "fsck", "--strict");
        }
    }

    [Fact]
    public async Task A_text_that_is_hidden_is_in_no_clone_and_in_no_file_of_the_cache_and_comes_back_with_the_same_names()
    {
        await using var site = await TestSite.Start();
        var page = await Begin(site, "Tap", "It drips.\n", "begun");
        await site.Save("Ann", page, page, Secret + "\n");
        var secret = site.Library.Find(page)!.Newest;
        await site.Save("Ann", page, secret, "It drips again.\n");
        var before = Clone(site.Url, "before");
        Assert.Contains(Secret, Everything(before), StringComparison.Ordinal);
        Assert.True(IsInCache(site), "short texts are kept unpacked");

        await site.Do("Ann", "body.hide/1", new() { ["entry"] = secret, ["ground"] = "privacy" }, new() { ["reason"] = "keys" });
        var after = Clone(site.Url, "after");
        Assert.DoesNotContain(Secret, Everything(after), StringComparison.Ordinal);
        Assert.False(IsInCache(site));
        Assert.Equal(3, Lines(Git(after, "log", "--format=%h")).Length);
        Assert.Contains("Out of sight", Git(after, "log", "--format=%s"), StringComparison.Ordinal);
        Git(after, "fsck", "--strict");

        // A later fetch of the old clone gets the new row, which shares the beginning.
        Git(before, "fetch", "-q");
        Assert.Equal(Git(after, "rev-parse", "HEAD"), Git(before, "rev-parse", "origin/main"));
        Assert.Equal(Git(after, "rev-parse", "HEAD~2"), Git(before, "rev-parse", "main~2"));

        await site.Do("Ann", "body.show/1", new() { ["entry"] = secret }, new() { ["reason"] = "harmless" });
        Assert.Equal(Git(before, "rev-parse", "main"), Git(Clone(site.Url, "again"), "rev-parse", "HEAD"));
    }

    [Fact]
    public async Task Titles_of_every_kind_become_names_that_every_disk_takes()
    {
        await using var site = await TestSite.Start();
        string[] titles =
        [
            "tap",
            "Tap",
            "TAP",
            "CON",
            "aux.old",
            ".git",
            ".git/config",
            "a/.git/b",
            "git~1",
            "..a",
            "a...",
            "A.md",
            "A.md/B",
            "a\\b",
            "what? why*",
            "100%",
            "User:Ann",
            "User:Ann/Notes",
            "User/Ann",
            "x:y",
            "12:30 o'clock",
            "Ünïcödé – テスト",
            "👩‍🚀 in space",
            new('ß', 250),
            "-rf",
            "a//b",
        ];
        foreach (var title in titles)
        {
            await Begin(site, title, $"This is {title}.", "");
        }

        await Begin(site, "tap", "The same title again.", "");
        var clone = Clone(site.Url, "a", "-c", "core.protectNTFS=true", "-c", "core.protectHFS=true");
        Git(clone, "fsck", "--strict");
        var files = Lines(Git(clone, "-c", "core.quotePath=false", "ls-files"));
        Assert.Equal(titles.Length + 1, files.Length);
        Assert.Equal(files.Length, files.Select(f => f.ToUpperInvariant()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(files, f => Assert.DoesNotContain(f, c => "<>:\"\\|?*".Contains(c, StringComparison.Ordinal) || char.IsControl(c)));
        Assert.All(files.SelectMany(f => f.Split('/')), part => Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, 255));
        Assert.All(files.SelectMany(f => f.Split('/')), part => Assert.False(part[0] is '.' or ' ' || part[^1] is '.' or ' ', part));
        var texts = files.Select(f => File.ReadAllText(Path.Combine(clone, f))).ToHashSet(StringComparer.Ordinal);
        Assert.All(titles, t => Assert.Contains($"This is {t}.", texts));
    }

    [Fact]
    public async Task Texts_beside_each_other_lie_beside_each_other_until_somebody_chooses()
    {
        await using var site = await TestSite.Start();
        var page = await Begin(site, "Tap", "one", "");
        await site.Save("Ann", page, page, "two");
        await site.Save("Ann", page, page, "other");
        var open = Assert.Single(site.Library.Find(page)!.OpenEnds);
        var clone = Clone(site.Url, "a");
        Assert.Equal(["pages/t/Tap.md", $"pages/t/Tap~{open}.md"], Lines(Git(clone, "ls-files")));
        await site.Do("Ann", "page.set-aside/1", new() { ["page"] = page, ["end"] = open }, new() { ["reason"] = "no" });
        Git(clone, "pull", "-q", "--ff-only");
        Assert.Equal(["pages/t/Tap.md"], Lines(Git(clone, "ls-files")));
    }

    [Fact]
    public async Task Nobody_can_push_and_nonsense_is_answered_calmly()
    {
        await using var site = await TestSite.Start();
        var clone = Clone(site.Url, "a"); // nothing is written yet
        Assert.Equal("refs/heads/main", Git(clone, "symbolic-ref", "HEAD").Trim());
        await Begin(site, "Tap", "one", "");
        Git(clone, "pull", "-q");
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(clone, "pages/t/Tap.md"), TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(Path.Combine(clone, "x.md"), "x", TestContext.Current.CancellationToken);
        Git(clone, "add", "x.md");
        Git(clone, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x");
        Assert.NotEqual(0, Run(clone, "push", "-q").Status);
        using var http = new HttpClient();
        foreach (
            var body in (string[])
                ["", "zzzz", "0009done\n", "0032want 0000000000000000000000000000000000000001\n00000009done\n", "ffff", "0014command=nonsense\n0000"]
        )
        {
            using var answer = await http.PostAsync($"{site.Url}/git-upload-pack", new StringContent(body), TestContext.Current.CancellationToken);
            Assert.InRange((int)answer.StatusCode, 200, 499);
        }

        using var bomb = new ByteArrayContent(Packed(new byte[8 << 20]));
        bomb.Headers.ContentEncoding.Add("gzip");
        using var refused = await http.PostAsync($"{site.Url}/git-upload-pack", bomb, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)refused.StatusCode);
    }

    [Fact]
    public void A_whole_wiki_comes_out_as_git_with_its_authors_and_a_fork_has_the_same_names()
    {
        NeedsGit();
        using var shell = new Shell();
        shell.Do("import", "wiki", SharedWiki.Path(SharedWiki.Afar), "--into", "a");
        Assert.Equal(743, (int)shell.Json("export", "git", "a", "-o", "a.git")["commits"]!);
        Git(shell["a.git"], "fsck", "--strict");
        Assert.Equal(743, Lines(Git(shell["a.git"], "log", "--format=%h")).Length);
        Assert.Contains("Maintenance script 2025-01-30", Git(shell["a.git"], "log", "--format=%an %as"), StringComparison.Ordinal);

        // Each text is the one that the wiki had, by the checksum it told.
        var (_, revisions) = SharedWiki.Read(SharedWiki.Path(SharedWiki.Afar));
        var there = Git(shell["a.git"], "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectname)")
            .Split('\n')
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(
            revisions.Where(r => r.TextState == Host.Moving.WikiTextState.Present),
            r => Assert.Contains("blob " + Host.Gits.ObjectName.Of(Host.Gits.ObjectKind.Blob, r.Text.Span), there)
        );
        shell.Do("fork", "a", "b", "--name", "Fork");
        Assert.Equal((string?)shell.Json("export", "git", "a", "-o", "a.git")["last"], (string?)shell.Json("export", "git", "b", "-o", "b.git")["last"]);
        shell.Fails("url", "export", "git", "http://127.0.0.1:1/", "-o", "c.git");
        shell.Fails("folder-used", "export", "git", "a", "-o", "b");
    }

    private static Task<long> Begin(TestSite site, string title, string text, string summary) => site.Create("Ann", title, text, summary);

    private string Clone(string url, string name, params string[] options)
    {
        NeedsGit();
        var said = Run(folder.Path, ["-c", "core.autocrlf=false", "clone", "-q", .. options, url + "/", name]);
        Assert.True(said.Status == 0, said.ToString());
        return folder[name];
    }

    private static void NeedsGit() => Assert.SkipWhen(Tool.Run("git", ["--version"]) is null, "needs git: there is no program git");

    private static Said Run(string directory, params string[] arguments) =>
        Tool.Run("git", ["-C", directory, .. arguments], folder: null, input: null, ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"))!;

    private static string Git(string directory, params string[] arguments)
    {
        var said = Run(directory, arguments);
        Assert.True(said.Status == 0, $"git {string.Join(' ', arguments)}: {said}");
        return said.Out;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static int Objects(string clone) => Lines(Git(clone, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)")).Length;

    /// <summary>Every object of a repository, unpacked.</summary>
    private static string Everything(string clone) => Git(clone, "cat-file", "--batch-all-objects", "--batch");

    private static bool IsInCache(TestSite site)
    {
        using var file = new FileStream(Path.Combine(site.Log.Folder.CachePath, "git.pack"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0;
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packing = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Optimal))
        {
            packing.Write(bytes);
        }

        return packed.ToArray();
    }
}
