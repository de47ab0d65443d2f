using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using Moot.Host.Tests.Commands;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>The program as people run it, killed again and again while many save pages: what somebody was told is saved is there.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const int Rounds = 4;
    private const int Writers = 12;
    private const int PagesOfWriter = 3;

    private readonly Shell shell = new();
    private readonly ConcurrentDictionary<string, string> acknowledged = new(StringComparer.Ordinal);
    private readonly Random random = new(Environment.TickCount);

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task No_edit_that_was_acknowledged_is_lost_and_a_form_from_before_is_saved_after()
    {
        var url = Shell.FreeUrl();
        shell.Do("init", shell["a"], "--name", "Club");
        using var early = Browser(url);
        var (key, begun) = ("", "");
        for (var round = 0; round < Rounds; round++)
        {
            using var server = shell.Serve(shell["a"], "--urls", url);
            if (round == 0)
            {
                // A guest's session with a key, and a form that is opened now and sent three deaths later.
                Assert.Equal(HttpStatusCode.SeeOther, await Save(early, "Early", "Begun.", from: null, key: ""));
                var form = await early.GetStringAsync("edit/Early", TestContext.Current.CancellationToken);
                (key, begun) = (Field(form, "form-key"), Field(form, "from"));
                Assert.NotEmpty(key);
                Assert.NotEmpty(begun);
            }
            else
            {
                await Check(url, round);
            }

            if (round == Rounds - 1)
            {
                Assert.Equal(HttpStatusCode.SeeOther, await Save(early, "Early", "Begun, and finished after three deaths.", begun, key));
                Assert.Contains("after three deaths", await early.GetStringAsync("page/Early", TestContext.Current.CancellationToken));
                break;
            }

            var before = acknowledged.Count;
            using var over = new CancellationTokenSource();
            var writing = Enumerable.Range(0, Writers).Select(w => Task.Run(() => Write(url, round, w, over.Token))).ToList();
            while (acknowledged.Count < before + Writers)
            {
                Assert.False(writing.All(w => w.IsCompleted), "nobody writes");
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300)), TimeProvider.System, TestContext.Current.CancellationToken);
            Assert.Equal(128 + 9, server.Stop("KILL"));
            await over.CancelAsync();
            await Task.WhenAll(writing);
            Assert.True(acknowledged.Count > before);
        }

        shell.Do("verify", shell["a"]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{acknowledged.Count} pages of {Rounds - 1} deaths");
    }

    private static HttpClient Browser(string url) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() })
        {
            BaseAddress = new(url),
            Timeout = TimeSpan.FromSeconds(30),
            DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } },
        };

    /// <summary>Begins some pages and goes on changing them, until the server is dead.</summary>
    private async Task Write(string url, int round, int writer, CancellationToken over)
    {
        using var browser = Browser(url);
        try
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var title = $"Page {round}.{writer}.{i % PagesOfWriter}";
                var form = await browser.GetStringAsync("edit/" + title.Replace(' ', '_'), over);
                var text = $"{title} has {i} words of {Guid.NewGuid()}.";
                switch (await Save(browser, title, text, Field(form, "from"), Field(form, "form-key")))
                {
                    case HttpStatusCode.SeeOther:
                        acknowledged[title] = text;
                        break;
                    case HttpStatusCode.TooManyRequests:
                        return; // as much as a guest may at once
                    case var other:
                        Assert.Fail($"{title}: {other}");
                        break;
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            // It was killed: whether the last one was taken, nobody knows.
        }
    }

    private static async Task<HttpStatusCode> Save(HttpClient browser, string title, string text, string? from, string key)
    {
        using var form = new FormUrlEncodedContent(
            new (string Name, string? Value)[] { ("text", text), ("from", from), ("form-key", key), ("save", "1") }
                .Where(f => !string.IsNullOrEmpty(f.Value))
                .Select(f => KeyValuePair.Create(f.Name, f.Value))
        );
        using var answer = await browser.PostAsync("edit/" + title.Replace(' ', '_'), form);
        return answer.StatusCode;
    }

    private async Task Check(string url, int round)
    {
        using var browser = Browser(url);
        foreach (var (title, text) in acknowledged)
        {
            // The very last save may have been taken without anybody hearing of it: then the one before is in the history.
            var slug = title.Replace(' ', '_');
            var page = WebUtility.HtmlDecode(await browser.GetStringAsync("page/" + slug, TestContext.Current.CancellationToken));
            if (!page.Contains(text, StringComparison.Ordinal))
            {
                var history = await browser.GetStringAsync("history/" + slug, TestContext.Current.CancellationToken);
                var older = Regex.Matches(history, "id=\"r([0-9]+)\"").Select(m => m.Groups[1].Value).ElementAtOrDefault(1);
                Assert.True(older is not null, $"round {round}: {title} has lost \"{text}\"");
                page = WebUtility.HtmlDecode(await browser.GetStringAsync($"page/{slug}?at={older}", TestContext.Current.CancellationToken));
                Assert.True(page.Contains(text, StringComparison.Ordinal), $"round {round}: {title} has lost \"{text}\"");
            }
        }
    }

    private static string Field(string form, string name) => Regex.Match(form, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;
}
