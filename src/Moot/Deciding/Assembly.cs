using System.Collections.Immutable;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;

namespace Moot.Deciding;

/// <summary>A member holds a role for a time.</summary>
/// <param name="Member">Who.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when; <see cref="Moment.Never"/> where the charter names no term.</param>
/// <param name="Decision">The decision that gave it.</param>
public sealed record Term(MemberId Member, Moment From, Moment Until, long Decision)
{
    /// <summary>The decision that ended it before its time, and when it would have ended; null where none did.</summary>
    public (long Decision, Moment Due)? Ended { get; init; }
}

/// <summary>How an association decides, what it is deciding, and what it has decided.</summary>
public sealed record Assembly : IState<Assembly>
{
    private Assembly() { }

    public static Assembly Empty { get; } = new();

    /// <summary>The charter that holds now.</summary>
    public Charter Charter { get; private init; } = Templates.Default;

    /// <summary>Entries that put a charter in place, oldest first; none where it is the one that every association begins with.</summary>
    public ImmutableArray<long> CharterEntries { get; private init; } = [];

    /// <summary>The charter that held before each entry that put another one in its place.</summary>
    public ImmutableSortedDictionary<long, Charter> CharterBefore { get; private init; } = ImmutableSortedDictionary<long, Charter>.Empty;

    /// <summary>The matters, by the entries that opened them.</summary>
    public ImmutableSortedDictionary<long, Matter> Matters { get; private init; } = ImmutableSortedDictionary<long, Matter>.Empty;

    /// <summary>The matter of each objection.</summary>
    public ImmutableDictionary<long, long> MatterOfObjection { get; private init; } = ImmutableDictionary<long, long>.Empty;

    /// <summary>The matter of each option.</summary>
    public ImmutableDictionary<long, long> MatterOfOption { get; private init; } = ImmutableDictionary<long, long>.Empty;

    /// <summary>The matter of each decision, by the entry that is the decision.</summary>
    public ImmutableSortedDictionary<long, long> MatterOfDecision { get; private init; } = ImmutableSortedDictionary<long, long>.Empty;

    /// <summary>Terms of each role, oldest first.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<Term>> Terms { get; private init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<Term>>(StringComparer.Ordinal);

    /// <summary>The appeals of each decision, oldest first.</summary>
    public ImmutableDictionary<long, ImmutableArray<long>> AppealsOf { get; private init; } = ImmutableDictionary<long, ImmutableArray<long>>.Empty;

    /// <summary>Organisations that people belong to, by the entries that named them.</summary>
    public ImmutableSortedSet<long> Organisations { get; private init; } = [];

    /// <summary>To which organisations members say that they belong, the most important one first; empty for those who say that it is none.</summary>
    public ImmutableDictionary<MemberId, ImmutableArray<long>> Affiliations { get; private init; } = ImmutableDictionary<MemberId, ImmutableArray<long>>.Empty;

    /// <summary>The area to which a page belongs.</summary>
    public ImmutableSortedDictionary<long, string> AreaOfPage { get; private init; } = ImmutableSortedDictionary<long, string>.Empty;

    /// <summary>How often members changed pages of each area while they belonged to it, and when last.</summary>
    public ImmutableDictionary<(string Area, MemberId Member), (long Count, Moment Last)> WorkInAreas { get; private init; } =
        ImmutableDictionary<(string, MemberId), (long, Moment)>.Empty;

    /// <summary>Members who have left: they hold no role.</summary>
    public ImmutableHashSet<MemberId> Gone { get; private init; } = [];

    /// <summary>What people promise if enough others do, by the entries that opened it.</summary>
    public ImmutableSortedDictionary<long, Commitment> Commitments { get; private init; } = ImmutableSortedDictionary<long, Commitment>.Empty;

    /// <summary>A matter as the last act on it left it; null where there is none.</summary>
    public Matter? Find(long matter) => Matters.GetValueOrDefault(matter);

    /// <summary>The matter that a decision settled; null where there is no such decision.</summary>
    public Matter? Deciding(long decision) => MatterOfDecision.TryGetValue(decision, out var matter) ? Matters[matter] : null;

    /// <summary>Is whoever acts meant by a rule about people?</summary>
    /// <param name="who">The rule.</param>
    /// <param name="how">Who acts, for a capability that reads who is a member, what was said, and this.</param>
    public bool Means(Who who, in Circumstance how) => Electorate.Includes(this, who, matter: null, how);

    /// <summary>True for an act by which somebody defends themselves: an appeal, a matter that would undo what a power did, or a part in a matter of their own or about them.</summary>
    /// <param name="act">The act.</param>
    /// <param name="self">Who defends themselves.</param>
    public bool IsDefence(object act, MemberId self)
    {
        return act switch
        {
            OpenMatter matter => matter.Appeals is not null || matter.Undoes is not null,
            TakePosition position => IsOwn(Find(position.Matter)),
            RaiseObjection objection => IsOwn(Find(objection.Matter)),
            AnswerObjection answer => MatterOfObjection.TryGetValue(answer.Objection, out var of) && IsOwn(Find(of)),
            AmendMatter amend => IsOwn(Find(amend.Matter)),
            WithdrawMatter back => IsOwn(Find(back.Matter)),
            _ => false,
        };

        bool IsOwn(Matter? matter) => matter is not null && (matter.Opener == Actor.Of(self) || matter.Subject == Talk.Subject.Member(self));
    }

    /// <summary>True if a decision that stands allows a power on somebody or something at a time.</summary>
    public bool Allows(long decision, string power, Talk.Subject subject, in Circumstance how) =>
        Stands(decision, how)
        && Deciding(decision)!.Mandate is { } mandate
        && string.Equals(mandate.Power, power, StringComparison.Ordinal)
        && mandate.Subject == subject
        && (mandate.Until is not { } until || how.At < until);

    /// <summary>The charter by which a decision is appealed. A new one is appealed by the rules before it: it cannot take its own appeal away.</summary>
    public Charter RulesOfAppeal(long decision) => CharterEntry == decision ? CharterBefore[decision] : Charter;

    /// <summary>True if a member holds a role at a time.</summary>
    public bool Holds(MemberId member, string role, Moment at) =>
        Terms.TryGetValue(role, out var terms) && terms.Any(t => t.Member == member && t.From <= at && at < t.Until);

    /// <summary>Who holds a role at a time.</summary>
    public IEnumerable<Term> HoldersOf(string role, Moment at) => Terms.TryGetValue(role, out var terms) ? terms.Where(t => t.From <= at && at < t.Until) : [];

    /// <summary>The entry that put the present charter in place; null where it is the one that every association begins with.</summary>
    public long? CharterEntry => CharterEntries.IsEmpty ? null : CharterEntries[^1];

    /// <summary>The pathways for a subject: those of the area to which a page belongs, else those of the charter for its noun.</summary>
    public ImmutableArray<string> PathwaysFor(Talk.Subject subject) =>
        subject is { Noun: "page", Number: { } page }
        && AreaOfPage.TryGetValue(page, out var name)
        && Charter.Areas.TryGetValue(name, out var area)
        && !area.By.IsEmpty
            ? area.By
            : Charter.PathwaysFor(subject.Noun);

    /// <summary>Does whoever acts look after an area? Anybody does as long as it has no page, and where the charter knows it no more.</summary>
    internal bool LooksAfter(string? area, in Circumstance how) =>
        area is null
        || !Charter.Areas.TryGetValue(area, out var known)
        || !AreaOfPage.ContainsValue(area)
        || Electorate.Includes(this, known.Maintainers, matter: null, how);

    /// <summary>Somebody worked on something: counted where it is a page of an area. Or they left: their seats are free.</summary>
    internal static Assembly NoteWork(Assembly state, string subject, in Circumstance how)
    {
        if (how.Actor.Member is not { } member)
        {
            return state;
        }

        if (string.Equals(subject, Kernel.Membership.Leave.Subject, StringComparison.Ordinal))
        {
            return state.WithoutMember(member, how.At).WithoutCandidate(member, how);
        }

        if (
            state.AreaOfPage.IsEmpty
            || new Talk.Subject(subject) is not { Noun: "page", Number: { } page }
            || !state.AreaOfPage.TryGetValue(page, out var area)
        )
        {
            return state;
        }

        var before = state.WorkInAreas.GetValueOrDefault((area, member));
        return state with { WorkInAreas = state.WorkInAreas.SetItem((area, member), (before.Count + 1, how.At)) };
    }

    /// <summary>The organisation to which a member belongs first; null where none was named.</summary>
    public long? AffiliationOf(MemberId member) => Affiliations.GetValueOrDefault(member, []) is [var first, ..] ? first : null;

    /// <summary>True if a decision holds when somebody acts.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="how">Who acts, for a capability that reads who is a member, and this.</param>
    public bool Stands(long decision, in Circumstance how) => Stands(decision, how.At, Floor.Count(this, how));

    /// <summary>True if an open appeal keeps a decision from being carried out at a time.</summary>
    /// <remarks>
    /// Each pathway suspends a decision once: an appeal that was lost does not keep the decision from being carried out by the next one.
    /// One that was taken back counts so for who took it back alone: else whoever wants the decision carried out would use up what protects the others.
    /// </remarks>
    public bool IsSuspended(long decision, Moment at, Func<Who, Moment, long> count)
    {
        var (heard, takenBack) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<(string, Actor)>());
        foreach (var id in AppealsOf.GetValueOrDefault(decision, []))
        {
            var appeal = Progress.At(Matters[id], at, count);
            var way = appeal.Pathway.Name;
            if (appeal.Settled is { Outcome: Outcome.Withdrawn })
            {
                takenBack.Add((way, appeal.Opener));
            }
            else if (appeal.Settled is not null)
            {
                heard.Add(way);
            }
            else if (appeal.Suspends && !heard.Contains(way) && !takenBack.Contains((way, appeal.Opener)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True if an appeal took a decision away: one that was upheld; or one that was turned down, where that was annulled in turn.</summary>
    public bool IsAnnulled(long decision) =>
        AppealsOf.TryGetValue(decision, out var appeals)
        && appeals.Any(a =>
            Matters[a] is { Settled: { Entry: not null } settled, IsAnnulled: var isAnnulled }
            && (settled.Outcome == Outcome.Adopted ? !isAnnulled : isAnnulled)
        );

    /// <summary>The decision on a matter that counts: the latest one that settled it either way and was not annulled. While it is open again, and where that came to nothing, it is the one before.</summary>
    public Settlement? LatestOf(Matter matter) =>
        matter
            .Before.Reverse()
            .Prepend(matter.Settled)
            .FirstOrDefault(s => s is { Outcome: Outcome.Adopted or Outcome.Rejected, Entry: { } entry } && !IsAnnulled(entry));

    /// <summary>True if a decision holds at a time: it was adopted, no appeal annulled it, and it is the last one on its matter; or it is a word for a time that is not over; and no open appeal suspends it.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="at">The time.</param>
    /// <param name="count">How many could take part at a time.</param>
    public bool Stands(long decision, Moment at, Func<Who, Moment, long> count) =>
        Deciding(decision) is { } matter
        && (
            (LatestOf(matter) is { Outcome: Outcome.Adopted } latest && latest.Entry == decision)
            || (
                matter.Decree is var (entry, until)
                && entry == decision
                && at < until
                && matter.Settled is null
                && (matter.Before is not [.., { Entry: { } others }] || others < decision)
            )
        )
        && !IsSuspended(decision, at, count);

    public void WriteRows(StateRows rows)
    {
        rows.Row("charter", Hash.Of(System.Text.Encoding.UTF8.GetBytes(CharterText.Write(Charter))), string.Join(',', CharterEntries));
        foreach (var (role, terms) in Terms)
        {
            foreach (var term in terms)
            {
                var ended = term.Ended is var (by, due) ? $"{by} {due.Milliseconds}" : "-";
                rows.Row("term", role, term.Member, term.From.Milliseconds, term.Until.Milliseconds, term.Decision, ended);
            }
        }

        foreach (var (decision, matter) in MatterOfDecision)
        {
            rows.Row("decision", decision, matter);
        }

        foreach (var (page, area) in AreaOfPage)
        {
            rows.Row("place", page, area);
        }

        foreach (var ((area, member), (count, last)) in WorkInAreas)
        {
            rows.Row("work", area, member, count, last.Milliseconds);
        }

        foreach (var organisation in Organisations)
        {
            rows.Row("organisation", organisation);
        }

        foreach (var (member, belongs) in Affiliations)
        {
            rows.Row("affiliation", member, string.Join(',', belongs));
        }

        foreach (var member in Gone)
        {
            rows.Row("gone", member);
        }

        foreach (var promised in Commitments.Values)
        {
            promised.WriteRows(rows);
        }

        foreach (var matter in Matters.Values)
        {
            MatterRows.Write(rows, matter);
        }
    }

    internal Assembly With(Commitment promised) => this with { Commitments = Commitments.SetItem(promised.Id, promised) };

    internal Assembly WithPlace(long page, string? area) => this with { AreaOfPage = area is null ? AreaOfPage.Remove(page) : AreaOfPage.SetItem(page, area) };

    internal Assembly WithOrganisation(long entry) => this with { Organisations = Organisations.Add(entry) };

    internal Assembly WithAffiliations(MemberId member, ImmutableArray<long> organisations) =>
        this with
        {
            Affiliations = Affiliations.SetItem(member, organisations),
        };

    internal Assembly WithAppeal(Matter matter, long decision) =>
        With(matter) with
        {
            AppealsOf = AppealsOf.SetItem(decision, AppealsOf.GetValueOrDefault(decision, []).Add(matter.Id)),
        };

    internal Assembly With(Matter matter) => this with { Matters = Matters.SetItem(matter.Id, matter) };

    /// <summary>A matter with one more option, which this entry added.</summary>
    internal Assembly With(Matter matter, long option) => With(matter) with { MatterOfOption = MatterOfOption.Add(option, matter.Id) };

    internal Assembly With(Matter matter, Objection objection) =>
        With(matter.With(objection)) with
        {
            MatterOfObjection = MatterOfObjection.SetItem(objection.Entry, matter.Id),
        };

    internal Assembly WithDecree(Matter matter, long entry) => With(matter) with { MatterOfDecision = MatterOfDecision.Add(entry, matter.Id) };

    internal Assembly WithCharter(Charter charter, long entry) =>
        this with
        {
            Charter = charter,
            CharterEntries = CharterEntries.Add(entry),
            CharterBefore = CharterBefore.SetItem(entry, Charter),
        };

    /// <summary>A matter was settled by this entry, or what time did was recorded: what it decided takes effect.</summary>
    internal Assembly Settle(Matter matter, long entry, Moment at)
    {
        var state = With(matter with { Settled = matter.Settled! with { Entry = entry } }) with { MatterOfDecision = MatterOfDecision.Add(entry, matter.Id) };
        if (matter.Settled.Outcome != Outcome.Adopted)
        {
            return state;
        }

        if (matter.NewCharter is { } text && matter.OldCharter == CharterEntry && CharterText.TryReadPlain(text, out var charter, out _))
        {
            state = state.WithCharter(charter, entry);
        }

        if (matter.Role is { } change)
        {
            state = state.WithRole(change, entry, matter.Settled.At, at);
        }

        state = state.WithChosen(matter, entry, at);
        return matter.Appeals is { } appealed ? state.Turn(appealed, entry, at) : state;
    }

    /// <summary>An appeal turns a decision over. Where that was an appeal itself, what it did or refused to do to the one below turns too.</summary>
    /// <remarks>What several appeals have annulled comes back with the last of them. A chain of appeals can be long: it is walked, not called.</remarks>
    private Assembly Turn(long decision, long entry, Moment at)
    {
        var state = this;
        for (
            long? next = decision;
            next is { } turned
                && state.Deciding(turned) is { Settled: { } settled } matter
                && settled.Entry == turned
                && state.IsAnnulled(turned) != matter.IsAnnulled;
            next = matter.Appeals
        )
        {
            state = state.TurnOne(matter, settled, turned, entry, at);
        }

        return state;
    }

    /// <summary>What a decision did is undone, or done again.</summary>
    private Assembly TurnOne(Matter matter, Settlement settled, long decision, long entry, Moment at)
    {
        var state = With(matter with { IsAnnulled = !matter.IsAnnulled });
        if (matter.Role is { IsGiven: true } change && settled.Outcome == Outcome.Adopted)
        {
            state = matter.IsAnnulled ? state.WithRole(change, decision, settled.At, at) : state.WithoutTermOf(decision, change.Name, at);
        }

        if (matter.OpenRole is { } open && settled.Outcome == Outcome.Adopted)
        {
            state = matter.IsAnnulled ? state.WithChosen(matter, decision, at) : state.WithoutTermOf(decision, open, at);
        }

        if (matter.Role is { IsGiven: false } recall && settled.Outcome == Outcome.Adopted)
        {
            state = matter.IsAnnulled ? state.WithRole(recall, decision, settled.At, at) : state.WithTermBack(decision, recall.Name);
        }

        if (matter.NewCharter is not null && settled.Outcome == Outcome.Adopted)
        {
            var now = state.CharterInForce();
            state = string.Equals(CharterText.Write(now), CharterText.Write(Charter), StringComparison.Ordinal) ? state : state.WithCharter(now, entry);
        }

        return state;
    }

    /// <summary>The charter that was put in place last by what was not annulled; the one that every association begins with where none was.</summary>
    private Charter CharterInForce()
    {
        var after = Charter;
        foreach (var entry in CharterEntries.Reverse())
        {
            // An appeal puts no charter of its own in place.
            if (Deciding(entry) is not { Appeals: not null } && !IsAnnulled(entry))
            {
                return after;
            }

            after = CharterBefore[entry];
        }

        return Templates.Default;
    }

    /// <summary>A member left: what they hold ends.</summary>
    private Assembly WithoutMember(MemberId member, Moment at)
    {
        return this with
        {
            Gone = Gone.Add(member),
            Terms = Terms.ToImmutableSortedDictionary(
                t => t.Key,
                t => t.Value.Any(IsHeld) ? [.. t.Value.Select(one => IsHeld(one) ? one with { Until = at } : one)] : t.Value,
                StringComparer.Ordinal
            ),
        };

        bool IsHeld(Term term) => term.Member == member && at < term.Until;
    }

    /// <summary>A member left: they stand for election no more. Where people vote already the ballot stays as it is.</summary>
    private Assembly WithoutCandidate(MemberId member, in Circumstance how)
    {
        var state = this;
        foreach (var matter in Matters.Values)
        {
            if (
                matter.Settled is null
                && matter.Options.Values.Any(IsTheirs)
                && Floor.Now(this, matter, how) is { Settled: null, Stage.Method: Method.Nomination or Method.Discussion } now
            )
            {
                state = state.With(now.Options.Values.Where(IsTheirs).Aggregate(now, (m, o) => m.With(o with { IsWithdrawn = true })));
            }
        }

        return state;

        bool IsTheirs(Option option) => option.Member == member && !option.IsWithdrawn;
    }

    /// <summary>Those who were drawn or elected get the role, the first first.</summary>
    private Assembly WithChosen(Matter matter, long decision, Moment at) =>
        matter.OpenRole is not { } role
            ? this
            : matter.Chosen.Aggregate(this, (s, c) => s.WithRole(new(role, c.Member, IsGiven: true), decision, matter.Settled!.At, at, c.Term));

    /// <summary>The term that a decision gave ends.</summary>
    private Assembly WithoutTermOf(long decision, string role, Moment at) =>
        this with
        {
            Terms = Terms.SetItem(role, [.. Terms.GetValueOrDefault(role, []).Select(t => t.Decision == decision && at < t.Until ? t with { Until = at } : t)]),
        };

    /// <summary>The recall that ended a term was annulled: it goes on, as long as it was to.</summary>
    private Assembly WithTermBack(long decision, string role) =>
        this with
        {
            Terms = Terms.SetItem(
                role,
                [
                    .. Terms
                        .GetValueOrDefault(role, [])
                        .Select(t => t.Ended is var (by, due) && by == decision && !Gone.Contains(t.Member) ? t with { Until = due, Ended = null } : t),
                ]
            ),
        };

    private Assembly WithRole(RoleChange change, long decision, Moment decided, Moment at, TimeSpan? shorter = null)
    {
        var terms = Terms.GetValueOrDefault(change.Name, []);
        if (!change.IsGiven)
        {
            return this with
            {
                Terms = Terms.SetItem(
                    change.Name,
                    [.. terms.Select(t => t.Member == change.Member && at < t.Until ? t with { Until = at, Ended = (decision, t.Until) } : t)]
                ),
            };
        }

        var office = Charter.Roles.GetValueOrDefault(change.Name);
        if (
            FreeFrom(office, terms, at) is not { } from
            || Holds(change.Member, change.Name, from)
            || Gone.Contains(change.Member)
            || terms.Any(t => t.Member == change.Member && t.Ended is var (recall, _) && Deciding(recall)?.Settled is { } recalled && decided <= recalled.At)
            || office?.PerAffiliation is { } most
                && AffiliationOf(change.Member) is { } same
                && HoldersOf(change.Name, from).Count(t => AffiliationOf(t.Member) == same) >= most
            || office?.Not.Any(r => Holds(change.Member, r, from)) == true
        )
        {
            // Two were chosen for one seat, or too many of one organisation: the first that was entered holds it. Who left takes none, and a recall is not evaded by an election before it that is entered after it.
            return this;
        }

        // A term runs from the decision, whenever that was entered: nobody keeps an election for later. Where the seat was still taken, from when it is free.
        var until = (shorter ?? office?.Term) is { } term ? (from > at ? from : decided) + term : Moment.Never;
        return at >= until ? this : this with { Terms = Terms.SetItem(change.Name, terms.Add(new(change.Member, from, until, decision))) };
    }

    /// <summary>From when a role has a seat for one more; null where no term ends so soon that it can be given ahead.</summary>
    private static Moment? FreeFrom(Role? office, ImmutableArray<Term> terms, Moment at)
    {
        if (office?.Seats is not { } seats || TakenFrom(terms, at) < seats)
        {
            return at;
        }

        var latest = at + (office.Ahead ?? TimeSpan.Zero);
        return terms
            .Select(t => t.Until)
            .Where(u => at < u && u <= latest)
            .Order()
            .Select(u => (Moment?)u)
            .FirstOrDefault(u => TakenFrom(terms, u!.Value) < seats);
    }

    /// <summary>How many seats are taken at a time or later: whoever was elected ahead keeps the seat that is theirs.</summary>
    private static int TakenFrom(ImmutableArray<Term> terms, Moment at)
    {
        return terms.Select(t => t.From).Where(f => at < f).Append(at).Max(Taken);

        int Taken(Moment when) => terms.Count(t => t.From <= when && when < t.Until);
    }

    /// <summary>How many seats of a role are free, and are not given to somebody from later on; null where nobody counts them.</summary>
    internal int? FreeSeats(Role office, Moment at) => office.Seats is { } seats ? seats - TakenFrom(Terms.GetValueOrDefault(office.Name, []), at) : null;

    /// <summary>How many seats of a role are free, or become free so soon that they can be filled ahead; null where nobody counts them.</summary>
    internal int? SeatsToFill(Role office, Moment at) =>
        office.Seats is { } seats
            ? seats - Terms.GetValueOrDefault(office.Name, []).Count(t => at < t.Until && at + (office.Ahead ?? TimeSpan.Zero) < t.Until)
            : null;
}
