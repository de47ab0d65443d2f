using Microsoft.Playwright;
using Moot.Host.Demos;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>What people do with pages.</summary>
public sealed class PageStories
{
    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task A_guest_edits_a_page_breaks_it_and_repairs_it(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.Write("Tools", "Spades hang in the shed.\n\n## Rakes\n\nThree rakes.\n\n## Hoes\n\nTwo hoes.");
        await guest.Tab("Edit");
        var text = await guest.Field("Text");
        await guest.Fill("Text", text.Replace("shed", "cellar"));
        await guest.Fill("What did you change?", "they were moved");
        await guest.Click("Preview");
        await guest.See("It is not saved yet");
        Assert.Contains("cellar", await guest.Page.Locator(".preview").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("they were moved", await guest.Field("What did you change?"));
        await guest.Click("Save");
        await guest.See("Spades hang in the cellar.");

        await guest.Tab("History");
        await guest.See("they were moved");
        await guest.Click("What changed");
        Assert.Contains("shed", await guest.Page.Locator("del").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("cellar", await guest.Page.Locator("ins").First.InnerTextAsync(), StringComparison.Ordinal);
        await guest.Click("Undo this");
        await guest.See("Look it over and save.");
        await guest.Click("Save");
        await guest.See("Spades hang in the shed.");

        await guest.Tab("History");
        await guest.Click(guest.Page.Locator("li", new() { HasText = "they were moved" }), "Bring this text back");
        await guest.Click("Save");
        await guest.See("Spades hang in the cellar.");

        await guest.Press(guest.Page.Locator("a.edit").First);
        await guest.Fill("Text of this section", "## Rakes\n\nFour rakes.\n");
        await guest.Click("Save");
        await guest.See("Four rakes.");
        await guest.See("Two hoes.");
        await guest.See("Spades hang in the cellar.");
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task Two_who_change_the_same_words_lose_nothing(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var bea = await Walker.Come(hall.Url, script, width);
        await using var cem = await Walker.Come(hall.Url, script, width);
        await bea.Write("Water", "We water at noon.");
        await cem.Go("edit/Water");
        await bea.Edit("We water in the morning.");
        await cem.Fill("Text", "We water in the evening.");
        await cem.Click("Save");
        await cem.See("Neither text is lost");
        await cem.See("We water in the morning.");
        await cem.See("We water in the evening.");

        await bea.Go("page/Water");
        await bea.See("We water in the morning.");
        await bea.Click("Put them together");
        await bea.Page.GetByLabel("Both, one after the other").CheckAsync();
        await bea.Click("Put them together");
        await bea.See("We water in the morning.");
        await bea.See("We water in the evening.");
        await bea.SeeNot("stands beside");
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task A_picture_is_added_and_shown_on_a_page(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.ClickFrame("More");
        await guest.Press(guest.Page.Locator(".ways a", new() { HasText = "Files" }));
        await guest.Click("Add a picture or file");
        await guest
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "Plan.png",
                    MimeType = "image/png",
                    Buffer = DemoPicture.Plan(),
                }
            );
        await guest.Fill("Who made it", "Jonas");
        await guest.Fill("What it shows, for those who cannot see it", "The beds and the tap");
        await guest.Click("Add it");
        await guest.See("Plan.png");
        await guest.Write("Garden", "This is how it lies:\n\n![[File:Plan.png]]");
        await guest.SeePicture(".prose img");
        Assert.Equal("The beds and the tap", await guest.Page.Locator(".prose img").GetAttributeAsync("alt"));
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task A_text_is_hidden_and_shown_again(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.Write("Plots", "Plot 3 is ours.");
        await guest.Edit("Call her at 0555 0134.", "her number");
        await using var bea = await Walker.Come(hall.Url, script, width);
        await bea.Join("Bea");
        await bea.Go("history/Plots");
        await bea.Click("Hide");
        await bea.Choose("Ground", "privacy");
        await bea.Fill("Why?", "nobody asked her");
        await bea.Click("Hide this text");
        await bea.See("out of sight: hidden");
        await guest.Go("page/Plots");
        await guest.SeeNot("0555");
        await guest.See("nobody asked her");
        await bea.Click("Show again");
        await bea.Fill("Why?", "she says it is fine");
        await bea.Click("Show this text again");
        await guest.Go("page/Plots");
        await guest.See("0555 0134");
    }

    [Theory]
    [MemberData(nameof(Walker.Ways), MemberType = typeof(Walker))]
    public async Task A_page_gets_another_title_and_is_found_by_the_old_one(bool script, int width)
    {
        await using var hall = await Hall.Open();
        await using var bea = await Walker.Come(hall.Url, script, width);
        await bea.Join("Bea");
        await bea.Write("Tools", "Spades.");
        await bea.Write("The shed key", "It hangs behind the door.");
        await bea.Tab("About");
        await bea.Click("Give it another title");
        await bea.Fill("New title", "Tools");
        await bea.Fill("Why?", "there are three by now");
        await bea.Refused(() => bea.Click("Give it another title"), "title");
        Assert.Equal("there are three by now", await bea.Field("Why?"));
        await bea.Fill("New title", "Keys");
        await bea.Click("Give it another title");
        await using var guest = await Walker.Come(hall.Url, script, width);
        await guest.Go("page/The_shed_key");
        await guest.See("Keys");
        await guest.See("You came by the former title “The shed key”.");
        await guest.See("It hangs behind the door.");
    }
}
