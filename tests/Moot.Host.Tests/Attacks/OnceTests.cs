using System.Net;
using System.Text.RegularExpressions;
using Moot.Commons;
using Moot.Programs;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>A form that is sent twice is one act; a form from another site is none; what is out of sight is on no page.</summary>
public sealed class OnceTests
{
    private const string Marker = "Quetzalcoatlus";
    private const string Ground = "\"ground\":\"privacy\",\"reason\":\"private\"";
    private const int ReadsMax = 3_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static FormUrlEncodedContent Form(string text, string from) =>
        new([KeyValuePair.Create("text", text), KeyValuePair.Create("from", from), KeyValuePair.Create("save", "1")]);

    [Fact]
    public async Task A_form_that_is_sent_twice_is_one_act()
    {
        await using var site = await AttackSite.Start();
        using var browser = site.Browser();
        foreach (var (text, from) in new[] { ("It drips.", ""), ("It drips no more.", null) })
        {
            var before = site.Log.Head.World.Get<Library>().Revisions.Count;
            var written = from ?? $"{site.Log.Head.World.Get<Library>().Revisions[0].Entry}";
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => browser.PostAsync("edit/Tap", Form(text, written), Cancel)));
            Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, "/page/Tap"), (a.StatusCode, a.Headers.Location!.ToString())));
            Assert.Equal(before + 1, site.Log.Head.World.Get<Library>().Revisions.Count);
        }
    }

    private static string Fill(string? route, string value) =>
        Regex.Replace(route?.TrimStart('/') ?? "", @"\{[^}]*\}", value, default, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task No_route_does_what_another_site_sends()
    {
        await using var site = await AttackSite.Start();
        using var browser = site.Browser();
        browser.DefaultRequestHeaders.Clear();
        var size = site.Log.Head.World.Size;
        var tried = 0;
        foreach (var route in site.Routes.Where(r => OpenApi.MethodsOf(r).Contains("POST")))
        {
            foreach (
                var (name, value) in new[]
                {
                    ("Sec-Fetch-Site", "cross-site"),
                    ("Sec-Fetch-Site", "same-site"),
                    ("Origin", "http://evil.example"),
                    ("Origin", "null"),
                }
            )
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, Fill(route.RoutePattern.RawText, "1")) { Content = Form("Words.", "") };
                request.Headers.Add(name, value);
                using var answer = await browser.SendAsync(request, Cancel);
                var expected = route.RoutePattern.RawText?.TrimStart('/') switch
                {
                    "acts" => HttpStatusCode.BadRequest, // signed by itself
                    "git-upload-pack" => HttpStatusCode.OK, // it only reads, and says what is wrong in git's own way
                    _ => HttpStatusCode.Forbidden,
                };
                Assert.True(answer.StatusCode == expected, $"{route.RoutePattern.RawText} {name}: {answer.StatusCode}");
                tried++;
            }
        }

        Assert.True(tried > 100);
        Assert.Equal(size, site.Log.Head.World.Size);
    }

    [Fact]
    public async Task What_is_hidden_or_erased_is_on_no_page()
    {
        await using var site = await AttackSite.Start();
        var first = site.Log.Head.World.Size;
        var page = await site.Act(
            "page.create/1",
            $$"""{"title":"{{Marker}} page","summary":"{{Marker}} sum","text":"# {{Marker}}\n\n[[{{Marker}}]]","format":"markdown"}"""
        );
        await site.Act("page.create/1", $$"""{"title":"Tap","summary":"{{Marker}}","text":"{{Marker}} drips","format":"markdown"}""");
        await site.Act("page.move/1", $$"""{"page":{{page}},"title":"Second {{Marker}}"}""");
        await site.Act("talk.open/1", $$"""{"title":"About {{Marker}}","text":"{{Marker}} speaks","subject":"association"}""");
        await site.Act("filter.set/1", $$"""{"rule":{"word":"casino"},"effect":"tag","note":"Against {{Marker}}"}""");
        await site.Act("member.rename/1", $$"""{"name":"{{Marker}} Ann"}""");
        var end = site.Log.Head.World.Size;
        using var stranger = site.Browser();
        using var member = site.Program();
        Assert.Contains(Marker, await stranger.GetStringAsync("recent", Cancel)); // kept for others by now
        foreach (var act in new[] { "body.hide/1", "body.erase/1" })
        {
            for (var entry = first; entry < end; entry++)
            {
                await site.Act(act, $$"""{"entry":{{entry}},{{Ground}}}""");
            }

            var reads = 0;
            foreach (var route in site.Routes.Where(r => OpenApi.MethodsOf(r).Contains("GET")))
            {
                var raw = route.RoutePattern.RawText;
                var values =
                    raw?.Contains('{', StringComparison.Ordinal) == true
                        ? Enumerable
                            .Range((int)first, (int)(end - first))
                            .SelectMany(e => new[] { $"{e}", $"~{e}" })
                            .Append("Tap")
                            .Append(site.Ann.ToString())
                            .Append("recent.atom")
                            .Append("recent.json")
                            .Append("000.p/" + end)
                        : [""];
                foreach (var value in values)
                {
                    foreach (var client in new[] { stranger, member })
                    {
                        Assert.True(reads++ < ReadsMax);
                        using var answer = await client.GetAsync(Fill(raw, value) + (value.Length == 0 ? "?q=drips&word=drips&kind=all" : ""), Cancel);
                        var text = await answer.Content.ReadAsStringAsync(Cancel);
                        Assert.False(
                            (int)answer.StatusCode >= 500 || text.Contains(Marker, StringComparison.OrdinalIgnoreCase),
                            $"{act} {raw} {value}: {answer.StatusCode}"
                        );
                    }
                }
            }
        }
    }
}
