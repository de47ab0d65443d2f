using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Deciding.Acts;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Chance;
using Moot.Kernel.Membership;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>Somebody on the list of a draw, or, where it decides a tie between texts, one of these.</summary>
/// <param name="Who">The member; null for a text.</param>
/// <param name="Name">What they are called.</param>
public sealed record LotPlace(Actor? Who, string Name);

/// <summary>A draw as it is read.</summary>
/// <param name="Sources">What the sources are; null where it is out of sight, or none were announced.</param>
/// <param name="Pool">The list.</param>
/// <param name="Read">The numbers, as they were read last; null before that.</param>
/// <param name="Steps">The steps by which anybody can repeat it; none before the numbers.</param>
/// <param name="Drawn">Who is drawn by these numbers, in order.</param>
/// <param name="MayAnnounce">True if the visitor may announce it now.</param>
/// <param name="MayDraw">True if the visitor may enter the numbers now.</param>
/// <param name="MayDispute">True if the visitor may dispute them now.</param>
public sealed record LotView(
    string? Sources,
    ImmutableArray<LotPlace> Pool,
    Reading? Read,
    ImmutableArray<LotStep> Steps,
    ImmutableArray<LotPlace> Drawn,
    bool MayAnnounce,
    bool MayDraw,
    bool MayDispute
)
{
    /// <summary>Those who were drawn, do not serve, and can be replaced by the chain that was announced.</summary>
    public ImmutableArray<MemberId> Replaceable { get; init; } = [];

    private static ImmutableArray<MemberId> WhoCanBeReplaced(Desk desk, Matter matter) =>
        matter is { Settled: null, Drew.Lot.Chain: not null } && desk.Visitor.IsMember
            ? [.. matter.Drawn.Where(m => matter.Recused.ContainsKey(Actor.Of(m)) || desk.State<Roster>().Find(m) is not { Left: null })]
            : [];

    /// <summary>The draw of a matter; null where none is held, nor was.</summary>
    public static LotView? Of(Desk desk, Matter matter)
    {
        if (matter.Stage.Method != Method.Lot || matter.Settled is not null || matter.Lot is not { } lot)
        {
            var mayAnnounce =
                matter.Settled is null && matter.Stage.Method == Method.Lot && desk.Visitor.IsMember && DoingViews.Means(desk, matter.Stage.By, matter);
            return matter.Pathway.Draws
                ? new(null, [], null, [], [.. matter.Drawn.Select(Person)], mayAnnounce, false, false) { Replaceable = WhoCanBeReplaced(desk, matter) }
                : null;
        }

        var isMember = desk.Visitor.IsMember;

        // Those who are tied are drawn by their candidatures, in the order in which they were named.
        var isTie = !matter.Tied.IsEmpty;
        ImmutableArray<LotPlace> pool = [.. isTie ? lot.Options.Select(Option) : lot.Pool.Select(Person)];
        return new(
            desk.Prose(lot.Announced, "named"),
            pool,
            lot.Read,
            lot.Read is { } read
                ? PublicLot.Draw(pool.Length, Math.Min(isTie ? matter.TiedSeats : matter.Stage.Seats!.Value, pool.Length), read.Key, LotHash.Sha256)
                : [],
            [.. isTie ? Drawing.OrderOfOptions(matter).Select(e => Option(e.Option)) : Drawing.Order(matter).Select(Person)],
            MayAnnounce: false,
            MayDraw: isMember && desk.Now >= lot.Draws && (lot.Read is null || (lot.IsDisputed && lot.Read.By != desk.Visitor.Actor)),
            MayDispute: isMember && lot is { Read: not null, IsDisputed: false }
        );

        LotPlace Person(MemberId member) => new(Actor.Of(member), desk.NameOf(Actor.Of(member)));

        LotPlace Option(long id) =>
            matter.Options.GetValueOrDefault(id)?.Member is { } candidate ? Person(candidate) : new(null, BallotViews.View(desk, matter, id).Name);
    }
}

/// <summary>Drawing people by lot for a matter.</summary>
public static class LotRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("matter/{id:long}/lot-announce", Announce);
        routes.MapPost("matter/{id:long}/lot-draw", Draw);
        routes.MapPost("matter/{id:long}/lot-dispute", Dispute);
        routes.MapPost("matter/{id:long}/lot-replace", Replace);
    }

    /// <summary>Numbers as people type them, a source in a line, in the form that the log has.</summary>
    public static string KeyOf(string typed)
    {
        var sources = typed
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(l => (IReadOnlyList<string>)l.Split([' ', ',', ';', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        return sources.Count > 0 && PublicLot.TryKey(sources, out var key, out _) ? key : typed.Trim();
    }

    private static Task<IResult> Announce(Desk desk, long id, Filled form)
    {
        // The day that is named belongs to it: the sources have spoken when it is over, in UTC.
        var isDate = DateOnly.TryParseExact(form["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        var draws = isDate ? Moment.Of(new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)) + TimeSpan.FromDays(1) : default;
        return MatterRoutes.Do(
            desk,
            id,
            "lot-announce",
            form,
            new AnnounceLot(
                id,
                draws,
                form.Number("count") is { } count and > 0 and <= PublicLot.SourcesMax ? (int)count : 0,
                Kernel.Tree.Hash.TryParseHex(form["chain"].Trim(), out var chain) ? chain : null,
                Prose.Of(form["named"])
            ),
            "#draw"
        );
    }

    private static Task<IResult> Draw(Desk desk, long id, Filled form) =>
        MatterRoutes.Do(desk, id, "lot-draw", form, new DrawLot(id, KeyOf(form["numbers"])), "#draw");

    private static Task<IResult> Replace(Desk desk, long id, Filled form) =>
        MatterRoutes.Do(
            desk,
            id,
            "lot-replace",
            form,
            Kernel.Tree.Hash.TryParseHex(form["member"], out var member) && Kernel.Tree.Hash.TryParseHex(form["value"].Trim(), out var value)
                ? new ReplaceDrawn(id, new(member), value)
                : null,
            "#draw"
        );

    private static Task<IResult> Dispute(Desk desk, long id, Filled form) =>
        MatterRoutes.Do(desk, id, "lot-dispute", form, new DisputeLot(id, Prose.Of(form["reason"])), "#draw");
}
