using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Talk.Acts;

/// <summary>Somebody begins a thread with a heading.</summary>
/// <param name="Subject">What it is about; the association as a whole where it is left out.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">The first words.</param>
public sealed record OpenThread(Subject? Subject = null, Prose Title = default, Prose Text = default) : IAct<OpenThread, Conversations>
{
    public static string Kind => "talk.open/1";

    public static JsonTypeInfo<OpenThread> Json => TalkJson.Default.OpenThread;

    public static Verdict Judge(Conversations state, OpenThread act, in Circumstance how) =>
        TalkLimits.JudgeTitle(act.Title) is { IsLawful: false } untitled ? untitled
        : TalkLimits.JudgeText(act.Text) is { IsLawful: false } unsaid ? unsaid
        : TalkLimits.JudgeSubject(act.About, how);

    public static Conversations Fold(Conversations state, OpenThread act, in Circumstance how) => state.WithThread(how.Index, act.About, how.Index);

    private Subject About => Subject ?? Talk.Subject.Whole;
}
