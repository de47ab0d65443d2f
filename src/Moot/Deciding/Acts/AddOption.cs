using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member proposes another option in a matter that is decided by ballots. The discussion becomes longer, so that it can be read. Debian constitution A.1.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Title">What it is called, in a line.</param>
/// <param name="Text">What would hold then, and why.</param>
public sealed record AddOption(long Matter, Prose Title = default, Prose Text = default) : IAct<AddOption, Assembly>
{
    public static string Kind => "option.add/1";

    public static JsonTypeInfo<AddOption> Json => DecidingJson.Default.AddOption;

    public static Verdict Judge(Assembly state, AddOption act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : !how.Actor.IsMember ? Floor.MembersOnly
        : !matter.Pathway.HasBallot || matter.Pathway.Nominates
            ? Verdict.Refused("no-options", "In this matter nothing is chosen between several proposals: say what you think, or open another one.")
        : matter.Stage.Method != Method.Discussion ? Verdict.Refused("options-stand", "Options are added while they are discussed.")
        : !Electorate.Includes(state, matter.Pathway.Open, matter, how) ? Verdict.Refused("not-yours", $"This pathway is opened by {matter.Pathway.Open}.")
        : Floor.TooLateFor(matter, how.At) is { IsLawful: false } late ? late
        : Floor.First(
            Floor.RoomForOption(matter, how.Actor),
            Floor.Needs(act.Title, "title-missing", "An option needs a name: what it is in a line."),
            act.Title.Length > Floor.TitleCharactersMax
                ? Verdict.Refused("title-too-long", $"A title has at most {Floor.TitleCharactersMax} characters.")
                : Floor.Lawful,
            Floor.Needs(act.Text, "text-missing", "Say what would hold then, and why.")
        );

    public static Assembly Fold(Assembly state, AddOption act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.With(
            (matter with { Ends = AmendMatter.EndAfter(matter, how.At) }).With(new Option(how.Index, how.Actor, how.Index)).WithParty(how.Actor),
            how.Index
        );
    }
}
