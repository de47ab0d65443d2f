using Microsoft.Playwright;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>What people do with each other.</summary>
public sealed class PeopleStories
{
    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task Somebody_joins_signs_out_and_comes_back(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var bea = await Walker.Come(hall.Url, script, width);
        await bea.ClickFrame("Join");
        await bea.Fill("Name", "Bea");
        await bea.Fill("Passphrase", Walker.Passphrase);
        await bea.Fill("The passphrase once more", "something else entirely");
        await bea.Refused(() => bea.Click("Join"), "passphrase");
        Assert.Equal("Bea", await bea.Field("Name"));
        await bea.Fill("Passphrase", Walker.Passphrase);
        await bea.Fill("The passphrase once more", Walker.Passphrase);
        await bea.Click("Join");
        await bea.See("Bea");
        await bea.Click("Sign out here");
        await bea.ClickFrame("Sign in");
        await bea.Fill("Name", "Bea");
        await bea.Fill("Passphrase", "not the one");
        await bea.Refused(() => bea.Click("Sign in"), "do not belong together");
        Assert.Equal("Bea", await bea.Field("Name"));
        await bea.Fill("Passphrase", Walker.Passphrase);
        await bea.Click("Sign in");
        await bea.See("About you");
        Assert.Equal(1, await bea.Page.Locator("header").GetByRole(AriaRole.Link, new() { Name = "Bea", Exact = true }).CountAsync());
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task A_member_watches_a_page_sees_what_is_new_thanks_and_reviews(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.Write("Tools", "Spades.");
        await using var bea = await Walker.Come(hall.Url, script, width);
        await bea.Join("Bea");
        await bea.Go("page/Tools");
        await bea.Click("Watch");
        await bea.See("Stop watching");
        await guest.Edit("Spades and rakes.", "rakes too");

        await bea.ClickFrame("New for you");
        await bea.See("The page was edited");
        await bea.Click("Tools");
        await bea.Tab("History");
        await bea.Click(bea.Page.Locator("li", new() { HasText = "rakes too" }), "Thank");
        await bea.See("Your thanks are noted.");
        await bea.ClickFrame("New for you");
        await bea.See("Nothing is new for you.");
        await guest.ClickFrame("New for you");
        await guest.See("You were thanked");

        await bea.Go("review");
        await bea.See("2 edits wait.");
        await bea.Click("Looks fine");
        await bea.Click("Looks fine");
        await bea.See("Nothing waits.");
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task Talk_begins_is_answered_quoted_thanked_for_and_resolved(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.Write("Water", "We water at noon.");
        await guest.Tab("Talk");
        await guest.Click("Begin a thread");
        await guest.Fill("Heading", "When?");
        await guest.Fill("Your words", "In the evening the slugs have a feast.");
        await guest.Click("Preview");
        await guest.See("It is not said yet.");
        await guest.Click("Begin a thread");
        await guest.See("When?");

        await using var bea = await Walker.Come(hall.Url, script, width);
        await bea.Join("Bea");
        await bea.Go("talk/page/Water");
        await bea.Click("When?");
        await bea.Click("Thank");
        await bea.Fill("Answer this thread", "Some of us are at work.");
        await bea.Click(bea.Page.Locator("form", new() { Has = bea.Page.Locator("textarea") }), "Answer");
        await bea.See("Some of us are at work.");
        await guest.Page.ReloadAsync();
        await guest.Click(guest.Page.Locator("article", new() { HasText = "Some of us" }), "Quote");
        Assert.StartsWith("> Some of us are at work.", await guest.Field("Your words"), StringComparison.Ordinal);
        await guest.Fill("Your words", await guest.Field("Your words") + "\n\nBefore nine, then.");
        await guest.Click("Answer");
        await guest.See("Before nine, then.");
        Assert.Contains("at work", await guest.Page.Locator("blockquote").InnerTextAsync(), StringComparison.Ordinal);
        await bea.Page.ReloadAsync();
        await bea.Click("Close this thread");
        await bea.Fill("What came of it?", "Before nine or after seven.");
        await bea.Click("Close this thread");
        await bea.See("Before nine or after seven.");
        await bea.Click("Open it again");
        await bea.Fill("What is new?", "The tomatoes.");
        await bea.Click("Open it again");
        await bea.SeeNot("Before nine or after seven.");
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task What_was_written_is_found_and_followed(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.Write("Tools", "Spades hang in the shed.");
        await hall.Indexed();
        await guest.Page.Locator("header input[name=q]").FillAsync("spades");
        await guest.ClickFrame("Find");
        await guest.See("1 result");
        Assert.Equal("spades", (await guest.Page.Locator("mark").First.InnerTextAsync()).ToLowerInvariant());
        await guest.ClickFrame("Recent");
        await guest.See("began the page");
        await guest.See("founded the association");
        await guest.Page.GetByText("Show only some").ClickAsync();
        await guest.Page.Locator("main select[name=kind]").SelectOptionAsync("edits");
        await guest.Page.GetByLabel("Only guests").CheckAsync();
        await guest.Click("Show");
        await guest.See("began the page");
        await guest.SeeNot("founded the association");
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task Members_choose_licence_and_look_and_everybody_their_language(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var bea = await Walker.Come(hall.Url, script, width);
        await bea.Join("Bea");
        await bea.Go("settings");
        await bea.Choose("Licence", "CC0-1.0");
        await bea.Click("Choose this licence");
        await bea.Fill("Colour of links and buttons", "#7a1f5f");
        await bea.Choose("Paper", "white");
        await bea.Click("Preview");
        await bea.See("It is not chosen yet.");
        await bea.Click("Choose this look");
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.Go("edit/Tools");
        await guest.See("CC0-1.0");
        Assert.Equal("rgb(122, 31, 95)", await guest.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('main a')).color"));

        await guest.ClickFrame("Deutsch");
        Assert.Equal("de", await guest.Page.Locator("html").GetAttributeAsync("lang"));
        await guest.ClickFrame("Neues");
        await guest.ClickFrame("English");
        await guest.See("Recent");
    }
}
