using Microsoft.Playwright;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>The first minutes of an association.</summary>
public sealed class FoundingStories
{
    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task A_newcomer_founds_an_association_writes_its_first_page_and_invites_others(bool script, int width)
    {
        await using var ground = await BareGround.Open();
        await using var ann = await Walker.Come(ground.Url, script, width);
        await ann.Fill("What is it called?", "Allotment 7");
        await ann.Fill("What is it for? One sentence is enough.", "Share the water.");
        await ann.Choose("Under which licence are its words given?", "CC0-1.0");
        await ann.Fill("Your name here", "Ann");
        await ann.Fill("Your passphrase", Walker.Passphrase);
        await ann.Fill("The passphrase again", "another one altogether");
        await ann.Refused(() => ann.Click("Found the association"), "passphrase");
        Assert.Equal(
            ("Allotment 7", "Share the water.", "CC0-1.0", "Ann"),
            (
                await ann.Field("What is it called?"),
                await ann.Field("What is it for? One sentence is enough."),
                await ann.Field("Under which licence are its words given?"),
                await ann.Field("Your name here")
            )
        );
        await ann.Fill("Your passphrase", Walker.Passphrase);
        await ann.Fill("The passphrase again", Walker.Passphrase);
        await ann.Click("Found the association");
        await ann.See("Nothing is written here yet");

        await ann.Click("Write the first page");
        await ann.Fill("What is the page called?", "Our garden");
        await ann.Click("Go on");
        await ann.See("CC0-1.0");
        await ann.Fill("Text", "We dig **together**.");
        await ann.Click("Save");
        await ann.See("We dig together.");
        await ann.Go("");
        await ann.See("We dig together.");

        await ann.Click("Invite others");
        await ann.See(ground.Url);
        await ann.SeePicture("main img");
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task Who_runs_the_machine_lets_a_browser_in_by_a_link(bool script, int width)
    {
        await using var ground = await BareGround.Open();
        await using var ann = await Walker.Come(ground.Url, script, width);
        await ann.Fill("What is it called?", "Allotment 7");
        await ann.Fill("Your name here", "Ann");
        await ann.Fill("Your passphrase", Walker.Passphrase);
        await ann.Fill("The passphrase again", Walker.Passphrase);
        await ann.Click("Found the association");
        await ann.ClickFrame("Ann");
        var id = (await ann.Page.Locator("main .who").First.GetAttributeAsync("href"))!.Split('/')[^1];

        var (status, said) = await CommandLine.Run(ground.Home, "enter", ground.Association, "--member", id);
        Assert.True(status == 0, said);
        var link = said.Split('\n').Select(l => l.Trim()).First(l => l.StartsWith(ground.Url, StringComparison.Ordinal));
        await using var elsewhere = await Walker.Come(ground.Url, script, width);
        await elsewhere.Go(link);
        await elsewhere.See("Ann");
        await elsewhere.Click("Come in");
        await elsewhere.See("About you");
        Assert.Equal(1, await elsewhere.Page.Locator("header").GetByRole(AriaRole.Link, new() { Name = "Ann", Exact = true }).CountAsync());
    }
}
