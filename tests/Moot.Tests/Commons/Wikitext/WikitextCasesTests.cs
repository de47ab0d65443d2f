using System.Collections.Immutable;
using System.Text;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Commons.Wikitext;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Commons.Wikitext;

/// <summary>How much of wikitext is shown as MediaWiki shows it, measured on the cases by which MediaWiki itself is tested.</summary>
public class WikitextCasesTests
{
    /// <summary>Cases with expected HTML.</summary>
    private const int All = 1_005;

    /// <summary>Cases that pass: it may only grow.</summary>
    private const int Floor = 740;

    /// <summary>Names a file that the cases that fail are written to.</summary>
    private const string Report = "MOOT_WIKITEXT_REPORT";

    private static readonly ImmutableDictionary<string, string> Elsewhere = new Dictionary<string, string>
    {
        ["wikipedia"] = "http://en.wikipedia.org/wiki/$1",
        ["meatball"] = "http://www.usemod.com/cgi-bin/mb.pl?$1",
        ["memoryalpha"] = "http://www.memory-alpha.org/en/index.php/$1",
        ["es"] = "http://es.wikipedia.org/wiki/$1",
        ["fr"] = "http://fr.wikipedia.org/wiki/$1",
        ["ln"] = "http://ln.wikipedia.org/wiki/$1",
        ["zh"] = "http://zh.wikipedia.org/wiki/$1",
        ["ko"] = "http://ko.wikipedia.org/wiki/$1",
        ["ru"] = "http://ru.wikipedia.org/wiki/$1",
        ["stats"] = "http://stats.wikimedia.org/$1",
        ["gerrit"] = "https://gerrit.wikimedia.org/$1",
    }.ToImmutableDictionary();

    [Fact]
    public void The_share_of_the_public_cases_that_pass_does_not_shrink()
    {
        var (cases, pages) = WikitextCase.Read(File.ReadLines(SharedData.Path("wiki/parserTests-open.txt")));
        Assert.Equal(All, cases.Count);
        var (passed, failed) = (0, new StringBuilder());
        foreach (var one in cases)
        {
            var (expected, shown) = Both(one, pages);
            if (expected == shown)
            {
                passed++;
            }
            else
            {
                failed.Append($"## {one.Name}\nOPT {one.Options}\n{one.Wikitext}\n-- expected\n{expected}\n-- shown\n{shown}\n\n");
            }
        }

        if (Environment.GetEnvironmentVariable(Report) is { Length: > 0 } path)
        {
            File.WriteAllText(path, $"{passed} of {All}\n\n{failed}");
        }

        Assert.True(passed >= Floor, $"{passed} of {All} pass, {Floor} did.");
    }

    private static (string Expected, string Shown) Both(WikitextCase one, Dictionary<string, string> pages)
    {
        if (int.TryParse(one.Option("section"), out var number))
        {
            return (one.Html.Trim(), SectionEdit.Text(one.Wikitext, number, TextFormat.Wikitext)?.Trim() ?? "");
        }

        if (one.Option("replace")?.Split(',') is [var replaced, var with] && int.TryParse(replaced, out number))
        {
            return (Lines(one.Html), Lines(SectionEdit.Replace(one.Wikitext, number, with.Trim('"') + "\n\n", TextFormat.Wikitext)?.Text ?? ""));
        }

        var shown = WikitextText.Render(one.Wikitext, Context(one, pages));
        return one.Has("cat")
            ? (one.Html.Trim(), string.Join('\n', shown.Categories.Select(c => $"cat={c.Replace(' ', '_')} sort=")))
            : (SameHtml.Of(one.Html), SameHtml.Of((one.Has("showtitle") ? Title(one) + "\n" : "") + shown.Html));
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Where(l => l.Length > 0));

    private static string Title(WikitextCase one) => one.Option("title") ?? "Parser test";

    private static RenderContext Context(WikitextCase one, Dictionary<string, string> pages)
    {
        var facts = new WikitextFacts
        {
            SiteName = "MediaWiki",
            Server = "http://example.org",
            Language = one.Option("language") ?? "en",
            At = new DateTimeOffset(1970, 1, 1, 0, 2, 3, TimeSpan.Zero),
            HasSubpages = one.Has("subpage"),
            Elsewhere = Elsewhere,
            Languages = ["es", "fr", "ln", "zh", "ko", "ru"],
        };
        return new(
            t => new("/wiki/" + Titles.ToSlug(t), pages.ContainsKey(t) || t.StartsWith("Special:")),
            n => n is "Foobar.jpg" ? new("/images/Foobar.jpg", "/wiki/File:Foobar.jpg", IsPicture: true) : null,
            _ => null,
            Title(one)
        )
        {
            TopHeading = null,
            Wikitext = t => pages.GetValueOrDefault(t),
            Facts = facts,
            SectionUrl = s => $"/edit?section={s}",
        };
    }
}
