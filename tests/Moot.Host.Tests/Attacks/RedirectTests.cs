using System.Net;
using Moot.Programs;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>No route sends a visitor to another place, and every answer carries the headers that keep a browser in.</summary>
public sealed class RedirectTests
{
    private static readonly string[] Elsewhere =
    [
        "//evil.example",
        "https://evil.example/",
        "http:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "///evil.example",
        "/%2f/evil.example",
        "javascript:alert(1)",
        "//evil.example/%2e%2e",
        "https:%2f%2fevil.example",
        "\t//evil.example",
        ".//evil.example",
        "@evil.example",
        "%0d%0aLocation:%20//evil.example",
    ];

    private static readonly string[] Names = ["then", "next", "url", "to", "return", "returnUrl", "redirect", "back", "from", "code", "see", "place"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_leads_to_another_place()
    {
        await using var site = await AttackSite.Start();
        await site.Act("page.create/1", """{"title":"Tap","text":"It drips.","format":"markdown"}""");
        using var browser = site.Browser();
        var led = 0;
        foreach (var route in site.Routes)
        {
            foreach (var elsewhere in Elsewhere)
            {
                var query = string.Join('&', Names.Select(n => $"{n}={Uri.EscapeDataString(elsewhere)}"));
                foreach (var value in new[] { "Tap", Uri.EscapeDataString(elsewhere), elsewhere.Replace("\t", "", StringComparison.Ordinal) })
                {
                    foreach (var prefix in new[] { "", "/" })
                    {
                        var path = System.Text.RegularExpressions.Regex.Replace(
                            route.RoutePattern.RawText?.TrimStart('/') ?? "",
                            @"\{[^}]*\}",
                            value.Replace("$", "", StringComparison.Ordinal),
                            System.Text.RegularExpressions.RegexOptions.None,
                            TimeSpan.FromSeconds(1)
                        );
                        var address = new Uri(
                            $"{site.Url}{prefix}{path}?{query}",
                            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
                        );
                        foreach (var method in OpenApi.MethodsOf(route).Where(m => m is "GET" or "POST"))
                        {
                            using var request = new HttpRequestMessage(new(method), address);
                            if (method is "POST")
                            {
                                request.Content = new FormUrlEncodedContent(Names.Select(n => KeyValuePair.Create(n, n is "code" ? "de" : elsewhere)));
                            }

                            using var answer = await browser.SendAsync(request, Cancel);
                            led += Check(answer, site.Url, $"{method} {address}") ? 1 : 0;
                        }
                    }
                }
            }
        }

        Assert.True(led > 0, "no answer led anywhere: nothing was tested");
    }

    /// <summary>Looks at headers; true if the answer leads elsewhere on this host.</summary>
    private static bool Check(HttpResponseMessage answer, string url, string what)
    {
        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}: {what}");
        foreach (var (name, value) in new[] { ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Opener-Policy", "same-origin") })
        {
            Assert.True(answer.Headers.TryGetValues(name, out var found) && found.Single() == value, $"{name}: {what}");
        }

        var referrer = answer.Headers.GetValues("Referrer-Policy").Single();
        Assert.True(referrer is "same-origin" or "no-referrer", $"Referrer-Policy {referrer}: {what}"); // the latter where an address holds a key

        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"), what); // a host at home has no certificate
        Assert.False(answer.Headers.Contains("Server"), what);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            Assert.All(cookies, c => Assert.Contains("httponly", c, StringComparison.OrdinalIgnoreCase));
            Assert.All(cookies, c => Assert.Contains("samesite=", c, StringComparison.OrdinalIgnoreCase));
        }

        if (!answer.Headers.TryGetValues("Location", out var locations))
        {
            return false;
        }

        var location = locations.Single();
        Assert.True(Uri.TryCreate(new Uri(url), location, out var to) && to.Authority == new Uri(url).Authority, $"{location}: {what}");
        Assert.DoesNotContain('\\', location);
        Assert.False(location.StartsWith("//", StringComparison.Ordinal), $"{location}: {what}");
        return true;
    }
}
