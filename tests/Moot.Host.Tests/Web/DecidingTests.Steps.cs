using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>What happened to a matter is told whole; those who lost are heard; what waits is told outside too.</summary>
public sealed partial class DecidingTests
{
    [Fact]
    public async Task Every_step_is_told_with_earlier_texts_and_the_minority_is_heard()
    {
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd", "Dee");
        var (bea, cyd, dee) = (people[0], people[1], people[2]);
        var matter = (await bea.Do("matters/new", ("title", "A hedge?"), ("about", ""), ("text", "Plant yew."), ("pathway", "proposal"))).Location.TrimStart(
            '/'
        );
        Says(await bea.Do(matter + "/amend", ("text", "Plant privet.")), HttpStatusCode.SeeOther);
        var raised = await cyd.Do(matter + "/object", ("reason", "Children eat the berries."));
        var objection = raised.Location[(raised.Location.IndexOf("#o", StringComparison.Ordinal) + 2)..];
        Says(
            await cyd.Do(matter + "/dissent", ("text", "Too early.")),
            HttpStatusCode.UnprocessableEntity,
            "Nothing has been called or decided yet.",
            "Too early."
        );
        Says(await dee.Do(matter + "/position", ("stance", "against"), ("reason", "At first.")), HttpStatusCode.SeeOther);
        Says(await dee.Do(matter + "/position", ("stance", "for"), ("reason", "Now I see.")), HttpStatusCode.SeeOther);
        Says(await bea.Do($"objection/{objection}/answer", ("answer", "Privet has none.")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(3));
        using var ann = village.NewBrowser();
        Says(await ann.Join("Eve", "the four words of Eve"), HttpStatusCode.SeeOther);
        Says(await ann.Do(matter + "/call", ("as", "rough"), ("remains", objection), ("explanation", "Answered.")), HttpStatusCode.SeeOther);
        Says(await cyd.Get(matter), "id=\"do-dissent\"", "It went against you.");
        Assert.DoesNotContain("id=\"do-dissent\"", (await dee.Get(matter)).Text, StringComparison.Ordinal);
        Says(await dee.Do(matter + "/dissent", ("text", "Me too.")), HttpStatusCode.UnprocessableEntity, "had an objection that was not met");
        Says(await cyd.Do(matter + "/dissent", ("text", "It has: black ones.")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(3));
        Says(await bea.Do(matter + "/record"), HttpStatusCode.SeeOther);

        using var stranger = village.NewBrowser();
        var page = await stranger.Get(matter);
        Says(
            page,
            "How the minority sees it",
            "It has: black ones.",
            "The text was changed",
            "Position: Against it",
            "“At first.”",
            "Position: For it",
            "Answers an objection",
            "Silence is assent: did not succeed",
            "Called: rough consensus",
            "Reports how the minority saw it",
            "Enters the result",
            "The outcome: adopted"
        );
        Assert.Single(Regex.Matches(page.Text, "Adopted on 28 November"));
        var steps = page.Text[page.Text.IndexOf("id=\"passed\"", StringComparison.Ordinal)..];
        string[] order =
        [
            "The question was put",
            "The text was changed",
            "Objects",
            "At first.",
            "Now I see.",
            "did not succeed",
            "Called:",
            "The outcome: adopted",
        ];
        var places = order.Select(o => steps.IndexOf(o, StringComparison.Ordinal)).ToArray();
        Assert.Equal(places.Order(), places);
        Says(await stranger.Get(matter + "/texts"), "<del>", "yew", "<ins>", "privet");
        Says(await stranger.Get(matter + "/texts?new=1"), HttpStatusCode.NotFound);
        Says(await stranger.Get(matter + "/steps?from=2"), "Steps 3 to", "Objects");

        using var json = JsonDocument.Parse((await stranger.Get(matter + ".json")).Text);
        var root = json.RootElement;
        Assert.Equal("A hedge?", root.GetProperty("title").GetString());
        Assert.Equal("adopted", root.GetProperty("outcome").GetProperty("is").GetString());
        Assert.Equal("Plant privet.", root.GetProperty("proposal").GetProperty("text").GetString());
        Assert.Equal("addressed", root.GetProperty("objections")[0].GetProperty("state").GetString());
        Assert.Equal("Privet has none.", root.GetProperty("objections")[0].GetProperty("answers")[0].GetProperty("text").GetString());
        Assert.Equal("It has: black ones.", root.GetProperty("dissents")[0].GetProperty("text").GetString());
        Assert.Equal(root.GetProperty("stepsInAll").GetInt32(), root.GetProperty("steps").GetArrayLength());
        Says(await stranger.Get("matter/999.json"), HttpStatusCode.NotFound);
        Says(await stranger.Get("openapi.json"), "/matter/{id}.json", "reports of the minority");
        village.Clock.Advance(TimeSpan.FromDays(30));
        Says(await cyd.Do(matter + "/dissent", ("text", "Once more.")), HttpStatusCode.UnprocessableEntity, "was taken until");

        // What is hidden is gone from the timeline, the texts, the reports and the JSON.
        var entries = root.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("entry").ValueKind == JsonValueKind.Number).ToList();
        foreach (var (kind, number) in entries.Select(s => (s.GetProperty("kind").GetString(), s.GetProperty("entry").GetInt64())))
        {
            if (kind is not ("matter.record/1" or null))
            {
                Says(await bea.Do($"hide/{number}", ("ground", "abuse"), ("reason", "Spam.")), HttpStatusCode.SeeOther);
            }
        }

        foreach (var path in new[] { matter, matter + ".json", matter + "/steps", matter + "/texts", "waiting", "feed/matters.atom", "recent" })
        {
            var said = await bea.Get(path);
            Assert.Equal(HttpStatusCode.OK, said.Status);
            foreach (var gone in new[] { "hedge?", "yew", "privet", "Privet", "berries", "At first", "Now I see", "Answered.", "black ones" })
            {
                Assert.DoesNotContain(gone, said.Text, StringComparison.Ordinal);
            }
        }

        foreach (var one in people)
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task What_waits_is_counted_on_every_page_and_told_at_a_private_address()
    {
        const string Script = "<script>alert(1)</script>";
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd");
        var (bea, cyd) = (people[0], people[1]);
        using var stranger = village.NewBrowser();
        Says(await cyd.Get("waiting"), "Nothing waits for you.", "Make my private address");
        Assert.DoesNotContain("Waits for you (", (await cyd.Get("pages")).Text, StringComparison.Ordinal);
        var matter = (await bea.Do("matters/new", ("title", Script + "A tap?"), ("about", ""), ("text", Script), ("pathway", "vote"))).Location.TrimStart('/');
        Says(await cyd.Get("pages"), "Waits for you (1)");
        var shown = await cyd.Do("waiting/address");
        Says(shown, "It is shown this once");
        var address = FeedAddress().Match(shown.Text).Value;
        Assert.DoesNotContain("key=moot_", (await cyd.Get("waiting")).Text, StringComparison.Ordinal);
        var feed = await stranger.Get(address);
        Says(feed, "You have not said where you stand: " + Script + "A tap?");
        Assert.DoesNotContain("<script", feed.Text, StringComparison.Ordinal);
        Assert.Single(XDocument.Parse(feed.Text).Root!.Elements(), e => e.Name.LocalName is "entry" && e.Value.Contains("not said", StringComparison.Ordinal));
        Says(await stranger.Get("waiting.atom"), HttpStatusCode.NotFound);
        Says(await stranger.Get(address + "0"), HttpStatusCode.NotFound);
        Says(await stranger.Do("waiting/address"), HttpStatusCode.UnprocessableEntity, "Members decide.");

        village.Clock.Advance(TimeSpan.FromDays(3));
        Says(await stranger.Get(address), "Your vote is missing");
        village.Clock.Advance(TimeSpan.FromDays(1));
        Says(await stranger.Get(address), "Ends within three days");
        Says(await bea.Do("hide/" + matter.Split('/')[1], ("ground", "abuse"), ("reason", "Spam.")), HttpStatusCode.SeeOther);
        Assert.DoesNotContain("A tap", (await stranger.Get(address)).Text, StringComparison.Ordinal);
        var tokens = await cyd.Get("me/tokens");
        Says(tokens, "What waits for you");
        Says(await cyd.Do(RevokeLink().Match(tokens.Text).Value), HttpStatusCode.SeeOther);
        Says(await stranger.Get(address), HttpStatusCode.NotFound);
        foreach (var one in people)
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task A_decision_is_looked_at_again_on_its_day_and_watched_meanwhile()
    {
        await using var village = await Village.Found();
        using var bea = village.NewBrowser();
        await bea.Join("Bea", "the four words of Bea");
        var form = await bea.Get("matters/new?charter=1");
        var charter = WebUtility.HtmlDecode(CharterField().Match(form.Text).Groups[1].Value);
        var changed = charter.Replace("    until certain\n", "    until certain\n    review 30d\n", StringComparison.Ordinal);
        var put = await bea.Do("matters/new", ("is-charter", "1"), ("title", "Review"), ("text", "Why."), ("charter", changed), ("pathway", "charter-vote"));
        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await bea.Do(put.Location.TrimStart('/') + "/vote", ("vote", "yes")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await bea.Do(put.Location.TrimStart('/') + "/record"), HttpStatusCode.SeeOther);

        // Ann founded with a key of her own, and is gone: Bea alone is not everybody.
        var matter = (await bea.Do("matters/new", ("title", "Tea at four"), ("about", ""), ("text", "Why."), ("pathway", "together"))).Location.TrimStart('/');
        Says(await bea.Do(matter + "/vote", ("vote", "yes")), HttpStatusCode.SeeOther);
        Says(await bea.Get(matter), "1 for, 0 against", "It holds as soon as everybody has said yes.");
        Says((await village.Sign("matter.vote/1", new() { ["matter"] = long.Parse(matter.Split('/')[1]), ["vote"] = "yes" })).Verdict.ToString(), "lawful");
        Says(await bea.Get(matter), "Adopted on", "It is to be looked at again on");
        Assert.DoesNotContain("the day has come", (await bea.Get("waiting")).Text, StringComparison.Ordinal);
        village.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain("the day has come", (await bea.Get("waiting")).Text, StringComparison.Ordinal);
        village.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Says(await bea.Get("waiting"), "Decided to be looked at again: the day has come", "Tea at four");
        Says(await bea.Get(matter), "That day has come.", $"matters/new?subject=matter:{matter.Split('/')[1]}");
        var again = await bea.Do(
            "matters/new",
            ("subject", "matter:" + matter.Split('/')[1]),
            ("title", "Still at four?"),
            ("text", "Look."),
            ("pathway", "proposal")
        );
        Says(again, HttpStatusCode.SeeOther);
        Assert.DoesNotContain("the day has come", (await bea.Get("waiting")).Text, StringComparison.Ordinal);

        using var cyd = village.NewBrowser();
        await cyd.Join("Cyd", "the four words of Cyd");
        Says(await cyd.Do("watch", ("subject", again.Location.TrimStart('/').Replace('/', ':')), ("on", "1"), ("then", "for-me")), HttpStatusCode.SeeOther);
        Says(await bea.Do(again.Location.TrimStart('/') + "/amend", ("text", "At five.")), HttpStatusCode.SeeOther);
        Says(await cyd.Get("for-me"), "Still at four?", "There was a step to a decision");
        Says(await cyd.Get(again.Location.TrimStart('/')), "Stop watching");
        Assert.DoesNotContain("There was a step", (await cyd.Get("for-me")).Text, StringComparison.Ordinal);
    }

    private static void Says(string said, string expected) => Assert.Contains(expected, said, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("waiting\\.atom\\?key=moot_[0-9a-f]{64}")]
    private static partial Regex FeedAddress();

    [GeneratedRegex("me/tokens/[0-9]+/revoke")]
    private static partial Regex RevokeLink();
}
