using Microsoft.Playwright;

namespace Moot.Browser.Tests;

/// <summary>What somebody does who joins with a key in the browser.</summary>
internal static class Joining
{
    /// <summary>Joins and saves the recovery file; ends on the member's page.</summary>
    public static async Task<IPage> Join(Hall hall, string name, string file, bool byName = false)
    {
        var page = await hall.Visit("join/key", byName: byName);
        await page.GetByLabel("What shall we call you?").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Join, and keep my key in this browser" }).ClickAsync();
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Save the file" });
        await link.WaitForAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await download.SaveAsAsync(hall[file]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved, go on" }).ClickAsync();
        await page.WaitForURLAsync("**/me");
        return page;
    }
}
