using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Moot.Commons.Texts;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Script in every field of every form that there is: no page that is read afterwards may run it. After the OWASP cheat sheet on filter evasion.</summary>
public sealed class ScriptTests
{
    private static readonly string[] Vectors =
    [
        "<script>alert(1)</script>",
        "\"><script>alert(1)</script>",
        "'><img src=x onerror=alert(1)>",
        "</title><script>alert(1)</script>",
        "</textarea><script>alert(1)</script>",
        "<svg/onload=alert(1)>",
        "\" onmouseover=\"alert(1)",
        "' autofocus onfocus='alert(1)",
        "javascript:alert(1)",
        "[x](javascript:alert(1))",
        "[x](JaVa\tScRiPt:alert(1))",
        "![x](data:text/html,<script>alert(1)</script>)",
        "[x]: javascript:alert(1)\n\n[x]",
        "<javascript:alert(1)>",
        "[[javascript:alert(1)]] [[\"><img src=x onerror=alert(1)>]]",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<form action=javascript:alert(1)><button>x</button></form>",
        "<base href=//evil.example/><meta http-equiv=refresh content=0;url=//evil.example>",
        "<style>@import '//evil.example';</style><p style=\"background:url(javascript:alert(1))\">",
        "]]><script>alert(1)</script><![CDATA[",
        "{{\"><script>alert(1)</script>}}",
    ];

    /// <summary>Vectors that are tried in each address; all of them are in each field.</summary>
    private const int InPaths = 6;

    private static readonly string[] Forbidden = ["iframe", "object", "embed", "base", "applet", "frame", "frameset", "style"];
    private static readonly string[] Addresses = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "background"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_form_lets_script_into_any_page()
    {
        await using var site = await AttackSite.Start();
        await site.Act("page.create/1", """{"title":"Tap","text":"It drips.","format":"markdown"}""");
        using var guest = site.Browser();
        using var member = site.Program();
        var pages = await Crawl(guest, site);
        var forms = pages.Concat(await Crawl(member, site)).SelectMany(p => FormsOf(p.Value)).DistinctBy(f => f.Action).Where(f => f.Fields.Count > 0).ToList();
        Assert.Contains(forms, f => f.Action.StartsWith("/edit/", StringComparison.Ordinal));
        foreach (var client in new[] { guest, member })
        {
            foreach (var (action, fields) in forms)
            {
                foreach (var vector in Vectors)
                {
                    using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Key, f.Value ?? vector)));
                    using var answer = await client.PostAsync(action, content, Cancel);
                    await Check(answer, $"POST {action} {vector}");
                }
            }
        }

        // Acts that no form does yet come in through the one place for programs.
        foreach (var vector in Vectors)
        {
            await site.Act(
                "page.create/1",
                Json(
                    new
                    {
                        title = TitleOf(vector),
                        summary = vector,
                        text = vector,
                        format = "markdown",
                    }
                )
            );
            await site.Act("talk.say/1", Json(new { text = vector, subject = "association" }));
            await site.Act(
                "file.add/1",
                Json(
                    new
                    {
                        content = vector,
                        type = "text",
                        name = TitleOf(vector),
                        author = vector,
                        licence = vector,
                    }
                )
            );
            await site.Act("member.rename/1", Json(new { name = vector[..Math.Min(vector.Length, 80)] }));
            await site.Act(
                "filter.set/1",
                Json(
                    new
                    {
                        rule = new { word = vector, pattern = vector.Length % 2 == 0 ? vector : "x" },
                        effect = "tag",
                        note = vector,
                    }
                )
            );
        }

        await Crawl(guest, site);
        await Crawl(member, site);
    }

    /// <summary>As much of it as a title may have in it.</summary>
    private static string TitleOf(string vector) =>
        Titles.Normal(vector) ?? Titles.Normal(string.Concat(vector.Where(c => !"[]{}|#<>/".Contains(c)))) ?? "Title";

    private static string Json(object value) => System.Text.Json.JsonSerializer.Serialize(value);

    /// <summary>Reads every page that is linked from the first, and every route with what may stand in its places; each is checked.</summary>
    private static async Task<Dictionary<string, IDocument>> Crawl(HttpClient client, AttackSite site)
    {
        const int linksMax = 400;
        var followed = 0;
        var waiting = new Queue<string>(site.Routes.Where(r => Moot.Programs.OpenApi.MethodsOf(r).Contains("GET")).SelectMany(Paths));
        var seen = new HashSet<string>(waiting, StringComparer.Ordinal);
        var pages = new Dictionary<string, IDocument>(StringComparer.Ordinal);
        while (waiting.TryDequeue(out var path))
        {
            using var answer = await client.GetAsync(path, Cancel);
            var links = answer.Headers.Location is { } to ? [to.ToString()] : Array.Empty<string>();
            if (await Check(answer, "GET " + path) is { } page)
            {
                pages[path] = page;
                links = [.. page.QuerySelectorAll("a[href]").Select(a => a.GetAttribute("href")!)];
            }

            foreach (var link in links.Select(l => l.Split('#')[0]).Where(l => l.StartsWith('/') && followed < linksMax && seen.Add(l)))
            {
                followed++;
                waiting.Enqueue(link);
            }
        }

        return pages;
    }

    private static IEnumerable<string> Paths(Microsoft.AspNetCore.Routing.RouteEndpoint route)
    {
        var path = "/" + (route.RoutePattern.RawText?.TrimStart('/') ?? "");
        var values = path.Contains('{', StringComparison.Ordinal) ? [.. Vectors.Take(InPaths).Select(Uri.EscapeDataString), "Tap", "2", "~2"] : new[] { "" };
        return values
            .Select(v =>
                System.Text.RegularExpressions.Regex.Replace(path, @"\{[^}]*\}", v, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1))
            )
            .Concat(
                Vectors
                    .Where(_ => !path.Contains('{', StringComparison.Ordinal))
                    .Select(v => $"{path}?q={Uri.EscapeDataString(v)}&word={Uri.EscapeDataString(v)}")
            );
    }

    private static IEnumerable<(string Action, Dictionary<string, string?> Fields)> FormsOf(IDocument page)
    {
        foreach (var form in page.QuerySelectorAll("form[method=post]"))
        {
            var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var field in form.QuerySelectorAll("input[name], textarea[name], select[name], button[name]"))
            {
                var isTyped = field.LocalName is "textarea" || field.GetAttribute("type") is null or "text" or "search" or "url" or "password";
                fields[field.GetAttribute("name")!] =
                    isTyped ? null
                    : field.LocalName is "select" ? field.QuerySelector("option")?.GetAttribute("value") ?? ""
                    : field.GetAttribute("value") ?? "on";
            }

            fields.Remove("preview");
            yield return (form.GetAttribute("action") ?? "/", fields);
        }
    }

    /// <summary>Reads an answer as a browser would, and looks for anything that would run.</summary>
    private static async Task<IDocument?> Check(HttpResponseMessage answer, string what)
    {
        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}: {what}");
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        if (answer.Content.Headers.ContentType?.MediaType is not ("text/html" or "application/xhtml+xml" or "image/svg+xml"))
        {
            return null;
        }

        var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancel));
        foreach (var element in page.All)
        {
            Assert.False(Forbidden.Contains(element.LocalName), $"<{element.LocalName}>: {what}");
            Assert.False(
                element.LocalName is "script" && element.GetAttribute("src")?.StartsWith("/assets/", StringComparison.Ordinal) != true,
                $"script: {what}"
            );
            Assert.False(element.LocalName is "meta" && element.GetAttribute("http-equiv") is not null, $"meta: {what}");
            foreach (var attribute in element.Attributes)
            {
                Assert.False(
                    attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name is "style" or "srcdoc",
                    $"{attribute.Name}: {what}"
                );
                Assert.False(Addresses.Contains(attribute.Name) && Runs(attribute.Value), $"{attribute.Name}={attribute.Value}: {what}");
            }
        }

        return page;
    }

    private static bool Runs(string address)
    {
        var bare = new string([.. address.Where(c => c > ' ')]).ToLowerInvariant();
        return bare.StartsWith("javascript:", StringComparison.Ordinal)
            || bare.StartsWith("vbscript:", StringComparison.Ordinal)
            || bare.StartsWith("data:", StringComparison.Ordinal);
    }
}
