using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Whoever an option or a candidature belongs to changes its text, until people vote on it.</summary>
/// <param name="Option">The option.</param>
/// <param name="Title">What it is called; of a candidate the name stays.</param>
/// <param name="Text">What would hold then; or what the candidate says.</param>
public sealed record AmendOption(long Option, Prose Title = default, Prose Text = default) : IAct<AmendOption, Assembly>
{
    public static string Kind => "option.amend/1";

    public static JsonTypeInfo<AmendOption> Json => DecidingJson.Default.AmendOption;

    public static Verdict Judge(Assembly state, AmendOption act, in Circumstance how) =>
        Floor.OfOption(state, act.Option, how) is not { } matter ? Floor.NoOption
        : matter.Settled is not null ? Floor.Closed
        : matter.Options[act.Option] is var option && option.Owner != how.Actor
            ? Verdict.Refused("not-your-option", "Whoever proposed an option, or stands for election, can change the text.")
        : option.IsWithdrawn ? Verdict.Refused("option-gone", "This option was taken back.")
        : matter.Stage.Method is not (Method.Discussion or Method.Nomination) ? Verdict.Refused("options-stand", "People choose between these now: they stay.")
        : matter.Stage.Method == Method.Discussion && option.Member is null && Floor.TooLateFor(matter, how.At) is { IsLawful: false } late ? late
        : Floor.First(
            option.Member is not null ? Floor.Lawful : Floor.Needs(act.Title, "title-missing", "An option needs a name: what it is in a line."),
            act.Title.Length > Floor.TitleCharactersMax
                ? Verdict.Refused("title-too-long", $"A title has at most {Floor.TitleCharactersMax} characters.")
                : Floor.Lawful,
            Floor.Needs(act.Text, "text-missing", "Say what would hold then, and why.")
        );

    public static Assembly Fold(Assembly state, AmendOption act, in Circumstance how)
    {
        var matter = Floor.OfOption(state, act.Option, how)!;
        var option = matter.Options[act.Option];
        return state.With(
            (
                matter with
                {
                    Ends = option.Member is null && matter.Stage.Method == Method.Discussion ? AmendMatter.EndAfter(matter, how.At) : matter.Ends,
                }
            ).With(option with { Text = how.Index })
        );
    }
}
