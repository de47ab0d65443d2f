using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody takes a promise back, as long as there are not enough.</summary>
/// <param name="Commitment">What was promised.</param>
public sealed record LeaveCommitment(long Commitment) : IAct<LeaveCommitment, Assembly>
{
    public static string Kind => "commitment.leave/1";

    public static JsonTypeInfo<LeaveCommitment> Json => DecidingJson.Default.LeaveCommitment;

    public static Verdict Judge(Assembly state, LeaveCommitment act, in Circumstance how) =>
        !state.Commitments.TryGetValue(act.Commitment, out var promised) ? Floor.NoCommitment
        : !promised.Joined.ContainsKey(how.Actor) ? Verdict.Refused("not-joined", "You have not promised this.")
        : promised.Met is not null ? Verdict.Refused("bound", "There are enough: it binds everybody who promised.")
        : promised.IsVoid(how.At) ? Verdict.Refused("promise-late", "The day is over, and there were too few: nobody is bound.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, LeaveCommitment act, in Circumstance how)
    {
        var promised = state.Commitments[act.Commitment];
        return state.With(promised with { Joined = promised.Joined.Remove(how.Actor) });
    }
}
