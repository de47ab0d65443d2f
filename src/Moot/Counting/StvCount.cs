using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts single transferable votes with the Droop quota, in exact fractions; with one seat and no quota, instant runoff.</summary>
/// <remarks>
/// Quota: votes / (seats + 1), rounded down, plus 1. What is above the quota goes on with all votes of the elected, each at the same reduced weight
/// (weighted inclusive Gregory); the largest surplus first. When nobody is above, the last goes out, whose votes go on at the weight that they have.
/// Options ranked equal share a vote in equal parts. When no more are left than seats, all of them are elected.
/// Those tied for last go together where even together they could not catch up with the next.
/// </remarks>
public static class StvCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "stv";

    /// <summary>What the method with one seat is called.</summary>
    public const string Runoff = "irv";

    /// <summary>Counts with the Droop quota.</summary>
    /// <param name="poll">Ranked ballots.</param>
    /// <param name="seats">How many are to be chosen.</param>
    /// <param name="order">A lot for ties, the first preferred; empty for none.</param>
    /// <param name="cancel">Ends it: the exact fractions of ballots that were made for it may grow without end.</param>
    public static StvTally Of(Poll poll, int seats, ImmutableArray<int> order, CancellationToken cancel = default) =>
        Every(poll.AsRanked(), seats, order, Method, cancel);

    /// <summary>Counts an instant runoff: whoever is last goes until somebody has more than half of the votes that still count.</summary>
    /// <param name="poll">Ranked ballots.</param>
    /// <param name="order">A lot for ties, the first preferred; empty for none.</param>
    /// <param name="cancel">Ends it: the exact fractions of ballots that were made for it may grow without end.</param>
    public static StvTally InstantRunoff(Poll poll, ImmutableArray<int> order, CancellationToken cancel = default) =>
        Every(poll.AsRanked(), 1, order, Runoff, cancel);

    private static StvTally Every(Poll poll, int seats, ImmutableArray<int> order, string method, CancellationToken cancel) =>
        TieBreak.Every(order, breaker => new StvRun(poll, seats, method, breaker, cancel).Count(), cancel);
}

/// <summary>How a count of transferable votes went.</summary>
/// <param name="Method">stv or irv.</param>
/// <param name="Options">The names.</param>
/// <param name="Votes">How many votes were counted.</param>
/// <param name="Seats">How many were to be chosen.</param>
/// <param name="Rounds">Every round.</param>
public sealed record StvTally(string Method, ImmutableArray<string> Options, long Votes, int Seats, ImmutableArray<StvRound> Rounds)
    : Tally(Method, Options, Votes, Seats);

/// <summary>One round of transferable votes.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Quota">What a candidate needs.</param>
/// <param name="Totals">The votes of each; null for those who are out, or whose surplus went on.</param>
/// <param name="Exhausted">Votes that name nobody who is left.</param>
/// <param name="Elected">Who was elected in this round.</param>
/// <param name="Eliminated">Who goes after this round.</param>
/// <param name="Passing">Whose surplus goes on after this round.</param>
/// <param name="Surplus">That surplus.</param>
/// <param name="Tied">Those between whom a lot or nothing had to decide.</param>
public sealed record StvRound(
    int Number,
    Fraction Quota,
    ImmutableArray<Fraction?> Totals,
    Fraction Exhausted,
    ImmutableArray<int> Elected,
    ImmutableArray<int> Eliminated,
    int? Passing,
    Fraction Surplus,
    ImmutableArray<int> Tied
);
