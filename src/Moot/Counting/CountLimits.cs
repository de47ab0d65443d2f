namespace Moot.Counting;

/// <summary>What anybody may have counted in a browser. On one's own machine <c>moot count</c> has more room.</summary>
public static class CountLimits
{
    /// <summary>Bytes of the ballots.</summary>
    public const int BytesMax = 2 << 20;

    /// <summary>Options.</summary>
    public const int OptionsMax = 64;

    /// <summary>Options times different ballots.</summary>
    public const int MarksMax = 1_000_000;

    /// <summary>Lines of a rule, such as majorities for single options.</summary>
    public const int LinesMax = 64;

    /// <summary>The largest budget of a ballot with quadratic votes.</summary>
    public const long BudgetMax = 1_000_000_000;

    /// <summary>Counts at the same time, on the whole host.</summary>
    public const int AtOnceMax = 1;

    /// <summary>Counts that wait for their turn.</summary>
    public const int WaitingMax = 8;

    /// <summary>Time up to which a count is quick, so that the next one may begin at once.</summary>
    public static readonly TimeSpan QuickMax = TimeSpan.FromMilliseconds(500);

    /// <summary>Time for which the host rests after a count that was not quick: nobody can keep it busy with such counts.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    /// <summary>Time after which a count is ended.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(3);
}
