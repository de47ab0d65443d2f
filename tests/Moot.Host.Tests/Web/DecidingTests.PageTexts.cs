using System.Net;
using Moot.Commons;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>The exact text of a page is proposed and decided.</summary>
public sealed partial class DecidingTests
{
    [Fact]
    public async Task A_page_gets_the_text_that_was_decided_with_the_decision()
    {
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd");
        var (bea, cyd) = (people[0], people[1]);
        Says(await bea.Do("edit/Rules", ("text", "Quiet after ten.\n")), HttpStatusCode.SeeOther);
        var from = village.World.Get<Library>().Pages.Values.Last(p => p.Revisions.Count == 1).Newest;
        Says(await cyd.Get("edit/Rules"), "Propose it", "To let others decide about it first");
        Says(
            await cyd.Do("edit/Rules", ("from", $"{from}"), ("text", "Quiet after ten.\n"), ("propose", "1")),
            HttpStatusCode.UnprocessableEntity,
            "This is the text as it stands"
        );
        var proposed = await cyd.Do("edit/Rules", ("from", $"{from}"), ("text", "Quiet after nine.\n"), ("propose", "1"));
        Assert.StartsWith($"/matters/new?subject=page:{from}&text=", proposed.Location, StringComparison.Ordinal);
        Says(await bea.Get("page/Rules"), "Quiet after ten.");
        var text = proposed.Location[(proposed.Location.LastIndexOf('=') + 1)..];
        Says(await cyd.Get(proposed.Location.TrimStart('/')), "It takes effect when it is decided.", $"name=\"revision\" value=\"{text}\"", "nine");
        Says(await cyd.Get($"matters/new?subject=page:{from}&text=99"), HttpStatusCode.NotFound);
        var put = await cyd.Do(
            "matters/new",
            ("subject", $"page:{from}"),
            ("revision", text),
            ("title", "Nine?"),
            ("text", "Children sleep."),
            ("pathway", "proposal")
        );
        var matter = put.Location.TrimStart('/');
        Says(await bea.Get(matter), "What would change on the page", "nine");
        Says(await bea.Get("page/Rules"), "A change of this page is being decided:", "Nine?");
        Says(await bea.Do(matter + "/take"), HttpStatusCode.SeeOther);
        Says(await bea.Get("page/Rules"), "Quiet after ten.");

        village.Clock.Advance(TimeSpan.FromDays(3));
        Says(await bea.Do(matter + "/record"), HttpStatusCode.SeeOther);
        Says(await bea.Get(matter), "The page has this text now.");
        var page = await bea.Get("page/Rules");
        Says(page, "Quiet after nine.");
        Assert.DoesNotContain("is being decided", page.Text, StringComparison.Ordinal);

        // Somebody writes on while the next text is decided: both are kept, and a person puts them together.
        var next = await cyd.Do("edit/Rules", ("from", text), ("text", "Quiet after eight.\n"), ("propose", "1"));
        var eight = next.Location[(next.Location.LastIndexOf('=') + 1)..];
        put = await cyd.Do("matters/new", ("subject", $"page:{from}"), ("revision", eight), ("title", "Eight?"), ("text", "Earlier."), ("pathway", "proposal"));
        matter = put.Location.TrimStart('/');
        Says(await bea.Do("edit/Rules", ("from", text), ("text", "Quiet after nine, please.\n")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(3));
        Says(await bea.Do(matter + "/record"), HttpStatusCode.SeeOther);
        Says(await bea.Get(matter), "the page has been changed since this text was written", $"settle/{eight}");
        Says(await bea.Get("page/Rules"), "Quiet after nine, please.");
    }
}
