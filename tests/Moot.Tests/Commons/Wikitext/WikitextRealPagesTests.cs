using System.Diagnostics;
using System.Xml;
using Moot.Commons.Texts;
using Moot.Commons.Wikitext;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Commons.Wikitext;

/// <summary>Pages of real wikis, with their real templates.</summary>
public class WikitextRealPagesTests
{
    private const int MillisecondsForAPageMax = 20_000;

    [Theory]
    [InlineData("wiki/enwiki-44-articles-current.xml")]
    [InlineData("wiki/twelfwiki-current.xml")]
    public void Every_page_is_shown_whole_and_harmless(string file)
    {
        var pages = Read(SharedData.Path(file));
        Assert.NotEmpty(pages);
        var slowest = ("", 0L);
        foreach (var (title, text) in pages)
        {
            var clock = Stopwatch.StartNew();
            var shown = WikitextText.Render(
                text,
                new(t => new("/w/" + Titles.ToSlug(t), pages.ContainsKey(t)), _ => null, _ => null, title) { Wikitext = t => pages.GetValueOrDefault(t) }
            );
            slowest = clock.ElapsedMilliseconds > slowest.Item2 ? (title, clock.ElapsedMilliseconds) : slowest;
            Assert.Equal(RenderNote.None, shown.Note);
            Texts.Shown.MustBeHarmless(shown.Html);
        }

        TestContext.Current.SendDiagnosticMessage($"{pages.Count} pages; the slowest: {slowest}");
        Assert.True(slowest.Item2 < MillisecondsForAPageMax, $"{slowest}");
    }

    private static Dictionary<string, string> Read(string path)
    {
        var pages = new Dictionary<string, string>();
        using var xml = XmlReader.Create(path);
        var title = "";
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "title" })
            {
                title = xml.ReadElementContentAsString();
            }

            if (xml is { NodeType: XmlNodeType.Element, LocalName: "text" })
            {
                pages[title] = xml.ReadElementContentAsString();
            }
        }

        return pages;
    }
}
