using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Playwright;
using Xunit;

namespace Moot.Browser.Tests;

/// <summary>Whoever follows every link comes everywhere and falls into no hole.</summary>
public sealed class CrawlTests
{
    /// <summary>Addresses that are visited at most; the example has fewer.</summary>
    private const int AddressesMax = 4_000;

    /// <summary>Pages that nothing leads to, each with its reason.</summary>
    private static readonly Dictionary<string, string> NotLinked = new(StringComparer.Ordinal)
    {
        ["author/{key}"] = "histories of a wiki that was brought in lead to it; the example has none",
        ["bring/{token}"] = "a file that its member has just sent",
        ["convert/{**title}"] = "pages of wikitext lead to it; the example has none",
    };

    [Fact]
    public async Task Every_link_leads_somewhere_and_every_page_is_led_to()
    {
        await using var hall = await Hall.OpenDemo();
        await using var guest = await Walker.Come(hall.Url, script: false, width: 1280);
        await guest.Write("Hedges", "Cut in autumn.");
        await using var bea = await Walker.Come(hall.Url, script: false, width: 1280);
        await bea.Join("Bea");
        await bea.Go("filters/new");
        await bea.Page.Locator("#note").FillAsync("Too many links");
        await bea.Page.Locator("#links").FillAsync("9");
        await bea.Press(bea.Page.Locator("main button.main"));
        await bea.Go("talk/begin?subject=association");
        await bea.Fill("Heading", "Hello");
        await bea.Fill("Your words", "I am new here.");
        await bea.Click("Begin a thread");
        await bea.Click("Edit");
        await bea.Fill("Your words", "I am new here, and glad of it.");
        await bea.Press(bea.Page.Locator("main button.main"));
        await hall.Indexed();

        var (asGuest, asMember) = (await Crawl(hall, guest.Page.Context, isMember: false), await Crawl(hall, bea.Page.Context, isMember: true));
        var holes = asGuest.Holes.Concat(asMember.Holes).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(holes.Count == 0, string.Join('\n', holes));
        var paths = asGuest.Reached.Concat(asMember.Reached).Distinct(StringComparer.Ordinal).ToList();
        var orphans = RouteTable.Pages(hall).Where(r => !paths.Any(p => RouteTable.Is(r, p))).ToList();
        Assert.Equal(string.Join('\n', NotLinked.Keys.Order(StringComparer.Ordinal)), string.Join('\n', orphans.Order(StringComparer.Ordinal)));
    }

    /// <summary>Follows everything from the first page on. Guests are told how to join where only members have something of their own.</summary>
    private static async Task<(List<string> Reached, List<string> Holes)> Crawl(Hall hall, IBrowserContext visitor, bool isMember)
    {
        var home = new Uri(hall.Url);
        var parser = new HtmlParser();
        var seen = new HashSet<string>(StringComparer.Ordinal) { home.PathAndQuery };
        var waiting = new Queue<(string Path, string From, int Status)>([(home.PathAndQuery, "", 200)]);
        var (reached, holes) = (new List<string>(), new List<string>());
        while (waiting.TryDequeue(out var next))
        {
            Assert.True(seen.Count < AddressesMax, $"more than {AddressesMax} addresses; the last came from {next.From}");
            var answer = await visitor.APIRequest.GetAsync(new Uri(home, next.Path).AbsoluteUri, new() { Timeout = 60_000 });
            var isClosed = !isMember && next.Path.StartsWith("/me/", StringComparison.Ordinal);
            if (answer.Status != (isClosed ? 403 : next.Status))
            {
                holes.Add($"{answer.Status} {next.Path} from {next.From}");
            }
            else if (next.Status != 404 && !isClosed)
            {
                reached.AddRange(next.Path.Split('?')[0], new Uri(answer.Url).AbsolutePath);
            }

            var isPage = answer.Headers.TryGetValue("content-type", out var type) && type.StartsWith("text/html", StringComparison.Ordinal);
            if (isPage)
            {
                var page = parser.ParseDocument(await answer.TextAsync());
                foreach (var (path, status) in Links(page, new(answer.Url)))
                {
                    if (seen.Add(path))
                    {
                        waiting.Enqueue((path, next.Path, status));
                    }
                }
            }

            await answer.DisposeAsync();
        }

        return (reached, holes);
    }

    /// <summary>Where a page leads on this host, and what is answered there: its links, its forms that only ask, and buttons that ask with nothing filled in.</summary>
    private static IEnumerable<(string Path, int Status)> Links(IHtmlDocument page, Uri at)
    {
        var links = page.QuerySelectorAll("a[href], link[href]")
            .Select(a => (To: a.GetAttribute("href")!, Status: a.ClassList.Contains("missing") ? 404 : 200));
        var forms = page.QuerySelectorAll("form:not([method=post])").Select(f => (To: $"{f.GetAttribute("action")}?{Asked(page, f)}", Status: 200));
        var buttons = page.QuerySelectorAll("button[formmethod=get]").Select(b => (To: b.GetAttribute("formaction")!, Status: 422));
        return links
            .Concat(forms)
            .Concat(buttons)
            .Select(l => (To: new Uri(at, l.To), l.Status))
            .Where(l => string.Equals(l.To.Authority, at.Authority, StringComparison.Ordinal) && l.To.Scheme == at.Scheme)
            .Select(l => (l.To.PathAndQuery, l.Status));
    }

    private static string Asked(IHtmlDocument page, IElement form)
    {
        var fields = form.QuerySelectorAll("input[name], select[name]")
            .Concat(form.Id is { Length: > 0 } id ? page.QuerySelectorAll($"input[form={id}]") : [])
            .Where(f => f is not IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false });
        return string.Join(
            '&',
            fields.Select(f => $"{f.GetAttribute("name")}={Uri.EscapeDataString((f as IHtmlInputElement)?.Value ?? (f as IHtmlSelectElement)?.Value ?? "")}")
        );
    }
}
