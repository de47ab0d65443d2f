using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Counts first choices: an option wins with enough of all votes, if enough people voted.</summary>
/// <remarks>Each ballot counts for the option that it puts first. A ballot that puts none or several first, and one for "abstain", counts for the quorum only.
/// Without a larger majority, more than half of the votes that are not abstentions is needed: a tie wins nothing.</remarks>
public static class MajorityCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "majority";

    /// <summary>Counts.</summary>
    /// <param name="poll">Ranked or scored ballots.</param>
    /// <param name="quorum">How many have to vote, abstentions included; null for none.</param>
    /// <param name="majority">The majority that is needed, over all other votes together.</param>
    /// <param name="abstain">The option that stands for an abstention; null for none.</param>
    public static MajorityTally Of(Poll poll, Quorum? quorum, Majority majority, int? abstain)
    {
        var totals = new long[poll.Options.Length];
        var none = 0L;
        for (var b = 0; b < poll.Ballots; b++)
        {
            if (First(poll, b) is { } first && first != abstain)
            {
                totals[first] += poll.Counts[b];
            }
            else
            {
                none += poll.Counts[b];
            }
        }

        var cast = poll.Votes - none;
        var hasQuorum = quorum?.IsReached(poll.Votes) ?? true;
        var winners = Enumerable.Range(0, totals.Length).Where(o => hasQuorum && o != abstain && majority.IsReached(totals[o], cast - totals[o]));
        return new(poll.Options, poll.Votes, [.. totals], none, quorum, hasQuorum, majority)
        {
            // A majority below a half may be reached by several: the most votes win, and equal ones are a set.
            Winners = [.. winners.GroupBy(w => totals[w]).OrderByDescending(g => g.Key).FirstOrDefault() ?? Enumerable.Empty<int>()],
        };
    }

    private static int? First(Poll poll, int ballot)
    {
        var marks = poll.Ballot(ballot);
        var (best, first, isAlone) = (0, -1, false);
        for (var i = 0; i < marks.Length; i++)
        {
            var mark =
                poll.IsScored ? marks[i]
                : marks[i] == Poll.Unranked ? 0
                : Poll.MarkMax + 1 - marks[i];
            (best, first, isAlone) =
                mark > best ? (mark, i, true)
                : mark == best ? (best, first, false)
                : (best, first, isAlone);
        }

        return isAlone && best > 0 ? first : null;
    }
}

/// <summary>How a count of first choices went.</summary>
/// <param name="Options">The names.</param>
/// <param name="Votes">How many votes were cast.</param>
/// <param name="Totals">First choices of each.</param>
/// <param name="Abstained">Votes that count for the quorum only.</param>
/// <param name="Quorum">How many have to vote.</param>
/// <param name="HasQuorum">True if so many did.</param>
/// <param name="Majority">The majority that is needed.</param>
public sealed record MajorityTally(
    ImmutableArray<string> Options,
    long Votes,
    ImmutableArray<long> Totals,
    long Abstained,
    Quorum? Quorum,
    bool HasQuorum,
    Majority Majority
) : Tally(MajorityCount.Method, Options, Votes, 1);
