using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>How a count went: who won, and every step that led there.</summary>
/// <param name="Method">The method's name, as <c>moot count</c> takes it.</param>
/// <param name="Options">The names.</param>
/// <param name="Votes">How many votes were counted; 0 where only a matrix is known.</param>
/// <param name="Seats">How many were to be chosen.</param>
public abstract record Tally(string Method, ImmutableArray<string> Options, long Votes, int Seats)
{
    /// <summary>Who won, in the order of winning. With one seat and a tie that nothing breaks: all who are tied.</summary>
    public ImmutableArray<int> Winners { get; init; } = [];

    /// <summary>Those between whom nothing decides; empty where there is no tie.</summary>
    public ImmutableArray<int> Tied { get; init; } = [];

    /// <summary>For how many seats those are tied.</summary>
    public int TiedSeats { get; init; }

    /// <summary>Options whose place a lot or a casting vote gave.</summary>
    public ImmutableArray<int> Broken { get; init; } = [];

    /// <summary>Sets winners and ties: of one seat a tie is the set of winners.</summary>
    /// <param name="sure">Those who win whatever a tie would bring.</param>
    /// <param name="tied">Those who win only in some ways of breaking it.</param>
    internal Tally With(ImmutableArray<int> sure, ImmutableArray<int> tied) =>
        this with
        {
            Winners = Seats == 1 && tied.Length > 0 ? tied : sure,
            Tied = tied,
            TiedSeats = tied.Length > 0 ? Math.Max(1, Seats - sure.Length) : 0,
        };
}
