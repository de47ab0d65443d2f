using Moot.Commons;
using Moot.Host.Tests.Moving;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Categories that stand in what a page takes in count for the page, until that changes or goes out of sight.</summary>
public sealed class FollowedCategoryTests : IAsyncLifetime
{
    private Village village = null!;
    private Browser berta = null!;

    public async ValueTask InitializeAsync()
    {
        village = await Village.Found();
        berta = village.NewBrowser();
        await berta.Join("Berta", "correct horse battery");
    }

    public async ValueTask DisposeAsync()
    {
        berta.Dispose();
        await village.DisposeAsync();
    }

    [Fact]
    public async Task Categories_of_templates_within_templates_are_followed_changed_hidden_and_shown_again()
    {
        // The page comes first, its template then, and last what that one takes in.
        var wiki = SmallWiki
            .InGerman.Replace(
                "Vorsicht vor {{{1}}}!",
                "Vorsicht vor {{{1}}}! {{Zeichen}}&lt;noinclude&gt;[[Kategorie:Vorlagen]]&lt;/noinclude&gt;",
                StringComparison.Ordinal
            )
            .Replace(
                "</mediawiki>",
                "<page><title>Vorlage:Zeichen</title><ns>10</ns><id>9</id><revision><id>9</id><timestamp>2012-05-03T08:00:00Z</timestamp>"
                    + "<contributor><username>Mara</username><id>2</id></contributor><text>⚠ [[Kategorie:Gefahr]]</text></revision></page></mediawiki>",
                StringComparison.Ordinal
            );
        await village.Bring(wiki);
        await Until("category/Gefahr", "/page/Axt", isThere: true);
        await Until("category/Vorlagen", "Template:Warnung", isThere: true);
        Assert.DoesNotContain("/page/Axt", (await berta.Get("category/Vorlagen")).Text, StringComparison.Ordinal);
        Assert.Contains("/page/Axt", (await berta.Get("category/Werkzeug")).Text, StringComparison.Ordinal);

        // What the page takes in is no word of its own.
        Assert.DoesNotContain("/page/Axt", (await berta.Get("search?q=Vorsicht")).Text, StringComparison.Ordinal);

        var sign = village.World.Get<Library>().Imports.Find(village.World.Get<Library>().Imports.Sources.Values.Single(), 9)!.Value;
        await berta.Do($"hide/{sign}", ("ground", "privacy"), ("reason", "a name"));
        await Until("category/Gefahr", "/page/Axt", isThere: false);
        Assert.DoesNotContain("Gefahr", (await berta.Get("categories")).Text, StringComparison.Ordinal);
        await berta.Do($"show/{sign}", ("reason", "none at all"));
        await Until("category/Gefahr", "/page/Axt", isThere: true);
        Assert.NotEqual("", (await berta.Do("edit/Template:Zeichen", ("from", $"{sign}"), ("text", "⚠ [[Category:Vorsicht]]"), ("save", "1"))).Location);
        await Until("category/Vorsicht", "/page/Axt", isThere: true);
        await Until("category/Gefahr", "/page/Axt", isThere: false);
    }

    private async Task Until(string path, string words, bool isThere)
    {
        for (var i = 0; i < 200; i++)
        {
            if ((await berta.Get(path)).Text.Contains(words, StringComparison.Ordinal) == isThere)
            {
                return;
            }

            village.Clock.Advance(TimeSpan.FromSeconds(1)); // the index rests between rounds
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{path} {(isThere ? "has no" : "still has")} {words}");
    }
}
