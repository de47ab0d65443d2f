using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>A member takes back that a name of another wiki is theirs, confirmed or not.</summary>
/// <param name="Claim">The claim's entry.</param>
/// <param name="Reason">Why, if they want to say it.</param>
public sealed record WithdrawClaim(long Claim, Prose Reason = default) : IAct<WithdrawClaim, Library>
{
    public static string Kind => "name.withdraw/1";

    public static JsonTypeInfo<WithdrawClaim> Json => CommonsJson.Default.WithdrawClaim;

    public static Verdict Judge(Library state, WithdrawClaim act, in Circumstance how) =>
        state.Claims.Find(act.Claim) is not { } claim ? Verdict.Refused("no-such-claim", "There is no such claim.")
        : claim.By != how.Actor.Member ? Verdict.Refused("not-your-claim", "Only whoever made a claim can take it back; others can doubt it.")
        : claim.IsWithdrawn ? Verdict.Refused("claim-withdrawn", "This claim was taken back.")
        : Claiming.JudgeReason(act.Reason);

    public static Library Fold(Library state, WithdrawClaim act, in Circumstance how) =>
        state with
        {
            Claims = state.Claims.With(state.Claims.Find(act.Claim)! with { IsWithdrawn = true, IsConfirmed = false }),
        };
}
