using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever has a reserve power decides alone, with a reason, for as long as the charter says. Then it lapses, unless the others adopt it.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Reason">Why it cannot wait.</param>
public sealed record DecreeMatter(long Matter, Prose Reason = default) : IAct<DecreeMatter, Assembly>
{
    public static string Kind => "matter.decree/1";

    public static JsonTypeInfo<DecreeMatter> Json => DecidingJson.Default.DecreeMatter;

    public static Verdict Judge(Assembly state, DecreeMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.InStage(state, matter, how, Method.Reserve) is { IsLawful: false } wrong ? wrong
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter!.Decree is not null ? Verdict.Refused("decreed-already", "This was decided alone once already. Now it is for the others.")
        : matter.NewCharter is not null || matter.Role is not null || matter.Appeals is not null
            ? Verdict.Refused("not-alone", "Nobody gives a charter, a role or the outcome of an appeal alone.")
        : Floor.Needs(act.Reason, "reason-missing", "Whoever decides alone says why it could not wait.");

    public static Assembly Fold(Assembly state, DecreeMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        matter = (matter with { Decree = (how.Index, how.At + matter.Stage.For!.Value), Began = how.At }).WithParty(how.Actor);

        // The others begin at once to decide whether it stays, while it holds.
        return state.WithDecree(matter.Stage.Then is null ? matter : Progress.Next(matter, how.At, hasPassed: true, entry: null), how.Index);
    }
}
