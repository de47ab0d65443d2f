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
        : Floor.Needs(act.Reason, "reason-missing", "Say why you take it back.");

    public static Assembly Fold(Assembly state, WithdrawMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.Settle(matter with { Settled = new(Outcome.Withdrawn, how.At, how.Index) }, how.Index, how.At);
    }
}
