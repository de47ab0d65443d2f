using Microsoft.Playwright;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>How far things are: in clicks for who knows wikis, in keys for who has no mouse.</summary>
public sealed class ReachStories
{
    [Fact]
    public async Task Who_knows_Wikipedia_finds_everything_within_two_clicks_of_a_page()
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script: true, width: 360);
        await guest.Write("Tools", "Spades.");
        await guest.Edit("Spades and rakes.");
        (string What, Func<Task>[] Clicks, string Path)[] ways =
        [
            ("edit", [() => guest.Tab("Edit")], "edit/Tools"),
            ("history", [() => guest.Tab("History")], "history/Tools"),
            ("talk", [() => guest.Tab("Talk")], "talk/page/Tools"),
            ("undo", [() => guest.Tab("History"), () => guest.Click("Undo")], "undo/"),
            ("search", [() => guest.ClickFrame("Find")], "search"),
            ("recent changes", [() => guest.ClickFrame("Recent")], "recent"),
        ];
        foreach (var (what, clicks, path) in ways)
        {
            await guest.Go("page/Tools");
            guest.Clicks = 0;
            foreach (var click in clicks)
            {
                await click();
            }

            Assert.True(guest.Clicks <= 2, what);
            Assert.StartsWith(hall.Url + path, guest.Page.Url, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task A_page_is_edited_and_repaired_by_keyboard_alone_and_one_sees_where_one_is(int width)
    {
        await using var hall = await Hall.Open();
        await using var guest = await Walker.Come(hall.Url, script: true, width);
        await guest.Write("Tools", "Spades.");
        var keys = guest.Page.Keyboard;

        // The first stop of every page leads past the frame.
        await keys.PressAsync("Tab");
        Assert.True(await guest.Page.Locator(".skip").IsVisibleAsync());
        await keys.PressAsync("Enter");
        Assert.Equal("main", await guest.Page.EvaluateAsync<string>("document.activeElement.id"));

        await TabTo(guest.Page, "main .tabs a[href$='edit/Tools']");
        await guest.Leave(() => keys.PressAsync("Enter"));
        await TabTo(guest.Page, "#text");
        await keys.PressAsync("Control+End");
        await keys.TypeAsync(" And rakes.");
        await TabTo(guest.Page, "#summary");
        await keys.TypeAsync("rakes");
        await TabTo(guest.Page, "button[name=preview]");
        await guest.Leave(() => keys.PressAsync("Enter"));
        await guest.See("It is not saved yet");
        await TabTo(guest.Page, "button[name=save]");
        await guest.Leave(() => keys.PressAsync("Enter"));
        await guest.See("Spades. And rakes.");

        await TabTo(guest.Page, "main .tabs a[href$='history/Tools']");
        await guest.Leave(() => keys.PressAsync("Enter"));
        await guest.See("rakes");
        await TabTo(guest.Page, "main a[href*='/undo/']");
        await guest.Leave(() => keys.PressAsync("Enter"));
        await guest.See("Look it over and save.");
        await TabTo(guest.Page, "button[name=save]");
        await guest.Leave(() => keys.PressAsync("Enter"));
        await guest.See("Spades.");
        await guest.SeeNot("rakes");
    }

    /// <summary>Goes on by the tab key; wherever it stops, that can be seen.</summary>
    private static async Task TabTo(IPage page, string selector)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "(() => { const s = getComputedStyle(document.activeElement); return document.activeElement === document.body || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) })()"
                ),
                $"nothing shows that {await page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 120)")} is where one is"
            );
            if (await page.EvaluateAsync<bool>("s => document.activeElement.matches(s)", selector))
            {
                return;
            }
        }

        Assert.Fail($"{selector} is not reached by the tab key");
    }
}
