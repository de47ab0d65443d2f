using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Talk.Acts;

/// <summary>Somebody reopens a thread that was resolved, and says what is new.</summary>
/// <param name="Thread">The thread, by its first message.</param>
/// <param name="Reason">What is new.</param>
public sealed record ReopenThread(long Thread, Prose Reason = default) : IAct<ReopenThread, Conversations>
{
    public static string Kind => "talk.reopen/1";

    public static JsonTypeInfo<ReopenThread> Json => TalkJson.Default.ReopenThread;

    public static Verdict Judge(Conversations state, ReopenThread act, in Circumstance how) =>
        TalkLimits.JudgeThread(state.FindThread(act.Thread), how) is { IsLawful: false } refused ? refused
        : state.FindThread(act.Thread)!.Resolved is null ? Verdict.Refused("not-resolved", "This thread is open already.")
        : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Reopening a thread needs a reason: what is new?")
        : Verdict.Lawful;

    public static Conversations Fold(Conversations state, ReopenThread act, in Circumstance how) =>
        state.WithThread(act.Thread, static t => t with { Resolved = null });
}
