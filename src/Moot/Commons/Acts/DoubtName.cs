using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>Another member doubts that a claimed name is the claimant's, before or after it was confirmed.</summary>
/// <param name="Claim">The claim's entry.</param>
/// <param name="Reason">Why.</param>
public sealed record DoubtName(long Claim, Prose Reason = default) : IAct<DoubtName, Library>
{
    public static string Kind => "name.doubt/1";

    public static JsonTypeInfo<DoubtName> Json => CommonsJson.Default.DoubtName;

    public static Verdict Judge(Library state, DoubtName act, in Circumstance how) =>
        Claiming.JudgeOpinion(state, act.Claim, isFor: false, how) is { IsLawful: false } refused ? refused
        : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Doubting somebody's claim needs a reason.")
        : Claiming.JudgeReason(act.Reason);

    public static Library Fold(Library state, DoubtName act, in Circumstance how) =>
        state with
        {
            Claims = state.Claims.With(state.Claims.Find(act.Claim)!.With(how.Actor.Member!.Value, new(IsFor: false, how.Index))),
        };
}
