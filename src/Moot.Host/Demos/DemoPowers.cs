using Moot.Deciding.Charters;

namespace Moot.Host.Demos;

/// <summary>The club gives those who know the place a power, and others undo it: a page is protected, and another one was for an hour.</summary>
internal static class DemoPowers
{
    /// <summary>What the club's charter adds to the one that everybody begins with.</summary>
    private const string Powers = """
        power protect by members for 7d
          undo by members
          for 30d
          stops edits
          exception by members
          exception for 1d
        power stop by members for 7d
          undo by members
          for 14d
          together 2
          stops acts

        """;

    /// <summary>Whoever founds is alone, and chooses.</summary>
    public static void Choose(DemoCast cast) =>
        cast.Do(
            "Mara",
            "charter.adopt/1",
            new()
            {
                ["charter"] = CharterText.Tidy(
                    CharterText.Write(Templates.Default) + Powers.ReplaceLineEndings("\n") + DemoElection.Rules.ReplaceLineEndings("\n")
                ),
            }
        );

    /// <summary>One use that another member undid, and one that holds.</summary>
    public static void Play(DemoCast cast, long seeds, long feast)
    {
        var hasty = cast.Do(
            "Jonas",
            "power.use/1",
            new()
            {
                ["power"] = "protect",
                ["subject"] = $"page:{seeds}",
                ["reason"] = "Somebody might mix up the bean jars again.",
            }
        );
        cast.Do(
            "Ilka",
            "power.undo/1",
            new() { ["use"] = hasty, ["reason"] = "Nobody is fighting over it, and Yusuf's tomatoes have to go on the list today." }
        );
        cast.Do(
            "Mara",
            "power.use/1",
            new()
            {
                ["power"] = "protect",
                ["subject"] = $"page:{feast}",
                ["reason"] = "Three of us overwrote each other's list of who brings what. Say on its talk page what you bring, and one of us writes it in.",
            }
        );
    }
}
