using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Talk.Acts;

/// <summary>Somebody says something, on a subject, perhaps in answer to something said before.</summary>
/// <param name="Subject">What it is about; the association as a whole where it is left out.</param>
/// <param name="ReplyTo">Entry of the message that it answers.</param>
/// <param name="Text">The words.</param>
public sealed record Say(Subject? Subject = null, long? ReplyTo = null, Prose Text = default) : IAct<Say, Conversations>
{
    public static string Kind => "talk.say/1";

    public static JsonTypeInfo<Say> Json => TalkJson.Default.Say;

    public static Verdict Judge(Conversations state, Say act, in Circumstance how) =>
        TalkLimits.JudgeText(act.Text) is { IsLawful: false } refused ? refused
        : act.ReplyTo is not { } to ? Verdict.Lawful
        : state.Find(to) is not { } answered ? Verdict.Refused("no-such-message", "There is no such message to answer.")
        : answered.Subject != act.About ? Verdict.Refused("other-subject", "An answer stays on the subject of what it answers.")
        : Verdict.Lawful;

    public static Conversations Fold(Conversations state, Say act, in Circumstance how) =>
        act.ReplyTo is { } to ? state.WithAnswer(how.Index, to) : state.WithThread(how.Index, act.About, titled: null);

    private Subject About => Subject ?? Talk.Subject.Whole;
}
