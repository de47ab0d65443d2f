using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Talk.Acts;

/// <summary>Somebody says what came of a thread. Others may still answer, and it can be reopened.</summary>
/// <param name="Thread">The thread, by its first message.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record ResolveThread(long Thread, Prose Outcome = default) : IAct<ResolveThread, Conversations>
{
    public static string Kind => "talk.resolve/1";

    public static JsonTypeInfo<ResolveThread> Json => TalkJson.Default.ResolveThread;

    public static Verdict Judge(Conversations state, ResolveThread act, in Circumstance how) =>
        TalkLimits.JudgeThread(state.FindThread(act.Thread), how) is { IsLawful: false } refused ? refused
        : state.FindThread(act.Thread)!.Resolved is not null ? Verdict.Refused("resolved-already", "This thread is resolved. It can be reopened.")
        : act.Outcome.IsMissing ? Verdict.Refused("outcome-missing", "Say in a sentence what came of it.")
        : Verdict.Lawful;

    public static Conversations Fold(Conversations state, ResolveThread act, in Circumstance how)
    {
        var index = how.Index;
        return state.WithThread(act.Thread, t => t with { Resolved = index });
    }
}
