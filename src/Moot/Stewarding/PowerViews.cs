using System.Collections.Immutable;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Stewarding;

/// <summary>Makes the views of powers and of their uses. The judge decides who may do what; this spares people forms that would be refused.</summary>
public static class PowerViews
{
    /// <summary>Uses on one page of a list.</summary>
    public const int UsesShown = 50;

    /// <summary>Letters of a member's id that are enough in an address.</summary>
    public const int MemberLetters = 16;

    /// <summary>Members who are offered.</summary>
    private const int MembersShown = 500;

    /// <summary>The powers and their uses.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="by">Whose uses; null for everybody's.</param>
    /// <param name="byExceptions">True for exceptions alone.</param>
    /// <param name="before">Uses before this entry.</param>
    public static PowersView All(Desk desk, Actor? by, bool byExceptions, long? before)
    {
        var uses = desk.State<Stewardship>().Uses.Values;
        var (total, exceptions) = (0, 0);
        foreach (var use in uses)
        {
            if (by is not { } actor || use.By.Contains(actor))
            {
                total++;
                exceptions += use.IsException ? 1 : 0;
            }
        }

        var shown = uses.Reverse()
            .Where(u => (before is not { } entry || u.Entry < entry) && (by is not { } one || u.By.Contains(one)) && (!byExceptions || u.IsException))
            .Take(UsesShown + 1)
            .ToList();
        return new(
            by is null ? [.. desk.State<Assembly>().Charter.Powers.Values.Select(p => Of(desk, p))] : [],
            by,
            byExceptions,
            [.. shown.Take(UsesShown).Select(u => Of(desk, u))],
            shown.Count > UsesShown ? shown[UsesShown - 1].Entry : null,
            total,
            exceptions
        );
    }

    /// <summary>Uses that wait for others to stand behind them, and behind which the visitor could, the newest first.</summary>
    public static IEnumerable<PowerUse> ToSecond(Desk desk) =>
        desk.State<Stewardship>().Uses.Values.Reverse().TakeWhile(u => desk.Now < u.At + StewardingLimits.SecondedWithin).Where(u => MaySecond(desk, u));

    private static bool MaySecond(Desk desk, PowerUse use) =>
        desk.Visitor is { IsMember: true, Actor: { } me }
        && use.IsWaiting(desk.Now)
        && !use.By.Contains(me)
        && DoingViews.Means(desk, use.IsException ? use.Rule.ExceptionBy! : use.Rule.By, matter: null);

    /// <summary>How many uses somebody had a part in.</summary>
    public static int CountOf(Desk desk, Actor actor) => desk.State<Stewardship>().Uses.Values.Count(u => u.By.Contains(actor));

    /// <summary>A use as it is read.</summary>
    public static PowerUseView Of(Desk desk, PowerUse use)
    {
        long? matter = use.Decision is { } decision && desk.State<Assembly>().MatterOfDecision.TryGetValue(decision, out var of) ? of : null;
        var state = StateOf(use, desk.Now, desk.State<Assembly>());
        return new(
            use,
            SubjectView.Of(desk, use.Subject),
            desk.Prose(use.Entry, "reason"),
            state,
            Stands(desk, use, state),
            use.Undone is { } undone ? desk.Prose(undone.Entry, "reason") : null,
            matter,
            matter is { } id ? MatterViews.TitleOf(desk, id) : null
        );
    }

    /// <summary>One use with its story; null where there is none.</summary>
    public static UseView? Find(Desk desk, long id)
    {
        var state = desk.State<Stewardship>();
        if (state.Find(id) is not { } use)
        {
            return null;
        }

        var assembly = desk.State<Assembly>();
        var (member, isAlive) = (desk.Visitor.Member, use.IsInForce(desk.Now, assembly) || use.IsWaiting(desk.Now));
        var asked = assembly.Matters.Values.Where(m => m.Undoes == id).ToList();
        var count = MatterViews.CountOf(desk);
        var decisions = asked
            .Where(m => m.Settled?.Entry is { } d && assembly.Stands(d, desk.Now, count))
            .Select(m => (m.Settled!.Entry!.Value, m.Id))
            .ToList();
        var isOwn = member is { } self && use.Subject == Subject.Member(self);
        var isUser = desk.Visitor.Actor is { } me && use.By.Contains(me);
        return new(
            Of(desk, use),
            [.. state.On(use.Subject).Where(u => u.Entry != id).Take(UsesShown).Select(u => Of(desk, u))],
            [.. decisions.Select(d => (d.Value, MatterViews.TitleOf(desk, d.Id)))],
            [.. asked.Select(m => (m.Id, MatterViews.TitleOf(desk, m.Id)))],
            isAlive
                && (
                    decisions.Count > 0
                    || (member is not null && (isUser || (!isOwn && use.Rule.Undo is { } undo && DoingViews.Means(desk, undo, matter: null))))
                ),
            MaySecond(desk, use),
            isOwn
        );
    }

    /// <summary>The form by which a power is used; null where there is no such power or subject.</summary>
    public static UseFormView? Form(Desk desk, string? power, string? subject, long? decision)
    {
        var assembly = desk.State<Assembly>();
        Power? rule = null;
        if (power is not null && !assembly.Charter.Powers.TryGetValue(power, out rule))
        {
            return null;
        }

        Subject? about = null;
        if (subject is not null)
        {
            if (!Subject.TryParse(subject, out var named) || !SubjectView.IsThere(desk, named) || (rule is not null && !Fits(rule, named)))
            {
                return null;
            }

            about = named;
        }

        var isMember = desk.Visitor.IsMember;
        return new(
            rule,
            rule is null ? [] : new Plain(desk.Words).Rules(rule),
            rule is null && about is { } fit ? Usable(desk, fit) : [],
            about is { } known ? SubjectView.Of(desk, known) : null,
            rule is null ? [] : Allowing(desk, rule.Name, about),
            rule is { Stops: Stops.Acts } && about is null ? Members(desk) : [],
            isMember && rule is not null && DoingViews.Means(desk, rule.By, matter: null),
            isMember && rule is { ExceptionBy: { } except } && DoingViews.Means(desk, except, matter: null),
            decision
        );
    }

    /// <summary>The powers that the visitor could use on something.</summary>
    public static ImmutableArray<Power> Usable(Desk desk, Subject subject) =>
        !desk.Visitor.IsMember || desk.State<Assembly>().Charter.Powers is not { Count: > 0 } powers
            ? []
            : [.. powers.Values.Where(p => Fits(p, subject) && MayUse(desk, p))];

    /// <summary>What holds on something now, the newest first.</summary>
    public static ImmutableArray<PowerUse> Holding(Desk desk, Subject subject) =>
        [.. desk.State<Stewardship>().On(subject).Where(u => u.IsInForce(desk.Now, desk.State<Assembly>()) || u.IsWaiting(desk.Now))];

    /// <summary>What stops the visitor; null where nothing does.</summary>
    public static PowerUse? Stopping(Desk desk) =>
        desk.State<Stewardship>() is { OnSubject.IsEmpty: false } state && desk.Visitor.Member is { } member
            ? state.Stopping(Subject.Member(member), Stops.Acts, desk.Now, desk.State<Assembly>())
            : null;

    /// <summary>What protects a page, and whether the visitor can change it all the same; null where nothing does.</summary>
    public static (PowerUse Use, bool MayEdit)? Protecting(Desk desk, long page) =>
        desk.State<Stewardship>() is { OnSubject.IsEmpty: false } state
        && state.Stopping(Subject.Page(page), Stops.Edits, desk.Now, desk.State<Assembly>()) is { } use
            ? (use, DoingViews.Means(desk, use.Rule.Allows ?? use.Rule.By, matter: null))
            : null;

    /// <summary>Can a power be used on such a thing?</summary>
    public static bool Fits(Power power, Subject subject) =>
        power.Stops switch
        {
            Stops.Acts => subject.Noun is "member",
            Stops.Edits => subject.Noun is "page",
            _ => true,
        };

    /// <summary>Decisions that stand and allow a power, on something or on anything.</summary>
    private static ImmutableArray<(long Decision, string? Title)> Allowing(Desk desk, string power, Subject? subject)
    {
        var (assembly, count) = (desk.State<Assembly>(), MatterViews.CountOf(desk));
        return
        [
            .. assembly
                .MatterOfDecision.Reverse()
                .Select(d => (Decision: d.Key, Matter: assembly.Matters[d.Value]))
                .Where(d =>
                    d.Matter.Mandate is { } mandate
                    && string.Equals(mandate.Power, power, StringComparison.Ordinal)
                    && (subject is not { } about || mandate.Subject == about)
                    && !(mandate.Until <= desk.Now)
                    && assembly.Stands(d.Decision, desk.Now, count)
                )
                .Take(UsesShown)
                .Select(d => (d.Decision, MatterViews.TitleOf(desk, d.Matter.Id))),
        ];
    }

    private static bool MayUse(Desk desk, Power power) =>
        desk.Visitor.IsMember
        && (DoingViews.Means(desk, power.By, matter: null) || (power.ExceptionBy is { } except && DoingViews.Means(desk, except, matter: null)));

    private static PowerView Of(Desk desk, Power power) =>
        new(power, new Plain(desk.Words).Rules(power), HoldersOf(desk, power.By), power.Undo is { } undo ? HoldersOf(desk, undo) : [], MayUse(desk, power));

    private static ImmutableArray<RoleHoldersView> HoldersOf(Desk desk, Who who) =>
        [
            .. who
                .Alternatives.SelectMany(a => a)
                .Where(c => c.Trait == Trait.Role)
                .Select(c => c.Name)
                .Distinct(StringComparer.Ordinal)
                .Select(r => new RoleHoldersView(r, [.. desk.State<Assembly>().HoldersOf(r, desk.Now).Take(MembersShown)])),
        ];

    private static ImmutableArray<(string Id, string Name)> Members(Desk desk) =>
        [
            .. desk.State<Roster>()
                .Members.Values.Where(m => m.Left is null)
                .Take(MembersShown)
                .Select(m => (Id: Subject.Member(m.Id).Name, Name: desk.NameOf(Actor.Of(m.Id))))
                .OrderBy(m => m.Name, StringComparer.OrdinalIgnoreCase),
        ];

    private static UseState StateOf(PowerUse use, Moment at, Assembly assembly) =>
        use.Undone is not null ? UseState.Undone
        : use.IsInForce(at, assembly) ? UseState.InForce
        : use.Decision is { } decision && assembly.IsAnnulled(decision) ? UseState.Annulled
        : use.IsWaiting(at) ? UseState.Waiting
        : use.Since is null ? UseState.Lapsed
        : UseState.Over;

    private static string Stands(Desk desk, PowerUse use, UseState state)
    {
        var words = desk.Words;
        return state switch
        {
            UseState.Undone => words.Say(
                use.Undone!.Decision is null ? "power.undone" : "power.undone-decided",
                desk.NameOf(use.Undone.By),
                words.DateTime(use.Undone.At)
            ),
            UseState.InForce when use.Until == Moment.Never => words["power.in-force"],
            UseState.InForce => words.Say("power.in-force-until", words.DateTime(use.Until)),
            UseState.Waiting => words.Count("power.waits", use.Rule.Together - use.By.Length, words.DateTime(use.WaitsUntil)),
            UseState.Lapsed => words["power.lapsed"],
            UseState.Annulled => words["power.annulled"],
            _ => words.Say("power.over", words.DateTime(use.Until)),
        };
    }
}
