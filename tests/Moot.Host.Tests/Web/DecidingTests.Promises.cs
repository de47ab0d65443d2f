using System.Net;
using Moot.Host.Tests.People;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>"I will, if others do", by the forms alone.</summary>
public sealed partial class DecidingTests
{
    [Fact]
    public async Task A_promise_waits_for_others_binds_and_is_kept()
    {
        await using var village = await Village.Found();
        var people = await Join(village, "Bea", "Cyd", "Dee");
        var (bea, cyd, dee) = (people[0], people[1], people[2]);
        Says(await bea.Get("promises"), "Nobody has promised anything yet.");
        var day = village.Clock.GetUtcNow().AddDays(6).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Says(
            await bea.Do("promises/new", ("title", "Dig the bed"), ("text", "On Saturday."), ("need", "0"), ("until", day)),
            HttpStatusCode.UnprocessableEntity,
            "A promise waits for 2 to",
            "Dig the bed",
            "On Saturday."
        );
        Says(
            await bea.Do("promises/new", ("title", "Dig the bed"), ("text", "On Saturday."), ("need", "1"), ("until", "soon")),
            HttpStatusCode.UnprocessableEntity,
            "The day lies ahead"
        );
        var opened = await bea.Do("promises/new", ("title", "Dig the bed"), ("text", "On Saturday, the whole bed."), ("need", "1"), ("until", day));
        Assert.Equal(HttpStatusCode.SeeOther, opened.Status);
        var promise = opened.Location.TrimStart('/');
        Says(await cyd.Get(promise), "1 more is needed by", "On Saturday, the whole bed.", "It binds you as soon as there are enough");
        Says(await cyd.Get("promises"), "Waiting for others", "Dig the bed");
        Says(await bea.Do(promise + "/keep", ("what", "Dug.")), HttpStatusCode.UnprocessableEntity, "There are not enough yet");

        Says(await cyd.Do(promise + "/join"), HttpStatusCode.SeeOther);
        Says(await cyd.Get(promise), "promised: 2, done: 0", "What did you do, and how can others see it?");
        Says(await cyd.Do(promise + "/leave"), HttpStatusCode.UnprocessableEntity, "it binds everybody who promised");
        Says(await dee.Get(promise), "There are enough already: it binds you at once.");
        Says(await cyd.Do(promise + "/keep", ("what", "The east half.")), HttpStatusCode.SeeOther);
        Says(await dee.Get(promise), "has done it", "The east half.", "promised: 2, done: 1");

        var fence = (await bea.Do("promises/new", ("title", "Fence"), ("text", "Boards."), ("need", "5"), ("until", day))).Location.TrimStart('/');
        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await dee.Do(fence + "/join"), HttpStatusCode.UnprocessableEntity, "The day is over");
        Says(await dee.Get("promises"), "Too few: nobody is bound", "1 of 6 promised it by");
        Says(await dee.Get("promise/0"), HttpStatusCode.NotFound);
    }
}
