using System.Net;
using Moot.Commons;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Names of other wikis in the browser: claimed, confirmed, doubted, taken back; and never told where they are out of sight.</summary>
public sealed class ClaimTests : IAsyncLifetime
{
    /// <summary>Texts by Mara (number 5), by somebody suppressed, from an address, and by Jonas, who has no number there.</summary>
    private const string Garden = """
        <mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="de">
          <siteinfo><sitename>Garten</sitename><base>https://garten.example/wiki/Start</base><namespaces><namespace key="0" /></namespaces></siteinfo>
          <page><title>Wasser</title><id>7</id>
            <revision><id>70</id><timestamp>2012-05-03T08:00:00Z</timestamp><contributor><username>Mara</username><id>5</id></contributor><comment>begun</comment><text>Es tropft.</text></revision>
            <revision><id>71</id><timestamp>2012-05-04T08:00:00Z</timestamp><contributor deleted="deleted" /><comment deleted="deleted" /><text deleted="deleted" /></revision>
            <revision><id>72</id><timestamp>2012-05-05T08:00:00Z</timestamp><contributor><ip>192.0.2.17</ip></contributor><text>Es tropft sehr.</text></revision>
            <revision><id>73</id><timestamp>2012-05-06T08:00:00Z</timestamp><contributor><username>Jonas</username></contributor><text>Es tropft nicht.</text></revision>
            <revision><id>74</id><timestamp>2012-05-07T08:00:00Z</timestamp><contributor><username>Mara</username><id>5</id></contributor><text>LINE</text></revision>
            <revision><id>75</id><timestamp>2012-05-08T08:00:00Z</timestamp><contributor><username>Jonas</username></contributor><text>Nun ja.</text></revision>
          </page>
        </mediawiki>
        """;

    private Village village = null!;
    private Browser berta = null!;
    private Browser mara = null!;

    public async ValueTask InitializeAsync()
    {
        village = await Village.Found();
        (berta, mara) = (village.NewBrowser(), village.NewBrowser());
        await berta.Join("Berta", "correct horse battery");
        await mara.Join("Marie", "correct horse battery");
    }

    public async ValueTask DisposeAsync()
    {
        berta.Dispose();
        mara.Dispose();
        await village.DisposeAsync();
    }

    private Library Library => village.World.Get<Library>();

    private long Import => Library.Imports.Sources.Values.Single();

    private NameClaim Newest => Library.Claims.All.Values.Last();

    private string NumberedName => $"author/{Import}-5";

    private long EntryOf(long revision) => Library.Imports.Find(Import, revision)!.Value;

    private static async Task<string> Seen(Browser who, string path)
    {
        var answer = await who.Get(path);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status}");
        return WebUtility.HtmlDecode(answer.Text);
    }

    private static Task<Answer> Say(Browser who, long claim, string say, string reason = "") =>
        who.Do("claims", ("claim", $"{claim}"), ("say", say), ("reason", reason));

    [Fact]
    public async Task A_name_is_claimed_confirmed_shown_and_taken_back()
    {
        await village.Bring(Garden);
        Assert.Contains(NumberedName, await Seen(mara, "history/Wasser"), StringComparison.Ordinal);
        var page = await Seen(mara, NumberedName);
        Assert.Contains("2 texts", page, StringComparison.Ordinal);
        Assert.Contains("moot-claim/1 ", page, StringComparison.Ordinal);
        using var guest = village.NewBrowser();
        Assert.DoesNotContain("moot-claim/1 ", await Seen(guest, NumberedName), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await mara.Do(NumberedName)).Status);
        var link = "https://garten.example/index.php?oldid=99";
        Assert.Equal(HttpStatusCode.SeeOther, (await mara.Do(NumberedName, ("link", link), ("reason", "my user page"))).Status);
        Assert.Contains(link, await Seen(berta, "claims"), StringComparison.Ordinal);
        Assert.DoesNotContain("here:</span>", await Seen(berta, "history/Wasser"), StringComparison.Ordinal);
        Assert.Contains("have not confirmed it", await Seen(berta, $"member/{Newest.By.ToString()[..16]}"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Say(mara, Newest.Entry, "confirm")).Status);
        Assert.NotEqual(HttpStatusCode.SeeOther, (await Say(guest, Newest.Entry, "confirm")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Say(berta, Newest.Entry, "confirm", "it is there")).Status);
        Assert.True(Newest.IsConfirmed);
        var history = await Seen(berta, "history/Wasser");
        Assert.Equal(2, history.Split("here:</span>").Length - 1);
        Assert.Contains("Mara (Garten; here Marie)", await Seen(berta, "attribution/Wasser"), StringComparison.Ordinal);
        Assert.Contains("begun", await Seen(berta, $"member/{Newest.By.ToString()[..16]}"), StringComparison.Ordinal);
        Assert.DoesNotContain(link, await Seen(berta, "claims"), StringComparison.Ordinal);
        Assert.Contains(link, await Seen(berta, "claims?all=true"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Say(berta, Newest.Entry, "doubt")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Say(berta, Newest.Entry, "doubt", "it is gone")).Status);
        Assert.DoesNotContain("here:</span>", await Seen(berta, "history/Wasser"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await Say(mara, Newest.Entry, "withdraw")).Status);
        Assert.Contains("Is this you?", await Seen(mara, NumberedName), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_came_with_the_line_is_found_by_itself()
    {
        await village.Bring(Garden);
        var line = (await Seen(mara, NumberedName)).Split("moot-claim/1 ")[1][..64];
        await village.Bring(Garden.Replace(">74<", ">174<", StringComparison.Ordinal).Replace("LINE", $"Ich: moot-claim/1 {line}", StringComparison.Ordinal));
        Assert.Contains("The line with your number is in a text", await Seen(mara, NumberedName), StringComparison.Ordinal);
        Assert.DoesNotContain("The line with your number is in a text", await Seen(berta, NumberedName), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await mara.Do(NumberedName, ("found", "1"))).Status);
        Assert.Equal((ClaimProof.Revision, EntryOf(174)), (Newest.Proof, Newest.Revision!.Value));
        Assert.Contains("has the member's line", await Seen(berta, "claims"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_out_of_sight_names_nobody()
    {
        await village.Bring(Garden);
        await mara.Do(NumberedName, ("link", "https://garten.example/99"));
        await Say(berta, Newest.Entry, "confirm");
        var page = $"~{EntryOf(70)}";
        foreach (var revision in new[] { 70, 74 })
        {
            await berta.Do($"hide/{EntryOf(revision)}", ("ground", "privacy"), ("reason", "their name"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await mara.Get(NumberedName)).Status);
        string[] pages = [$"history/{page}", $"attribution/{page}", "claims?all=true", $"member/{Newest.By.ToString()[..16]}", $"page/{page}", "recent"];
        foreach (var path in pages)
        {
            Assert.DoesNotContain("Mara", await Seen(berta, path), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("here:</span>", await Seen(berta, $"history/{page}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Marie", await Seen(berta, $"attribution/{page}"), StringComparison.Ordinal);

        // Neither a suppressed author nor an address has a page, and none of them can be claimed past the form.
        foreach (var revision in new[] { 70, 71, 72 })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await mara.Get($"author/{EntryOf(revision)}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await mara.Do($"author/{EntryOf(revision)}", ("reason", "me"))).Status);
            var act = await village.Sign("name.claim/1", new() { ["of"] = EntryOf(revision), ["proof"] = "people" });
            Assert.Equal(revision == 72 ? "address-claimed" : "name-out-of-sight", act.Verdict.Code);
        }

        await berta.Do($"show/{EntryOf(70)}", ("reason", "they agreed"));
        Assert.Contains("Mara", await Seen(berta, $"history/{page}"), StringComparison.Ordinal);
        Assert.Single((await Seen(berta, $"history/{page}")).Split("here:</span>").Skip(1));
    }

    [Fact]
    public async Task A_name_without_a_number_is_claimed_for_all_texts_of_that_name()
    {
        await village.Bring(Garden);
        var name = $"author/{EntryOf(73)}";
        Assert.Contains("2 texts", await Seen(mara, name), StringComparison.Ordinal);
        await mara.Do(name, ("reason", "<script>alert(1)</script>"));
        Assert.DoesNotContain("<script>alert", (await berta.Get("claims")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await Say(berta, Newest.Entry, "confirm", "I know her")).Status);
        Assert.False(Newest.IsConfirmed);
        Assert.True((await village.Sign("name.confirm/1", new() { ["claim"] = Newest.Entry })).Verdict is { Code: "reason-missing" });
        using var carl = village.NewBrowser();
        await carl.Join("Carl", "correct horse battery");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Say(carl, Newest.Entry, "confirm", "so do I")).Status);

        // Whoever was there before it was said again may confirm it.
        await Say(mara, Newest.Entry, "withdraw");
        await mara.Do($"author/{EntryOf(75)}", ("reason", "ask Berta and Carl"));
        await Say(berta, Newest.Entry, "confirm", "I know her");
        await Say(carl, Newest.Entry, "confirm", "so do I");
        Assert.Equal(2, (await Seen(berta, "history/Wasser")).Split("here:</span>").Length - 1);

        // Two claims to it that count by its two entries: nobody is shown until one of them is doubted.
        await carl.Do(name, ("link", "javascript:alert(1)"));
        Assert.DoesNotContain("href=\"javascript:", (await berta.Get("claims")).Text, StringComparison.Ordinal);
        await Say(berta, Newest.Entry, "confirm");
        Assert.DoesNotContain("here:</span>", await Seen(berta, "history/Wasser"), StringComparison.Ordinal);
        await Say(berta, Newest.Entry, "doubt", "that was no address");
        Assert.Equal(2, (await Seen(berta, "history/Wasser")).Split("here:</span>").Length - 1);
    }
}
