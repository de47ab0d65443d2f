using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Chance;
using Moot.Kernel.Tree;

namespace Moot.Deciding.Acts;

/// <summary>Somebody fixes the list from which people are drawn, and names the public numbers that will draw them, before anybody can know these. RFC 3797 §§2, 4.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Draws">When all the sources will have spoken.</param>
/// <param name="Sources">How many sources there are.</param>
/// <param name="Chain">The last value of a chain of hashes, by which those are replaced who step aside; null where nobody is.</param>
/// <param name="Named">What they are, in their order: which lottery, which day, which balls.</param>
public sealed record AnnounceLot(long Matter, Moment Draws, int Sources, Hash? Chain = null, Prose Named = default) : IAct<AnnounceLot, Assembly>
{
    public static string Kind => "lot.announce/1";

    public static JsonTypeInfo<AnnounceLot> Json => DecidingJson.Default.AnnounceLot;

    public static Verdict Judge(Assembly state, AnnounceLot act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.InStage(state, matter, how, Method.Lot) is { IsLawful: false } wrong ? wrong
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter!.Lot is not null ? Verdict.Refused("announced-already", "The list and the sources are fixed already: nobody draws again with others.")
        : act.Sources is < 1 or > PublicLot.SourcesMax
            ? Verdict.Refused("too-many-sources", $"A draw has 1 to {PublicLot.SourcesMax} sources; three or four are good.")
        : act.Draws <= how.At || (matter.Stage.For is { } least && act.Draws < how.At + least)
            ? Verdict.Refused("too-early", "The sources must lie ahead, at least as far as the charter says: nobody may know the numbers yet.")
        : act.Draws >= matter.Began + matter.Stage.AtMost!.Value ? Verdict.Refused("draws-too-late", "By then this stage is over.")
        : !matter.Tied.IsEmpty ? Floor.Needs(act.Named, "sources-missing", "Say what the sources are: which lottery, which day, which numbers, in their order.")
        : Drawing.PoolOf(state, matter, how).Length is var pool && pool < matter.Stage.Seats
            ? Verdict.Refused("pool-too-small", $"Only {pool} can be drawn, and {matter.Stage.Seats} are needed.")
        : pool > PublicLot.PoolMax ? Verdict.Refused("pool-too-large", $"At most {PublicLot.PoolMax} stand on the list of a draw.")
        : Floor.Needs(act.Named, "sources-missing", "Say what the sources are: which lottery, which day, which numbers, in their order.");

    public static Assembly Fold(Assembly state, AnnounceLot act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        if (!matter.Tied.IsEmpty)
        {
            return state.With(matter with { Lot = new(how.Index, act.Draws, act.Sources, []) { Options = [.. matter.Tied.Order()] } });
        }

        var pool = Drawing.PoolOf(state, matter, how);
        var belonged = ImmutableDictionary.CreateBuilder<Actor, long>();
        if (matter.Stage.PerAffiliation is not null)
        {
            foreach (var member in pool)
            {
                if (state.AffiliationOf(member) is { } organisation)
                {
                    belonged[Actor.Of(member)] = organisation;
                }
            }
        }

        return state.With(
            matter with
            {
                Lot = new(how.Index, act.Draws, act.Sources, pool) { Chain = act.Chain },
                Belonged = belonged.ToImmutable(),
            }
        );
    }
}
