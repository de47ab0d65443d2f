using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody opens a settled matter again, with information that was not there before. It begins its pathway anew; what was said stays.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Information">What is new.</param>
public sealed record ReopenMatter(long Matter, Prose Information = default) : IAct<ReopenMatter, Assembly>
{
    public static string Kind => "matter.reopen/1";

    public static JsonTypeInfo<ReopenMatter> Json => DecidingJson.Default.ReopenMatter;

    public static Verdict Judge(Assembly state, ReopenMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not { } settled ? Verdict.Refused("matter-open", "This matter is open.")
        : settled.Entry is null ? Verdict.Refused("not-recorded", "What was decided has to be entered first.")
        : matter.NewCharter is not null || matter.Role is not null || matter.OpenRole is not null || matter.Appeals is not null
            ? Verdict.Refused("not-again", "A charter, a role and an appeal are decided once. Open a new matter.")
        : !Electorate.Includes(state, matter.Pathway.Open, matter: null, how)
            ? Verdict.Refused("not-yours", $"This pathway is opened by {matter.Pathway.Open}.")
        : matter.Before.Length >= Floor.ReopeningsMax ? Verdict.Refused("too-often", $"A matter is opened again at most {Floor.ReopeningsMax} times.")
        : !matter.IsAnnulled && matter.Pathway.ReopenAfter is { } pause && how.At < settled.At + pause
            ? Verdict.Refused("cool-down", $"This can be opened again from {settled.At + pause} on.")
        : Floor.Needs(act.Information, "information-missing", "Say what is new: the same reasons have been weighed.");

    public static Assembly Fold(Assembly state, ReopenMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.With(
            Progress
                .Begin(
                    matter with
                    {
                        Stage = matter.Pathway.Stages[0],
                        Began = how.At,
                        Ends = null,
                        Call = null,
                        Votes = matter.Votes.Clear(),
                        Signatures = matter.Signatures.Clear(),
                        Casting = null,
                        Belonged = matter.Belonged.Clear(),
                        Drawn = [],
                        Drew = null,
                        StagesBefore = matter.Past.Length,
                        Elected = [],
                        Tied = [],
                        TiedSeats = 0,
                        Before = matter.Before.Add(matter.Settled!),
                        Settled = null,
                        IsAnnulled = false,
                    }
                )
                .WithParty(how.Actor)
        );
    }
}
