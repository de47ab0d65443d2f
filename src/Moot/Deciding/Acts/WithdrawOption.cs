using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever an option belongs to takes it back; a candidate declines or steps down. Until people vote.</summary>
/// <param name="Option">The option.</param>
/// <param name="Reason">Why.</param>
public sealed record WithdrawOption(long Option, Prose Reason = default) : IAct<WithdrawOption, Assembly>
{
    public static string Kind => "option.withdraw/1";

    public static JsonTypeInfo<WithdrawOption> Json => DecidingJson.Default.WithdrawOption;

    public static Verdict Judge(Assembly state, WithdrawOption act, in Circumstance how) =>
        Floor.OfOption(state, act.Option, how) is not { } matter ? Floor.NoOption
        : matter.Settled is not null ? Floor.Closed
        : matter.Options[act.Option] is var option && option.By != how.Actor && option.Member != how.Actor.Member
            ? Verdict.Refused("not-your-option", "Whoever proposed an option, or stands for election, can take it back.")
        : option.IsAccepted && option.Member != how.Actor.Member ? Verdict.Refused("not-your-option", "The candidate has accepted: only they step down.")
        : option.IsWithdrawn ? Verdict.Refused("option-gone", "This option was taken back.")
        : matter.Stage.Method is not (Method.Discussion or Method.Nomination) ? Verdict.Refused("options-stand", "People choose between these now: they stay.")
        : act.Reason.Length > Kernel.Limits.ProseCharactersMax
            ? Verdict.Refused("text-too-long", $"A text has at most {Kernel.Limits.ProseCharactersMax} characters.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, WithdrawOption act, in Circumstance how)
    {
        var matter = Floor.OfOption(state, act.Option, how)!;
        return state.With(matter.With(matter.Options[act.Option] with { IsWithdrawn = true }));
    }
}
