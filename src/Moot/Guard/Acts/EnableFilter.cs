using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Guard.Acts;

/// <summary>A member switches a filter on, and says why.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Reason">Why.</param>
public sealed record EnableFilter(long Filter, Prose Reason = default) : IAct<EnableFilter, Gatehouse>
{
    public static string Kind => "filter.enable/1";

    public static JsonTypeInfo<EnableFilter> Json => GuardJson.Default.EnableFilter;

    public static Verdict Judge(Gatehouse state, EnableFilter act, in Circumstance how) => state.JudgeSwitch(act.Filter, on: true, act.Reason, how);

    public static Gatehouse Fold(Gatehouse state, EnableFilter act, in Circumstance how) =>
        state.With(state.Filters[act.Filter] with { IsOn = true, Switched = how.Index });
}
