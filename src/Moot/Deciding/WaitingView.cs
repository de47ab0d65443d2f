using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Stewarding;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Something that waits for somebody.</summary>
/// <param name="Line">The matter.</param>
/// <param name="Place">Where on its page.</param>
/// <param name="About">More about it: how an objection begins; null where there is no more.</param>
/// <param name="Entry">The objection; null where the whole matter waits.</param>
/// <param name="Since">Since when it waits.</param>
public sealed record WaitingItem(MatterLineView Line, Moment Since, string Place = "", string? About = null, long? Entry = null);

/// <summary>Things that wait for somebody for one reason.</summary>
/// <param name="Key">Key of the words that say which.</param>
/// <param name="Items">The things.</param>
public sealed record WaitingGroup(string Key, ImmutableArray<WaitingItem> Items);

/// <summary>What waits for the visitor.</summary>
/// <param name="IsMember">False where nothing can wait, since only members decide.</param>
/// <param name="Groups">The things, what is most pressing first.</param>
public sealed record WaitingView(bool IsMember, ImmutableArray<WaitingGroup> Groups)
{
    /// <summary>Uses of powers behind which the visitor could stand, the newest first.</summary>
    public ImmutableArray<PowerUseView> Uses { get; init; } = [];

    /// <summary>The address of the visitor's feed, which is shown once; null where none was made.</summary>
    public string? Address { get; init; }

    /// <summary>Why none was made.</summary>
    public Verdict? Refused { get; init; }
}

/// <summary>Finds what waits for the visitor.</summary>
public static class WaitingViews
{
    /// <summary>How near the end of a window is when it is told here.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(3);

    /// <summary>Things of one kind that are listed.</summary>
    public const int ItemsShown = 50;

    /// <summary>What waits.</summary>
    public static WaitingView Of(Desk desk)
    {
        if (desk.Visitor.Actor is not { IsMember: true } me)
        {
            return new(IsMember: false, []);
        }

        var open = MatterViews.OpenOnes(desk).OrderBy(m => m.Settled?.At ?? Progress.WindowOf(m) ?? Moment.Never).ToList();
        var asked = MatterViews.AskedAgain(desk.State<Assembly>());
        var running = open.Where(m => m.Settled is null).ToList();
        return new(
            IsMember: true,
            [
                .. new[]
                {
                    Group(desk, "vote", running.Where(m => m.Stage.Method is Method.Vote or Method.StrawPoll && !m.Votes.ContainsKey(me) && IsMeant(desk, m))),
                    Group(
                        desk,
                        "ballot",
                        running.Where(m => m.Balloting is { } b && desk.Now < b.Closes && !b.Papers.ContainsKey(me) && DoingViews.MayVote(desk, m))
                    ),
                    Group(
                        desk,
                        "nominated",
                        running.Where(m =>
                            m.Stage.Method == Method.Nomination
                            && m.Options.Values.Any(o => o is { IsAccepted: false, IsWithdrawn: false } && o.Member == me.Member)
                        )
                    ),
                    Group(
                        desk,
                        "publish",
                        running.Where(m => m.Balloting is { Stage.IsSecret: true, Published: null, Papers.IsEmpty: false } b && desk.Now >= b.Closes)
                    ),
                    Group(
                        desk,
                        "sign",
                        running.Where(m => m.Stage.Method == Method.Petition && m.Opener != me && !m.Signatures.ContainsKey(me) && IsMeant(desk, m))
                    ),
                    new(
                        "waiting.objected",
                        Objections(desk, running.Where(m => m.Opener == me), o => o is { IsClosed: false, IsAnswered: false } && o.By != me, o => o.Since)
                    ),
                    new("waiting.answered", Objections(desk, running, o => o is { IsClosed: false, IsAnswered: true } && o.By == me, o => o.Answers[^1])),
                    Group(desk, "call", running.Where(m => CanBeCalled(desk, m)), m => StepViews.LastOf(desk, m)),
                    Group(
                        desk,
                        "close",
                        running.Where(m =>
                            m.Stage.Method is Method.Closing or Method.Opinion
                            && (m.Stage.For is not { } least || desk.Now >= m.Began + least)
                            && !m.Parties.Contains(me)
                            && IsMeant(desk, m)
                        )
                    ),
                    Group(desk, "record", open.Where(m => m.Settled is { Entry: null }), m => m.Settled!.At),
                    Group(
                        desk,
                        "review",
                        desk.State<Assembly>().Matters.Values.Where(m => m.Stage.Review is not null && MatterViews.ReviewOf(m, asked) <= desk.Now),
                        m => MatterViews.ReviewOf(m, asked) ?? m.Opened
                    ),
                    Group(
                        desk,
                        "soon",
                        running.Where(m => Progress.WindowOf(m) is { } end && !Progress.IsContested(m) && end - desk.Now <= Soon),
                        m => m.Began
                    ),
                    Group(
                        desk,
                        "position",
                        running.Where(m =>
                            m.Stage.Method is not (Method.Vote or Method.StrawPoll or Method.Petition or Method.Ballot)
                            && m.Opener != me
                            && !m.Positions.ContainsKey(me)
                        )
                    ),
                }.Where(g => !g.Items.IsEmpty),
            ]
        )
        {
            Uses = [.. PowerViews.ToSecond(desk).Take(ItemsShown).Select(u => PowerViews.Of(desk, u))],
        };
    }

    private static bool IsMeant(Desk desk, Matter matter) =>
        !(desk.Visitor.Actor is { } self && matter.Recused.ContainsKey(self)) && DoingViews.Means(desk, matter.Stage.By, matter);

    private static bool CanBeCalled(Desk desk, Matter matter) =>
        matter is { Stage.Method: Method.RoughConsensus }
        && (matter.Call is null || Progress.IsContested(matter))
        && (matter.Stage.For is not { } least || desk.Now >= matter.Began + least)
        && matter.Objections.Values.All(o => o.IsClosed || o.IsAnswered)
        && matter.Opener != desk.Visitor.Actor
        && matter.Positions.Any(p => p.Value.Stance == Stance.For && p.Key != matter.Opener)
        && IsMeant(desk, matter);

    private static WaitingGroup Group(Desk desk, string key, IEnumerable<Matter> matters, Func<Matter, Moment>? since = null) =>
        new("waiting." + key, [.. matters.Take(ItemsShown).Select(m => new WaitingItem(MatterViews.Line(desk, m), since?.Invoke(m) ?? m.Began))]);

    private static ImmutableArray<WaitingItem> Objections(Desk desk, IEnumerable<Matter> matters, Func<Objection, bool> which, Func<Objection, long> since) =>
        [
            .. matters
                .SelectMany(m => m.Objections.Values.Where(which).Select(o => (Matter: m, Objection: o)))
                .Take(ItemsShown)
                .Select(o => new WaitingItem(
                    MatterViews.Line(desk, o.Matter),
                    desk.World.Entries.At(since(o.Objection)),
                    $"?from={o.Objection.Entry}#o{o.Objection.Entry}",
                    MatterViews.Named(desk, o.Objection.Entry),
                    o.Objection.Entry
                )),
        ];
}

/// <summary>How much waits for a member, for the link that says so on every page: counted anew when something was done, or a minute has passed.</summary>
public sealed class WaitingCountViews
{
    /// <summary>Members of whom a number is kept.</summary>
    public const int MembersMax = 10_000;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<MemberId, (long Size, long Minute, int Count)> kept = new();

    /// <summary>How many matters wait for the visitor; those that merely end soon are not counted twice.</summary>
    public static int Of(Desk desk)
    {
        if (desk.Visitor.Member is not { } member || (desk.State<Assembly>().Matters.IsEmpty && desk.State<Stewardship>().Uses.IsEmpty))
        {
            return 0;
        }

        var all = desk.Served.Keep(_ => new WaitingCountViews());
        var minute = desk.Now.Milliseconds / 60_000;
        if (all.kept.TryGetValue(member, out var known) && known.Size == desk.World.Size && known.Minute == minute)
        {
            return known.Count;
        }

        if (all.kept.Count >= MembersMax)
        {
            all.kept.Clear();
        }

        var view = WaitingViews.Of(desk);
        var count = view.Groups.SelectMany(g => g.Items).Select(i => i.Line.Matter.Id).Distinct().Count() + view.Uses.Length;
        all.kept[member] = (desk.World.Size, minute, count);
        return count;
    }
}
