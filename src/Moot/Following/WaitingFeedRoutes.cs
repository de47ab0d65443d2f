using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Deciding;
using Moot.Deciding.Pages;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Programs;
using Moot.Stewarding;
using Moot.Ui;

namespace Moot.Following;

/// <summary>What waits for a member, for feed readers: at an address of their own, which holds a token that reads and does nothing else.</summary>
public static class WaitingFeedRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("waiting.atom", Send).WithSummary("What waits for a member, as Atom; key is a token that may read");
        routes.MapPost("waiting/address", MakeAddress).WithSummary("Make a private address for the feed of what waits");
    }

    private static IResult Send(HttpContext http, Desk desk, string? key)
    {
        http.Response.Headers.CacheControl = "private, no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        var member =
            key is null ? desk.Visitor.Member
            : TokensOf(desk).Find(key, desk.Now) is { } token && token.Scopes.HasFlag(TokenScopes.Read) ? token.Member
            : (MemberId?)null;
        if (member is not { } whose || desk.State<Roster>().Find(whose) is not { Left: null })
        {
            return desk.Missing();
        }

        var mine = desk with { Visitor = new(Actor.Of(whose)) };
        var waiting = WaitingViews.Of(mine);
        var list = new ListView(
            mine.Words["waiting.title"],
            "waiting",
            [
                .. waiting
                    .Groups.SelectMany(g => g.Items.Select(i => (g.Key, Item: i)))
                    .Select(i => new ListItemView(
                        i.Item.Entry ?? i.Item.Line.Matter.Id,
                        $"{mine.Words[i.Key]}: {i.Item.Line.Title ?? mine.Words["act.nameless"]}",
                        mine.NameOf(i.Item.Line.Matter.Opener),
                        i.Item.Since,
                        i.Item.About is { } about ? $"{about} – {i.Item.Line.Stands}" : i.Item.Line.Stands,
                        $"matter/{i.Item.Line.Matter.Id}{i.Item.Place}",
                        i.Key
                    ))
                    .Concat(waiting.Uses.Select(u => ItemOf(mine, u)))
                    .OrderByDescending(i => i.At),
            ]
        );
        return TypedResults.Bytes(
            Feed.ToAtom(mine, list, path => $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{mine.Url(path)}", "waiting.atom", next: null),
            "application/atom+xml; charset=utf-8"
        );
    }

    /// <summary>A use of a power that waits for somebody to stand behind it.</summary>
    private static ListItemView ItemOf(Desk desk, PowerUseView use) =>
        new(
            use.Use.Entry,
            $"{desk.Words["waiting.second"]}: {use.Use.Rule.Name}, {use.Subject.Label}",
            desk.NameOf(use.Use.By[0]),
            use.Use.At,
            use.Reason is { } reason ? $"{reason} – {use.Stands}" : use.Stands,
            $"powers/{use.Use.Entry}",
            "waiting.second"
        );

    private static IResult MakeAddress(Desk desk, HttpContext http)
    {
        var view = WaitingViews.Of(desk);
        if (desk.Visitor.Member is not { } member || desk.State<Roster>().Find(member) is not { Left: null })
        {
            return desk.Refuse<WaitingPage, WaitingView>(view, Verdict.Refused("members-only", desk.Words["waiting.members"]));
        }

        var tokens = TokensOf(desk);
        if (tokens.Of(member).Length >= ITokens.PerMemberMax)
        {
            var full = Verdict.Refused("too-many-tokens", desk.Words.Say("token.too-many", ITokens.PerMemberMax));
            return desk.Refuse<WaitingPage, WaitingView>(view with { Refused = full }, full);
        }

        var secret = tokens.Make(member, desk.Words["waiting.title"], TokenScopes.Read, desk.Now, desk.Now + TimeSpan.FromDays(ITokens.DaysMax));
        http.Response.Headers.CacheControl = "no-store";
        var address = $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}{desk.Url("waiting.atom")}?key={secret}";
        return desk.Page<WaitingPage, WaitingView>(view with { Address = address });
    }

    private static ITokens TokensOf(Desk desk) => desk.Served.Keep<ITokens>(_ => throw new InvalidOperationException("The host keeps tokens."));
}
