using System.Collections.Immutable;
using Moot.Commons;
using Moot.Deciding.Charters;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Makes the views of matters.</summary>
public static class MatterViews
{
    /// <summary>Open matters that are listed.</summary>
    public const int OpenShown = 200;

    /// <summary>Settled matters on one page of a list.</summary>
    public const int SettledShown = 50;

    /// <summary>Objections on one page of a matter.</summary>
    public const int ObjectionsShown = 100;

    /// <summary>Positions, votes and signatures on one page of a matter.</summary>
    public const int TakenShown = 50;

    /// <summary>UTF-16 characters of an objection where it is only named.</summary>
    public const int NamedCharacters = 120;

    /// <summary>How many are meant by a rule at a time.</summary>
    public static Func<Who, Moment, long> CountOf(Desk desk) => new Electorate(desk.State<Assembly>(), desk.State<Roster>(), desk.World.Entries).Count;

    /// <summary>A matter as time left it; null where there is none.</summary>
    public static Matter? Find(Desk desk, long id) => desk.State<Assembly>().Find(id) is { } matter ? Progress.At(matter, desk.Now, CountOf(desk)) : null;

    /// <summary>The question of a matter; null where it is out of sight.</summary>
    public static string? TitleOf(Desk desk, long matter) => desk.Prose(matter, "title");

    /// <summary>A matter in a list.</summary>
    public static MatterLineView Line(Desk desk, Matter matter) =>
        new(matter, TitleOf(desk, matter.Id), SubjectView.Of(desk, matter.Subject), new Plain(desk.Words).Line(matter, CountOf(desk)));

    /// <summary>Every matter as time left it that is open, or waits to be entered.</summary>
    public static IEnumerable<Matter> OpenOnes(Desk desk)
    {
        var count = CountOf(desk);
        return desk.State<Assembly>().Matters.Values.Where(m => m.Settled is null).Select(m => Progress.At(m, desk.Now, count));
    }

    /// <summary>The list.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="before">Settled matters that were opened before this entry.</param>
    public static MattersView List(Desk desk, long? before)
    {
        var open = OpenOnes(desk).OrderBy(m => m.Settled?.At ?? Progress.WindowOf(m) ?? Moment.Never).ThenByDescending(m => m.Id).ToList();
        var settled = desk.State<Assembly>()
            .Matters.Values.Reverse()
            .Where(m => m.Settled is not null && (before is not { } entry || m.Id < entry))
            .Take(SettledShown + 1)
            .ToList();
        return new(
            [.. open.Take(OpenShown).Select(m => Line(desk, m))],
            open.Count,
            [.. settled.Take(SettledShown).Select(m => Line(desk, m))],
            settled.Count > SettledShown ? settled[SettledShown - 1].Id : null,
            before is null
        )
        {
            Free = before is null ? FreeRoles(desk, open) : [],
        };
    }

    /// <summary>Roles that an election or a lot can fill now. Where nobody counts the seats, those that nobody holds.</summary>
    private static ImmutableArray<FreeRoleView> FreeRoles(Desk desk, IReadOnlyList<Matter> open)
    {
        var state = desk.State<Assembly>();
        return
        [
            .. state
                .Charter.Roles.Values.Where(r => r.By.Any(p => state.Charter.Pathways[p] is { Nominates: true } or { Draws: true, HasBallot: false }))
                .Where(r => !open.Any(m => m.Settled is null && string.Equals(m.OpenRole, r.Name, StringComparison.Ordinal)))
                .Where(r => state.SeatsToFill(r, desk.Now) is { } seats ? seats > 0 : !state.HoldersOf(r.Name, desk.Now).Any())
                .Select(r => new FreeRoleView(
                    r.Name,
                    state.SeatsToFill(r, desk.Now) ?? 0,
                    r.Seats is { } all && state.HoldersOf(r.Name, desk.Now).Count() >= all ? state.HoldersOf(r.Name, desk.Now).Min(t => t.Until) : null
                )),
        ];
    }

    /// <summary>A matter as it is read.</summary>
    /// <param name="desk">Whose desk.</param>
    /// <param name="matter">As time left it.</param>
    /// <param name="from">Objections from this entry on.</param>
    /// <param name="before">Positions and votes before this entry.</param>
    public static MatterView Of(Desk desk, Matter matter, long? from = null, long? before = null)
    {
        var (plain, count) = (new Plain(desk.Words), CountOf(desk));
        var mine = DoingViews.Of(desk, matter);
        var objections = matter.Objections.Values.Where(o => from is not { } first || o.Entry >= first).Take(ObjectionsShown + 1).ToList();
        var isVote = matter.Stage.Method is Method.Vote or Method.StrawPoll;
        return new(
            matter,
            TitleOf(desk, matter.Id),
            SubjectView.Of(desk, matter.Subject),
            MessageTextViews.Of(desk.Served).Show(desk, matter.Text),
            desk.Prose(matter.Text, "text"),
            plain.Line(matter, count),
            plain.Stands(matter, desk.Now, count),
            plain.After(matter)
        )
        {
            Objections = [.. objections.Take(ObjectionsShown).Select(o => DoingViews.Of(desk, matter, o, Show(desk, o)))],
            LaterObjections = objections.Count > ObjectionsShown ? objections[ObjectionsShown].Entry : null,
            Remaining = mine.Doings.Contains(Doing.Call)
                ? [.. matter.Objections.Values.Where(o => !o.IsClosed || o.State == ObjectionState.Addressed).Select(o => (o, Named(desk, o.Entry)))]
                : [],
            Known =
                mine.Doings.Contains(Doing.Object) || mine.Doings.Contains(Doing.Call)
                    ? [.. matter.Objections.Values.Where(o => o.SameAs is null).Take(ObjectionsShown).Select(o => (o.Entry, Named(desk, o.Entry)))]
                    : [],
            Positions = Taken(desk, matter.Positions.Select(p => (p.Value.Entry, p.Key, "decide.stance-" + WordJson<Stance>.Word(p.Value.Stance))), before),
            Votes = Taken(desk, matter.Votes.Select(v => (v.Value.Entry, v.Key, "decide.vote-" + WordJson<Vote>.Word(v.Value.Vote))), before),
            Trials = [.. matter.Evidence.Select(t => (t, desk.Prose(t.Entry, "name"), Said(desk, t.Entry, "text")))],
            Decree = matter.Decree is var (word, _) ? Said(desk, word, "reason") : null,
            Count = isVote ? VoteCount.Of(matter, count) : null,
            Signed = [.. matter.Signatures.OrderBy(s => s.Value).Take(TakenShown).Select(s => s.Key)],
            Summary = matter.Summary is { } summary
                ? new(summary, desk.Prose(summary, "for"), desk.Prose(summary, "against"), desk.Prose(summary, "open"))
                : null,
            Steps = StepViews.Main(desk, matter),
            Dissents = [.. matter.Dissents.Values.Order().Take(ObjectionsShown).Select(e => Said(desk, e, "text"))],
            Review = ReviewOf(desk, matter) is { } review && review <= desk.Now ? review : null,
            Call = matter.Call is { } call ? Said(desk, call.Entry, "explanation") : null,
            Doings = mine.Doings,
            Others = mine.Others,
            Changes =
                matter.NewCharter is { } next && CharterText.TryRead(next, out var proposed, out _)
                    ? CompareViews.Between(desk, CharterViews.Before(desk, matter), proposed)
                    : null,
            Threads = desk.State<Conversations>().ThreadsOn(new($"matter:{matter.Id}")).Count(),
        };
    }

    /// <summary>When what a matter decided is to be looked at again; null where it need not be, or a later question is about it.</summary>
    public static Moment? ReviewOf(Desk desk, Matter matter) => ReviewOf(desk.State<Assembly>(), matter);

    /// <inheritdoc cref="ReviewOf(Desk, Matter)"/>
    public static Moment? ReviewOf(Assembly state, Matter matter) => ReviewOf(matter, AskedAgain(state));

    /// <summary>When a decision is to be looked at again.</summary>
    /// <param name="matter">Its matter.</param>
    /// <param name="asked">What was asked about matters and decisions since (<see cref="AskedAgain"/>).</param>
    public static Moment? ReviewOf(Matter matter, IReadOnlyDictionary<Subject, long> asked) =>
        matter is { Settled: { Outcome: Outcome.Adopted, Entry: { } decision } settled, Stage.Review: { } span, IsAnnulled: false }
        && asked.GetValueOrDefault(new($"matter:{matter.Id}")) < decision
        && asked.GetValueOrDefault(new($"decision:{decision}")) < decision
            ? settled.At + span
            : null;

    /// <summary>The last matter about each matter and decision.</summary>
    public static IReadOnlyDictionary<Subject, long> AskedAgain(Assembly state)
    {
        var asked = new Dictionary<Subject, long>();
        foreach (var matter in state.Matters.Values)
        {
            if (matter.Subject.Name.StartsWith("matter:", StringComparison.Ordinal) || matter.Subject.Name.StartsWith("decision:", StringComparison.Ordinal))
            {
                asked[matter.Subject] = matter.Id;
            }
        }

        return asked;
    }

    /// <summary>Something that was said in an entry.</summary>
    public static SaidView Said(Desk desk, long entry, string member) =>
        new(entry, desk.World.Entries.Author(entry), desk.World.Entries.At(entry), desk.Prose(entry, member));

    /// <summary>How an objection begins; null where it is out of sight.</summary>
    public static string? Named(Desk desk, long objection) =>
        desk.Prose(objection, "reason") is { } reason ? TalkViews.Beginning(reason[..Math.Min(reason.Length, NamedCharacters)]) : null;

    private static ObjectionView Show(Desk desk, Objection objection)
    {
        var since = objection.Since == objection.Entry ? null : Said(desk, objection.Since, "reason");
        return new(
            objection,
            desk.Prose(objection.Entry, "reason"),
            desk.Prose(objection.Entry, "remedy"),
            [.. objection.Answers.Select(a => Said(desk, a, "answer"))],
            since is { Text: null } ? since with { Text = desk.Prose(objection.Since, "explanation") } : since
        );
    }

    private static TakenListView Taken(Desk desk, IEnumerable<(long Entry, Actor By, string Key)> all, long? before)
    {
        var sorted = all.OrderByDescending(t => t.Entry).ToList();
        var shown = sorted.Where(t => before is not { } entry || t.Entry < entry).Take(TakenShown + 1).ToList();
        return new(
            [.. shown.Take(TakenShown).Select(t => new TakenView(Said(desk, t.Entry, "reason"), t.Key))],
            sorted.Count,
            shown.Count > TakenShown ? shown[TakenShown - 1].Entry : null
        );
    }
}
