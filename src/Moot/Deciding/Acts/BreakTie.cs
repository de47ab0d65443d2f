using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Who has the casting vote chooses between options that are tied.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Options">The options that are chosen, as many as seats are left; 0 is "none of these".</param>
/// <param name="Reason">Why.</param>
public sealed record BreakTie(long Matter, ImmutableArray<long> Options, Prose Reason = default) : IAct<BreakTie, Assembly>
{
    public static string Kind => "ballot.break/1";

    public static JsonTypeInfo<BreakTie> Json => DecidingJson.Default.BreakTie;

    public static Verdict Judge(Assembly state, BreakTie act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : matter.Balloting is not { IsOpen: true } balloting || how.At < balloting.Closes ? Verdict.Refused("no-tie", "The ballots are not counted yet.")
        : matter.Stage.Casting is not { } who || !Electorate.Includes(state, who, matter, how)
            ? Verdict.Refused("not-yours", "This is for whoever has the casting vote.")
        : matter.Recused.ContainsKey(how.Actor) ? Floor.Aside
        : balloting.Casting is not null ? Verdict.Refused("broken-already", "The casting vote is given.")
        : BallotResult.Of(balloting, Floor.Count(state, how)) is var result && result.Tied.IsEmpty
            ? Verdict.Refused("no-tie", "Nothing is tied: a casting vote decides ties and nothing else.")
        : act.Options.IsDefault
        || act.Options.Length != result.TiedSeats
        || act.Options.Distinct().Count() != act.Options.Length
        || !act.Options.All(result.Tied.Contains)
            ? Verdict.Refused("not-tied", $"Choose {result.TiedSeats} of those who are tied.")
        : BallotResult.TooMany(balloting, [.. result.Elected.Select(e => e.Option), .. act.Options]) is not null
            ? Verdict.Refused("too-many-of-one", $"At most {matter.Stage.PerAffiliation} of one organisation are chosen here.")
        : Floor.Needs(act.Reason, "reason-missing", "A casting vote needs a reason.");

    public static Assembly Fold(Assembly state, BreakTie act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.With((matter with { Deciders = matter.Deciders.Add(how.Actor) }).With(matter.Balloting! with { Casting = (act.Options, how.Index) }));
    }
}
