using System.Net;
using Moot.Host.Tests.Commands;
using Moot.Host.Tests.Foreign;
using Xunit;

namespace Moot.Host.Tests.Moving.Copies;

/// <summary>The living example leaves without our program: <c>wget -m</c> gives a working copy, and comes to an end.</summary>
public sealed class WgetTests : IDisposable
{
    /// <summary>What leads into endless spaces or to forms; wget never asks for it.</summary>
    private static readonly string[] Left = ["edit", "diff", "undo", "hide", "erase", "restore", "search", "entry", "blame", "sign-in", "join"];

    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_mirror_by_wget_has_all_texts_and_its_links_lead_within_it()
    {
        Assert.SkipWhen(Tool.Run("wget", ["--version"]) is null, "needs wget: there is no program wget");
        using var server = shell.Serve("d", "--demo", "--urls", "http://127.0.0.1:0");
        Directory.CreateDirectory(shell["copy"]);
        var said = Tool.Run("wget", ["-m", "-k", "-E", "-nH", "-nv", "-t", "2", "-T", "20", "-Q", "50m", server.Url], shell["copy"])!;
        Assert.True(said.Status is 0 or 8, said.ToString()); // 8: a link to a page that nobody has written yet

        var copy = new CopyFolder(shell["copy"]);
        Assert.InRange(copy.Files.Count, 50, 500);
        Assert.All(Left, left => Assert.DoesNotContain(copy.Files, f => f.Split('/', '.', '?')[0] == left));
        foreach (var title in new[] { "Water", "Tools", "Plots", "Compost", "Bees", "Harvest_feast", "Hedgehogs", "Keys" })
        {
            Assert.Contains($"page/{title}.html", copy.Files);
            Assert.Contains($"history/{title}.html", copy.Files);
        }

        Assert.Contains("The barrel", copy.Text("page/Water.html"), StringComparison.Ordinal);
        Assert.Contains(copy.Files, f => f.EndsWith("Plan.png", StringComparison.Ordinal));
        Assert.Contains(copy.Files, f => f.EndsWith("moot.css", StringComparison.Ordinal));
        Assert.Contains(
            copy.Pages,
            p => p.StartsWith("talk/thread/", StringComparison.Ordinal) && copy.Text(p).Contains("The key hangs in the shed", StringComparison.Ordinal)
        );

        // Links between texts are relative and lead to files; what was left out is named by its address on the host.
        foreach (var page in copy.Pages.Where(p => p.StartsWith("page/", StringComparison.Ordinal)))
        {
            foreach (var link in CopyFolder.LinksOf(copy.Text(page)))
            {
                var file = WebUtility.UrlDecode(link.Split('#')[0].Replace("+", "%2B", StringComparison.Ordinal));
                var target = Path.GetFullPath(Path.Combine(shell["copy"], Path.GetDirectoryName(page)!, file));
                Assert.True(file.Length == 0 || File.Exists(target), $"{page} leads to {link}, which is not there");
            }
        }
    }

    [Fact]
    public async Task It_says_what_to_leave_alone_for_one_association_and_for_many()
    {
        await using var one = await Web.ServedCommons.Start();
        var robots = await one.Get("robots.txt");
        Assert.StartsWith("User-agent: *\n", robots);
        Assert.Contains("Disallow: /edit/\n", robots, StringComparison.Ordinal);
        Assert.DoesNotContain("Disallow: /page", robots, StringComparison.Ordinal);
        Assert.DoesNotContain("Disallow: /\n", robots, StringComparison.Ordinal);

        shell.Do("init", "many/a", "--name", "A");
        shell.Do("init", "many/b", "--name", "B");
        using var server = shell.Serve("many", "--urls", "http://127.0.0.1:0");
        using var http = new HttpClient();
        var many = await http.GetStringAsync($"{server.Url.TrimEnd('/')}/robots.txt", TestContext.Current.CancellationToken);
        Assert.Contains("Disallow: /a/edit/\n", many, StringComparison.Ordinal);
        Assert.Contains("Disallow: /b/diff\n", many, StringComparison.Ordinal);
        Assert.DoesNotContain("Disallow: /edit/\n", many, StringComparison.Ordinal);
    }
}
