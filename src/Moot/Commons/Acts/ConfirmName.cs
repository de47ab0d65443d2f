using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Commons.Acts;

/// <summary>Another member says that a claimed name is the claimant's: they looked at the proof, or know it.</summary>
/// <param name="Claim">The claim's entry.</param>
/// <param name="Reason">How they know.</param>
public sealed record ConfirmName(long Claim, Prose Reason = default) : IAct<ConfirmName, Library>
{
    public static string Kind => "name.confirm/1";

    public static JsonTypeInfo<ConfirmName> Json => CommonsJson.Default.ConfirmName;

    public static Verdict Judge(Library state, ConfirmName act, in Circumstance how) =>
        Claiming.JudgeOpinion(state, act.Claim, isFor: true, how) is { IsLawful: false } refused ? refused
        : Claiming.JudgeName(state, state.Claims.Find(act.Claim)!.Of, how) is { IsLawful: false } unseen ? unseen
        : how.Read<Roster>().Find(state.Claims.Find(act.Claim)!.By) is not { Left: null }
            ? Verdict.Refused("claimant-left", "Whoever claimed this name has left.")
        : how.Read<Roster>().Find(how.Actor.Member!.Value)!.Joined > act.Claim
            ? Verdict.Refused("joined-after-claim", "Whoever joined after a claim was made cannot confirm it: else one could join again to confirm oneself.")
        : state.Claims.ConfirmedOf(state.Claims.Find(act.Claim)!.Name) is { } other && other.Entry != act.Claim
            ? Verdict.Refused("name-confirmed", $"The claim of entry {other.Entry} counts for this name. If that is wrong, doubt it first.")
        : state.Claims.Find(act.Claim)!.Proof == ClaimProof.People && act.Reason.IsMissing
            ? Verdict.Refused("reason-missing", "Say how you know that this name is theirs.")
        : Claiming.JudgeReason(act.Reason);

    public static Library Fold(Library state, ConfirmName act, in Circumstance how) =>
        state with
        {
            Claims = state.Claims.With(state.Claims.Find(act.Claim)!.With(how.Actor.Member!.Value, new(IsFor: true, how.Index))),
        };
}
