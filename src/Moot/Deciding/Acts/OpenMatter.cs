using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;

namespace Moot.Deciding.Acts;

/// <summary>Somebody puts a question to the association, with what is proposed.</summary>
/// <param name="Pathway">The way by which it is to be settled; the usual one for its subject where it is left out.</param>
/// <param name="Subject">What it is about; the association where it is left out.</param>
/// <param name="Revision">The text that the page is to have then: one that was proposed beside it.</param>
/// <param name="Power">The power that its holders may then use on the subject.</param>
/// <param name="PowerUntil">Until when.</param>
/// <param name="Undoes">The use of a power that is to be undone.</param>
/// <param name="Charter">The charter that is to hold then.</param>
/// <param name="Role">The role that is to be given or taken.</param>
/// <param name="Member">To or from whom.</param>
/// <param name="Takes">True where it is taken.</param>
/// <param name="Appeals">The decision that is appealed.</param>
/// <param name="Ground">On what ground.</param>
/// <param name="Title">The question, in a line.</param>
/// <param name="Text">What is proposed, and why.</param>
public sealed record OpenMatter(
    string? Pathway = null,
    string? Subject = null,
    long? Revision = null,
    string? Power = null,
    Moment? PowerUntil = null,
    long? Undoes = null,
    string? Charter = null,
    string? Role = null,
    MemberId? Member = null,
    bool Takes = false,
    long? Appeals = null,
    AppealGround? Ground = null,
    Prose Title = default,
    Prose Text = default
) : IAct<OpenMatter, Assembly>
{
    public static string Kind => "matter.open/1";

    public static JsonTypeInfo<OpenMatter> Json => DecidingJson.Default.OpenMatter;

    public static Verdict Judge(Assembly state, OpenMatter act, in Circumstance how) =>
        Floor.First(
            Floor.Needs(act.Title, "title-missing", "A matter needs a title: the question in a line."),
            act.Title.Length > Floor.TitleCharactersMax
                ? Verdict.Refused("title-too-long", $"A title has at most {Floor.TitleCharactersMax} characters.")
                : Floor.Lawful,
            Floor.Needs(act.Text, "text-missing", "A matter needs a text: what is proposed, and why."),
            act.JudgeWhat(state, how)
        )
            is { IsLawful: false } wrong
            ? wrong
            : act.JudgePathway(state, how);

    public static Assembly Fold(Assembly state, OpenMatter act, in Circumstance how)
    {
        var pathway = act.PathwayIn(state)!;
        var matter = new Matter(how.Index, act.About, how.Actor, how.At, pathway)
        {
            Stage = pathway.Stages[0],
            Began = how.At,
            Parties = [how.Actor],
            Revision = act.Revision,
            Mandate = act.Power is { } power ? new(power, act.About, act.PowerUntil) : null,
            Undoes = act.Undoes,
            NewCharter = act.Charter,
            OldCharter = state.CharterEntry,
            Role = act.Role is { } role && act.Member is { } member ? new(role, member, !act.Takes) : null,
            OpenRole = act.Member is null && !act.Takes ? act.Role : null,
            OpenSeats =
                act.Member is null && !act.Takes && act.Role is { } open && state.Charter.Roles.TryGetValue(open, out var office)
                    ? state.SeatsToFill(office, how.At)
                    : null,
            Appeals = act.Appeals,
        };
        matter = Progress.Begin(matter);
        return act.Appeals is { } decision ? state.WithAppeal(matter, decision) : state.With(matter);
    }

    private Subject About =>
        Charter is not null ? new("charter:next")
        : Role is not null ? new("role:" + Role)
        : Appeals is { } decision ? new($"decision:{decision}")
        : Undoes is { } use ? Talk.Subject.Entry(use)
        : Subject is { } named && Talk.Subject.TryParse(named, out var subject) ? subject
        : Talk.Subject.Whole;

    private Pathway? PathwayIn(Assembly state) =>
        PathwaysIn(state) is [var usual, ..] ways && Pathway is var wanted && (wanted is null || ways.Contains(wanted, StringComparer.Ordinal))
            ? RulesFor(state).Pathways[wanted ?? usual]
            : null;

    private Charters.Charter RulesFor(Assembly state) => Appeals is { } decision ? state.RulesOfAppeal(decision) : state.Charter;

    private System.Collections.Immutable.ImmutableArray<string> PathwaysIn(Assembly state) =>
        Role is { } role && state.Charter.Roles.TryGetValue(role, out var office)
            ? Takes
                ? office.Recall
                : office.By
            : Appeals is { } decision && state.MatterOfDecision.TryGetValue(decision, out var matter)
                ? state.Matters[matter].Pathway.Appeal.RemoveAll(p => !RulesFor(state).Pathways.ContainsKey(p))
                : (Power is not null || Undoes is not null) && state.Charter.Subjects.ContainsKey("power")
                    ? state.Charter.PathwaysFor("power")
                    : state.PathwaysFor(About);

    private Verdict JudgeWhat(Assembly state, in Circumstance how)
    {
        if ((Charter is null ? 0 : 1) + (Role is null ? 0 : 1) + (Appeals is null ? 0 : 1) + (Subject is null ? 0 : 1) + (Undoes is null ? 0 : 1) > 1)
        {
            return Verdict.Refused("one-thing", "A matter is about one thing: a subject, a charter, a role, the use of a power or an appeal.");
        }

        if (Charter is { } text && !CharterText.TryReadPlain(text, out _, out var error))
        {
            return Verdict.Refused("charter-unreadable", error);
        }

        return Floor.First(JudgeRole(state, how), JudgeAppeal(state, how), JudgeSubject(how), JudgeRevision(how), JudgePower(state, how));
    }

    private Verdict JudgePower(Assembly state, in Circumstance how) =>
        Undoes is { } use && !how.Entries.Has(use) ? Verdict.Refused("no-such-use", "There is no such use of a power.")
        : Power is null
            ? PowerUntil is null ? Floor.Lawful
                : Verdict.Refused("no-such-power", "Which power is to be used?")
        : !state.Charter.Powers.ContainsKey(Power) ? Verdict.Refused("no-such-power", $"The charter has no power {Power}.")
        : Subject is null || Revision is not null
            ? Verdict.Refused("one-thing", "A power is used on somebody or something: say on whom or what, and nothing else.")
        : PowerUntil <= how.At ? Verdict.Refused("power-time-over", "That time is over already.")
        : Floor.Lawful;

    private Verdict JudgeRevision(in Circumstance how) =>
        Revision is not { } text ? Floor.Lawful
        : !string.Equals(About.Noun, "page", StringComparison.Ordinal) ? Verdict.Refused("one-thing", "A text is proposed for a page: say which.")
        : how.Entries.Has(text) ? Floor.Lawful
        : Verdict.Refused("no-such-revision", "There is no such text.");

    private Verdict JudgeSubject(in Circumstance how) =>
        Subject is not { } named ? Floor.Lawful
        : !Talk.Subject.TryParse(named, out var subject)
            ? Verdict.Refused("no-such-subject", "What it is about is written as page:12, entry:12, member: and the id, or association.")
        : subject == Talk.Subject.Whole ? Floor.Lawful
        : subject.Noun is "charter" or "role" or "decision" || !Charters.Charter.Nouns.Contains(subject.Noun, StringComparer.Ordinal)
            ? Verdict.Refused("no-such-subject", "There is no such thing to decide about.")
        : subject.Number is { } entry
            ? how.Entries.Has(entry) ? Floor.Lawful
                : Verdict.Refused("no-such-subject", "There is no such entry.")
        : !string.Equals(subject.Noun, "member", StringComparison.Ordinal)
        || (Kernel.Tree.Hash.TryParseHex(subject.Id, out var member) && how.Read<Roster>().Find(new(member)) is not null)
            ? Floor.Lawful
        : Verdict.Refused("no-such-subject", "There is no such member.");

    private Verdict JudgeRole(Assembly state, in Circumstance how)
    {
        if (Role is null)
        {
            return Member is null && !Takes ? Floor.Lawful : Verdict.Refused("role-missing", "Which role is to be given or taken?");
        }

        if (!state.Charter.Roles.TryGetValue(Role, out var office))
        {
            return Verdict.Refused("no-such-role", $"The charter has no role {Role}.");
        }

        if (Member is null && !Takes && PathwayIn(state) is { } open && (open.Nominates || (open.Draws && !open.HasBallot)))
        {
            return state.SeatsToFill(office, how.At) <= 0 ? Verdict.Refused("no-seat", $"All {office.Seats} seats of this role are taken.")
                : open.Nominates && IsBeingFilled(state, Role, how) ? Verdict.Refused("elected-already", "This role is being filled by an election already.")
                : Floor.Lawful;
        }

        if (Member is not null && PathwayIn(state) is { Nominates: true })
        {
            return Verdict.Refused("elected", "On this pathway candidates are named after it was opened: leave the member out.");
        }

        if (Takes)
        {
            return Member is { } holder && how.Read<Roster>().Find(holder) is { Left: null }
                ? state.Holds(holder, Role, how.At)
                    ? Floor.Lawful
                    : Verdict.Refused("not-in-role", "This member does not hold the role.")
                : Verdict.Refused("role-member-missing", "A role is given to a member, or taken from one.");
        }

        return Member is not { } id
            ? Verdict.Refused("role-member-missing", "A role is given to a member, or taken from one.")
            : JudgeCandidate(state, Role, id, state.FreeSeats(office, how.At), how);
    }

    /// <summary>Can a member hold a role?</summary>
    /// <param name="state">How things stand.</param>
    /// <param name="role">The role; null where it is none, so that every member can be chosen.</param>
    /// <param name="candidate">The member.</param>
    /// <param name="free">How many seats are free; null where nobody counts them.</param>
    /// <param name="how">Who acts, and when.</param>
    internal static Verdict JudgeCandidate(Assembly state, string? role, MemberId candidate, int? free, in Circumstance how)
    {
        if (how.Read<Roster>().Find(candidate) is not { Left: null })
        {
            return Verdict.Refused("role-member-missing", "A role is given to a member, or taken from one.");
        }

        if (role is null || !state.Charter.Roles.TryGetValue(role, out var office))
        {
            return Floor.Lawful;
        }

        // Where a seat is filled ahead of time, what counts is who holds it then.
        var now = how.At;
        var then = office.Ahead is { } ahead ? now + ahead : now;
        return state.Holds(candidate, role, then) ? Verdict.Refused("in-role-already", "This member holds the role already.")
            : !Electorate.Includes(state, office.Eligible, matter: null, how, Actor.Of(candidate))
                ? Verdict.Refused("not-eligible", $"This role is for {office.Eligible}.")
            : office.Not.FirstOrDefault(r => state.Holds(candidate, r, then)) is { } other
                ? Verdict.Refused("roles-exclude", $"Whoever is {other} cannot be {role} as well.")
            : free <= 0 ? Verdict.Refused("no-seat", $"All {office.Seats} seats of this role are taken.")
            : office.IsInPause(state, candidate, now)
                ? Verdict.Refused("pause", $"Whoever held this role waits {Spans.Write(office.Pause!.Value)} before holding it again.")
            : Floor.Lawful;
    }

    private static bool IsBeingFilled(Assembly state, string role, in Circumstance how)
    {
        foreach (var matter in state.Matters.Values)
        {
            if (
                matter is { Settled: null, Pathway.Nominates: true }
                && string.Equals(matter.OpenRole, role, StringComparison.Ordinal)
                && Floor.Now(state, matter, how).Settled is null
            )
            {
                return true;
            }
        }

        return false;
    }

    private Verdict JudgeAppeal(Assembly state, in Circumstance how)
    {
        if (Appeals is not { } decision)
        {
            return Ground is null ? Floor.Lawful : Verdict.Refused("no-such-decision", "Which decision is appealed?");
        }

        // What counts is appealed also while the matter is open again; else nobody could appeal it as long as that lasts.
        if (
            state.Deciding(decision) is not { } matter
            || (matter.Settled?.Entry == decision ? matter.Settled : state.LatestOf(matter)) is not { } settled
            || settled.Entry != decision
        )
        {
            return state.IsAnnulled(decision)
                ? Verdict.Refused("annulled-already", "This decision was annulled already.")
                : Verdict.Refused("no-such-decision", "There is no such decision, or a later one took its place.");
        }

        return Ground is null ? Verdict.Refused("ground-missing", "An appeal names its ground.")
            : state.IsAnnulled(decision) ? Verdict.Refused("annulled-already", "This decision was annulled already.")
            : matter.Pathway.Appeal.IsEmpty
                ? Verdict.Refused("no-appeal", $"The charter names no way to appeal what was settled by {matter.Pathway.Name}. A new matter can be opened.")
            : settled.Outcome is Outcome.Advice or Outcome.Withdrawn ? Verdict.Refused("nothing-decided", "Nothing was decided here that could be appealed.")
            : matter.Pathway.AppealWithin is { } within && how.At >= settled.At + within
                ? Verdict.Refused("late", $"An appeal begins within {Spans.Write(within)} of the decision.")
            : Floor.Lawful;
    }

    private Verdict JudgePathway(Assembly state, in Circumstance how)
    {
        if (PathwayIn(state) is { } pathway)
        {
            return Electorate.Includes(state, pathway.Open, matter: null, how)
                ? Floor.Lawful
                : Verdict.Refused("not-yours", $"This pathway is opened by {pathway.Open}.");
        }

        var ways = PathwaysIn(state);
        return Appeals is not null && Pathway is { } wanted && state.Charter.Pathways.ContainsKey(wanted)
            ? Verdict.Refused("skipped-step", $"This decision is appealed by {string.Join(" or ", ways)} first.")
            : Verdict.Refused(
                "no-such-pathway",
                ways.IsEmpty ? "The charter names no pathway for this." : $"The charter names other pathways for this: {string.Join(", ", ways)}."
            );
    }
}

/// <summary>Why a decision is appealed. RFC 2026 §6.5.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<AppealGround>))]
public enum AppealGround
{
    /// <summary>A view was not considered.</summary>
    ViewNotConsidered = 1,

    /// <summary>It is wrong in the thing itself.</summary>
    TechnicalError,

    /// <summary>The procedure was not kept.</summary>
    ProcessFailure,

    /// <summary>The procedure itself does not protect people's rights.</summary>
    ProceduresInadequate,
}
