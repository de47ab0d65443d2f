using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>A member says that a name of another wiki is theirs, and by what others may see it.</summary>
/// <remarks>The name itself is not said: an entry that brought a text under it is. What the other wiki or somebody here took out of sight cannot be claimed.
/// Nothing is fetched; others look at the proof and confirm or doubt it.</remarks>
/// <param name="Of">An entry that brought a text under that name.</param>
/// <param name="Proof">By what it is shown.</param>
/// <param name="Revision">The entry that brought a text with the member's line, where that is the proof.</param>
/// <param name="Link">Address of the line in the other wiki, where that is the proof.</param>
/// <param name="Reason">How others can see or know it.</param>
public sealed record ClaimName(long Of, ClaimProof Proof, long? Revision = null, Prose Link = default, Prose Reason = default) : IAct<ClaimName, Library>
{
    public static string Kind => "name.claim/1";

    public static JsonTypeInfo<ClaimName> Json => CommonsJson.Default.ClaimName;

    public static Verdict Judge(Library state, ClaimName act, in Circumstance how)
    {
        if (how.Actor.Member is not { } member)
        {
            return Verdict.Refused("members-only", "Claiming a name takes a member; join first.");
        }

        if (Claiming.JudgeName(state, act.Of, how) is { IsLawful: false } refused)
        {
            return refused;
        }

        var name = Claiming.NameOf(state, act.Of)!.Value;
        return state.Claims.Of(name).Any(c => c.By == member) ? Verdict.Refused("claimed-already", "You claimed this name already; take that claim back first.")
            : state.Claims.Of(member).Count(c => !c.IsConfirmed) >= ClaimLimits.WaitingMax
                ? Verdict.Refused("claims-too-many", $"At most {ClaimLimits.WaitingMax} claims of one member wait at once.")
            : JudgeProof(state, act, how);
    }

    public static Library Fold(Library state, ClaimName act, in Circumstance how) =>
        state with
        {
            Claims = state.Claims.With(new(how.Index, how.Actor.Member!.Value, act.Of, Claiming.NameOf(state, act.Of)!.Value, act.Proof, act.Revision)),
        };

    private static Verdict JudgeProof(Library state, ClaimName act, in Circumstance how) =>
        (act.Proof == ClaimProof.Revision) != act.Revision is not null
            ? Verdict.Refused("claim-proof-wrong", "A text that was brought in is named where it is the proof, and only there.")
        : (act.Proof == ClaimProof.Line ? act.Link.IsMissing : act.Link.Text is not null)
            ? Verdict.Refused("claim-proof-wrong", "An address is told where the line stands in the other wiki, and only there.")
        : act.Revision is { } revision && Claiming.JudgeSame(state, act.Of, revision, how) is { IsLawful: false } refused ? refused
        : act.Proof == ClaimProof.People && act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Say by what other members may know you.")
        : act.Link.Length > ClaimLimits.LinkCharactersMax
            ? Verdict.Refused("link-too-long", $"An address has at most {ClaimLimits.LinkCharactersMax} characters.")
        : Claiming.JudgeReason(act.Reason);
}
