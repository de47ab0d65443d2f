using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member promises something, if enough others do by a day.</summary>
/// <param name="Need">How many have to promise, who opens it included.</param>
/// <param name="Until">By when.</param>
/// <param name="Title">What is promised, in a line.</param>
/// <param name="Text">What is promised.</param>
public sealed record OpenCommitment(int Need, Moment Until, Prose Title = default, Prose Text = default) : IAct<OpenCommitment, Assembly>
{
    public static string Kind => "commitment.open/1";

    public static JsonTypeInfo<OpenCommitment> Json => DecidingJson.Default.OpenCommitment;

    /// <summary>People whom one promise can wait for.</summary>
    public const int NeedMax = 100_000;

    /// <summary>How long it can wait for them.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromDays(730);

    public static Verdict Judge(Assembly state, OpenCommitment act, in Circumstance how) =>
        !how.Actor.IsMember ? Floor.MembersOnly
        : act.Need is < 2 or > NeedMax ? Verdict.Refused("bad-need", $"A promise waits for 2 to {NeedMax} people, you included.")
        : act.Until <= how.At || act.Until > how.At + WaitMax ? Verdict.Refused("bad-date", $"The day lies ahead, and at most {WaitMax.Days} days.")
        : act.Title.Length > Floor.TitleCharactersMax ? Verdict.Refused("title-too-long", $"A title has at most {Floor.TitleCharactersMax} characters.")
        : Floor.First(
            Floor.Needs(act.Title, "title-missing", "A promise needs a title: what is promised, in a line."),
            Floor.Needs(act.Text, "text-missing", "Say what is promised.")
        );

    public static Assembly Fold(Assembly state, OpenCommitment act, in Circumstance how) =>
        state.With(
            new Commitment(
                how.Index,
                how.Actor,
                act.Need,
                act.Until,
                System.Collections.Immutable.ImmutableDictionary<Actor, long>.Empty.Add(how.Actor, how.Index)
            )
        );
}
