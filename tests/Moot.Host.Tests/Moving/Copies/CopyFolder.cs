using System.Net;
using System.Text.RegularExpressions;
using Moot.Host.Demos;
using Moot.Host.Moving.Copies;
using Moot.Ui;
using Xunit;

namespace Moot.Host.Tests.Moving.Copies;

/// <summary>A copy on a disk, read as a browser would read it that was given the folder and nothing else.</summary>
internal sealed partial class CopyFolder(string path)
{
    /// <summary>The files below the folder, with slashes, in order.</summary>
    public IReadOnlyList<string> Files { get; } =
    [
        .. Directory
            .EnumerateFiles(path, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(path, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public IEnumerable<string> Pages => Files.Where(f => f.EndsWith(".html", StringComparison.Ordinal));

    public string Text(string file) => File.ReadAllText(Path.Combine(path, file));

    /// <summary>The page whose name begins so.</summary>
    public string Page(string beginning) => Text(Assert.Single(Pages, p => p.StartsWith(beginning, StringComparison.Ordinal)));

    /// <summary>Writes the living example as a site.</summary>
    public static CopyFolder OfSite(string directory, string output, Words? words = null)
    {
        using var log = FrozenLog.Open(directory, TestContext.Current.CancellationToken);
        _ = SiteExport.Write(log, output, words ?? Words.English, progress: null, TestContext.Current.CancellationToken);
        return new(output);
    }

    public static Task Demo(string directory) => Demos.Demo.Create(directory, TimeProvider.System);

    /// <summary>Every link leads to a file that is there, and to a place that is on it.</summary>
    public int AssertLinksLead()
    {
        var count = 0;
        foreach (var page in Pages)
        {
            foreach (var link in LinksOf(Text(page)))
            {
                count++;
                var (file, place) = link.Split('#', 2) is [var f, var p] ? (f, Uri.UnescapeDataString(p)) : (link, null);
                var target =
                    file.Length == 0
                        ? page
                        : Path.GetRelativePath(path, Path.GetFullPath(Path.Combine(path, Path.GetDirectoryName(page)!, file))).Replace('\\', '/');
                Assert.True(Files.Contains(target, StringComparer.Ordinal), $"{page} leads to {link}, which is not there");
                Assert.True(
                    place is null || Text(target).Contains($" id=\"{place}\"", StringComparison.Ordinal),
                    $"{page} leads to {link}, and that place is not there"
                );
            }
        }

        return count;
    }

    /// <summary>Addresses of a page's links, pictures, styles and scripts, but for those that lead elsewhere.</summary>
    public static IEnumerable<string> LinksOf(string html) =>
        Link().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups["url"].Value)).Where(u => !Elsewhere().IsMatch(u));

    [GeneratedRegex(" (?:href|src)=\"(?<url>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^(https?|mailto|data):", RegexOptions.ExplicitCapture)]
    private static partial Regex Elsewhere();
}
