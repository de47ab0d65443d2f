using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;

namespace Moot.Talk.Acts;

/// <summary>Somebody changes the words of their own message. The old words stay in its history.</summary>
/// <param name="Message">The message.</param>
/// <param name="Text">The new words, all of them.</param>
public sealed record EditMessage(long Message, Prose Text = default) : IAct<EditMessage, Conversations>
{
    public static string Kind => "talk.edit/1";

    public static JsonTypeInfo<EditMessage> Json => TalkJson.Default.EditMessage;

    public static Verdict Judge(Conversations state, EditMessage act, in Circumstance how) =>
        state.Find(act.Message) is null ? Verdict.Refused("no-such-message", "There is no such message.")
        : !TalkLimits.IsAuthor(act.Message, how) ? Verdict.Refused("not-your-message", "Only whoever wrote a message can edit it; you can answer it.")
        : how.Read<Erasures>().Find(state.WordsOf(act.Message)) is not null
            ? Verdict.Refused("message-withdrawn", "This message is out of sight; it cannot be edited until it is shown again.")
        : state.EditsOf(act.Message).Length >= TalkLimits.EditsMax
            ? Verdict.Refused("too-many-edits", $"A message can be edited {TalkLimits.EditsMax} times. Say it in an answer.")
        : TalkLimits.JudgeText(act.Text);

    public static Conversations Fold(Conversations state, EditMessage act, in Circumstance how) => state.WithEdit(act.Message, how.Index);
}
