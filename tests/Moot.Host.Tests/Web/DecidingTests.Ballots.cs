using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moot.Deciding.Charters;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>An election in secret and a choice in public, by the forms.</summary>
public sealed partial class DecidingTests
{
    private const string Polls = """
        charter 1
        role chair
          term 365d
          seats 1
          by election
        pathway election
          stage names nomination
            by members
            for 7d
            then campaign
            else names
          stage campaign discussion
            for 7d
            then poll
          stage poll ballot
            by members
            for 7d
            at most 7d
            confirm 2d
            count schulze
            default
            secret receipts
            else names
        pathway choice
          stage talk discussion
            for 3d
            extend 2d
            at most 9d
            then poll
          stage poll ballot
            by members
            for 4d
            count score
            scores 9
        subject anything by choice, election
        """;

    [Fact]
    public async Task A_chair_is_elected_in_secret_and_each_voter_finds_their_ballot()
    {
        await using var village = await Village.Found();
        Assert.True((await village.Sign("charter.adopt/1", new JsonObject { ["charter"] = CharterText.Tidy(Polls) })).Verdict.IsLawful);
        var people = await Join(village, "Bea", "Cyd", "Dee");
        var (bea, cyd, dee) = (people[0], people[1], people[2]);
        Says(await bea.Get("matters/new?role=chair"), "Whoever is elected");
        Says(await bea.Get("matters"), "Roles to be filled", "is free", "matters/new?role=chair");
        var put = await bea.Do("matters/new", ("role", "chair"), ("title", "Who chairs?"), ("text", "The seat is free."), ("pathway", "election"));
        var election = put.Location.TrimStart('/');
        Says(await bea.Get(election), "Nobody has been named yet.", "id=\"do-stand\"", "id=\"do-nominate\"", "Naming candidates");
        Says(await bea.Do(election + "/stand", ("text", "")), HttpStatusCode.UnprocessableEntity, "Say why");
        Says(await bea.Do(election + "/stand", ("text", "I open the **doors**.")), HttpStatusCode.SeeOther);
        var page = await bea.Get(election);
        Says(page, "<strong>doors</strong>", "stands for election", "id=\"do-option-amend-", "Ask a question");
        Assert.DoesNotContain("id=\"do-stand\"", page.Text, StringComparison.Ordinal);
        var dees = DeesId().Match((await cyd.Get(election)).Text).Groups["id"].Value;
        Says(await cyd.Do(election + "/nominate", ("member", dees), ("text", "Dee knows all of us.")), HttpStatusCode.SeeOther);
        Says(await dee.Get("waiting"), "You were named as a candidate");
        var asked = await dee.Get(election);
        Says(asked, "was named and has not accepted yet", "Accept: stand for election", "Decline");
        var option = OptionOf().Matches(asked.Text).Last().Groups["id"].Value;
        Says(await cyd.Do($"option/{option}/accept", ("text", "For her.")), HttpStatusCode.UnprocessableEntity, "Only who was named accepts.");
        Says(await dee.Do($"option/{option}/accept", ("text", "I will.")), HttpStatusCode.SeeOther);
        Says(await dee.Get(election + "/ballot"), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(14));

        // The ballot: a number for each, no script, and a token that is shown.
        var ballot = await cyd.Get(election + "/ballot");
        Says(ballot, "name=\"mark-0\"", "name=\"mark-2\"", "None of these", "Your token", "What is secret, and from whom");
        Says(await cyd.Get("waiting"), "The polls are open, and you have not voted");
        Says(await village.NewBrowser().Get(election + "/ballot"), "You cannot vote here.");
        Says(
            await cyd.Do(election + "/ballot", ("mark-0", "one"), ("mark-1", ""), ("mark-2", ""), ("token", Token("c"))),
            HttpStatusCode.UnprocessableEntity,
            "A ballot has 3 marks",
            "value=\"one\""
        );
        Says(await cyd.Do(election + "/ballot", ("mark-0", "1"), ("token", "short")), HttpStatusCode.UnprocessableEntity, "at least 16");
        var kept = await cyd.Do(election + "/ballot", ("mark-0", "1"), ("mark-1", "2"), ("mark-2", ""), ("token", Token("c")));
        Says(kept, HttpStatusCode.OK, "Your ballot is taken", Token("c"), "1,2,-");
        Says(await cyd.Get(election + "/ballot"), "Your ballot is sealed.", "Change your ballot");
        Says(await bea.Do(election + "/ballot", ("mark-0", "2"), ("mark-1", "1"), ("mark-2", "3"), ("token", Token("b"))), HttpStatusCode.OK);
        Says(await bea.Do(election + "/ballot", ("mark-0", "1"), ("mark-1", "2"), ("mark-2", "3"), ("token", Token("bb"))), HttpStatusCode.OK);
        Says(await dee.Do(election + "/ballot", ("mark-0", "2"), ("mark-1", "1"), ("token", Token("d"))), HttpStatusCode.OK);

        // Nothing of it is seen before the close: not on the page, not in the sheet, not in the log.
        Says(await bea.Get(election + "/count"), "The ballots are sealed", "How the sheet will look");
        Says(await bea.Get(election + "/sheet.txt"), "DUMMY");
        Says(await bea.Get(election + "/count.json"), HttpStatusCode.NotFound);
        Says(await bea.Do(election + "/publish"), HttpStatusCode.UnprocessableEntity, "The polls close at");
        Assert.DoesNotContain("1,2,-", (await bea.Get(election)).Text, StringComparison.Ordinal);

        Says(await bea.Get(election + ".json"), "\"name\":\"Bea\"", "\"stands\":true", "\"counts\":[]");
        Assert.DoesNotContain(Token("c"), (await bea.Get(election + ".json")).Text, StringComparison.Ordinal);

        village.Clock.Advance(TimeSpan.FromDays(7));
        // The host publishes it by itself once an hour; anybody can have it done at once.
        Says(await village.NewBrowser().Do(election + "/publish"), HttpStatusCode.SeeOther);
        Says(await bea.Get(election + ".json"), "/count.json?poll=1");
        var count = await bea.Get(election + "/count");
        Says(count, "Elected", "Bea", "How it was counted", "Check it yourself", "data-recount", "count.json", "My ballot is missing or changed");
        using var json = JsonDocument.Parse((await bea.Get(election + "/count.json")).Text);
        var receipts = json.RootElement.GetProperty("ballots").EnumerateArray().Select(b => b.GetProperty("receipt").GetString()!).ToList();
        Assert.Equal(receipts.Order(StringComparer.Ordinal), receipts);
        Assert.Equal(3, receipts.Count);
        var receipt = ReceiptOf().Match(kept.Text).Value;
        Assert.Contains(receipt, receipts);
        Says(await bea.Get(election + "/sheet.txt"), "Option 1---->: Bea", $"V: 12- {receipt}");
        Says(
            await cyd.Do(election + "/contest", ("token", Token("c")), ("mark-0", "1"), ("mark-1", "2")),
            HttpStatusCode.UnprocessableEntity,
            "Your ballot is on the sheet"
        );
        Says(await bea.Do(election + "/publish"), HttpStatusCode.SeeOther); // nothing is left to do

        village.Clock.Advance(TimeSpan.FromDays(2));
        Says(await bea.Do(election + "/record"), HttpStatusCode.SeeOther);
        Says(await bea.Get("charter"), "chair", "Bea");
        Assert.DoesNotContain("Roles to be filled", (await bea.Get("matters")).Text, StringComparison.Ordinal);
        Says(await bea.Get(election), "✓", "chosen", "The tally sheet was published", "Voted in secret");
    }

    [Fact]
    public async Task Several_proposals_are_chosen_between_by_points()
    {
        await using var village = await Village.Found();
        Assert.True((await village.Sign("charter.adopt/1", new JsonObject { ["charter"] = CharterText.Tidy(Polls) })).Verdict.IsLawful);
        var people = await Join(village, "Bea", "Cyd", "Dee");
        var (bea, cyd, dee) = (people[0], people[1], people[2]);
        var put = await bea.Do("matters/new", ("title", "A pump?"), ("about", ""), ("text", "Electric."), ("pathway", "choice"));
        var matter = put.Location.TrimStart('/');
        Says(await cyd.Get(matter), "id=\"do-option\"", "What is proposed above can be chosen");
        Says(await cyd.Do(matter + "/option", ("title", "A <b>well</b>"), ("text", "By hand.")), HttpStatusCode.SeeOther);
        var page = await cyd.Get(matter);
        Says(page, "A <b>well</b>", "another option");
        Assert.DoesNotContain("<b>well", page.Text, StringComparison.Ordinal);
        var option = OptionOf().Match(page.Text).Groups["id"].Value;
        Says(await cyd.Do($"option/{option}/amend", ("title", "A well"), ("text", "By hand, 6 m deep.")), HttpStatusCode.SeeOther);
        Says(await bea.Do($"option/{option}/withdraw"), HttpStatusCode.UnprocessableEntity, "Whoever proposed an option");
        village.Clock.Advance(TimeSpan.FromDays(3));
        Says(await dee.Get(matter + "/ballot"), "Give each option points", "This vote is public");
        Says(await dee.Do(matter + "/ballot", ("mark-0", "3"), ("mark-1", "10")), HttpStatusCode.UnprocessableEntity, "from 0 to 9");
        Says(await dee.Do(matter + "/ballot", ("mark-0", "3"), ("mark-1", "9")), HttpStatusCode.SeeOther);
        Says(await dee.Get(matter + "/ballot"), "You have voted.", "value=\"9\"");
        Says(await bea.Do(matter + "/ballot", ("mark-0", "5"), ("mark-1", "0")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(4));
        Says(await bea.Get(matter + "/count"), "Chosen", "A well", "Each ballot stands under its voter");
        Says(await bea.Get(matter + "/sheet.txt"), "\"A pump?\",\"A well\"", ",3,9");
        Says(await bea.Get(matter + "/count?poll=2"), HttpStatusCode.NotFound);
        Says(await bea.Get(matter + "/count?poll=0"), HttpStatusCode.NotFound);
        Says(await bea.Do(matter + "/record"), HttpStatusCode.SeeOther);
        Says(await bea.Get(matter), "✓");
    }

    private static string Token(string name) => string.Concat(Enumerable.Repeat(name, 32))[..32];

    [GeneratedRegex("id=\"option-(?<id>[0-9]+)\"")]
    private static partial Regex OptionOf();

    [GeneratedRegex("value=\"(?<id>[0-9a-f]{64})\">Dee<")]
    private static partial Regex DeesId();

    [GeneratedRegex("(?<=<code>)[0-9a-f]{64}(?=</code>)")]
    private static partial Regex ReceiptOf();
}
