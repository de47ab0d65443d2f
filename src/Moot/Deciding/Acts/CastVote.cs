using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member votes. Until the vote ends the last one counts.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Vote">For, against, neither; or a veto, where the stage knows it.</param>
/// <param name="Reason">Why; a veto needs it.</param>
public sealed record CastVote(long Matter, Vote Vote, Prose Reason = default) : IAct<CastVote, Assembly>
{
    public static string Kind => "matter.vote/1";

    public static JsonTypeInfo<CastVote> Json => DecidingJson.Default.CastVote;

    public static Verdict Judge(Assembly state, CastVote act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.InStage(state, matter, how, Method.Vote, Method.StrawPoll) is { IsLawful: false } wrong
            ? wrong
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter!.Stage.Method == Method.Vote && Floor.WasThere(state, matter, how) is { IsLawful: false } late ? late
        : act.Vote != Vote.Veto ? Floor.Lawful
        : !matter.Stage.HasVeto ? Verdict.Refused("no-veto", "There is no veto in this vote; vote against it.")
        : Floor.Needs(act.Reason, "reason-missing", "A veto needs a reason in the thing itself. Without one it is no veto.");

    public static Assembly Fold(Assembly state, CastVote act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        matter = (
            matter with
            {
                Votes = matter.Votes.SetItem(how.Actor, (act.Vote, how.Index)),
                Belonged = Floor.Belonging(state, matter, how.Actor),
                Casting = matter.Stage.Casting is { } who && Electorate.Includes(state, who, matter, how) ? act.Vote : matter.Casting,
            }
        ).WithParty(how.Actor);
        if (
            matter.Stage is { Method: Method.Vote, EndsWhenCertain: true }
            && VoteCount.Of(matter, Floor.Count(state, how)) is var count
            && count.IsCertain(matter.Stage)
        )
        {
            matter = Progress.Next(matter, how.At, count.HasPassed, how.Index, onward: count.IsBetween ? matter.Stage.BetweenThen : null);
            return matter.Settled is null ? state.With(matter) : state.Settle(matter, how.Index, how.At);
        }

        return state.With(matter);
    }
}
