using System.Net;
using System.Text.Json.Nodes;
using Moot.Commons;
using Moot.Deciding.Charters;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Pages that some look after, by the forms.</summary>
public sealed partial class DecidingTests
{
    private const string Gardens = """
        charter 1
        pathway vote
          stage ballot vote
            by members
            for 7d
            pass more than 1/2 of cast
        pathway gardeners
          stage silence lazy-consensus
            by members
            for 1d
        area garden
          maintainers 1 edits in garden
          by gardeners
        subject anything by vote
        """;

    [Fact]
    public async Task Whoever_works_on_pages_comes_to_look_after_them()
    {
        await using var village = await Village.Found();
        Assert.True((await village.Sign("charter.adopt/1", new JsonObject { ["charter"] = CharterText.Tidy(Gardens) })).Verdict.IsLawful);
        var people = await Join(village, "Bea", "Cyd");
        var (bea, cyd) = (people[0], people[1]);
        Says(await bea.Do("edit/Beds", ("text", "Beans.\n")), HttpStatusCode.SeeOther);
        Says(await bea.Do("edit/Soup", ("text", "Leeks.\n")), HttpStatusCode.SeeOther);
        var beds = village.World.Get<Library>().Pages.Keys.ToList()[^2];

        Says(await village.NewBrowser().Get("areas"), "Areas", "Members say to which area");
        Says(
            await bea.Get("areas"),
            "whoever changed pages of the area garden at least 1 times",
            "What is decided about its pages goes by gardeners.",
            "Any member can put the first one here."
        );
        Says(await bea.Do("areas", ("page", "Nowhere"), ("area", "garden")), HttpStatusCode.UnprocessableEntity, "There is no such page.", "Nowhere");
        Says(await bea.Do("areas", ("page", "Beds"), ("area", "garden")), HttpStatusCode.SeeOther);
        Says(await bea.Do("areas", ("page", "Soup"), ("area", "garden")), HttpStatusCode.UnprocessableEntity, "This is for");
        Says(await cyd.Do("edit/Beds", ("from", $"{beds}"), ("text", "Beans, peas.\n")), HttpStatusCode.SeeOther);
        Says(await cyd.Do("areas", ("page", "Soup"), ("area", "garden"), ("reason", "Leeks grow there.")), HttpStatusCode.SeeOther);
        Says(await bea.Get("areas"), "2 pages", "Soup", "1 change", "Cyd");
        Says(await bea.Get($"matters/new?subject=page:{beds}"), "<b>gardeners</b>");
        Says(await bea.Get("matters/new"), "<b>vote</b>");
        Says(await bea.Get("charter/edit"), "Areas: pages that some look after");
    }
}
