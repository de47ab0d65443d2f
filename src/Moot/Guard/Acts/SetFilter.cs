using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Guard.Acts;

/// <summary>A member makes a filter, or changes one. A new one is on.</summary>
/// <param name="Rule">What it hits.</param>
/// <param name="Effect">What it does then.</param>
/// <param name="Filter">The filter that is changed; left out for a new one.</param>
/// <param name="Note">What it is for: shown to whoever it hits.</param>
public sealed record SetFilter(FilterRule Rule, FilterEffect Effect, long? Filter = null, Prose Note = default) : IAct<SetFilter, Gatehouse>
{
    /// <summary>UTF-16 characters of a note.</summary>
    public const int NoteCharactersMax = 800;

    public static string Kind => "filter.set/1";

    public static JsonTypeInfo<SetFilter> Json => GuardJson.Default.SetFilter;

    public static Verdict Judge(Gatehouse state, SetFilter act, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Only members can do this.")
        : act.Filter is { } id && !state.Filters.ContainsKey(id) ? Verdict.Refused("no-such-filter", "There is no such filter.")
        : act.Filter is null && state.Filters.Count >= Gatehouse.FiltersMax
            ? Verdict.Refused("too-many-filters", $"There are {Gatehouse.FiltersMax} filters already; change one that is off.")
        : act.Note.IsMissing ? Verdict.Refused("note-missing", "A filter needs a note that says what it is for.")
        : act.Note.Length > NoteCharactersMax ? Verdict.Refused("note-too-long", $"A note has at most {NoteCharactersMax} characters.")
        : act.Rule.Judge();

    public static Gatehouse Fold(Gatehouse state, SetFilter act, in Circumstance how) =>
        state.With(
            act.Filter is { } id
                ? state.Filters[id] with
                {
                    SetBy = how.Index,
                    Rule = act.Rule,
                    Effect = act.Effect,
                }
                : new(how.Index, how.Index, how.Index, act.Rule, act.Effect, IsOn: true)
        );
}
