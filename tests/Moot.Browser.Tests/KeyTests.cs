using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Moot.Host.Folders;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>A key that is kept in a real browser: made, used, saved, restored, and not misused.</summary>
public sealed class KeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Joins with a key in the browser and saves the recovery file; ends on the member's page.</summary>
    private static Task<IPage> Join(Hall hall, string name, string file) => Joining.Join(hall, name, file);

    private static async Task Write(IPage page, Hall hall, string title, string text)
    {
        await page.GotoAsync(hall.Url + "edit/" + title);
        await page.WaitForSelectorAsync("body[data-keys-ready]");
        await page.Locator("#text").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
    }

    [Fact]
    public async Task Who_joins_with_a_key_in_the_browser_signs_what_they_do()
    {
        await using var hall = await Hall.Open();
        var page = await Join(hall, "Bea", "bea.key");
        var roster = hall.Log.Head.World.Get<Roster>();
        var bea = roster.Members.Values.Single(m => m.Keys.Length == 1 && !m.IsVouchable && m.Joined == hall.Log.Head.World.Size - 1);

        await Write(page, hall, "Tools", "Spades hang in the **shed**.");
        await page.WaitForURLAsync(hall.Url + "page/Tools");
        Assert.Contains("shed", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await Write(page, hall, "Tools", "Spades hang in the shed.\n\nRakes too.");
        await page.WaitForURLAsync(hall.Url + "page/Tools");

        var mine = hall.Entries().Where(e => e.Entry.Act.Member == bea.Id).ToList();
        Assert.Equal(2, mine.Count);
        Assert.All(mine, e => Assert.Equal(Assurance.Signed, e.Entry.Assurance));
        Assert.All(mine, e => Assert.Equal(bea.Keys[0].Key, e.Entry.Act.Key));
    }

    [Fact]
    public async Task No_script_can_read_the_key()
    {
        await using var hall = await Hall.Open();
        var page = await Join(hall, "Bea", "bea.key");
        var said = await page.EvaluateAsync<string>(
            """
            async () => {
                const open = name => new Promise((yes, no) => { const o = indexedDB.open(name); o.onsuccess = () => yes(o.result); o.onerror = no })
                const db = await open('moot-keys')
                const all = await new Promise(yes => { const r = db.transaction('keys').objectStore('keys').getAll(); r.onsuccess = () => yes(r.result) })
                const tries = []
                for (const form of ['pkcs8', 'jwk', 'raw'])
                    tries.push(await crypto.subtle.exportKey(form, all[0].key).then(() => 'read', e => 'refused'))
                return all.length + ' ' + all[0].key.extractable + ' ' + tries + ' ' + ('seed' in all[0])
            }
            """
        );
        Assert.Equal("1 false refused,refused,refused false", said);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("added")]
    [InlineData("kind")]
    [InlineData("member")]
    [InlineData("log")]
    [InlineData("blob")]
    [InlineData("summary")]
    public async Task What_the_host_swapped_is_not_signed(string swap)
    {
        await using var hall = await Hall.Open();
        var page = await Join(hall, "Bea", "bea.key");
        var size = hall.Log.Head.Checkpoint.Size;
        var swapped = 0;
        page.Dialog += (_, dialog) => _ = dialog.DismissAsync();
        await page.RouteAsync(
            "**/edit/**",
            async route =>
            {
                if (!string.Equals(route.Request.Method, "POST", StringComparison.Ordinal))
                {
                    await route.ContinueAsync();
                    return;
                }

                var answer = await route.FetchAsync();
                var json = JsonNode.Parse(await answer.TextAsync())!;
                Swap(json, swap);
                swapped++;
                await route.FulfillAsync(new() { Response = answer, Body = json.ToJsonString() });
            }
        );
        await Write(page, hall, "Tools", "Spades hang in the shed.");
        if (swap is not "added")
        {
            await page.Locator(".told").WaitForAsync();
            Assert.StartsWith("Not signed", await page.Locator(".told").InnerTextAsync(), StringComparison.Ordinal);
        }
        else
        {
            await page.WaitForTimeoutAsync(500);
        }

        Assert.Equal(1, swapped);
        Assert.Equal(size, hall.Log.Head.Checkpoint.Size);
        Assert.Equal("Spades hang in the shed.", await page.Locator("#text").InputValueAsync());
    }

    /// <summary>Changes what is to be signed as a dishonest host would: whole and well-formed, but not what was typed.</summary>
    private static void Swap(JsonNode request, string what)
    {
        var text = Encoding.UTF8.GetString(Convert.FromBase64String((string)request["text"]!));
        var rest = Encoding.UTF8.GetString(Convert.FromBase64String((string)request["rest"]!));
        switch (what)
        {
            case "text" or "added":
                var typed = "Spades hang in the shed.";
                var put = what == "added" ? typed + " And Bea resigns." : "Bea resigns.";
                var salt = Salt.Fresh();
                var old = Regex.Match(text, "\"text\":\"([0-9a-f]{64})\"").Groups[1].Value;
                Assert.Equal(64, old.Length);
                text = text.Replace(old, BlobId.Of(salt, Encoding.UTF8.GetBytes(put)).ToString()).Replace($":{typed.Length}", $":{put.Length}");
                rest = Regex.Replace(rest, "\nblob .*\n.*\n$", $"\nblob {salt.ToBase64()} {put.Length}\n{put}\n");
                break;
            case "blob":
                rest = rest.Replace("Spades", "Knives");
                break;
            case "summary":
                rest = rest.Replace("Tools", "Fools");
                break;
            case "kind":
                text = text.Replace("\nkind page.create/1\n", "\nkind member.leave/1\n");
                break;
            case "member":
                text = Regex.Replace(text, "\nactor [0-9a-f]{64}\n", $"\nactor {new string('a', 64)}\n");
                break;
            default:
                text = text.Replace("\nlog ", "\nlog x");
                break;
        }

        request["text"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        request["rest"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(rest));
    }

    [Fact]
    public async Task The_recovery_file_brings_the_key_to_another_browser_and_to_the_command_line()
    {
        await using var hall = await Hall.Open();
        await Join(hall, "Bea", "bea.key");
        using var key = KeyFile.Read(hall["bea.key"]);
        var bea = hall.Log.Head.World.Get<Roster>().OwnerOf(PublicKey.FromBytes(key.PublicKey));
        Assert.NotNull(bea);
        Assert.Contains($"member {bea.Id}", await File.ReadAllTextAsync(hall["bea.key"], Cancel), StringComparison.Ordinal);

        var other = await hall.Visit("sign-in/key");
        await other.WaitForSelectorAsync("body[data-keys-ready]");
        await other.Locator("input[data-restore]").SetInputFilesAsync(hall["bea.key"]);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in with the key in this browser" }).ClickAsync();
        await other.WaitForURLAsync(hall.Url + "me");
        await Write(other, hall, "Water", "The tap is behind the shed.");
        await other.WaitForURLAsync(hall.Url + "page/Water");
        var last = hall.Entries()[^1].Entry;
        Assert.Equal((bea.Id, Assurance.Signed), (last.Act.Member!.Value, last.Assurance));

        // The same file signs on the command line.
        var said = await CommandLine.Run(hall["state"], "act", hall.Url, "talk.say/1", """{"text":"From the command line."}""", "--key", hall["bea.key"]);
        Assert.True(said.Status == 0, said.Text);
        last = hall.Entries()[^1].Entry;
        Assert.Equal((bea.Id, Assurance.Signed), (last.Act.Member!.Value, last.Assurance));
    }

    [Fact]
    public async Task A_damaged_or_foreign_recovery_file_is_refused()
    {
        await using var hall = await Hall.Open();
        await Join(hall, "Bea", "bea.key");
        var good = await File.ReadAllTextAsync(hall["bea.key"], Cancel);
        var page = await hall.Visit("sign-in/key");
        await page.WaitForSelectorAsync("body[data-keys-ready]");
        string[] bad = [good.Replace("seed ", "seed 0"), good[1..], Regex.Replace(good, "association [0-9a-f]{64}", "association " + new string('a', 64))];
        foreach (var text in bad)
        {
            await File.WriteAllTextAsync(hall["bad.key"], text, Cancel);
            await page.Locator("input[data-restore]").SetInputFilesAsync(hall["bad.key"]);
            await page.Locator(".told").WaitForAsync();
            Assert.Contains("recovery file", await page.Locator(".told").InnerTextAsync(), StringComparison.Ordinal);
            Assert.False(await page.Locator("button[data-prove]").IsVisibleAsync());
            await page.ReloadAsync();
            await page.WaitForSelectorAsync("body[data-keys-ready]");
        }
    }

    [Fact]
    public async Task Without_script_the_page_says_what_to_do_and_offers_nothing_that_does_not_work()
    {
        await using var hall = await Hall.Open();
        var page = await hall.Visit("join/key", javaScript: false);
        Assert.False(await page.Locator("form[data-new-key]").IsVisibleAsync());
        Assert.Contains("passphrase", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("member.join/1", await page.Locator("main").TextContentAsync() ?? "", StringComparison.Ordinal);
    }
}
