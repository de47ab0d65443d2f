using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member votes by a ballot that everybody can see. Until the polls close the last one counts.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Marks">A mark for each option, in their order, with commas between them and "-" for none: <c>2,1,-,3</c>.</param>
public sealed record CastBallot(long Matter, string Marks) : IAct<CastBallot, Assembly>
{
    public static string Kind => "ballot.cast/1";

    public static JsonTypeInfo<CastBallot> Json => DecidingJson.Default.CastBallot;

    public static Verdict Judge(Assembly state, CastBallot act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.AtThePolls(state, matter, how) is { IsLawful: false } wrong ? wrong
        : matter!.Stage.IsSecret ? Verdict.Refused("secret", "This vote is secret: do not tell the log how you vote.")
        : BallotRules.Read(matter.Stage, matter.Balloting!.Width, act.Marks) is null ? Floor.BadBallot(matter)
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, CastBallot act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        var balloting = matter.Balloting!;
        return state.With(matter.With(balloting with { Papers = balloting.Papers.SetItem(how.Actor, new(how.Index, act.Marks, null)) }).WithParty(how.Actor));
    }
}
