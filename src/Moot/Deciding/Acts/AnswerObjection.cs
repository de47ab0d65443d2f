using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody answers an objection: with reasons, to whoever holds it. It is answered when a call says so, or when its holder is content.</summary>
/// <param name="Objection">The objection.</param>
/// <param name="Answer">The answer.</param>
public sealed record AnswerObjection(long Objection, Prose Answer = default) : IAct<AnswerObjection, Assembly>
{
    public static string Kind => "objection.answer/1";

    public static JsonTypeInfo<AnswerObjection> Json => DecidingJson.Default.AnswerObjection;

    public static Verdict Judge(Assembly state, AnswerObjection act, in Circumstance how) =>
        Floor.OfObjection(state, act.Objection, how) is not { } matter ? Floor.NoObjection
        : matter.Settled is not null ? Floor.Closed
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter.Objections[act.Objection] is var objection && objection.By == how.Actor
            ? Verdict.Refused("own-objection", "Others answer an objection; whoever holds it says whether that meets it.")
        : objection.Answers.Length >= Floor.AnswersMax && objection.IsAnswered
            ? Verdict.Refused("too-many-answers", $"An objection has at most {Floor.AnswersMax} answers.")
        : objection.IsAnswered && AnswersBy(objection, how) >= Floor.AnswersOfOneMax
            ? Verdict.Refused("too-many-answers", $"One member answers an objection at most {Floor.AnswersOfOneMax} times.")
        : Floor.Needs(act.Answer, "answer-missing", "An answer says why.");

    public static Assembly Fold(Assembly state, AnswerObjection act, in Circumstance how)
    {
        var matter = Floor.OfObjection(state, act.Objection, how)!;
        var objection = matter.Objections[act.Objection];
        // One that was given up when it had all the answers that there are is answered anew in the place of the oldest of them.
        var kept = objection.Answers.Length < Floor.AnswersMax ? objection.Answers : objection.Answers.RemoveAt(0);
        return state.With(matter.With(objection with { Answers = kept.Add(how.Index) }).WithParty(how.Actor));
    }

    private static int AnswersBy(Objection objection, in Circumstance how)
    {
        var (actor, entries) = (how.Actor, how.Entries);
        return objection.Answers.Count(a => entries.Author(a) == actor);
    }
}
