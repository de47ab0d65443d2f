using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Moot.Commons;
using Moot.Host.Door;
using Moot.Kernel.Membership;
using Moot.Ui;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>Very many at once, at a host with its usual limits.</summary>
public sealed class CrowdTests
{
    private const string Secret = "a long passphrase";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(HttpStatusCode Status, string Page)> Post(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await browser.PostAsync(path, form, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Fifty_who_join_by_one_name_at_once_are_told_apart_or_told_to_try_again()
    {
        const int People = 50;
        await using var site = await AttackSite.Start(DoorLimits.Usual);
        var browsers = Enumerable.Range(0, People).Select(_ => site.Browser()).ToList();
        var answers = await Task.WhenAll(
            browsers.Select((b, i) => Post(b, "join", ("name", "Kim"), ("passphrase", $"{Secret} {i}"), ("again", $"{Secret} {i}")))
        );
        var joined = answers.Count(a => a.Status == HttpStatusCode.SeeOther);
        Assert.All(
            answers,
            a => Assert.True(a.Status is HttpStatusCode.SeeOther or HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests, $"{a.Status}")
        );
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.SeeOther), a => Assert.Contains("value=\"Kim\"", a.Page));
        Assert.True(joined > 0);

        // Each of them is somebody of their own: the log has as many, with ids of their own, and each browser is one of them.
        var kims = site.Log.Head.World.Get<Roster>().Members.Values.Where(m => m.Id != site.Ann).ToList();
        Assert.Equal(joined, kims.Count);
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var browser in browsers.Where((_, i) => answers[i].Status == HttpStatusCode.SeeOther))
        {
            Assert.True(shown.Add(Regex.Match(await browser.GetStringAsync("me", Cancel), "member/([0-9a-f]{16})").Groups[1].Value));
        }

        using var stranger = site.Browser();
        var members = await stranger.GetStringAsync("members", Cancel);
        Assert.Equal(
            kims.Count == 1 ? 0 : kims.Count,
            kims.Count(k => members.Contains($"Kim ({k.Id.ToString()[..ShownNames.IdDigits]})", StringComparison.Ordinal))
        );
        Assert.Empty(site.Told);
        browsers.ForEach(b => b.Dispose());
        TestContext.Current.TestOutputHelper?.WriteLine($"{joined} of {People} joined at once");
    }

    [Fact]
    public async Task A_hundred_members_and_guests_at_one_page_lose_no_word_and_who_is_refused_has_the_text_back()
    {
        const int Editors = 100;
        const int Turns = 3;
        await using var site = await AttackSite.Start(DoorLimits.Usual);
        var lines = Enumerable.Range(0, Editors).Select(i => $"Line {i} is empty.\n\n").ToArray();
        var page = await site.Act(
            "page.create/1",
            System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    title = "Busy",
                    text = string.Concat(lines),
                    format = "markdown",
                }
            )
        );
        var programs = Enumerable.Range(0, 5).Select(_ => site.Program()).ToList(); // one member, whose limit they share
        var browsers = Enumerable.Range(0, Editors).Select(i => i % 20 == 0 ? programs[i / 20] : site.Browser()).ToList();
        var (taken, refused) = (new HashSet<string>(StringComparer.Ordinal), 0);
        for (var turn = 0; turn < Turns; turn++)
        {
            var round = turn;
            var answers = await Task.WhenAll(
                browsers.Select(
                    async (browser, i) =>
                    {
                        var words = $"editor-{i}-in-turn-{round}";
                        var mine = string.Concat(lines.Select((l, j) => j == i ? $"Line {i} was written by {words}.\n\n" : l));
                        var key = Regex
                            .Match(
                                await (await browser.GetAsync("edit/Busy", Cancel)).Content.ReadAsStringAsync(Cancel),
                                "name=\"form-key\" value=\"([^\"]+)\""
                            )
                            .Groups[1]
                            .Value;
                        var fields = new List<(string, string)> { ("from", $"{page}"), ("text", mine), ("save", "1") };
                        if (key.Length > 0)
                        {
                            fields.Add(("form-key", key));
                        }

                        return (Words: words, Mine: mine, Answer: await Post(browser, "edit/Busy", [.. fields]));
                    }
                )
            );
            foreach (var (words, mine, (status, back)) in answers)
            {
                if (status is HttpStatusCode.SeeOther or HttpStatusCode.OK)
                {
                    taken.Add(words);
                    continue;
                }

                Assert.Equal(HttpStatusCode.TooManyRequests, status);
                Assert.Contains(words, WebUtility.HtmlDecode(back));
                Assert.Contains(mine.TrimEnd(), WebUtility.HtmlDecode(back));
                refused++;
            }
        }

        // All that was taken stands in the newest text, or in an open end beside it.
        var library = site.Log.Head.World.Get<Library>();
        var ends = library
            .Find(page)!
            .OpenEnds.Append(library.Find(page)!.Newest)
            .Select(r => Encoding.UTF8.GetString(site.Log.Store.Blob(library.FindRevision(r)!.Value.Text)!.Value.Bytes.Span))
            .ToList();
        Assert.All(taken, words => Assert.Contains(ends, t => t.Contains(words, StringComparison.Ordinal)));
        Assert.True(taken.Count > Editors, $"only {taken.Count} were taken");
        Assert.Empty(site.Told);
        browsers.ForEach(b => b.Dispose());
        TestContext.Current.TestOutputHelper?.WriteLine($"{taken.Count} saves taken, {refused} refused with their text");
    }

    [Fact]
    public async Task Whoever_is_over_a_limit_gets_their_words_back_on_every_form()
    {
        var narrow = DoorLimits.Usual with { Guest = new("guest", 1, TimeSpan.FromHours(1)) };
        await using var site = await AttackSite.Start(narrow);
        await site.Act("page.create/1", """{"title":"Tap","text":"It drips.","format":"markdown"}""");
        var tap = site.Log.Head.World.Size - 1;
        var thread = await site.Act("talk.open/1", """{"title":"Drops","text":"It drips.","subject":"association"}""");
        using var guest = site.Browser();
        // A guest is known from the second act on: until then the address alone is counted.
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(guest, "edit/Well", ("text", "Deep."), ("save", "1"))).Status);
        var key = Regex.Match(await guest.GetStringAsync("edit/Tap", Cancel), "name=\"form-key\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await Post(guest, "edit/Spring", ("form-key", key), ("text", "Cold."), ("save", "1"))).Status);
        var size = site.Log.Head.World.Size;
        foreach (
            var (path, field, more) in new[]
            {
                ("edit/Tap", "text", ("from", $"{tap}")),
                ("edit/Brook", "text", ("from", "")),
                ("talk/begin", "text", ("subject", "association")),
                ("talk/begin", "title", ("subject", "association")),
                ($"talk/answer/{thread}", "text", ("x", "")),
                ("edit/Tap", "summary", ("from", $"{tap}")),
            }
        )
        {
            const string Words = "What I have thought of for an hour, \"and\" <more>";
            (string, string)[] fields =
            [
                ("form-key", key),
                more,
                ("save", "1"),
                (field, Words),
                .. field is "text" ? Array.Empty<(string, string)>() : [("text", "Some text.")],
                .. path is "talk/begin" && field is not "title" ? [("title", "T")] : Array.Empty<(string, string)>(),
            ];
            var (status, page) = await Post(guest, path, fields);
            Assert.True(status == HttpStatusCode.TooManyRequests, $"{path}: {status}\n{page}");
            Assert.Contains(Words, WebUtility.HtmlDecode(page));
        }

        Assert.Equal(size, site.Log.Head.World.Size);
    }
}
