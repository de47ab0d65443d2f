using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;

namespace Moot.Commons;

/// <summary>What the acts about claimed names ask in the same way.</summary>
internal static class Claiming
{
    /// <summary>The name under which an entry brought a text; null where it brought none under a name.</summary>
    public static BroughtName? NameOf(Library state, long entry) => state.Imports.FindBrought(entry) is { } brought ? BroughtName.Of(brought) : null;

    /// <summary>Can this name be claimed?</summary>
    public static Verdict JudgeName(Library state, long entry, in Circumstance how) =>
        state.Imports.FindBrought(entry) is not { } brought ? Verdict.Refused("no-such-name", "This entry brought no text of another wiki.")
        : brought.AuthorKind == AuthorThere.Address ? Verdict.Refused("address-claimed", "An internet address is nobody's for long, and cannot be claimed.")
        : brought.AuthorKind != AuthorThere.Name || how.Read<Erasures>().Find(entry) is not null
            ? Verdict.Refused("name-out-of-sight", "This name is out of sight, and cannot be claimed.")
        : Verdict.Lawful;

    /// <summary>Was a text that is to prove a claim brought under the same name, and can it be read?</summary>
    public static Verdict JudgeSame(Library state, long of, long revision, in Circumstance how) =>
        state.Imports.FindBrought(of) is not { } name
        || state.Imports.FindBrought(revision) is not { } proof
        || !BroughtName.MayBeSame(name, proof)
        || proof.Lacks != default
        || how.Read<Erasures>().Find(revision) is not null
            ? Verdict.Refused("proof-of-another", "The text with your line must have been brought in under the same name, and be in sight.")
            : Verdict.Lawful;

    /// <summary>May this member say something of a claim, and is it something new?</summary>
    public static Verdict JudgeOpinion(Library state, long entry, bool isFor, in Circumstance how) =>
        how.Actor.Member is not { } member ? Verdict.Refused("members-only", "Saying this takes a member; join first.")
        : state.Claims.Find(entry) is not { } claim ? Verdict.Refused("no-such-claim", "There is no such claim.")
        : claim.IsWithdrawn ? Verdict.Refused("claim-withdrawn", "This claim was taken back.")
        : claim.By == member ? Verdict.Refused("own-claim", "Others say whether they believe your claim.")
        : claim.Opinions.TryGetValue(member, out var said) && said.IsFor == isFor ? Verdict.Refused("said-already", "You said so already.")
        : Verdict.Lawful;

    public static Verdict JudgeReason(Prose reason) =>
        reason.Length > CommonsLimits.SummaryCharactersMax
            ? Verdict.Refused("summary-too-long", $"A reason has at most {CommonsLimits.SummaryCharactersMax} characters.")
            : Verdict.Lawful;
}
