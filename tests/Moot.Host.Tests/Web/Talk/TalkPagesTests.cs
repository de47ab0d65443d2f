using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Moot.Host.Tests.Web.Talk;

/// <summary>Talk in the browser: what people see and do, and what those do who mean ill.</summary>
public sealed class TalkPagesTests : IAsyncLifetime
{
    private const string Script = "<script>alert(1)</script>\"><img src=x onerror=alert(2)> [x](javascript:alert(3))";
    private TalkSite site = null!;

    public async ValueTask InitializeAsync() => site = await TalkSite.Start();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static Task<long> Begin(TalkSite.Guest who, string text = "Who waters?", string title = "Water", string subject = "association") =>
        who.Do("talk/begin", ("subject", subject), ("title", title), ("text", text));

    [Fact]
    public async Task A_thread_is_begun_answered_quoted_edited_moved_split_and_resolved()
    {
        var gil = site.NewGuest();
        var page = await gil.Do("edit/The_tap", ("text", "It drips."));
        var thread = await Begin(gil, "Who has **a washer**?", "Washers", $"page:{page}");
        var answer = await gil.Do($"talk/answer/{thread}", ("text", "I have one"));
        var below = await gil.Do($"talk/answer/{answer}", ("text", "Which size?"));
        Assert.Contains("<strong>a washer</strong>", await gil.Get($"talk/thread/{thread}"), StringComparison.Ordinal);
        Assert.Contains($"/talk/thread/{thread}", await gil.Get("talk/page/The_tap"), StringComparison.Ordinal);
        Assert.Contains("&gt; I have one", await gil.Get($"talk/answer/{answer}?quote=1"), StringComparison.Ordinal);
        Assert.Equal($"/talk/thread/{thread}#m{below}", await gil.Redirected($"talk/message/{below}"));

        await gil.Do($"talk/edit/{answer}", ("text", "I have two"));
        Assert.DoesNotContain("I have one", await gil.Get($"talk/thread/{thread}"), StringComparison.Ordinal);
        Assert.Contains("I have one", await gil.Get($"talk/words/{answer}"), StringComparison.Ordinal);

        await gil.Do($"talk/split/{answer}", ("title", "Two washers"));
        Assert.DoesNotContain("I have two", await gil.Get($"talk/thread/{thread}"), StringComparison.Ordinal);
        Assert.Contains("Which size?", await gil.Get($"talk/thread/{answer}"), StringComparison.Ordinal);
        Assert.Equal($"/talk/thread/{answer}#m{below}", await gil.Redirected($"talk/message/{below}"));

        await gil.Do($"talk/move/{thread}", ("to", ""), ("reason", "it is about all of us"));
        Assert.Contains("Washers", await gil.Get("talk/association"), StringComparison.Ordinal);
        Assert.DoesNotContain(">Washers<", await gil.Get("talk/page/The_tap"), StringComparison.Ordinal);

        await gil.Do($"talk/resolve/{thread}", ("outcome", "Half an inch"));
        Assert.Contains("Half an inch", await gil.Get($"talk/thread/{thread}"), StringComparison.Ordinal);
        Assert.Contains("Washers", await gil.Get("talk?show=resolved"), StringComparison.Ordinal);
        Assert.DoesNotContain(">Washers<", await gil.Get("talk?show=open"), StringComparison.Ordinal);
        await gil.Do($"talk/reopen/{thread}", ("reason", "it drips again"));
        Assert.Contains(">Washers<", await gil.Get("talk?show=open"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_what_was_typed_is_kept()
    {
        var gil = site.NewGuest();
        var thread = await Begin(gil);
        Assert.Contains("my words", await gil.Refused("talk/begin", ("subject", "association"), ("text", "my words")), StringComparison.Ordinal);
        await gil.Refused($"talk/answer/{thread}", ("text", " \n "));
        Assert.Contains("nowhere", await gil.Refused($"talk/move/{thread}", ("to", "nowhere"), ("reason", "x")), StringComparison.Ordinal);
        await gil.Refused($"talk/move/{thread}", ("to", "page:999"), ("reason", "x"));
        await gil.Refused($"talk/move/{thread}", ("to", "#999"), ("reason", "x"));
        await gil.Refused($"talk/move/{thread}", ("to", ""), ("reason", "it is there already"));
        await gil.Refused($"talk/split/{thread}", ("title", "the first message"));
        await gil.Refused($"talk/answer/{thread}", ("text", new string('x', 20_001)));
        await gil.Do($"talk/answer/{thread}", ("text", new string('x', 20_000)));
        var other = site.NewGuest();
        _ = await other.Get("talk");
        await other.Refused($"talk/edit/{thread}", ("text", "not mine"));
        await other.Refused($"talk/resolve/{thread}", ("outcome", "not mine"));
        foreach (
            var path in new[]
            {
                "talk/thread/0",
                "talk/thread/99999999999",
                "talk/message/0",
                "talk/answer/0",
                "talk/member/ab",
                "talk/page/None",
                "talk/subject/x",
            }
        )
        {
            await gil.Get(path, HttpStatusCode.NotFound);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await gil.Post("talk/answer/0", ("text", "x"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await gil.Post("talk/begin", ("subject", "page:999"), ("title", "x"), ("text", "x"))).Status);
    }

    [Fact]
    public async Task No_script_comes_through_any_field()
    {
        var gil = site.NewGuest();
        await gil.Do("edit/Tap", ("text", "x"));
        var thread = await Begin(gil, Script + "\n\n# " + Script, Script);
        await gil.Do($"talk/answer/{thread}", ("text", Script));
        await gil.Do($"talk/edit/{thread}", ("text", Script + " again"));
        await gil.Do($"talk/move/{thread}", ("to", "Tap"), ("reason", Script));
        await gil.Do($"talk/resolve/{thread}", ("outcome", Script));
        var refused = await gil.Refused($"talk/move/{thread}", ("to", Script), ("reason", Script));
        foreach (
            var page in new[]
            {
                await gil.Get($"talk/thread/{thread}"),
                await gil.Get("talk"),
                await gil.Get($"talk/words/{thread}"),
                await gil.Get($"talk/answer/{thread}?quote=1"),
                await gil.Get("for-me"),
                refused,
            }
        )
        {
            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"javascript:", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Hidden_words_are_shown_nowhere_and_can_still_be_answered()
    {
        var gil = site.NewGuest();
        var thread = await Begin(gil, "SECRET words", "SECRET heading");
        Assert.Contains("SECRET", await gil.Get($"talk/thread/{thread}"), StringComparison.Ordinal);
        var hidden = await site.Ann("body.hide/1", new() { ["entry"] = thread, ["ground"] = "abuse" }, new() { ["reason"] = "private" });
        Assert.True(hidden.Verdict.IsLawful);
        var answer = await gil.Do($"talk/answer/{thread}", ("text", "What was it?"));
        await gil.Refused($"talk/edit/{thread}", ("text", "SECRET again"));
        foreach (
            var path in new[]
            {
                $"talk/thread/{thread}",
                "talk",
                $"talk/words/{thread}",
                $"talk/answer/{thread}?quote=1",
                $"talk/answer/{answer}",
                "for-me",
                $"talk/move/{thread}",
            }
        )
        {
            Assert.DoesNotContain("SECRET", await gil.Get(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_quotation_stays_short_however_often_it_is_quoted()
    {
        var gil = site.NewGuest();
        var thread = await Begin(gil, string.Concat(Enumerable.Repeat("> > > deep\n", 400)) + new string('y', 15_000) + "\nend");
        var quoted = Kept(await gil.Get($"talk/answer/{thread}?quote=1"));
        Assert.InRange(quoted.Length, 10, 2_100);
        Assert.DoesNotContain("deep", quoted, StringComparison.Ordinal);
        var answer = await gil.Do($"talk/answer/{thread}", ("text", quoted + "so it is"));
        Assert.Equal("> so it is\n\n", Kept(await gil.Get($"talk/answer/{answer}?quote=1")));
    }

    [Fact]
    public async Task Threads_are_paged_and_long_ones_too()
    {
        var gil = site.NewGuest();
        var first = await Begin(gil, "the first of all", "First");
        for (var i = 0; i < 60; i++)
        {
            await site.Ann("talk.open/1", [], new() { ["title"] = $"Thread {i}", ["text"] = "x" });
        }

        var deepest = first;
        for (var i = 0; i < 130; i++)
        {
            deepest = (await site.Ann("talk.say/1", new() { ["replyTo"] = deepest }, new() { ["text"] = $"deeper {i}." })).Index!.Value;
        }

        var list = await gil.Get("talk");
        Assert.Equal(50, list.Split("/talk/thread/").Length - 1);
        Assert.True(list.IndexOf(">First<", StringComparison.Ordinal) < list.IndexOf(">Thread 59<", StringComparison.Ordinal));
        var older = list.Split("href=\"/talk?before=")[1].Split('"')[0];
        Assert.Equal(11, (await gil.Get($"talk?before={older}")).Split("/talk/thread/").Length - 1);
        Assert.Equal(11, (await gil.Get($"talk/association?before={older}")).Split("/talk/thread/").Length - 1);

        var page = await gil.Get($"talk/thread/{first}");
        Assert.Equal(100, page.Split("<article").Length - 1);
        Assert.DoesNotContain("deeper 129.", page, StringComparison.Ordinal);
        var place = await gil.Redirected($"talk/message/{deepest}");
        Assert.EndsWith($"#m{deepest}", place, StringComparison.Ordinal);
        var last = await gil.Get(place[1..].Split('#')[0]);
        Assert.Contains("deeper 129.", last, StringComparison.Ordinal);
        Assert.Equal(31, last.Split("<article").Length - 1);
    }

    private static string Kept(string page) =>
        WebUtility.HtmlDecode(page.Split("<textarea")[1].Split('>', 2)[1].Split("</textarea>")[0]) is var text && text.StartsWith('\n') ? text[1..] : text;
}
