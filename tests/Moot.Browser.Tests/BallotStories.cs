using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>Voting by ballots in a real browser: with a key of one's own, and without a script.</summary>
public sealed class BallotStories
{
    private const string Charter = """
        charter 1
        pathway secret
          stage poll ballot
            by members
            count schulze
            default
            secret receipts
            for 7d
            at most 7d
            confirm 1d
        pathway open
          stage poll ballot
            by members
            count score
            scores 9
            for 7d
        subject anything by secret, open
        """;

    [Fact]
    public async Task A_key_in_the_browser_seals_a_ballot_and_the_host_signs_that_it_has_it()
    {
        await using var hall = await Hall.Open(Charter);
        var page = await Joining.Join(hall, "Bea", "bea.key");
        var secret = await Propose(page, hall, "secret");
        await page.GotoAsync($"{hall.Url}matter/{secret}/ballot");
        await page.WaitForSelectorAsync("body[data-keys-ready]");
        var token = await page.Locator("#token").InputValueAsync();
        await page.Locator("input[name=mark-0]").FillAsync("2");
        await page.Locator("input[name=mark-1]").FillAsync("1");
        await page.Locator("form[data-ballot] button").ClickAsync();

        // What the voter keeps is shown, and no other token beside it.
        await page.Locator("[data-kept]").WaitForAsync();
        Assert.Equal(token, await page.Locator("[data-token]").InnerTextAsync());
        Assert.Equal("2,1", await page.Locator("[data-marks]").InnerTextAsync());
        Assert.Equal(0, await page.Locator("#token").CountAsync());
        var state = hall.Log.Head.World.Get<Assembly>();
        var (voter, paper) = Assert.Single(state.Find(secret)!.Balloting!.Papers);
        Assert.Equal(Balloting.Seal(token, voter.Member!.Value, secret, "2,1"), paper.Seal);
        var entry = hall.Entries()[(int)paper.Entry].Entry;
        Assert.Equal(Assurance.Signed, entry.Assurance);
        Assert.Single(entry.Act.CoSigners);

        // The script signs nothing else than what was marked.
        await page.GotoAsync($"{hall.Url}matter/{secret}/ballot");
        await page.WaitForSelectorAsync("body[data-keys-ready]");
        await page.GetByText("Your ballot is sealed.").WaitForAsync();
        await page.RouteAsync(
            "**/ballot",
            async route =>
            {
                var form = (route.Request.PostData ?? "").Replace("mark-0=1", "mark-0=3", StringComparison.Ordinal);
                await route.ContinueAsync(new() { PostData = System.Text.Encoding.UTF8.GetBytes(form) });
            }
        );
        await page.Locator("input[name=mark-0]").FillAsync("1");
        await page.Locator("form[data-ballot] button").ClickAsync();
        await page.Locator(".told").WaitForAsync();
        Assert.Equal(paper, hall.Log.Head.World.Get<Assembly>().Find(secret)!.Balloting!.Papers[voter]);
        await page.UnrouteAsync("**/ballot");

        var open = await Propose(page, hall, "open");
        await page.GotoAsync($"{hall.Url}matter/{open}/ballot");
        await page.WaitForSelectorAsync("body[data-keys-ready]");
        await page.Locator("input[name=mark-0]").FillAsync("7");
        await page.Locator("form[data-ballot] button").ClickAsync();
        await page.GetByText("You have voted.").WaitForAsync();
        Assert.Equal("7", hall.Log.Head.World.Get<Assembly>().Find(open)!.Balloting!.Papers[voter].Marks);
    }

    [Fact]
    public async Task Without_a_script_a_ballot_is_cast_and_its_token_shown()
    {
        await using var hall = await Hall.Open(Charter);
        var page = await hall.Visit("join", javaScript: false);
        await page.Locator("#name").FillAsync("Cyd");
        await page.Locator("#passphrase").FillAsync("the four words of Cyd");
        if (await page.Locator("#again").CountAsync() > 0)
        {
            await page.Locator("#again").FillAsync("the four words of Cyd");
        }

        await page.Locator("main form button.main").First.ClickAsync();
        var secret = await Propose(page, hall, "secret");
        await page.GotoAsync($"{hall.Url}matter/{secret}/ballot");
        var token = await page.Locator("#token").InputValueAsync();
        await page.Locator("input[name=mark-0]").FillAsync("1");
        await page.Locator("form[data-ballot] button").ClickAsync();
        Assert.Contains(token, await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        var (voter, paper) = Assert.Single(hall.Log.Head.World.Get<Assembly>().Find(secret)!.Balloting!.Papers);
        Assert.Equal(Balloting.Seal(token, voter.Member!.Value, secret, "1,-"), paper.Seal);
    }

    [Fact]
    public async Task The_election_of_the_example_is_counted_again_in_the_browser()
    {
        await using var hall = await Hall.OpenDemo();
        var election = hall.Log.Head.World.Get<Assembly>().Matters.Values.Single(m => m.OpenRole is not null);
        var page = await hall.Visit($"matter/{election.Id}/count");
        await page.Locator("[data-recount-go]").ClickAsync();
        await page.Locator("[data-recount-said]").GetByText("Right: the lists fit together").WaitForAsync();
        Assert.Contains("Jonas", await page.Locator("[data-recount-said]").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task<long> Propose(IPage page, Hall hall, string pathway)
    {
        await page.GotoAsync(hall.Url + "matters/new");
        await page.Locator("#title").FillAsync("A pump?");
        await page.Locator("#text").FillAsync("The large one.");
        await page.Locator($"input[name=pathway][value={pathway}]").CheckAsync();
        await page.Locator("main form[action$='matters/new'] button.main").ClickAsync();
        await page.WaitForURLAsync("**/matter/*");
        return hall.Log.Head.World.Get<Assembly>().Matters.Keys.Last();
    }
}
