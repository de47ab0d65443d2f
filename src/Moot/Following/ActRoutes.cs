using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Following.Pages;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Following;

/// <summary>Finding and following: search, recent acts, what somebody did, single entries, and feeds of all lists.</summary>
public static class ActRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("search", Search);
        routes.MapGet("recent", Recent);
        routes.MapGet("member/{id}/acts", (HttpContext http, Desk desk, string id) => ActsOf(http, desk, id, isMember: true));
        routes.MapGet("guest/{key}/acts", (HttpContext http, Desk desk, string key) => ActsOf(http, desk, key, isMember: false));
        routes.MapGet("entry/{index:long}", ShowEntry);
        routes.MapGet("entry/{index:long}.tlog-proof", SendProof);
        routes.MapGet("feed/{**path}", SendFeed);
        WaitingFeedRoutes.Map(routes);
    }

    /// <summary>Somebody who acted, by the first digits of their id or key; null where these fit nobody or more than one.</summary>
    public static Actor? PersonOf(Desk desk, string digits, bool isMember)
    {
        const int DigitsMin = 8;
        const int DigitsMax = 64;
        if (digits.Length is < DigitsMin or > DigitsMax)
        {
            return null;
        }

        var found = ActListView.AuthorsOf(desk.World.Entries, digits)!;
        found.RemoveWhere(p => p.IsMember != isMember);
        if (found.Count == 0 && isMember)
        {
            // Who joined and did nothing since is known by their joining alone.
            found.UnionWith(
                desk.State<Kernel.Membership.Roster>().Members.Keys.Where(m => m.ToString().StartsWith(digits, StringComparison.Ordinal)).Select(Actor.Of)
            );
        }

        return found.Count == 1 ? found.Single() : null;
    }

    /// <summary>The search that an address asks for.</summary>
    internal static SearchView SearchOf(Desk desk, IQueryCollection query) =>
        SearchView.Of(
            desk,
            query["q"].ToString(),
            query["kind"].ToString(),
            query["titles"].ToString() is "1" or "on",
            int.TryParse(query["from"].ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var from)
                ? from
                : 0
        );

    private static IResult Search(HttpContext http, Desk desk)
    {
        var view = SearchOf(desk, http.Request.Query);
        return view.Exact is var (_, path) && http.Request.Query["go"].ToString() is "1" ? desk.See(path)
            : desk.WantsJson ? Send(http, desk, "search", isAtom: false)
            : desk.Page<SearchPage, SearchView>(view);
    }

    private static IResult Recent(HttpContext http, Desk desk) =>
        desk.WantsJson ? Send(http, desk, "recent", isAtom: false) : desk.Page<RecentPage, ActListView>(ActListView.Of(desk, ActFilter.Of(http.Request.Query)));

    private static IResult ActsOf(HttpContext http, Desk desk, string digits, bool isMember) =>
        PersonOf(desk, digits, isMember) is not { } person ? desk.Missing()
        : desk.WantsJson ? Send(http, desk, $"{(isMember ? "member" : "guest")}/{digits}/acts", isAtom: false)
        : desk.Page<PersonActsPage, ActListView>(ActListView.Of(desk, ActFilter.Of(http.Request.Query) with { Who = null }, person));

    private static IResult ShowEntry(Desk desk, long index) => EntryView.Of(desk, index) is { } view ? desk.Page<EntryPage, EntryView>(view) : desk.Missing();

    private static IResult SendProof(Desk desk, long index) =>
        EntryView.Proof(desk, index) is { } proof ? TypedResults.Bytes(proof, "application/octet-stream", $"entry-{index}.tlog-proof") : desk.Missing();

    private static IResult SendFeed(HttpContext http, Desk desk, string? path) =>
        (path ?? "") switch
        {
            [.. var page, '.', 'a', 't', 'o', 'm'] => Send(http, desk, page, isAtom: true),
            [.. var page, '.', 'j', 's', 'o', 'n'] => Send(http, desk, page, isAtom: false),
            _ => desk.Missing(),
        };

    private static IResult Send(HttpContext http, Desk desk, string page, bool isAtom)
    {
        if (FeedViews.Of(desk, page, http.Request.Query) is not { } list)
        {
            return desk.Missing();
        }

        var host = $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}";
        http.Response.Headers.CacheControl = "no-cache";
        return isAtom
            ? TypedResults.Bytes(Feed.ToAtom(desk, list, host), "application/atom+xml; charset=utf-8")
            : TypedResults.Bytes(Feed.ToJson(desk, list, host), "application/json; charset=utf-8");
    }
}
