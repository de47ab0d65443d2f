using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>A vote as it stands, with everything that its rule asks.</summary>
/// <param name="Yes">For.</param>
/// <param name="No">Against, vetoes included.</param>
/// <param name="Abstain">Neither.</param>
/// <param name="Vetoes">Of those against, how many stop it.</param>
/// <param name="Electorate">How many could vote when it began; 0 where the rule does not ask.</param>
/// <param name="HasQuorum">True if enough voted.</param>
/// <param name="HasApprovals">True if enough voted for it.</param>
/// <param name="HasShare">True if the share is reached.</param>
/// <param name="IsBetween">True if only the smaller share is reached, with which it goes elsewhere.</param>
public sealed record VoteCount(long Yes, long No, long Abstain, long Vetoes, long Electorate, bool HasQuorum, bool HasApprovals, bool HasShare, bool IsBetween)
{
    /// <summary>True where a tie would be decided for it, or whoever decides it has not voted.</summary>
    public bool MayPassByTie { get; init; }

    /// <summary>True if it passes as it stands.</summary>
    public bool HasPassed => HasQuorum && HasApprovals && HasShare && Vetoes == 0;

    /// <summary>Counts the votes of the stage in which a matter is.</summary>
    /// <param name="matter">The matter.</param>
    /// <param name="count">How many could take part at a time.</param>
    public static VoteCount Of(Matter matter, Func<Who, Moment, long> count)
    {
        var (yes, no, abstain, vetoes) = (0L, 0L, 0L, 0L);
        var counted = new Dictionary<(long Organisation, Vote Vote), int>();
        foreach (var (actor, (vote, _)) in matter.Votes)
        {
            // Equal votes of one organisation count so often and no oftener.
            if (matter.Stage.PerAffiliation is { } most && matter.Belonged.TryGetValue(actor, out var organisation))
            {
                var same = counted[(organisation, vote)] = counted.GetValueOrDefault((organisation, vote)) + 1;
                if (same > most)
                {
                    continue;
                }
            }

            yes += vote == Vote.Yes ? 1 : 0;
            no += vote is Vote.No or Vote.Veto ? 1 : 0;
            abstain += vote == Vote.Abstain ? 1 : 0;
            vetoes += vote == Vote.Veto ? 1 : 0;
        }

        var electorate =
            matter.Stage.By.IsDrawn ? matter.Drawn.Length - matter.RecusedNow
            : matter.Stage.By.IsCountable ? count(matter.Stage.By, matter.Began) - matter.RecusedNow
            : 0;
        var result = Of(matter.Stage, yes, no, abstain, vetoes, electorate) with
        {
            MayPassByTie = matter.Stage.Casting is not null && (matter.Casting is null or Vote.Yes),
        };
        return matter.Casting == Vote.Yes && yes == no && !result.HasShare ? result with { HasShare = true, IsBetween = false } : result;
    }

    /// <summary>Judges numbers by the rule of a stage.</summary>
    public static VoteCount Of(Stage stage, long yes, long no, long abstain, long vetoes, long electorate)
    {
        var hasQuorum = stage.Quorum?.IsReached(yes + no + abstain, electorate) ?? true;
        var hasApprovals = stage.Approvals?.IsReached(yes, electorate) ?? true;
        var hasShare = stage.Pass is null || Reaches(stage.Pass);
        var isBetween = hasQuorum && hasApprovals && vetoes == 0 && !hasShare && stage.Between is { } between && Reaches(between);
        return new(yes, no, abstain, vetoes, electorate, hasQuorum, hasApprovals, hasShare, isBetween);

        bool Reaches(Share share) =>
            share.IsReached(
                yes,
                share.Of switch
                {
                    ShareOf.Cast => yes + no,
                    ShareOf.Voting => yes + no + abstain,
                    ShareOf.Electorate => electorate,
                    _ => electorate - abstain,
                }
            );
    }

    /// <summary>True if no vote that is still missing could change whether it passes, as long as nobody changes theirs. Debian constitution §6.3.1.</summary>
    public bool IsCertain(Stage stage)
    {
        var missing = Electorate - Yes - No - Abstain;
        if (missing > 0 && MayPassByTie && Math.Abs(Yes - No) <= missing)
        {
            return false;
        }

        var best = Of(stage, Yes + missing, No, Abstain, Vetoes, Electorate);
        var worst = Of(stage, Yes, No + missing, Abstain, Vetoes + (stage.HasVeto ? missing : 0), Electorate);
        var still = Of(stage, Yes, No, Abstain + missing, Vetoes, Electorate);
        return missing <= 0 || (EndsLike(best) && EndsLike(worst) && EndsLike(still));

        bool EndsLike(VoteCount other) => HasPassed == other.HasPassed && IsBetween == other.IsBetween;
    }
}
