namespace Moot.Counting.Pictures;

/// <summary>How much a picture of a count shows, so that it can be read. The tables go further.</summary>
public static class PictureLimits
{
    /// <summary>Options in a graph of wins.</summary>
    public const int GraphOptionsMax = 12;

    /// <summary>Options in a graph of which each arrow has its numbers.</summary>
    public const int GraphNumbersMax = 5;

    /// <summary>Options in a table of pairs.</summary>
    public const int PairsOptionsMax = 64;

    /// <summary>Options in a flow of rounds; the others are one together.</summary>
    public const int FlowOptionsMax = 40;

    /// <summary>Rounds in a flow of rounds: the first and the last ones.</summary>
    public const int FlowRoundsMax = 24;

    /// <summary>Options in a picture with bars.</summary>
    public const int BarsMax = 100;

    /// <summary>Different scores that are shown one by one; more are put together.</summary>
    public const int ScoresMax = 10;

    /// <summary>Rounds in a table.</summary>
    public const int TableRoundsMax = 300;

    /// <summary>Columns of options in a table of rounds.</summary>
    public const int TableOptionsMax = 100;

    /// <summary>UTF-16 characters of a name beside a bar.</summary>
    public const int BarNameMax = 34;

    /// <summary>UTF-16 characters of a name over a bar in a round.</summary>
    public const int FlowNameMax = 17;

    /// <summary>UTF-16 characters of each of the two lines of a name at a node of a graph.</summary>
    public const int NodeNameMax = 13;

    /// <summary>Names in the description of a picture.</summary>
    public const int ToldMax = 12;
}
