using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Talk.Acts;

/// <summary>Somebody moves a thread to the subject where it belongs.</summary>
/// <param name="Thread">The thread, by its first message.</param>
/// <param name="To">What it is about.</param>
/// <param name="Reason">Why.</param>
public sealed record MoveThread(long Thread, Subject To, Prose Reason = default) : IAct<MoveThread, Conversations>
{
    public static string Kind => "talk.move/1";

    public static JsonTypeInfo<MoveThread> Json => TalkJson.Default.MoveThread;

    public static Verdict Judge(Conversations state, MoveThread act, in Circumstance how) =>
        TalkLimits.JudgeThread(state.FindThread(act.Thread), how) is { IsLawful: false } refused ? refused
        : state.FindThread(act.Thread)!.Subject == act.To ? Verdict.Refused("same-subject", "The thread is on this subject already.")
        : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Moving a thread needs a reason.")
        : TalkLimits.JudgeSubject(act.To, how);

    public static Conversations Fold(Conversations state, MoveThread act, in Circumstance how)
    {
        var index = how.Index;
        return state.WithThread(act.Thread, t => t with { Subject = act.To, Moved = index });
    }
}
