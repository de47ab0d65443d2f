using System.Net;
using System.Text.RegularExpressions;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Editing a charter rule by rule, comparing two, and what the check says of them.</summary>
public sealed partial class DecidingTests
{
    [Fact]
    public async Task A_charter_is_edited_by_its_fields_and_proposed()
    {
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd");
        var (bea, cyd) = (people[0], people[1]);
        Says(await bea.Get("charter"), "charter/edit", "charter/compare", "Who rules by it?", "Nothing stands out", "id=\"subject-charter\"");
        var text = Draft(await bea.Get("charter/edit"));
        var asked = await bea.Do("charter/edit", ("text", text), ("do", "add role"), ("new-role", "Chair!"));
        Says(asked, HttpStatusCode.UnprocessableEntity, "is no name", "value=\"Chair!\"", "href=\"#new-role\"");

        asked = await bea.Do("charter/edit", ("text", text), ("do", "add role"), ("new-role", "chair"));
        Says(asked, "The role chair", "How long somebody holds the role.", "value=\"365d\"", "name=\"is-new\"");
        var role = new[] { ("text", text), ("kind", "role"), ("name", "chair"), ("is-new", "1"), ("f-by", "vote") };
        Says(
            await bea.Do("charter/edit", [.. role, ("f-term", "soon"), ("do", "apply")]),
            HttpStatusCode.UnprocessableEntity,
            "soon",
            "href=\"#f-term\">Term",
            "aria-invalid=\"true\""
        );
        asked = await bea.Do("charter/edit", [.. role, ("do", "apply")]);
        Says(asked, "What the draft changes", "The role chair", "It is held without end.", "No pathway takes the role chair from whoever holds it");
        var drafted = Draft(asked);
        Assert.Contains("\nrole chair\n  by vote\n", drafted, StringComparison.Ordinal);
        Says(
            await bea.Do("charter/edit", ("text", drafted), ("do", "remove pathway vote")),
            HttpStatusCode.UnprocessableEntity,
            "it names the pathway vote, which is not there"
        );
        Assert.Equal(text, Draft(await bea.Do("charter/edit", ("text", drafted), ("do", "remove role chair"))));

        var form = await bea.Do("charter/edit", ("text", drafted), ("do", "propose"));
        Says(form, "Propose a charter");
        var proposed = WebUtility.HtmlDecode(CharterField().Match(form.Text).Groups[1].Value);
        Assert.Equal(drafted, proposed);
        var put = await bea.Do("matters/new", ("is-charter", "1"), ("title", "A chair"), ("text", "Why."), ("charter", proposed), ("pathway", "charter-vote"));
        Says(
            await cyd.Get(put.Location.TrimStart('/')),
            "What would change in the charter",
            "The role chair",
            "What the check finds in the new charter and not in the one before",
            "The lines themselves"
        );
        Assert.DoesNotContain("chair", CharterText.Write(village.World.Get<Assembly>().Charter), StringComparison.Ordinal);
        foreach (var one in people)
        {
            one.Dispose();
        }
    }

    [Fact]
    public async Task Stages_are_added_moved_and_taken_away()
    {
        await using var village = await Village.Found();
        using var guest = village.NewBrowser();
        var text = Draft(await guest.Get("charter/edit"));
        Says(await guest.Do("charter/edit", ("text", text), ("do", "open pathway vote")), "The pathway vote", "Stage 2", "stage-up 1", "stage-down 0");
        var two = new[]
        {
            ("text", text),
            ("kind", "pathway"),
            ("name", "vote"),
            ("stages", "2"),
            ("s0-name", "one"),
            ("s0-method", "consent"),
            ("s0-by", "members"),
            ("s0-for", "3d"),
            ("s0-then", "two"),
            ("s1-name", "two"),
            ("s1-method", "vote"),
            ("s1-by", "members"),
            ("s1-for", "5d"),
        };
        var moved = await guest.Do("charter/edit", [.. two, ("do", "stage-up 1")]);
        Says(moved, "name=\"s0-name\" value=\"two\"", "name=\"s1-name\" value=\"one\"");
        Says(await guest.Do("charter/edit", [.. two, ("do", "stage-show")]), "value=\"more than 1/2 of cast\"");
        Says(await guest.Do("charter/edit", [.. two, ("do", "stage-add")]), "value=\"stage-3\"", "Stage 3");
        Assert.DoesNotContain("s1-name", (await guest.Do("charter/edit", [.. two, ("do", "stage-remove 1")])).Text, StringComparison.Ordinal);
        Says(await guest.Do("charter/edit", [.. two, ("do", "apply")]), HttpStatusCode.UnprocessableEntity, "needs a line \"pass\"", "value=\"two\"");
        var taken = await guest.Do("charter/edit", [.. two, ("s1-pass", "at least 2/3 of cast"), ("do", "apply")]);
        Assert.Contains(
            "pathway vote\n  stage one consent\n    by members\n    for 3d\n    then two\n  stage two vote\n",
            Draft(taken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_sent_to_the_editor_does_no_harm()
    {
        const string Script = "<script>alert(1)</script>";
        await using var village = await Village.Found();
        using var guest = village.NewBrowser();
        var text = Draft(await guest.Get("charter/edit"));
        foreach (
            var fields in new (string, string)[][]
            {
                [("text", Script), ("do", "text")],
                [("text", text), ("do", $"open role {Script}")],
                [("text", text), ("do", "add role"), ("new-role", Script)],
                [("text", text), ("do", "add king"), ("new-king", "arthur")],
                [("text", text), ("do", "apply"), ("kind", "role"), ("name", Script), ("f-term", Script), ("is-new", "1")],
                [("text", text), ("do", "apply"), ("kind", Script), ("name", "x")],
                [
                    ("text", text),
                    ("do", "apply"),
                    ("kind", "pathway"),
                    ("name", "x"),
                    ("is-new", "1"),
                    ("stages", "999999"),
                    ("s0-name", Script),
                    ("s0-method", Script),
                ],
                [("text", text), ("do", "stage-up 99999999999"), ("kind", "pathway"), ("name", "vote"), ("stages", "1")],
                [("text", text + new string('#', CharterText.CharactersMax)), ("do", "propose")],
                [("text", text), ("do", Script), ("from", Script)],
            }
        )
        {
            var answer = await guest.Do("charter/edit", fields);
            Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, $"{fields[1]}: {answer.Status}");
            Assert.DoesNotContain("<script>alert", answer.Text, StringComparison.Ordinal);
        }

        // Stages that lead to each other in a circle are text like any other; the check and the words come to an end.
        const string Circle =
            "charter 1\npathway p\n  stage a vote\n    for 1d\n    pass at least 1/2 of cast\n    then b\n  stage b vote\n    for 1d\n    pass at least 1/2 of cast\n    then a\nsubject anything by p\n";
        Says(await guest.Do("charter/edit", ("text", Circle), ("do", "text")), "Nobody can change these rules");
        Says(
            await guest.Do("charter/edit", ("text", "charter 1\nrole x\n  term soon\n"), ("do", "open role x")),
            HttpStatusCode.UnprocessableEntity,
            "Line 3:",
            "term soon"
        );
        Says(await guest.Get("charter/edit?template=none"), HttpStatusCode.NotFound);
        Assert.Equal(2, village.World.Size);
    }

    [Fact]
    public async Task Any_two_charters_are_compared_in_sentences()
    {
        await using var village = await Village.Found();
        using var guest = village.NewBrowser();
        Says(await guest.Get("charter/compare"), "The charter that holds", "benevolent-dictator");
        Says(await guest.Get("charter/compare?a=now&b=0"), "They say the same.");
        Says(await guest.Get("charter/compare?a=small-group&b=benevolent-dictator"), "The power everything", "Monarchy: one person", "The lines themselves");
        Says(await guest.Get("charter/template/benevolent-dictator"), "href=\"#power-everything\"", "One person decides everything");
        foreach (var wrong in new[] { "a=nix", "a=now&b=99", "a=-1", "b=../x" })
        {
            Says(await guest.Get("charter/compare?" + wrong), HttpStatusCode.NotFound);
        }
    }

    private static string Draft(Answer answer) => WebUtility.HtmlDecode(DraftField().Match(answer.Text).Groups[1].Value);

    [GeneratedRegex("<textarea id=\"text\"[^>]*>\\n(.*?)</textarea>", RegexOptions.Singleline)]
    private static partial Regex DraftField();
}
