using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Chance;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;

namespace Moot.Deciding.Acts;

/// <summary>Somebody who was drawn stepped aside or left, and another one is drawn in their place: by the value before the one that is known of the chain, which nobody else could know, so that nobody knew who would follow.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Member">Who was drawn and does not serve.</param>
/// <param name="Value">The value of the chain before the one that is known.</param>
public sealed record ReplaceDrawn(long Matter, MemberId Member, Hash Value) : IAct<ReplaceDrawn, Assembly>
{
    public static string Kind => "lot.replace/1";

    public static JsonTypeInfo<ReplaceDrawn> Json => DecidingJson.Default.ReplaceDrawn;

    public static Verdict Judge(Assembly state, ReplaceDrawn act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter.Drew is not { Lot.Chain: { } known } ? Verdict.Refused("no-chain", "No chain was announced with this draw: open another matter to draw again.")
        : !matter.Drawn.Contains(act.Member) ? Verdict.Refused("not-drawn", "This member is not among those who were drawn.")
        : how.Read<Roster>().Find(act.Member) is { Left: null } && !matter.Recused.ContainsKey(Actor.Of(act.Member))
            ? Verdict.Refused("still-there", "Only who stepped aside or left is replaced.")
        : !ReplacementChain.Precedes(act.Value, known)
            ? Verdict.Refused("chain-differs", "This is not the value before the one that is known: its SHA-256 would be that one.")
        : Drawing.Next(matter, act.Value, how.Read<Roster>()) is null ? Verdict.Refused("pool-too-small", "Nobody is left on the list.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, ReplaceDrawn act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        var drew = matter.Drew!;
        var next = Drawing.Next(matter, act.Value, how.Read<Roster>())!.Value;
        return state.With(
            matter with
            {
                Drawn = matter.Drawn.Replace(act.Member, next),
                Recused = matter.Recused.Remove(Actor.Of(act.Member)),
                Drew = drew with { Lot = drew.Lot with { Chain = act.Value }, Replaced = drew.Replaced.Add(act.Member) },
            }
        );
    }
}
