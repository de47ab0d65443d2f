using System.Net;
using System.Text.Json.Nodes;
using Moot.Deciding.Charters;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>A jury is drawn by lot, by the forms.</summary>
public sealed partial class DecidingTests
{
    private const string Jury = """
        charter 1
        role clerk
          term 365d
          seats 1
          by draw
          recall vote
        pathway jury
          appeal vote
          stage draw lot
            by members
            of members and uninvolved
            seats 2
            for 1d
            at most 14d
            confirm 2d
            then verdict
          stage verdict vote
            by drawn
            for 7d
            pass more than 1/2 of electorate
            until certain
        pathway draw
          stage draw lot
            by members
            of members
            seats 1
            at most 14d
            confirm 2d
        pathway vote
          stage ballot vote
            by members
            for 7d
            pass more than 1/2 of cast
        subject anything by jury, vote
        """;

    [Fact]
    public async Task A_jury_is_drawn_by_public_numbers_that_everybody_can_check()
    {
        await using var village = await Village.Found();
        Assert.True((await village.Sign("charter.adopt/1", new JsonObject { ["charter"] = CharterText.Tidy(Jury) })).Verdict.IsLawful);
        var people = await Join(village, "Bea", "Cyd", "Dee", "Eve");
        var (bea, cyd, dee) = (people[0], people[1], people[2]);
        var put = await bea.Do("matters/new", ("title", "Whose bicycle?"), ("about", ""), ("text", "It stands there."), ("pathway", "jury"));
        var matter = put.Location.TrimStart('/');
        Says(await cyd.Get(matter), "Drawing by lot", "The list and the sources are to be announced.", "id=\"do-lot-announce\"");
        Assert.DoesNotContain("id=\"do-lot-announce\"", (await village.NewBrowser().Get(matter)).Text, StringComparison.Ordinal);
        Says(
            await cyd.Do(matter + "/lot-announce", ("named", "The lottery of Saturday"), ("count", "2"), ("day", "2026-11-21")),
            HttpStatusCode.UnprocessableEntity,
            "The sources must lie ahead",
            "The lottery of Saturday"
        );
        Says(
            await cyd.Do(matter + "/lot-announce", ("named", "The lottery <b>of</b> Saturday"), ("count", "2"), ("day", "2026-11-28")),
            HttpStatusCode.SeeOther
        );
        Says(await dee.Get(matter), "The list is fixed, with 4 on it.", "The lottery <b>of</b> Saturday");
        Assert.DoesNotContain("id=\"do-lot-draw\"", (await dee.Get(matter)).Text, StringComparison.Ordinal);

        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await dee.Do(matter + "/lot-draw", ("numbers", "9319")), HttpStatusCode.UnprocessableEntity, "Give the numbers of 2 sources");
        Says(await dee.Do(matter + "/lot-draw", ("numbers", "9319\n12 2, 5  8 10\n")), HttpStatusCode.SeeOther);
        Says(
            await cyd.Get(matter),
            "The numbers: 9319./2.5.8.10.12./, entered by Dee",
            "Drawn, in this order",
            "How anybody can repeat it",
            "If nobody disputes"
        );
        Says(await cyd.Do(matter + "/lot-dispute", ("reason", "")), HttpStatusCode.UnprocessableEntity, "Say which number is wrong");
        Says(await cyd.Do(matter + "/lot-dispute", ("reason", "It was 13.")), HttpStatusCode.SeeOther);
        Says(await cyd.Get(matter), "The numbers are disputed.", "id=\"do-lot-draw\"");
        Assert.DoesNotContain("id=\"do-lot-draw\"", (await dee.Get(matter)).Text, StringComparison.Ordinal);
        Says(await cyd.Do(matter + "/lot-draw", ("numbers", "9319\n2 5 8 10 12")), HttpStatusCode.SeeOther);
        Says(await cyd.Get(matter), "Vote", "whoever was drawn by lot for this", "Drawn, in this order");

        Says(await bea.Get("matters/new?role=clerk"), "Whoever is drawn by lot");
        put = await bea.Do("matters/new", ("role", "clerk"), ("member", ""), ("title", "A clerk"), ("text", "By lot."), ("pathway", "draw"));
        Says(await bea.Get(put.Location.TrimStart('/')), "Drawing by lot");
    }
}
