using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody says that the numbers of a draw were read wrongly, before it holds. Then another one reads them.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Reason">Which number is wrong, and where everybody can see it.</param>
public sealed record DisputeLot(long Matter, Prose Reason = default) : IAct<DisputeLot, Assembly>
{
    public static string Kind => "lot.dispute/1";

    public static JsonTypeInfo<DisputeLot> Json => DecidingJson.Default.DisputeLot;

    public static Verdict Judge(Assembly state, DisputeLot act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Stage.Method != Method.Lot || matter.Lot is not { Read: not null } lot
            ? Verdict.Refused("not-drawn", "Nothing was drawn here yet, or it holds already.")
        : !how.Actor.IsMember ? Floor.MembersOnly
        : lot.IsDisputed ? Verdict.Refused("disputed-already", "This is disputed already: another one reads the numbers.")
        : Floor.Needs(act.Reason, "reason-missing", "Say which number is wrong, and where everybody can see it.");

    public static Assembly Fold(Assembly state, DisputeLot act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.With(matter with { Lot = matter.Lot! with { Disputed = how.At } });
    }
}
