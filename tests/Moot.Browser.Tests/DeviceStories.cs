using Microsoft.Playwright;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>A second device, in two real browsers.</summary>
public sealed class DeviceStories
{
    [Fact]
    public async Task A_telephone_comes_in_by_a_link_and_gets_a_key_that_the_laptop_signs_for()
    {
        await using var hall = await Hall.Open();
        var laptop = await Joining.Join(hall, "Bea", "bea.key");
        await laptop.GotoAsync(hall.Url + "me/devices");
        await laptop.GetByRole(AriaRole.Button, new() { Name = "Open a link" }).ClickAsync();
        var link = await laptop.Locator("main code").InnerTextAsync();

        // The code stands behind the #, and is gone from the address at once.
        var phone = await hall.Visit("");
        await phone.GotoAsync(link);
        Assert.Equal(hall.Url + "device", phone.Url);
        await phone.Locator("main button").ClickAsync();
        var number = await phone.Locator("main b").InnerTextAsync();
        await laptop.GetByLabel("The other device shows a number").FillAsync(number);
        await laptop.GetByRole(AriaRole.Button, new() { Name = "Let it in" }).ClickAsync();
        await phone.Locator("main form button").ClickAsync();
        await phone.WaitForURLAsync("**/me/keys");

        // Its own key: made there, signed for here.
        await phone.WaitForSelectorAsync("body[data-keys-ready]");
        await phone.Locator("#label").FillAsync("telephone");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Make a key in this browser" }).ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Saved, go on" }).ClickAsync();
        await phone.WaitForURLAsync("**/me/keys?new=1#waiting");
        var digits = await phone.Locator("#waiting b").InnerTextAsync();
        await laptop.GotoAsync(hall.Url + "me/keys");
        await laptop.WaitForSelectorAsync("body[data-keys-ready]");
        Assert.Equal(digits, await laptop.Locator("#waiting b").InnerTextAsync());
        await laptop.GetByRole(AriaRole.Button, new() { Name = "Sign for this key" }).ClickAsync();
        await laptop.Locator("#waiting").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        var bea = hall.Log.Head.World.Get<Roster>().Members.Values.Single(m => m.Keys.Length == 2);
        Assert.Equal(Assurance.Signed, hall.Log.Head.World.Entries.AssuranceOf(hall.Log.Head.World.Size - 1));

        await phone.GetByRole(AriaRole.Link, new() { Name = "Sign in with the key in this browser" }).ClickAsync();
        await phone.WaitForURLAsync("**/me");
        await phone.GotoAsync(hall.Url + "me/keys");
        Assert.Contains("telephone", await phone.Locator("main table").InnerTextAsync(), StringComparison.Ordinal);
        await phone.GotoAsync(hall.Url + "edit/Tools");
        await phone.WaitForSelectorAsync("body[data-keys-ready]");
        await phone.Locator("#text").FillAsync("Spades.");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await phone.WaitForURLAsync("**/page/Tools");
        Assert.Equal(Assurance.Signed, hall.Log.Head.World.Entries.AssuranceOf(hall.Log.Head.World.Size - 1));
        Assert.Equal(bea.Id, hall.Log.Head.World.Entries.Author(hall.Log.Head.World.Size - 1).Member);
    }
}
