using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.Playwright;
using Moot.Counting;
using Moot.Counting.Pages;
using Moot.Ui;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>An election is counted again in a real browser, on a page with the host's own policy, and a voter finds the own line.</summary>
public sealed class RecountStories
{
    private static readonly string[] Voters = ["anna", "bert", "carl"];

    private static string Hmac(string key, string message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.ASCII.GetBytes(message)));

    private static CountFile Election()
    {
        CountBallot[] cast = [new([1, 2, null]), new([1, null, 2]), new([2, 1, 3])];
        var file = new CountFile("shed.example", 40, "Chair", "schulze", 1, [new(41, "Ann"), new(42, "Bob"), new(40, "None")], 5, true, [.. Voters], []);
        return file with
        {
            Ballots = [.. cast.Select((b, i) => b with { Receipt = Hmac($"token-{i}", $"{Voters[i]} 40") }).OrderBy(b => b.Receipt, StringComparer.Ordinal)],
            Seals = cast.Select((b, i) => KeyValuePair.Create(Voters[i], Hmac($"token-{i}", $"seal {Voters[i]} 40 {b.Written()}")))
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Winners = ["Ann"],
        };
    }

    private static string Part(Words words)
    {
        using var text = new PageText();
        using var writer = new PageWriter(text, HtmlEncoder.Default);
        writer.Write(
            typeof(RecountPart),
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Address"] = "/matter/40/count.json",
                ["Words"] = words,
                ["IsSecret"] = true,
                ["Member"] = "bert",
            }
        );
        return text.Written.ToString();
    }

    /// <summary>A page of the hall with the part on it, under the hall's own policy.</summary>
    private static async Task<IPage> Show(Hall hall, CountFile file, Words words, List<string> asked)
    {
        var page = await hall.Visit("");
        var policy = await page.EvaluateAsync<string>("async () => (await fetch('/')).headers.get('content-security-policy')");
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        page.Request += (_, request) => asked.Add(request.Url + request.PostData);
        await page.RouteAsync("**/matter/40/count.json", r => r.FulfillAsync(new() { ContentType = "application/json", BodyBytes = file.ToJson() }));
        await page.RouteAsync(
            "**/matter/40",
            r =>
                r.FulfillAsync(
                    new()
                    {
                        ContentType = "text/html; charset=utf-8",
                        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Security-Policy"] = policy },
                        Body =
                            $"<!doctype html><html lang=\"{words.Code}\"><title>Chair</title><link rel=\"stylesheet\" href=\"{Asset.Url("moot.css")}\"><main>{Part(words)}</main></html>",
                    }
                )
        );
        await page.GotoAsync(hall.Url + "matter/40");
        return page;
    }

    [Fact]
    public async Task Anybody_counts_again_and_a_voter_finds_the_own_line_without_telling_anybody_the_token()
    {
        await using var hall = await Hall.Open();
        var asked = new List<string>();
        var page = await Show(hall, Election(), Words.English, asked);
        await page.GetByRole(AriaRole.Button, new() { Name = "Count again in this browser" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-recount-said]")).ToContainTextAsync("Right:");
        await Assertions.Expect(page.Locator("[data-recount-said]")).ToContainTextAsync("3 ballots; chosen: Ann.");

        await page.GetByLabel("Your token").FillAsync("token-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find my line" }).ClickAsync();
        var line = page.Locator("[data-recount-line]");
        await Assertions.Expect(line).ToContainTextAsync("It says: Ann: 1; Bob: –; None: 2.");
        await Assertions.Expect(line).ToContainTextAsync("it is your ballot as you cast it");

        await page.GetByLabel("Your token").FillAsync("token-2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find my line" }).ClickAsync();
        await Assertions.Expect(line).ToContainTextAsync("no line is yours");
        Assert.Contains(asked, a => a.EndsWith("count.json", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, a => a.Contains("token-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_changed_is_said_in_the_readers_language()
    {
        await using var hall = await Hall.Open();
        var file = Election();
        var mine = file.Ballots.Single(b => b.Receipt == Hmac("token-1", "bert 40"));
        var changed = file with { Ballots = file.Ballots.Replace(mine, mine with { Marks = [2, 1, 3] }), Voters = file.Voters.Add("dora") };
        var page = await Show(hall, changed, Words.Find("de")!, []);
        await page.GetByRole(AriaRole.Button, new() { Name = "In diesem Browser nachzählen" }).ClickAsync();
        var said = page.Locator("[data-recount-said]");
        await Assertions.Expect(said).ToContainTextAsync("Es gibt nicht so viele Stimmzettel wie Leute, die abgestimmt haben: 3 ≠ 4.");
        await Assertions.Expect(said).ToContainTextAsync("Gewonnen haben nicht die, die diese Zählung findet: Bob.");
        await page.GetByLabel("Dein Kennwort für diese Wahl").FillAsync("token-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Meine Zeile suchen" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-recount-line]")).ToContainTextAsync("Jemand hat sie geändert");
    }
}
