using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody says where they stand, and why. It is an argument, not a vote; the last one counts.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Stance">Where.</param>
/// <param name="Reason">Why.</param>
public sealed record TakePosition(long Matter, Stance Stance, Prose Reason = default) : IAct<TakePosition, Assembly>
{
    public static string Kind => "matter.position/1";

    public static JsonTypeInfo<TakePosition> Json => DecidingJson.Default.TakePosition;

    public static Verdict Judge(Assembly state, TakePosition act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter.Parties.Count >= Floor.PartiesMax ? Verdict.Refused("too-many-parties", $"At most {Floor.PartiesMax} people take a part in one matter.")
        : Floor.Needs(act.Reason, "reason-missing", "Say why: a position without a reason is a head, and heads are not counted here.");

    public static Assembly Fold(Assembly state, TakePosition act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.With((matter with { Positions = matter.Positions.SetItem(how.Actor, (act.Stance, how.Index)) }).WithParty(how.Actor));
    }
}
