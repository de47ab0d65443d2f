using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody says that they did what they promised, and how one can see it.</summary>
/// <param name="Commitment">What was promised.</param>
/// <param name="What">What they did.</param>
public sealed record KeepCommitment(long Commitment, Prose What = default) : IAct<KeepCommitment, Assembly>
{
    public static string Kind => "commitment.keep/1";

    public static JsonTypeInfo<KeepCommitment> Json => DecidingJson.Default.KeepCommitment;

    public static Verdict Judge(Assembly state, KeepCommitment act, in Circumstance how) =>
        !state.Commitments.TryGetValue(act.Commitment, out var promised) ? Floor.NoCommitment
        : !promised.Joined.ContainsKey(how.Actor) ? Verdict.Refused("not-joined", "You have not promised this.")
        : promised.Met is null ? Verdict.Refused("not-bound", "There are not enough yet: nobody is bound.")
        : promised.Kept.ContainsKey(how.Actor) ? Verdict.Refused("kept-already", "You have said so already.")
        : Floor.Needs(act.What, "text-missing", "Say what you did, so that others can see it.");

    public static Assembly Fold(Assembly state, KeepCommitment act, in Circumstance how)
    {
        var promised = state.Commitments[act.Commitment];
        return state.With(promised with { Kept = promised.Kept.Add(how.Actor, how.Index) });
    }
}
