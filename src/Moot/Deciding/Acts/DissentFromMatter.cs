using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever lost tells how they saw it: an objection that was not met, or a vote on the other side. It is kept with the decision; of each member the last report counts.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Text">How they saw it.</param>
public sealed record DissentFromMatter(long Matter, Prose Text = default) : IAct<DissentFromMatter, Assembly>
{
    public static string Kind => "matter.dissent/1";

    public static JsonTypeInfo<DissentFromMatter> Json => DecidingJson.Default.DissentFromMatter;

    /// <summary>So long after a matter was settled a report of the minority is taken.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromDays(30);

    public static Verdict Judge(Assembly state, DissentFromMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter.Settled is { Outcome: Outcome.Advice or Outcome.Withdrawn }
            ? Verdict.Refused("nothing-decided", "Nothing was decided here from which to dissent.")
        : !IsTime(matter) ? Verdict.Refused("nothing-called", "Nothing has been called or decided yet. Until then object, or say where you stand.")
        : matter.Settled is { } settled && how.At >= settled.At + Within
            ? Verdict.Refused("dissent-late", $"A report of the minority was taken until {settled.At + Within}.")
        : !IsOfMinority(matter, how.Actor)
            ? Verdict.Refused("not-minority", "This is for whoever had an objection that was not met, or voted against what came out.")
        : Floor.Needs(act.Text, "text-missing", "A report says how you see it.");

    public static Assembly Fold(Assembly state, DissentFromMatter act, in Circumstance how)
    {
        var matter = state.Find(act.Matter)!;
        return state.With(matter with { Dissents = matter.Dissents.SetItem(how.Actor, how.Index) });
    }

    /// <summary>True from the call or the end on.</summary>
    internal static bool IsTime(Matter matter) =>
        matter.Settled is { } settled ? settled.Outcome is not (Outcome.Advice or Outcome.Withdrawn) : matter.Call is { Kind: not CallKind.None };

    /// <summary>True for whoever had an objection that was not met, or whose vote was not for what came out.</summary>
    internal static bool IsOfMinority(Matter matter, Actor actor) =>
        matter.Objections.Values.Any(o => o.By == actor && o.State is not (ObjectionState.Accommodated or ObjectionState.Taste or ObjectionState.Withdrawn))
        || (
            matter.Votes.TryGetValue(actor, out var cast)
            && (matter.Settled is { Outcome: Outcome.Rejected } ? cast.Vote == Vote.Yes : cast.Vote is Vote.No or Vote.Veto)
        );
}
