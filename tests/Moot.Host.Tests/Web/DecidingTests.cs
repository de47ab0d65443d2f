using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>A group that never heard of rough consensus settles a question by the forms alone.</summary>
public sealed partial class DecidingTests
{
    private const string Text = "I propose to buy the **small** pump.";

    [Fact]
    public async Task A_question_is_put_objected_to_answered_called_and_entered()
    {
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd", "Dee", "Eve");
        var (bea, cyd, dee, eve) = (people[0], people[1], people[2], people[3]);
        Assert.Contains("No question is open.", (await bea.Get("matters")).Text, StringComparison.Ordinal);

        var put = await bea.Do("matters/new", ("title", "A new pump?"), ("about", ""), ("text", Text), ("pathway", "proposal"));
        Assert.Equal(HttpStatusCode.SeeOther, put.Status);
        var matter = put.Location.TrimStart('/');
        Says(await cyd.Get(matter), "If it stays so until 25 November 2026, 12:00 UTC: the proposal is adopted", "<strong>small</strong>");
        Says(await cyd.Get("matters"), "A new pump?", "no objection is open; until 25 November 2026, 12:00 UTC");

        Says(await cyd.Do(matter + "/position", ("stance", "for"), ("reason", "The old one leaks.")), HttpStatusCode.SeeOther);
        Says(
            await cyd.Do(matter + "/position", ("stance", "for"), ("reason", " ")),
            HttpStatusCode.UnprocessableEntity,
            "a head, and heads are not counted here"
        );
        Says(await cyd.Do(matter + "/position", ("reason", "Kept.")), HttpStatusCode.UnprocessableEntity, "Choose one of the answers.", "Kept.");
        Says(
            await dee.Do(matter + "/object", ("reason", ""), ("remedy", "A trial night.")),
            HttpStatusCode.UnprocessableEntity,
            "An objection needs a reason.",
            "A trial night."
        );
        var raised = await dee.Do(matter + "/object", ("reason", "It may be loud."), ("remedy", "A trial night."));
        var objection = raised.Location[(raised.Location.IndexOf("#o", StringComparison.Ordinal) + 2)..];
        Says(await bea.Get("waiting"), "Objections to what you proposed, without an answer", "It may be loud.", $"#o{objection}");
        Says(await bea.Get(matter), "An objection stands in the way.", "What would help:</b> A trial night.", "waits for an answer");

        village.Clock.Advance(TimeSpan.FromDays(3));
        Says(await bea.Get(matter), "Heads are not counted.", "1 objection has no answer yet. Before that nothing can be called.");
        Says(
            await eve.Do(matter + "/call", ("as", "rough"), ("remains", objection), ("explanation", "x")),
            HttpStatusCode.UnprocessableEntity,
            "Nobody has answered the objection"
        );
        Says(await bea.Do($"objection/{objection}/answer", ("answer", "We tried: nobody heard it.")), HttpStatusCode.SeeOther);
        Says(await dee.Get("waiting"), "Your objections that were answered: does that meet them?");
        Says(await eve.Get("waiting"), "you could call the result");
        Assert.DoesNotContain("you could call the result", (await cyd.Get("waiting")).Text, StringComparison.Ordinal);
        var asked = await eve.Get(matter);
        Says(asked, "<fieldset>", $"name=\"remains\" value=\"{objection}\" checked", "whoever has taken no part in the matter");
        Assert.DoesNotContain("id=\"do-call\"", (await dee.Get(matter)).Text, StringComparison.Ordinal);
        Says(
            await dee.Do(matter + "/call", ("as", "none"), ("explanation", "I object.")),
            HttpStatusCode.UnprocessableEntity,
            "whoever took a part in the matter cannot do it"
        );
        Says(
            await eve.Do(matter + "/call", ("as", "consensus"), ("explanation", "Nobody minds.")),
            HttpStatusCode.UnprocessableEntity,
            "which remains",
            "Nobody minds."
        );
        Says(
            await eve.Do(matter + "/call", ("as", "rough"), ("remains", objection), ("explanation", "Dee fears the noise; the trial answered it.")),
            HttpStatusCode.SeeOther
        );
        Says(
            await dee.Get(matter),
            "Called: rough consensus",
            "the trial answered it",
            "If nobody raises a different objection by 28 November 2026, 12:00 UTC",
            "answered, and remains"
        );

        village.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMilliseconds(1));
        Says(await dee.Do(matter + "/record"), HttpStatusCode.UnprocessableEntity, "This matter is not settled yet.");
        village.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Says(await cyd.Get("waiting"), "Time has decided: the result wants to be entered");
        Says(await dee.Get(matter), "Adopted on 28 November 2026, 12:00 UTC", "id=\"do-record\"");
        Says(await dee.Do(matter + "/record"), HttpStatusCode.SeeOther);
        var settled = await dee.Get(matter);
        Says(settled, "It can be appealed by the pathway vote, until 27 January 2027, 12:00 UTC", "matters/new?appeals=", "id=\"do-reopen\"");
        Assert.DoesNotContain("id=\"do-record\"", settled.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"do-object\"", settled.Text, StringComparison.Ordinal);
        Says(await dee.Get("matters"), "No question is open.", "Adopted on 28 November 2026");

        var appeal = AppealLink().Match(settled.Text).Value;
        Says(await dee.Get(appeal), "On what ground?", "<b>vote</b>");
        var decision = appeal[(appeal.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Says(
            await dee.Do("matters/new", ("appeals", decision), ("title", "Again"), ("text", "The trial was short.")),
            HttpStatusCode.UnprocessableEntity,
            "An appeal names its ground.",
            "The trial was short."
        );
        var appealed = await dee.Do("matters/new", ("appeals", decision), ("ground", "process-failure"), ("title", "Again"), ("text", "The trial was short."));
        Says(await dee.Get(appealed.Location.TrimStart('/')), $"Decision #{decision}");
        Says(await dee.Get(matter), "Appealed: Again");
        foreach (var one in people)
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task Votes_are_counted_on_the_page_and_a_charter_is_changed_by_its_own_pathway()
    {
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd");
        var (bea, cyd) = (people[0], people[1]);
        var form = await bea.Get("matters/new?charter=1");
        var charter = WebUtility.HtmlDecode(CharterField().Match(form.Text).Groups[1].Value);
        Assert.StartsWith("charter 1\n", charter, StringComparison.Ordinal);
        Says(
            await bea.Do(
                "matters/new",
                ("is-charter", "1"),
                ("title", "Longer"),
                ("text", "Why not."),
                ("charter", "charter 1\nrole x\n  term soon\n"),
                ("pathway", "charter-vote")
            ),
            HttpStatusCode.UnprocessableEntity,
            "Line 3:",
            "term soon"
        );
        var changed = charter.Replace("for 3d", "for 5d", StringComparison.Ordinal);
        var put = await bea.Do(
            "matters/new",
            ("is-charter", "1"),
            ("title", "Longer"),
            ("text", "Why not."),
            ("charter", changed),
            ("pathway", "charter-vote")
        );
        var matter = put.Location.TrimStart('/');
        Says(await cyd.Get(matter), "What would change in the charter", "<ins>", "Discussion; until 29 November 2026, 12:00 UTC");

        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await cyd.Get("waiting"), "Your vote is missing", "Longer");
        Says(await bea.Do(matter + "/vote", ("vote", "veto"), ("reason", "x")), HttpStatusCode.UnprocessableEntity, "There is no veto in this vote");
        Says(await bea.Do(matter + "/vote", ("vote", "yes")), HttpStatusCode.SeeOther);
        Says(await cyd.Get(matter), "Too few have voted: 2 are needed, 1 have.", "1 for, 0 against, 0 abstain");
        Says(await cyd.Do(matter + "/vote", ("vote", "yes"), ("reason", "Good.")), HttpStatusCode.SeeOther);
        Says(await cyd.Get(matter), "If it stayed as it is now: the proposal is adopted", "Good.");
        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await cyd.Do(matter + "/record"), HttpStatusCode.SeeOther);
        Says(await cyd.Get("charter"), "It holds since", "Silence is assent (5 days)");
        var history = await cyd.Get("charter/history");
        Says(history, "Longer", "The one that every association begins with");
        Says(await cyd.Get(WebUtility.HtmlDecode(HistoryLink().Match(history.Text).Value)), "<ins>", "5d");
        Says(await cyd.Get(matter), "<ins>", "Adopted on");
        Says(await cyd.Get("charter/history?old=0&new=1"), HttpStatusCode.NotFound);
        foreach (var one in people)
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task Words_that_are_hidden_or_hostile_do_no_harm_on_any_page_of_deciding()
    {
        const string Script = "<script>alert(1)</script>";
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd");
        var (bea, cyd) = (people[0], people[1]);
        using var stranger = village.NewBrowser();
        var put = await bea.Do("matters/new", ("title", Script + "T"), ("about", ""), ("text", Script + "privily"), ("pathway", "proposal"));
        var matter = put.Location.TrimStart('/');
        var raised = await cyd.Do(matter + "/object", ("reason", Script + "reason"), ("remedy", Script));
        var objection = raised.Location[(raised.Location.IndexOf("#o", StringComparison.Ordinal) + 2)..];
        await bea.Do($"objection/{objection}/answer", ("answer", Script));
        await cyd.Do(matter + "/position", ("stance", "against"), ("reason", Script));
        await bea.Do(matter + "/summary", ("for", Script), ("against", Script), ("open", Script));
        string[] pages = [matter, "matters", "waiting", "recent", "feed/matters.atom", $"talk/subject/matter:{matter.Split('/')[1]}"];
        foreach (var page in pages)
        {
            var said = await bea.Get(page);
            Assert.Equal(HttpStatusCode.OK, said.Status);
            Assert.DoesNotContain("<script>alert", said.Text, StringComparison.Ordinal);
        }

        Says(
            await stranger.Do(matter + "/position", ("stance", "for"), ("reason", "I am a guest.")),
            HttpStatusCode.UnprocessableEntity,
            "Only members can do this."
        );
        Assert.DoesNotContain("id=\"do-position\"", (await stranger.Get(matter)).Text, StringComparison.Ordinal);
        Says(await stranger.Get("waiting"), "Members decide.");
        Says(await bea.Do("matter/999/position", ("stance", "for"), ("reason", "x")), HttpStatusCode.NotFound);
        Says(await bea.Do("objection/999/answer", ("answer", "x")), HttpStatusCode.NotFound);
        Says(await bea.Get("matters/new?subject=matter:999"), HttpStatusCode.NotFound);
        Says(await bea.Get("charter/template/none"), HttpStatusCode.NotFound);

        Assert.Equal(HttpStatusCode.SeeOther, (await bea.Do("hide/" + matter.Split('/')[1], ("ground", "abuse"), ("reason", "Spam."))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await bea.Do("hide/" + objection, ("ground", "abuse"), ("reason", "Spam."))).Status);
        foreach (var page in pages)
        {
            var said = await bea.Get(page);
            Assert.Equal(HttpStatusCode.OK, said.Status);
            Assert.DoesNotContain("privily", said.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("&gt;reason", said.Text, StringComparison.Ordinal);
        }

        foreach (var one in people)
        {
            one.Dispose();
        }
    }

    private static async Task<Browser[]> Join(Village village, params string[] names)
    {
        var people = new List<Browser>();
        foreach (var name in names)
        {
            var one = village.NewBrowser();
            Assert.Equal(HttpStatusCode.SeeOther, (await one.Join(name, $"the four words of {name}")).Status);
            people.Add(one);
        }

        return [.. people];
    }

    private static void Says(Answer answer, params string[] sentences) => Says(answer, HttpStatusCode.OK, sentences);

    private static void Says(Answer answer, HttpStatusCode status, params string[] sentences)
    {
        Assert.True(status == answer.Status, string.Create(CultureInfo.InvariantCulture, $"{answer.Status}: {answer.Text}"));
        var text = WebUtility.HtmlDecode(answer.Text);
        foreach (var sentence in sentences)
        {
            Assert.Contains(sentence, text, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("matters/new\\?appeals=[0-9]+")]
    private static partial Regex AppealLink();

    [GeneratedRegex("charter/history\\?old=0&amp;new=[0-9]+")]
    private static partial Regex HistoryLink();

    [GeneratedRegex("<textarea id=\"charter\"[^>]*>\\n(.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex CharterField();
}
