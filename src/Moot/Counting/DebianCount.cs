using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts as Debian does: quorum, supermajorities, then the Schwartz set while the weakest defeats are dropped, then the casting vote.</summary>
/// <remarks>Debian constitution v1.9, A.5 (A.6 in older texts). Without a default option, quorum and majorities are not asked, and the result is Schulze's.</remarks>
public static class DebianCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "debian-a5";

    /// <summary>Counts.</summary>
    /// <param name="poll">Ranked or scored ballots, or a matrix.</param>
    /// <param name="rules">Default option, quorum, majorities, casting vote.</param>
    public static DebianTally Of(Poll poll, DebianRules rules)
    {
        var matrix = Pairwise.Of(poll);
        var n = poll.Options.Length;
        var dropped = rules.Default is { } none ? Drop(matrix, rules, none) : [];
        var left = Enumerable.Range(0, n).Except(dropped.Select(d => d.Option)).ToList();
        var defeats = matrix.Defeats(left);
        var rounds = ImmutableArray.CreateBuilder<SchwartzRound>();
        var standing = defeats.ToList();
        while (true)
        {
            var schwartz = Links.Schwartz(left, standing);
            var inside = schwartz.ToHashSet();
            var among = standing.Where(d => inside.Contains(d.Winner) && inside.Contains(d.Loser)).ToList();
            if (among.Count == 0)
            {
                rounds.Add(new(schwartz, []));
                return Result(schwartz);
            }

            var weakest = among.Min(Comparer<Defeat>.Create(Defeat.Compare));
            ImmutableArray<Defeat> falling = [.. among.Where(d => Defeat.Compare(d, weakest) == 0)];
            rounds.Add(new(schwartz, falling));
            standing.RemoveAll(d => Defeat.Compare(d, weakest) == 0 && inside.Contains(d.Winner) && inside.Contains(d.Loser));
        }

        DebianTally Result(ImmutableArray<int> schwartz)
        {
            var tally = new DebianTally(poll.Options, poll.Votes, matrix, rules, dropped, defeats, rounds.ToImmutable());
            var casting = schwartz.Length > 1 ? rules.Casting.FirstOrDefault(c => schwartz.Contains(c), -1) : -1;
            return casting >= 0 ? tally with { Winners = [casting], Broken = [casting] }
                : schwartz.Length == 1 ? tally with { Winners = schwartz }
                : (DebianTally)tally.With([], schwartz);
        }
    }

    private static ImmutableArray<DroppedOption> Drop(Pairwise matrix, DebianRules rules, int none)
    {
        var dropped = ImmutableArray.CreateBuilder<DroppedOption>();
        for (var option = 0; option < matrix.Size; option++)
        {
            var (above, below) = (matrix[option, none], matrix[none, option]);
            var majority = rules.Majorities.GetValueOrDefault(option, Majority.Simple);
            if (option == none)
            {
                continue;
            }

            if (rules.Quorum?.IsReached(above) == false)
            {
                dropped.Add(new(option, DropReason.Quorum, above, below, majority));
            }
            else if (!majority.IsReached(above, below))
            {
                dropped.Add(new(option, DropReason.Majority, above, below, majority));
            }
        }

        return dropped.ToImmutable();
    }
}

/// <summary>What a charter says about a vote that is counted as Debian does.</summary>
/// <param name="Default">The option "none of these" or "further discussion".</param>
/// <param name="Quorum">How many have to prefer an option to the default.</param>
/// <param name="Majorities">Options that need more than a simple majority over the default.</param>
/// <param name="Casting">Who has the casting vote prefers these, the first most.</param>
public sealed record DebianRules(int? Default, Quorum? Quorum, ImmutableDictionary<int, Majority> Majorities, ImmutableArray<int> Casting)
{
    /// <summary>No default option, no quorum, no casting vote.</summary>
    public static DebianRules None { get; } = new(null, null, ImmutableDictionary<int, Majority>.Empty, []);
}

/// <summary>How a count by Debian's rules went.</summary>
/// <param name="Matrix">Who is preferred to whom.</param>
/// <param name="Rules">The rules that were asked.</param>
/// <param name="Dropped">Options without quorum or majority.</param>
/// <param name="Defeats">All defeats among those left.</param>
/// <param name="Rounds">The Schwartz set of each round, and the weakest defeats that were dropped then.</param>
public sealed record DebianTally(
    ImmutableArray<string> Options,
    long Votes,
    Pairwise Matrix,
    DebianRules Rules,
    ImmutableArray<DroppedOption> Dropped,
    ImmutableArray<Defeat> Defeats,
    ImmutableArray<SchwartzRound> Rounds
) : Tally(DebianCount.Method, Options, Votes, 1);

/// <summary>An option that is out before options are compared.</summary>
/// <param name="Option">Which.</param>
/// <param name="Reason">Why.</param>
/// <param name="Above">How many prefer it to the default.</param>
/// <param name="Below">How many prefer the default.</param>
/// <param name="Majority">The majority that it needs.</param>
public sealed record DroppedOption(int Option, DropReason Reason, long Above, long Below, Majority Majority);

/// <summary>Why an option is out.</summary>
public enum DropReason
{
    Quorum = 1,
    Majority,
}

/// <summary>One look at who is not beaten from outside.</summary>
/// <param name="Schwartz">The Schwartz set.</param>
/// <param name="Weakest">The weakest defeats inside it, which are dropped; none in the last round.</param>
public sealed record SchwartzRound(ImmutableArray<int> Schwartz, ImmutableArray<Defeat> Weakest);
