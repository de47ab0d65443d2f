using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member promises the same. With the last one who is needed it binds them all.</summary>
/// <param name="Commitment">What is promised.</param>
public sealed record JoinCommitment(long Commitment) : IAct<JoinCommitment, Assembly>
{
    public static string Kind => "commitment.join/1";

    public static JsonTypeInfo<JoinCommitment> Json => DecidingJson.Default.JoinCommitment;

    public static Verdict Judge(Assembly state, JoinCommitment act, in Circumstance how) =>
        !how.Actor.IsMember ? Floor.MembersOnly
        : !state.Commitments.TryGetValue(act.Commitment, out var promised) ? Floor.NoCommitment
        : promised.IsVoid(how.At) ? Verdict.Refused("promise-late", "The day is over, and there were too few: nobody is bound.")
        : promised.Joined.ContainsKey(how.Actor) ? Verdict.Refused("joined-already", "You have promised this already.")
        : promised.Joined.Count >= OpenCommitment.NeedMax ? Verdict.Refused("too-many-parties", $"At most {OpenCommitment.NeedMax} people promise one thing.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, JoinCommitment act, in Circumstance how)
    {
        var promised = state.Commitments[act.Commitment];
        promised = promised with { Joined = promised.Joined.Add(how.Actor, how.Index) };
        return state.With(promised.Met is null && promised.Joined.Count >= promised.Need ? promised with { Met = how.At } : promised);
    }
}
