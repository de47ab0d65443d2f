using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody is named as a candidate. Who names themselves has accepted.</summary>
/// <param name="Matter">The election.</param>
/// <param name="Member">The candidate.</param>
/// <param name="Text">Why; of oneself what one stands for.</param>
public sealed record NominateCandidate(long Matter, MemberId Member, Prose Text = default) : IAct<NominateCandidate, Assembly>
{
    public static string Kind => "option.nominate/1";

    public static JsonTypeInfo<NominateCandidate> Json => DecidingJson.Default.NominateCandidate;

    public static Verdict Judge(Assembly state, NominateCandidate act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.InStage(state, matter, how, Method.Nomination) is { IsLawful: false } wrong ? wrong
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter!.Options.Values.Any(o => o.Member == act.Member && !o.IsWithdrawn) ? Verdict.Refused("named-already", "This member is named already.")
        : Floor.First(
            Floor.RoomForOption(matter, how.Actor, how.Actor.Member == act.Member),
            OpenMatter.JudgeCandidate(state, matter.OpenRole, act.Member, matter.OpenSeats, how),
            Floor.Needs(act.Text, "text-missing", "Say why: what this candidate would do, or what you stand for.")
        );

    public static Assembly Fold(Assembly state, NominateCandidate act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        var isSelf = how.Actor.Member == act.Member;
        return state.With(
            matter
                .With(
                    new Option(how.Index, how.Actor, how.Index)
                    {
                        Member = act.Member,
                        IsAccepted = isSelf,
                        Belongs = isSelf ? state.AffiliationOf(act.Member) : null,
                    }
                )
                .WithParty(how.Actor),
            how.Index
        );
    }
}
