using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever opened a matter takes it back.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Reason">Why.</param>
public sealed record WithdrawMatter(long Matter, Prose Reason = default) : IAct<WithdrawMatter, Assembly>
{
    public static string Kind => "matter.withdraw/1";

    public static JsonTypeInfo<WithdrawMatter> Json => DecidingJson.Default.WithdrawMatter;

    public static Verdict Judge(Assembly state, WithdrawMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : matter.Opener != how.Actor ? Verdict.Refused("not-your-matter", "Whoever opened a matter can take it back.")
        : HasOthers(matter) ? Verdict.Refused("others-took-part", "Others have signed or voted: it is theirs as well, and goes its way.")
        : Floor.Needs(act.Reason, "reason-missing", "Say why you take it back.");

    /// <summary>True where somebody else signed or votes: one person does not undo what many began.</summary>
    private static bool HasOthers(Matter matter) =>
        matter.Signatures.Count > 0
        || matter.Votes.Keys.Any(voter => voter != matter.Opener)
        || matter.Balloting?.Papers.Keys.Any(voter => voter != matter.Opener) == true
        || matter.Options.Values.Any(o => !o.IsWithdrawn && o.Owner != matter.Opener)
        || matter.Past.Any(p => p.HasPassed && matter.Pathway.Find(p.Stage)?.Method == Charters.Method.Petition);

    public static Assembly Fold(Assembly state, WithdrawMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.Settle(matter with { Settled = new(Outcome.Withdrawn, how.At, how.Index) }, how.Index, how.At);
    }
}
