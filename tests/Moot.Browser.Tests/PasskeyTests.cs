using Microsoft.Playwright;
using Moot.Kernel.Membership;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>Passkeys, with the authenticator that Chromium brings for tests.</summary>
public sealed class PasskeyTests
{
    private static async Task<string> Plug(IPage page, bool isVerified = true)
    {
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        var options = new Dictionary<string, object>
        {
            ["protocol"] = "ctap2",
            ["transport"] = "internal",
            ["hasResidentKey"] = true,
            ["hasUserVerification"] = true,
            ["isUserVerified"] = isVerified,
            ["automaticPresenceSimulation"] = true,
        };
        var added = await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new() { ["options"] = options });
        return added!.Value.GetProperty("authenticatorId").GetString()!;
    }

    [Fact]
    public async Task A_passkey_that_a_member_made_signs_them_in_until_they_take_it_away()
    {
        await using var hall = await Hall.Open();
        var page = await Joining.Join(hall, "Bea", "bea.key", byName: true);
        await Plug(page);
        var at = hall.Url.Replace("127.0.0.1", "localhost");
        await page.GotoAsync(at + "me/passkeys");
        await page.GetByLabel("Its name, for you").FillAsync("My phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a passkey" }).ClickAsync();
        await page.GetByText("My phone").WaitForAsync();

        // Without the session: the passkey says who it is.
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(at + "sign-in/passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show my passkey" }).ClickAsync();
        await page.WaitForURLAsync("**/me");
        await page.GotoAsync(at + "me/passkeys");
        Assert.Contains("My phone", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        // Taken away, it opens no door any more.
        await page.GetByRole(AriaRole.Button, new() { Name = "Take away" }).ClickAsync();
        await page.GetByText("My phone").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(at + "sign-in/passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show my passkey" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.Contains("not known here", await page.GetByRole(AriaRole.Alert).InnerTextAsync(), StringComparison.Ordinal);
    }
}
