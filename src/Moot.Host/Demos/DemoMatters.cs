using System.Text.Json.Nodes;

namespace Moot.Host.Demos;

/// <summary>What the club of the example decides: a straw poll that is over, and a proposal with an objection that was answered. Whoever comes new took no part, and could call it.</summary>
internal static class DemoMatters
{
    public static void Play(DemoCast cast, long water)
    {
        Promise(cast);
        var poll = Put(cast, "Jonas", "Feast in September or October?", "Just to see where we lean. Nothing follows from it.", "straw-poll");
        cast.Do("Mara", "matter.vote/1", new() { ["matter"] = poll, ["vote"] = "yes" });
        cast.Do(
            "Ilka",
            "matter.vote/1",
            new()
            {
                ["matter"] = poll,
                ["vote"] = "no",
                ["reason"] = "In October the pumpkins are ripe.",
            }
        );
        cast.Wait(3);
        cast.Do("Yusuf", "matter.record/1", new() { ["matter"] = poll });
        var pump = Put(
            cast,
            "Mara",
            "Shall we buy a pump for the brook?",
            "I propose to buy the **small hand pump** for 180 €.\n\n- it fills a barrel in ten minutes\n- it needs no petrol\n\nWhat the tap costs us is on [[Water]].",
            pathway: null,
            water
        );
        cast.Do(
            "Ilka",
            "matter.position/1",
            new()
            {
                ["matter"] = pump,
                ["stance"] = "for",
                ["reason"] = "I carried forty cans in July.",
            }
        );
        var objection = cast.Do(
            "Yusuf",
            "objection.raise/1",
            new()
            {
                ["matter"] = pump,
                ["reason"] = "In a dry summer the brook is low, and the newts need it.",
                ["remedy"] = "A mark on a post, below which nobody pumps.",
            }
        );
        cast.Do(
            "Mara",
            "objection.answer/1",
            new() { ["objection"] = objection, ["answer"] = "Agreed: I put the post in on Saturday, with a red ring two hands above the bed." }
        );
        cast.Do(
            "Mara",
            "matter.amend/1",
            new()
            {
                ["matter"] = pump,
                ["text"] =
                    "I propose to buy the **small hand pump** for 180 €.\n\n- it fills a barrel in ten minutes\n- it needs no petrol\n- below the red ring on the post nobody pumps\n\nWhat the tap costs us is on [[Water]].",
            }
        );
        cast.Do(
            "Ilka",
            "matter.summary/1",
            new()
            {
                ["matter"] = pump,
                ["for"] = "Less carrying, and the tap costs money.",
                ["against"] = "The brook is low in dry summers.",
                ["open"] = "Who oils it?",
            }
        );
    }

    /// <summary>A promise that waits for one more, and one that was kept.</summary>
    private static void Promise(DemoCast cast)
    {
        var fence = Offer(cast, "Yusuf", "I mend the fence by the road", "One Saturday from nine to one. I bring the posts.", others: 1);
        cast.Do("Mara", "commitment.join/1", new() { ["commitment"] = fence });
        cast.Wait(2);
        cast.Do("Yusuf", "commitment.keep/1", new() { ["commitment"] = fence, ["what"] = "Twelve posts stand, as far as the gate." });
        var compost = Offer(cast, "Ilka", "I turn the compost once a month", "The big heap behind the shed, an hour each time.", others: 2);
        cast.Do("Jonas", "commitment.join/1", new() { ["commitment"] = compost });
    }

    private static long Offer(DemoCast cast, string who, string title, string text, int others) =>
        cast.Do(
            who,
            "commitment.open/1",
            new()
            {
                ["need"] = others + 1,
                ["until"] = cast.In(days: 60),
                ["title"] = title,
                ["text"] = text,
            }
        );

    private static long Put(DemoCast cast, string who, string title, string text, string? pathway, long? page = null) =>
        cast.Do(
            who,
            "matter.open/1",
            new()
            {
                ["pathway"] = pathway,
                ["subject"] = page is { } about ? $"page:{about}" : null,
                ["title"] = title,
                ["text"] = text,
            }
        );
}
