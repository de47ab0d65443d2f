using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody enters the numbers that the sources made public. Everybody can work out from them who is drawn. Where they are disputed another one reads them: alike, and it stands; otherwise the draw fails.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Key">The numbers: those of each source from small to large, each with a period after it, and a slash after each source.</param>
public sealed record DrawLot(long Matter, string Key) : IAct<DrawLot, Assembly>
{
    public static string Kind => "lot.draw/1";

    public static JsonTypeInfo<DrawLot> Json => DecidingJson.Default.DrawLot;

    public static Verdict Judge(Assembly state, DrawLot act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : matter.Stage.Method != Method.Lot || matter.Lot is not { } lot
            ? Verdict.Refused("not-announced", "Nothing is drawn here: first the list and the sources are announced.")
        : !how.Actor.IsMember ? Floor.MembersOnly
        : how.At < lot.Draws ? Verdict.Refused("too-early", $"The sources speak by {lot.Draws}: before that nobody can know the numbers.")
        : lot.Read is { } read && (!lot.IsDisputed || read.By == how.Actor)
            ? Verdict.Refused(
                "drawn-already",
                lot.IsDisputed ? "Somebody else reads the numbers now." : "The numbers are entered already. Whoever reads others disputes them."
            )
        : Drawing.Key(act.Key, lot.Sources) is null
            ? Verdict.Refused(
                "numbers-unreadable",
                $"Give the numbers of {lot.Sources} sources: each with a period after it, from small to large, and a slash after each source, such as 9319./2.5.8.10.12./"
            )
        : Verdict.Lawful;

    public static Assembly Fold(Assembly state, DrawLot act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        var lot = matter.Lot!;
        if (lot.Read is not { } read)
        {
            return state.With(matter with { Lot = lot with { Read = new(how.Index, how.Actor, how.At, act.Key) } });
        }

        // Two who read the same saw the same; two who do not leave it undrawn.
        var isSame = string.Equals(read.Key, act.Key, StringComparison.Ordinal);
        matter = Progress.Next(matter, how.At, isSame, how.Index);
        return matter.Settled is null ? state.With(matter) : state.Settle(matter, how.Index, how.At);
    }
}
