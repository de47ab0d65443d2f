using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Guard.Acts;

/// <summary>A member switches a filter off, and says why.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Reason">Why.</param>
public sealed record DisableFilter(long Filter, Prose Reason = default) : IAct<DisableFilter, Gatehouse>
{
    public static string Kind => "filter.disable/1";

    public static JsonTypeInfo<DisableFilter> Json => GuardJson.Default.DisableFilter;

    public static Verdict Judge(Gatehouse state, DisableFilter act, in Circumstance how) => state.JudgeSwitch(act.Filter, on: false, act.Reason, how);

    public static Gatehouse Fold(Gatehouse state, DisableFilter act, in Circumstance how) =>
        state.With(state.Filters[act.Filter] with { IsOn = false, Switched = how.Index });
}
