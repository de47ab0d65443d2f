using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody who could decide a matter steps aside, because it is their own or touches them. They are not counted, and do not come back to it.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Reason">Why.</param>
public sealed record RecuseFromMatter(long Matter, Prose Reason = default) : IAct<RecuseFromMatter, Assembly>
{
    public static string Kind => "matter.recuse/1";

    public static JsonTypeInfo<RecuseFromMatter> Json => DecidingJson.Default.RecuseFromMatter;

    public static Verdict Judge(Assembly state, RecuseFromMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter
        && Floor.InStage(state, matter, how, Method.Vote, Method.Closing, Method.RoughConsensus, Method.Opinion) is { IsLawful: false } wrong
            ? wrong
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter!.Stage.Method == Method.Vote && Floor.WasThere(state, matter, how) is { IsLawful: false } late ? late
        : Floor.Needs(act.Reason, "reason-missing", "Say why you step aside, so that the others know that they decide without you.");

    public static Assembly Fold(Assembly state, RecuseFromMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        matter = matter with
        {
            Recused = matter.Recused.SetItem(how.Actor, matter.Began),
            Votes = matter.Votes.Remove(how.Actor),
            Belonged = matter.Belonged.Remove(how.Actor),
            Casting = matter.Stage.Casting is { } who && Electorate.Includes(state, who, matter, how) ? null : matter.Casting,
        };
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
