using System.Collections.Immutable;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Something that waits for somebody.</summary>
/// <param name="Line">The matter.</param>
/// <param name="Place">Where on its page.</param>
/// <param name="About">More about it: how an objection begins; null where there is no more.</param>
public sealed record WaitingItem(MatterLineView Line, string Place = "", string? About = null);

/// <summary>Things that wait for somebody for one reason.</summary>
/// <param name="Key">Key of the words that say which.</param>
/// <param name="Items">The things.</param>
public sealed record WaitingGroup(string Key, ImmutableArray<WaitingItem> Items);

/// <summary>What waits for the visitor.</summary>
/// <param name="IsMember">False where nothing can wait, since only members decide.</param>
/// <param name="Groups">The things, what is most pressing first.</param>
public sealed record WaitingView(bool IsMember, ImmutableArray<WaitingGroup> Groups);

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
        var running = open.Where(m => m.Settled is null).ToList();
        return new(
            IsMember: true,
            [
                .. new[]
                {
                    Group(desk, "vote", running.Where(m => m.Stage.Method is Method.Vote or Method.StrawPoll && !m.Votes.ContainsKey(me) && IsMeant(desk, m))),
                    Group(
                        desk,
                        "sign",
                        running.Where(m => m.Stage.Method == Method.Petition && m.Opener != me && !m.Signatures.ContainsKey(me) && IsMeant(desk, m))
                    ),
                    new(
                        "waiting.objected",
                        Objections(desk, running.Where(m => m.Opener == me), o => o is { IsClosed: false, IsAnswered: false } && o.By != me)
                    ),
                    new("waiting.answered", Objections(desk, running, o => o is { IsClosed: false, IsAnswered: true } && o.By == me)),
                    Group(desk, "call", running.Where(m => CanBeCalled(desk, m))),
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
                    Group(desk, "record", open.Where(m => m.Settled is { Entry: null })),
                    Group(desk, "soon", running.Where(m => Progress.WindowOf(m) is { } end && !Progress.IsContested(m) && end - desk.Now <= Soon)),
                    Group(
                        desk,
                        "position",
                        running.Where(m =>
                            m.Stage.Method is not (Method.Vote or Method.StrawPoll or Method.Petition) && m.Opener != me && !m.Positions.ContainsKey(me)
                        )
                    ),
                }.Where(g => !g.Items.IsEmpty),
            ]
        );
    }

    private static bool IsMeant(Desk desk, Matter matter) => DoingViews.Means(desk, matter.Stage.By, matter);

    private static bool CanBeCalled(Desk desk, Matter matter) =>
        matter is { Stage.Method: Method.RoughConsensus }
        && (matter.Call is null || Progress.IsContested(matter))
        && (matter.Stage.For is not { } least || desk.Now >= matter.Began + least)
        && matter.Objections.Values.All(o => o.IsClosed || o.IsAnswered)
        && matter.Positions.Any(p => p.Value.Stance == Stance.For && p.Key != matter.Opener)
        && IsMeant(desk, matter);

    private static WaitingGroup Group(Desk desk, string key, IEnumerable<Matter> matters) =>
        new("waiting." + key, [.. matters.Take(ItemsShown).Select(m => new WaitingItem(MatterViews.Line(desk, m)))]);

    private static ImmutableArray<WaitingItem> Objections(Desk desk, IEnumerable<Matter> matters, Func<Objection, bool> which) =>
        [
            .. matters
                .SelectMany(m => m.Objections.Values.Where(which).Select(o => (Matter: m, Objection: o.Entry)))
                .Take(ItemsShown)
                .Select(o => new WaitingItem(MatterViews.Line(desk, o.Matter), $"#o{o.Objection}", MatterViews.Named(desk, o.Objection))),
        ];
}
