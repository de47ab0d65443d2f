namespace Moot.Host.Demos;

/// <summary>The club elects who looks after the water, in secret.</summary>
internal static class DemoElection
{
    /// <summary>What the charter says of it.</summary>
    public const string Rules = """
        role water-warden
          term 365d
          seats 1
          by election
          recall vote
        pathway election
          appeal vote within 60d
          stage names nomination
            by members
            for 3d
            then questions
            else names
          stage questions discussion
            for 2d
            then poll
          stage poll ballot
            by members
            count schulze
            default
            secret receipts
            for 4d
            at most 4d
            confirm 1d
            else names

        """;

    /// <summary>Two stand for election, one is asked something, four vote, and one is elected.</summary>
    public static void Play(DemoCast cast)
    {
        var election = cast.Do(
            "Mara",
            "matter.open/1",
            new()
            {
                ["role"] = "water-warden",
                ["pathway"] = "election",
                ["title"] = "Who looks after the water?",
                ["text"] = "Somebody opens the valve in March, closes it before the frost, and reads the meter. Nobody can be bossed about with it.",
            }
        );
        cast.Do(
            "Jonas",
            "option.nominate/1",
            new()
            {
                ["matter"] = election,
                ["member"] = cast.IdOf("Jonas"),
                ["text"] = "I changed the washer, and I am here every Saturday. I would write the meter down where everybody can read it.",
            }
        );
        var yusuf = cast.Do(
            "Ilka",
            "option.nominate/1",
            new()
            {
                ["matter"] = election,
                ["member"] = cast.IdOf("Yusuf"),
                ["text"] = "Yusuf lives next to the brook and sees first when something is wrong.",
            }
        );
        cast.Do("Yusuf", "option.accept/1", new() { ["option"] = yusuf, ["text"] = "If you like. I would want a second person for the weeks when I am away." });
        cast.Wait(3);
        cast.Do(
            "Mara",
            "talk.open/1",
            new()
            {
                ["subject"] = $"entry:{yusuf}",
                ["title"] = "The weeks when you are away",
                ["text"] = "Which weeks are these? The valve is opened at the end of March.",
            }
        );
        cast.Wait(2);
        var lines = new[]
        {
            cast.Seal("Mara", election, "1,2,3"),
            cast.Seal("Jonas", election, "1,1,-"),
            cast.Seal("Ilka", election, "2,1,3"),
            cast.Seal("Yusuf", election, "1,2,-"),
        };
        cast.Wait(4);
        cast.Publish(election, lines);
        cast.Wait(1);
        cast.Do("Ilka", "matter.record/1", new() { ["matter"] = election });
    }

    /// <summary>Three proposals, and everybody says which of them will do; the polls are still open.</summary>
    public static void Choose(DemoCast cast)
    {
        cast.Wait(6);
        var matter = cast.Do(
            "Ilka",
            "matter.open/1",
            new()
            {
                ["pathway"] = "choice",
                ["title"] = "What do we do with the prize money?",
                ["text"] = "A **greenhouse** for everybody's seedlings, beside the shed. Jonas has windows from a house that was torn down.",
            }
        );
        Option("Yusuf", "A beehive", "One hive, a suit and a smoker. I know somebody who would teach us.");
        Option("Mara", "Keep it for the tap", "The pipe under the gate is forty years old. When it goes we shall be glad of it.");
        cast.Wait(4);
        Cast("Yusuf", "1,1,-");
        Cast("Jonas", "1,-,-");

        void Option(string who, string title, string text) =>
            cast.Do(
                who,
                "option.add/1",
                new()
                {
                    ["matter"] = matter,
                    ["title"] = title,
                    ["text"] = text,
                }
            );

        void Cast(string who, string marks) => cast.Do(who, "ballot.cast/1", new() { ["matter"] = matter, ["marks"] = marks });
    }
}
