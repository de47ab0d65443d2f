using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody enters what time has decided: a window closed, a vote ended. Anybody may; it changes nothing but that the decision has an entry, and takes effect.</summary>
/// <param name="Matter">The matter.</param>
public sealed record RecordDecision(long Matter) : IAct<RecordDecision, Assembly>
{
    public static string Kind => "matter.record/1";

    public static JsonTypeInfo<RecordDecision> Json => DecidingJson.Default.RecordDecision;

    public static Verdict Judge(Assembly state, RecordDecision act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not { } settled ? Verdict.Refused("not-settled", "This matter is not settled yet.")
        : settled.Entry is { } entry ? Verdict.Refused("recorded-already", $"This was entered already: it is decision {entry}.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, RecordDecision act, in Circumstance how) =>
        state.Settle(Floor.Find(state, act.Matter, how)!, how.Index, how.At);
}
