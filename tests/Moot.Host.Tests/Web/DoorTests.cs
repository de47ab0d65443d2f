using System.Net;
using Moot.Host.Door;
using Moot.Host.Tests.Attacks;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>What happens at the door: rate limits and filters.</summary>
public sealed class DoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static async Task<HttpResponseMessage> Save(HttpClient browser, string title, string text, params (string, string)[] more)
    {
        var form = await browser.GetStringAsync($"edit/{title}", Cancel);
        var from = System.Text.RegularExpressions.Regex.Match(form, "name=\"from\" value=\"([0-9]+)\"", default, TimeSpan.FromSeconds(1)).Groups[1].Value;
        return await browser.PostAsync($"edit/{title}", Form([("text", text), ("from", from), ("save", "1"), .. more]), Cancel);
    }

    [Fact]
    public async Task Thirty_people_behind_one_address_write_five_pages_each_and_save_each_three_times()
    {
        await using var site = await AttackSite.Start(DoorLimits.Usual);
        await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(async person =>
                {
                    using var browser = site.Browser();
                    for (var page = 0; page < 5; page++)
                    {
                        for (var save = 0; save < 3; save++)
                        {
                            using var answer = await Save(browser, $"Page_{person}_{page}", $"Text {save}");
                            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
                        }
                    }
                })
        );
    }

    [Fact]
    public async Task Who_goes_on_and_on_is_told_when_to_come_back_and_loses_no_word()
    {
        await using var site = await AttackSite.Start(DoorLimits.Usual with { Guest = new("guest", 3, TimeSpan.FromMinutes(2)) });
        using var browser = site.Browser();
        for (var i = 0; i < 4; i++)
        {
            // The first is a stranger's, who gets a key with it: it is counted for the address alone.
            using var taken = await Save(browser, "Tap", $"It drips {i}.");
            Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        }

        using var answer = await Save(browser, "Tap", "All that I typed.");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 120);
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("All that I typed.", page);
        Assert.Contains("Try again in", page);

        // Others may go on, and reading is free.
        using var other = site.Browser();
        using var others = await Save(other, "Tap", "Somebody else.");
        Assert.Equal(HttpStatusCode.SeeOther, others.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("page/Tap", Cancel)).StatusCode);
    }

    [Fact]
    public async Task New_keys_do_not_help_behind_one_address()
    {
        await using var site = await AttackSite.Start(DoorLimits.Usual with { Address = new("address", 5, TimeSpan.FromMinutes(2)) });
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 8; i++)
        {
            using var browser = site.Browser();
            using var answer = await Save(browser, "Tap", $"It drips {i}.");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(5, statuses.Count(s => s == HttpStatusCode.SeeOther));
        Assert.Equal(3, statuses.Count(s => s == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Guests_add_few_links_at_once()
    {
        await using var site = await AttackSite.Start(DoorLimits.Usual);
        using var browser = site.Browser();
        var links = string.Concat(Enumerable.Range(0, 21).Select(i => $"https://spam.example/{i} "));
        using var answer = await Save(browser, "Buy", links);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("at most 20 links", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_filter_that_warns_lets_through_who_is_sure()
    {
        await using var site = await AttackSite.Start();
        var filter = await site.Act(
            "filter.set/1",
            """{"rule":{"who":"guest","word":"CASINO","in":"text"},"effect":"warn","note":"Is this about <b>water</b>?"}"""
        );
        using var browser = site.Browser();
        using var warned = await Save(browser, "Fun", "A casino by the brook");
        var page = await warned.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, warned.StatusCode);
        Assert.Contains($"Filter #{filter}", page);
        Assert.Contains("name=\"anyway\"", page);
        Assert.Contains("A casino by the brook", page);
        Assert.DoesNotContain("<b>water", page);

        using var sure = await Save(browser, "Fun", "A casino by the brook", ("anyway", "1"));
        Assert.Equal(HttpStatusCode.SeeOther, sure.StatusCode);
        var book = await browser.GetStringAsync($"filters/{filter}", Cancel);
        Assert.Contains("2 hits", book);
        Assert.Contains("warned", book);
    }

    [Fact]
    public async Task A_filter_that_refuses_names_itself_and_any_member_can_switch_it_off()
    {
        await using var site = await AttackSite.Start();
        var filter = await site.Act("filter.set/1", """{"rule":{"pattern":"^buy\\s+now"},"effect":"refuse","note":"Advertising."}""");
        using var browser = site.Browser();
        using var refused = await Save(browser, "Shop", "Buy  now!");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains($"Filter #{filter}", await refused.Content.ReadAsStringAsync(Cancel));

        await site.Act("filter.disable/1", $$"""{"filter":{{filter}},"reason":"We sell seeds."}""");
        using var taken = await Save(browser, "Shop", "Buy  now!");
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
    }

    [Fact]
    public async Task A_filter_that_hits_everything_loses_its_effect_by_itself()
    {
        await using var site = await AttackSite.Start();
        using var browser = site.Browser();
        for (var i = 0; i < 100; i++)
        {
            using var before = await Save(browser, "Tap", $"It drips {i}.");
        }

        var filter = await site.Act("filter.set/1", """{"rule":{"word":"drips"},"effect":"refuse","note":"All."}""");
        var refused = 0;
        for (var i = 0; i < 20; i++)
        {
            using var answer = await Save(browser, "Tap", $"It drips again {i}.");
            refused += answer.StatusCode == HttpStatusCode.UnprocessableEntity ? 1 : 0;
        }

        Assert.InRange(refused, 5, 8);
        Assert.Contains("gives it another chance", await browser.GetStringAsync($"filters/{filter}", Cancel));
    }

    [Fact]
    public async Task A_rule_is_tried_on_what_was_written_and_hidden_words_are_not_found_by_it()
    {
        await using var site = await AttackSite.Start();
        var spam = await site.Act("page.create/1", """{"title":"One","text":"cheap pills","format":"markdown"}""");
        var hidden = await site.Act("page.create/1", """{"title":"Two","text":"cheap secret","format":"markdown"}""");
        await site.Act("body.hide/1", $$"""{"entry":{{hidden}},"ground":"privacy","reason":"private"}""");
        using var browser = site.Browser();
        var page = await browser.GetStringAsync("filters/try?word=cheap&newPage=1", Cancel);
        Assert.Contains($"entry/{spam}\"", page);
        Assert.DoesNotContain($"entry/{hidden}\"", page);
        using var wrong = await browser.GetAsync("filters/try?pattern=(a)%5C1", Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }

    [Fact]
    public void An_address_is_a_whole_64_prefix_and_says_nothing()
    {
        var addresses = new Addresses();
        ulong Of(string address) => addresses.Of(IPAddress.Parse(address));
        Assert.Equal(Of("2001:db8:1:2::1"), Of("2001:db8:1:2:ffff::9"));
        Assert.NotEqual(Of("2001:db8:1:2::1"), Of("2001:db8:1:3::1"));
        Assert.NotEqual(Of("192.0.2.1"), Of("192.0.2.2"));
        Assert.Equal(Of("192.0.2.1"), Of("::ffff:192.0.2.1"));
        Assert.NotEqual(Of("192.0.2.1"), new Addresses().Of(IPAddress.Parse("192.0.2.1")));
    }
}
