using System.Text;
using System.Text.RegularExpressions;
using Moot.Commons;
using Moot.Host.Moving.Copies;
using Moot.Host.Tests.Commands;
using Moot.Host.Tests.Web;
using Moot.Ui;
using Xunit;

namespace Moot.Host.Tests.Moving.Copies;

/// <summary>The living example leaves as one file.</summary>
public sealed partial class OneFileTests : IDisposable
{
    private readonly TestFolder disk = new();

    public void Dispose() => disk.Dispose();

    [Fact]
    public async Task All_pages_and_pictures_are_in_it_and_every_link_leads_to_a_place_in_it()
    {
        await CopyFolder.Demo(disk["demo"]);
        var html = Written(disk["demo"]);
        Assert.Equal(html, Written(disk["demo"]));
        var ids = Id().Matches(html).Select(m => m.Groups["id"].Value).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal).Count(), ids.Count);
        var links = CopyFolder.LinksOf(html).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Contains(Uri.UnescapeDataString(link.TrimStart('#')), ids));
        Assert.All(links, link => Assert.StartsWith("#", link));
        Assert.Contains("src=\"data:image/png;base64,iVBOR", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("The barrel", html, StringComparison.Ordinal);
        Assert.Contains("CC0-1.0", html, StringComparison.Ordinal); // the picture's own licence
        Assert.DoesNotContain("LOSERS", html, StringComparison.Ordinal);
        Assert.DoesNotContain("0555 0134", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_section_leads_to_the_section_of_the_other_page()
    {
        await using var commons = await ServedCommons.Start();
        await commons.Write("Tools", "# Rake\n\nlong\n\n# Spade\n\nsharp[^1]\n\n[^1]: mostly\n");
        await commons.Write("Beds", "# Rake\n\nsee [[Tools]] and [[Nowhere]], [up](../../etc) and [here](#s-rake)[^1]\n\n[^1]: yes\n");
        var pages = commons.Log.Head.World.Get<Library>().Pages.Keys.ToList();
        var (tools, beds) = (pages[0], pages[1]);
        var html = Written(commons.Folder.DirectoryPath);
        Assert.Contains($"id=\"s-p{tools}-rake\"", html, StringComparison.Ordinal);
        Assert.Contains($"id=\"s-p{beds}-rake\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"#p{tools}\"", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"#s-p{beds}-rake\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("../", html[html.IndexOf("<body", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_association_is_told_to_leave_as_a_folder()
    {
        using var shell = new Shell();
        var pages = Enumerable
            .Range(1, CopyLimits.OneFilePagesMax + 1)
            .Select(n =>
                $"<page><title>Beet {n}</title><id>{n}</id><revision><id>{n}</id><timestamp>2012-05-03T08:00:00Z</timestamp><contributor><username>Mara</username><id>2</id></contributor><text>Erde</text></revision></page>"
            );
        File.WriteAllText(shell["garten.xml"], SmallWiki.Head + string.Concat(pages) + SmallWiki.End);
        shell.Do("import", "wiki", "garten.xml", "--into", "garten");
        Assert.Contains("moot export site", shell.Fails("too-large", "export", "html", "garten", "-o", "garten.html").Error, StringComparison.Ordinal);
        Assert.False(File.Exists(shell["garten.html"]));
    }

    private static string Written(string directory)
    {
        using var log = FrozenLog.Open(directory, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(OneFile.Write(log, Words.English, progress: null, TestContext.Current.CancellationToken).Bytes);
    }

    [GeneratedRegex(" id=\"(?<id>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Id();
}
