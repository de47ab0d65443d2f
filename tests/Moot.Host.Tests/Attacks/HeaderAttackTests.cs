using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Programs;
using Moot.Ui;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Names of hosts that somebody made up, line ends on their way into headers, and names that are not what they seem.</summary>
public sealed class HeaderAttackTests
{
    private const string Evil = "evil.example";

    /// <summary>First words of the addresses that say by which name the visitor came: to that visitor alone.</summary>
    private static readonly string[] SaysItsName =
    [
        "attribution",
        "invite",
        "more",
        "api",
        "openapi.json",
        "join",
        "me",
        "feed",
        "recent",
        "search",
        "member",
        "guest",
        "sign-in",
    ];

    private static readonly string[] LineEnds =
    [
        "x%0d%0aEvil:%201",
        "x%0aEvil:%201",
        "x%0dEvil: 1",
        "%E5%98%8D%E5%98%8AEvil:%201",
        "x%00Evil",
        "x%c2%85Evil:1",
        "x%e2%80%a8Evil:1",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_was_made_up_is_in_no_link_and_nobody_else_hears_of_it()
    {
        await using var site = await AttackSite.Start();
        await site.Act("page.create/1", """{"title":"Tap","text":"It [drips](/page/Tap). [[Tap]]","format":"markdown"}""");
        await site.Act("talk.open/1", """{"title":"Drops","text":"It drips.","subject":"association"}""");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(site.Url) };
        var (asked, named) = (0, 0);
        foreach (var path in site.Routes.Where(r => OpenApi.MethodsOf(r).Contains("GET")).SelectMany(Paths))
        {
            foreach (
                var (name, value) in new[]
                {
                    ("Host", Evil),
                    ("Host", Evil + ":8443"),
                    ("X-Forwarded-Host", Evil),
                    ("Forwarded", "host=" + Evil),
                    ("X-Original-URL", "//" + Evil),
                }
            )
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.TryAddWithoutValidation(name, value);
                using var answer = await http.SendAsync(request, Cancel);
                var text = await answer.Content.ReadAsStringAsync(Cancel);
                Assert.True((int)answer.StatusCode < 500, $"{path}, {name}: {answer.StatusCode}");
                Assert.False(
                    answer.Headers.Location?.ToString().Contains(Evil, StringComparison.Ordinal) ?? false,
                    $"{path}, {name}: leads to {answer.Headers.Location}"
                );
                var isNamed = text.Contains(Evil, StringComparison.OrdinalIgnoreCase);
                Assert.False(isNamed && (name is not "Host" || !SaysItsName.Contains(path.Split('/', '?')[0])), $"{path}, {name} {value}");
                Assert.False(
                    isNamed
                        && answer.Content.Headers.ContentType?.MediaType is "text/html"
                        && LinksOf(text)
                            .Any(l =>
                                l.Contains(Evil, StringComparison.Ordinal)
                                && l.StartsWith("http", StringComparison.Ordinal)
                                && !path.StartsWith("invite", StringComparison.Ordinal)
                            ),
                    $"{path}: a link to {Evil}"
                );
                named += isNamed ? 1 : 0;
                asked++;
            }

            // Somebody who comes by the right name, and what the kept answers say.
            Assert.DoesNotContain(Evil, await (await http.GetAsync(path, Cancel)).Content.ReadAsStringAsync(Cancel), StringComparison.OrdinalIgnoreCase);
        }

        Assert.True(asked > 300);
        Assert.True(named > 0, "no answer says its own name: nothing was tested");
        using var picture = new HttpRequestMessage(HttpMethod.Get, "invite");
        picture.Headers.Host = Evil;
        using var invited = await http.SendAsync(picture, Cancel);
        Assert.Contains("no-store", invited.Headers.CacheControl!.ToString()); // no cache on the way keeps it for others
    }

    [Fact]
    public async Task A_line_end_never_begins_a_header()
    {
        await using var site = await AttackSite.Start();
        await site.Act("page.create/1", """{"title":"Tap","text":"It drips.","format":"markdown"}""");
        using var browser = site.Browser();
        var asked = 0;
        foreach (var route in site.Routes)
        {
            foreach (var method in OpenApi.MethodsOf(route).Where(m => m is "GET" or "POST"))
            {
                foreach (var bad in LineEnds)
                {
                    var path = Fill(route, bad);
                    var address = new Uri(
                        $"{site.Url}{path}?then={bad}&q={bad}&from={bad}",
                        new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
                    );
                    using var request = new HttpRequestMessage(new(method), address);
                    var typed = Uri.UnescapeDataString(bad);
                    request.Content = method is "GET"
                        ? null
                        : new FormUrlEncodedContent(
                            new[] { "text", "title", "name", "then", "summary", "code", "reason", "subject", "label", "id" }.Select(n =>
                                KeyValuePair.Create(n, n is "code" && path is "language" ? "de" : typed)
                            )
                        );
                    using var answer = await browser.SendAsync(request, Cancel);
                    Check(answer, $"{method} {address}");
                    asked++;
                }
            }
        }

        Assert.True(asked > 500);

        // Names of files go into a header when they are read.
        foreach (
            var name in new[] { "a\r\nEvil: 1.txt", "a\"; filename=\"evil.html\".txt", "grün \u202Etxt.exe", "日本.txt", "a\u0000b.txt", new string('ä', 250) }
        )
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent(name), "name" },
                { new StringContent("Ann\r\nEvil: 1"), "author" },
                { new StringContent("CC0-1.0"), "licence" },
                { new ByteArrayContent("some words"u8.ToArray()), "file", "x.txt" },
            };
            using var sent = await browser.PostAsync("upload", form, Cancel);
            Check(sent, name);
            if (sent.Headers.Location is { } there)
            {
                var page = await browser.GetStringAsync(there, Cancel);
                var raw = LinksOf(page).First(l => Regex.IsMatch(l, "/file/[0-9]+/."));
                using var file = await browser.GetAsync(raw, Cancel);
                Assert.Equal(HttpStatusCode.OK, file.StatusCode);
                Check(file, name);
                Assert.DoesNotContain("text/html", $"{file.Content.Headers.ContentType}");
                Assert.Contains("sandbox", file.Headers.GetValues("Content-Security-Policy").Single());
            }
        }
    }

    [Theory]
    [InlineData("Ann", "Аnn", true)] // Cyrillic A
    [InlineData("Ann", "ann", true)]
    [InlineData("Ann", "A\u200bn\u00adn", true)]
    [InlineData("Ann", "A n n.", true)]
    [InlineData("Ann", "\u202eAnn", true)]
    [InlineData("Bill", "BiIl", true)]
    [InlineData("Joel", "J0e1", true)]
    [InlineData("Jérôme", "Je\u0301ro\u0302me", true)]
    [InlineData("Ann", "Anna", false)]
    [InlineData("Jérôme", "Jerome", false)]
    [InlineData("東京", "東亰", false)]
    public void Names_that_look_alike_have_the_same_look(string one, string other, bool isAlike) =>
        Assert.Equal(isAlike, string.Equals(ShownNames.Look(one), ShownNames.Look(other), StringComparison.Ordinal));

    [Theory]
    [InlineData("\u202EnnA", "nnA")]
    [InlineData("  A \t\u00a0 n\r\nn\u2029", "A n n")]
    [InlineData("\u200b\u2060\ufeff", "")]
    [InlineData("עדה", "עדה")]
    [InlineData("👩‍🌾 Ada", "👩🌾 Ada")]
    public void What_cannot_be_seen_is_not_shown(string raw, string seen) => Assert.Equal(seen, ShownNames.Seen(raw));

    [Fact]
    public async Task Whoever_takes_anothers_name_is_told_apart_on_every_page()
    {
        await using var site = await AttackSite.Start();
        using var browser = site.Browser();
        var founder = $"Ann ({site.Ann.ToString()[..ShownNames.IdDigits]})";
        Assert.DoesNotContain(founder, await browser.GetStringAsync("members", Cancel));
        foreach (var name in new[] { "Аnn", "Ann\u200b\u202e", "\u200b\u200b" })
        {
            using var thief = site.Browser();
            using var form = new FormUrlEncodedContent([
                KeyValuePair.Create("name", name),
                KeyValuePair.Create("passphrase", "a long passphrase"),
                KeyValuePair.Create("again", "a long passphrase"),
            ]);
            using var joined = await thief.PostAsync("join", form, Cancel);
            Assert.Equal(HttpStatusCode.SeeOther, joined.StatusCode);
        }

        foreach (var path in new[] { "members", "recent", "feed/recent.atom", "feed/members.json" })
        {
            var page = await browser.GetStringAsync(path, Cancel);
            Assert.Contains(founder, WebUtility.HtmlDecode(page));
            Assert.DoesNotContain('\u202e', page);
            Assert.DoesNotContain('\u200b', page);
            Assert.DoesNotMatch("[AА]nn(?! \\()[\"<]", WebUtility.HtmlDecode(page));
        }
    }

    [Fact]
    public async Task Signs_that_turn_the_direction_turn_nothing_but_the_words_in_which_they_stand()
    {
        const string Turned = "see \u202e\u2067sdrow";
        await using var site = await AttackSite.Start();
        var page = await site.Act("page.create/1", $$"""{"title":"Tap","summary":"{{Turned}}","text":"# {{Turned}}\n\n{{Turned}}","format":"markdown"}""");
        var thread = await site.Act("talk.open/1", $$"""{"title":"{{Turned}}","text":"{{Turned}}","subject":"association"}""");
        await site.Act("talk.say/1", $$"""{"replyTo":{{thread}},"text":"{{Turned}}"}""");
        await site.Act("talk.resolve/1", $$"""{"thread":{{thread}},"outcome":"{{Turned}}"}""");
        await site.Act("member.rename/1", $$"""{"name":"{{Turned}}"}""");
        await site.Act("page.move/1", $$"""{"page":{{page}},"title":"Second tap","reason":"{{Turned}}"}""");
        await site.Act("file.add/1", $$"""{"content":"x","type":"text","name":"x.txt","author":"{{Turned}}","licence":"CC0-1.0","summary":"{{Turned}}"}""");
        await site.Act("filter.set/1", $$"""{"rule":{"word":"casino"},"effect":"tag","note":"{{Turned}}"}""");
        var size = site.Log.Head.World.Size;
        using var browser = site.Browser();
        var (seen, loose) = (0, new SortedSet<string>(StringComparer.Ordinal));
        foreach (var route in site.Routes.Where(r => OpenApi.MethodsOf(r).Contains("GET")))
        {
            for (var entry = page; entry < size; entry++)
            {
                var raw = route.RoutePattern.RawText ?? "";
                var path = Fill(
                    route,
                    raw.Contains("**", StringComparison.Ordinal) ? $"~{entry}"
                        : raw.Contains("{id}", StringComparison.Ordinal) ? site.Ann.ToString()
                        : $"{entry}"
                );
                using var answer = await browser.GetAsync(path, Cancel);
                if (answer.Content.Headers.ContentType?.MediaType is not "text/html")
                {
                    continue;
                }

                var read = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancel));
                foreach (var text in read.Descendants<IText>().Where(t => t.Data.Contains('\u202e', StringComparison.Ordinal)))
                {
                    seen++;
                    if (
                        !Ancestors(text)
                            .Any(e =>
                                e.HasAttribute("dir") && e.LocalName is not ("html" or "body" or "main")
                                || e.LocalName is "bdi" or "textarea" or "pre" or "title"
                            )
                    )
                    {
                        loose.Add(
                            $"{raw}: <{text.ParentElement!.LocalName} class=\"{text.ParentElement.ClassName}\"> in <{text.ParentElement.ParentElement?.LocalName}>"
                        );
                    }
                }

                if (!raw.Contains('{', StringComparison.Ordinal))
                {
                    break;
                }
            }
        }

        Assert.True(seen > 20, $"only {seen} such texts were seen");
        Assert.True(loose.Count == 0, string.Join("\n", loose));
    }

    private static IEnumerable<IElement> Ancestors(INode node)
    {
        for (var at = node.ParentElement; at is not null; at = at.ParentElement)
        {
            yield return at;
        }
    }

    private static void Check(HttpResponseMessage answer, string what)
    {
        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}: {what}");
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            Assert.False(name.Contains("Evil", StringComparison.OrdinalIgnoreCase), what);
            Assert.All(values, v => Assert.True(v.All(c => c is >= ' ' and < (char)127), $"{name}: {v}: {what}"));
        }
    }

    private static IEnumerable<string> LinksOf(string html) =>
        new HtmlParser()
            .ParseDocument(html)
            .QuerySelectorAll("[href], [src], [action]")
            .Select(e => e.GetAttribute("href") ?? e.GetAttribute("src") ?? e.GetAttribute("action")!);

    private static IEnumerable<string> Paths(RouteEndpoint route)
    {
        var raw = route.RoutePattern.RawText?.TrimStart('/') ?? "";
        return raw switch
        {
            "feed/{**path}" => ["feed/recent.atom", "feed/recent.json", "feed/talk.atom"],
            _ when raw.Contains("**", StringComparison.Ordinal) => [Fill(route, "Tap"), Fill(route, "tap"), Fill(route, "Nowhere")],
            _ when raw.Contains('{', StringComparison.Ordinal) => [Fill(route, "2"), Fill(route, "3")],
            _ => [raw, raw + "?q=drips&go=1"],
        };
    }

    private static string Fill(RouteEndpoint route, string value) =>
        Regex.Replace(
            route.RoutePattern.RawText?.TrimStart('/') ?? "",
            @"\{[^}]*\}",
            value.Replace("$", "", StringComparison.Ordinal),
            default,
            TimeSpan.FromSeconds(1)
        );
}
