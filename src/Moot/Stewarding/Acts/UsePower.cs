using System.Text.Json.Serialization.Metadata;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;

namespace Moot.Stewarding.Acts;

/// <summary>Somebody who holds a power uses it on somebody or something, with a reason. Where the charter asks for a mandate they carry out a decision and decide nothing.</summary>
/// <param name="Power">The power.</param>
/// <param name="Subject">On whom or what.</param>
/// <param name="Decision">The decision that it carries out.</param>
/// <param name="Until">When it ends; as late as the charter and the decision allow where it is left out.</param>
/// <param name="Exception">True where it is used against the rules because it cannot wait. Whoever does so has to show that it was right.</param>
/// <param name="Reason">Why.</param>
public sealed record UsePower(string Power, string Subject, long? Decision = null, Moment? Until = null, bool Exception = false, Prose Reason = default)
    : IAct<UsePower, Stewardship>
{
    public static string Kind => "power.use/1";

    public static JsonTypeInfo<UsePower> Json => StewardingJson.Default.UsePower;

    public static Verdict Judge(Stewardship state, UsePower act, in Circumstance how)
    {
        var assembly = how.Read<Assembly>();
        if (!assembly.Charter.Powers.TryGetValue(act.Power, out var rule))
        {
            return Verdict.Refused("no-such-power", $"The charter has no power {act.Power}.");
        }

        var now = how.At;
        return !how.Actor.IsMember ? Verdict.Refused("members-only", "Only members can do this.")
            : act.Reason.IsMissing ? Verdict.Refused("reason-missing", "Whoever uses a power says why.")
            : act.JudgeSubject(rule, how) is { IsLawful: false } wrong ? wrong
            : act.Exception ? act.JudgeException(state, assembly, rule, how)
            : !assembly.Means(rule.By, how) ? Verdict.Refused("not-yours", $"This power is for {rule.By}.")
            : act.Decision is null && rule.NeedsMandate
                ? Verdict.Refused("mandate-missing", "Whoever has this power carries out what was decided: name the decision.")
            : act.Decision is { } decision && !assembly.Allows(decision, act.Power, act.About, how)
                ? Verdict.Refused("no-mandate", "This decision does not allow it: it is about something else, is over, or does not stand.")
            : act.JudgeAgain(state, assembly, now) is { IsLawful: false } again ? again
            : act.EndOf(state, assembly, rule, now) <= now
                ? Verdict.Refused(
                    "mandate-used",
                    "What was decided was done already, for as long as the charter says. To do it again it has to be decided again."
                )
            : act.Until is { } until && (until <= now || until > act.EndOf(state, assembly, rule, now))
                ? Verdict.Refused("wrong-end", "It ends after now, and no later than the charter and the decision allow.")
            : Verdict.Lawful;
    }

    public static Stewardship Fold(Stewardship state, UsePower act, in Circumstance how)
    {
        var assembly = how.Read<Assembly>();
        var rule = assembly.Charter.Powers[act.Power];
        return state.With(
            new(how.Index, rule, act.About, how.At, act.Until ?? act.EndOf(state, assembly, rule, how.At))
            {
                By = [how.Actor],
                Decision = act.Decision,
                IsException = act.Exception,
                Since = rule.Together == 1 ? how.At : null,
            }
        );
    }

    private Subject About => new(Subject);

    /// <summary>When it ends at the latest. Where the decision names no day it allows this once: from the first use by it, for as long as the charter says.</summary>
    private Moment EndOf(Stewardship state, Assembly assembly, Power rule, Moment at)
    {
        if (Exception)
        {
            return at + rule.ExceptionFor!.Value;
        }

        var until = Decision is { } decision ? assembly.Deciding(decision)?.Mandate?.Until : null;
        if (rule.For is not { } span)
        {
            return until ?? Moment.Never;
        }

        var first =
            Decision is not null && until is null
                ? state
                    .On(About)
                    .LastOrDefault(u => u.Decision == Decision && u.Since is not null && string.Equals(u.Rule.Name, Power, StringComparison.Ordinal))
                : null;
        var end = (first?.At ?? at) + span;
        return until < end ? until.Value : end;
    }

    private Verdict JudgeSubject(Power rule, in Circumstance how) =>
        !Talk.Subject.TryParse(Subject, out _)
            ? Verdict.Refused("no-such-subject", "On whom or what it is used is written as page:12, entry:12, or member: and the id.")
        : rule.Stops == Stops.Acts
            ? About.Noun is "member" && Kernel.Tree.Hash.TryParseHex(About.Id, out var id) && how.Read<Roster>().Find(new(id)) is { Left: null }
                    ? Verdict.Lawful
                : Verdict.Refused("not-a-member", "This power is used on a member.")
        : rule.Stops == Stops.Edits
            ? About.Noun is "page" && About.Number is { } page && how.Entries.Has(page) ? Verdict.Lawful
                : Verdict.Refused("no-such-page", "This power is used on a page.")
        : About.Number is { } entry && !how.Entries.Has(entry) ? Verdict.Refused("no-such-subject", "There is no such entry.")
        : Verdict.Lawful;

    /// <summary>What was undone is not done again until it was decided: two holders who undo each other decide nothing.</summary>
    private Verdict JudgeAgain(Stewardship state, Assembly assembly, Moment now)
    {
        var before = state.On(About).Where(u => string.Equals(u.Rule.Name, Power, StringComparison.Ordinal)).ToList();
        if (before.Exists(u => u.IsInForce(now, assembly) || u.IsWaiting(now)))
        {
            return Verdict.Refused("in-force-already", "This is in force already, or waits for others to stand behind it.");
        }

        if (state.OnSubject.TryGetValue(About, out var uses) && uses.Length >= StewardingLimits.UsesMax)
        {
            return Verdict.Refused("too-many-uses", $"Powers were used {StewardingLimits.UsesMax} times on this already.");
        }

        return
            before.FirstOrDefault(u => u.Undone is { } undone && (undone.Decision is not null || !u.By.Contains(undone.By))) is not { Undone: { } last }
            || (
                Decision is { } decision
                && assembly.Deciding(decision)!.Settled is { } settled
                && (settled.At > last.At || (settled.At == last.At && decision > last.Entry))
            )
            ? Verdict.Lawful
            : Verdict.Refused("undone-before", "Somebody undid this before. It is done again only by a decision that was made since.");
    }

    private Verdict JudgeException(Stewardship state, Assembly assembly, Power rule, in Circumstance how) =>
        rule.ExceptionBy is not { } by ? Verdict.Refused("no-exception", "The charter allows no exception for this power.")
        : !assembly.Means(by, how) ? Verdict.Refused("not-yours", $"An exception is for {by}.")
        : Decision is not null ? Verdict.Refused("one-thing", "What was decided is no exception.")
        : state.On(About).Any(u => u.IsException && string.Equals(u.Rule.Name, Power, StringComparison.Ordinal))
            ? Verdict.Refused("exception-used", "There was an exception for this before: now it has to be decided.")
        : JudgeAgain(state, assembly, how.At) is { IsLawful: false } again ? again
        : Until is { } until && (until <= how.At || until > EndOf(state, assembly, rule, how.At))
            ? Verdict.Refused("wrong-end", "It ends after now, and no later than the charter and the decision allow.")
        : Verdict.Lawful;
}
