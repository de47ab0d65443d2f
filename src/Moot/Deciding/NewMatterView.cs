using System.Collections.Immutable;
using Moot.Commons;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>What somebody wants to propose, as an address or a form says it.</summary>
/// <param name="IsCharter">True for a charter.</param>
/// <param name="Role">The role that is to be given or taken.</param>
/// <param name="Takes">True where it is taken.</param>
/// <param name="Appeals">The decision that is appealed.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Text">The text that is proposed for a page.</param>
/// <param name="Template">The template with which a charter begins.</param>
public sealed record NewMatterAsked(bool IsCharter, string? Role, bool Takes, long? Appeals, string? Subject, long? Text, string? Template)
{
    /// <summary>The power whose use it would allow.</summary>
    public string? Power { get; init; }

    /// <summary>The use of a power that it would undo.</summary>
    public long? Undoes { get; init; }
}

/// <summary>The form by which a matter is opened.</summary>
/// <param name="Asked">What is wanted.</param>
/// <param name="Subject">What it is about; null where that is asked.</param>
/// <param name="Pathways">The pathways that lead there, with their rules in plain words; the usual one first.</param>
/// <param name="Charter">Text of the charter with which the form begins.</param>
/// <param name="Members">Members who could be chosen, with their names.</param>
/// <param name="IsAlone">True if the visitor is the only member, and may choose a charter alone.</param>
public sealed record NewMatterView(
    NewMatterAsked Asked,
    SubjectView? Subject,
    ImmutableArray<PathwayView> Pathways,
    string Charter,
    ImmutableArray<(string Id, string Name)> Members,
    bool IsAlone
)
{
    /// <summary>True where the role can be filled by lot.</summary>
    public bool CanDraw { get; init; }

    /// <summary>True where the role is filled by an election.</summary>
    public bool Elects { get; init; }

    /// <summary>What was typed; null at the beginning.</summary>
    public Filled? Filled { get; init; }

    /// <summary>Why it was not taken.</summary>
    public Verdict? Refused { get; init; }

    /// <summary>What was typed into a field; else what it begins with.</summary>
    public string Typed(string field, string otherwise = "") => Filled is null ? otherwise : Filled[field];
}

/// <summary>Makes the form by which a matter is opened.</summary>
public static class NewMatterViews
{
    /// <summary>Members who are offered.</summary>
    private const int MembersShown = 500;

    /// <summary>The form; null where there is nothing of the kind.</summary>
    public static NewMatterView? Of(Desk desk, NewMatterAsked asked)
    {
        var state = desk.State<Assembly>();
        if (WaysTo(desk, state, asked) is not var (subject, ways))
        {
            return null;
        }

        var rules = asked.Appeals is { } appealed ? state.RulesOfAppeal(appealed) : state.Charter;

        if (
            asked.Text is { } text
            && (
                desk.State<Library>().FindRevision(text) is not { } proposed || !string.Equals(asked.Subject, $"page:{proposed.Page}", StringComparison.Ordinal)
            )
        )
        {
            return null;
        }

        if (asked.Template is { } template && !Templates.Names.Contains(template, StringComparer.Ordinal))
        {
            return null;
        }

        var here = desk.State<Roster>().Members.Values.Where(m => m.Left is null).ToList();
        return new(
            asked,
            subject,
            [.. ways.Select(w => CharterViews.Of(desk, rules, rules.Pathways[w]))],
            asked.Template is { } name ? Templates.Read(name) : CharterText.Write(state.Charter),
            asked is { Power: not null, Subject: null } && state.Charter.Powers[asked.Power].Stops == Stops.Acts
                    ? [.. Choices(desk, here).Select(m => ("member:" + m.Id, m.Name))]
                : asked.Role is { } role ? Choices(desk, here.Where(m => state.Holds(m.Id, role, desk.Now) == asked.Takes))
                : [],
            here is [{ } only] && desk.Visitor.Member == only.Id
        )
        {
            CanDraw = asked is { Role: not null, Takes: false } && ways.Any(w => rules.Pathways[w] is { Draws: true } or { Nominates: true }),
            Elects = ways.Any(w => rules.Pathways[w].Nominates),
        };
    }

    private static (SubjectView? Subject, ImmutableArray<string> Ways)? WaysTo(Desk desk, Assembly state, NewMatterAsked asked)
    {
        if (asked.IsCharter)
        {
            return (SubjectView.Of(desk, new("charter:next")), state.Charter.PathwaysFor("charter"));
        }

        if (asked.Role is { } role)
        {
            return state.Charter.Roles.TryGetValue(role, out var office)
                ? (SubjectView.Of(desk, new("role:" + role)), asked.Takes ? office.Recall : office.By)
                : null;
        }

        if (asked.Appeals is { } decision)
        {
            return state.MatterOfDecision.TryGetValue(decision, out var matter)
                ? (
                    SubjectView.Of(desk, new($"decision:{decision}")),
                    state.Matters[matter].Pathway.Appeal.RemoveAll(p => !state.RulesOfAppeal(decision).Pathways.ContainsKey(p))
                )
                : null;
        }

        if (asked.Undoes is { } use)
        {
            return desk.State<Stewarding.Stewardship>().Find(use) is not null
                ? (SubjectView.Of(desk, Talk.Subject.Entry(use)), state.Charter.PathwaysFor(NounOf(state, "entry")))
                : null;
        }

        if (asked.Power is { } power && !state.Charter.Powers.ContainsKey(power))
        {
            return null;
        }

        if (asked is { Power: not null, Subject: null })
        {
            var noun = state.Charter.Powers[asked.Power].Stops switch
            {
                Stops.Acts => "member",
                Stops.Edits => "page",
                _ => "anything",
            };
            return (null, state.Charter.PathwaysFor(NounOf(state, noun)));
        }

        if (asked.Subject is not { } named)
        {
            return (null, state.Charter.PathwaysFor("anything"));
        }

        return Subject.TryParse(named, out var subject) && SubjectView.IsThere(desk, subject)
            ? (SubjectView.Of(desk, subject), IsPower(state, asked) ? state.Charter.PathwaysFor("power") : state.PathwaysFor(subject))
            : null;
    }

    private static bool IsPower(Assembly state, NewMatterAsked asked) => asked.Power is not null && state.Charter.Subjects.ContainsKey("power");

    /// <summary>What is decided about a power goes its own ways, where the charter names some; else those of what it is used on.</summary>
    private static string NounOf(Assembly state, string noun) => state.Charter.Subjects.ContainsKey("power") ? "power" : noun;

    private static ImmutableArray<(string Id, string Name)> Choices(Desk desk, IEnumerable<Member> members) =>
        [
            .. members
                .Take(MembersShown)
                .Select(m => (Id: m.Id.ToString(), Name: desk.NameOf(Actor.Of(m.Id))))
                .OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase),
        ];
}
