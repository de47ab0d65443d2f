using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Talk.Acts;

/// <summary>Somebody makes a thread of its own of a message and all answers below it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Title">The heading of the new thread.</param>
public sealed record SplitThread(long Message, Prose Title = default) : IAct<SplitThread, Conversations>
{
    public static string Kind => "talk.split/1";

    public static JsonTypeInfo<SplitThread> Json => TalkJson.Default.SplitThread;

    public static Verdict Judge(Conversations state, SplitThread act, in Circumstance how) =>
        state.Find(act.Message) is not { } message ? Verdict.Refused("no-such-message", "There is no such message.")
        : message.Thread == act.Message ? Verdict.Refused("thread-already", "This message begins a thread already.")
        : TalkLimits.JudgeThread(state.FindThread(message.Thread), how) is { IsLawful: false } refused ? refused
        : state.FindThread(message.Thread)!.Count > TalkLimits.SplitMessagesMax
            ? Verdict.Refused("thread-too-long", $"A thread of more than {TalkLimits.SplitMessagesMax} messages cannot be split. Begin a new one.")
        : TalkLimits.JudgeTitle(act.Title);

    public static Conversations Fold(Conversations state, SplitThread act, in Circumstance how) => state.WithSplit(act.Message, how.Index);
}
