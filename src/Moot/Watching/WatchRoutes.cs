using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Ui;
using Moot.Watching.Pages;

namespace Moot.Watching;

/// <summary>What is new for somebody, and what they watch. None of it is an act: it is kept on the host, for them alone.</summary>
public static class WatchRoutes
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("for-me", Show);
        routes.MapPost("for-me", MarkRead);
        routes.MapPost("watch", Watch);
        routes.MapPost("watch/own", WatchOwn);
    }

    private static RazorComponentResult<ForMePage> Show(Desk desk) => desk.Page<ForMePage, ForMeView?>(ForMeViews.Of(desk));

    /// <summary>Marks as read what was shown, not what came since.</summary>
    private static SeeOther MarkRead(Desk desk, Filled form)
    {
        if (desk.Visitor.Actor is not { } me || form.Number("upto") is not { } upto || upto > desk.World.Size)
        {
            return desk.See("for-me");
        }

        desk.Served.Marks.Note(me, WatchViews.Everything, new(IsWatched: null, upto), desk.Now);
        return desk.See("for-me");
    }

    private static IResult Watch(Desk desk, Filled form)
    {
        if (desk.Visitor.Actor is not { } me || !desk.Served.Marks.IsKept || !WatchViews.CanBeWatched(desk, form["subject"]))
        {
            return desk.Refuse(Verdict.Refused("cannot-watch", desk.Words["watch.cannot-watch"]));
        }

        var on = form.Has("on");
        desk.Served.Marks.Note(me, form["subject"], new(on, on ? desk.World.Size : null), desk.Now);
        return desk.See(Place(form["then"]));
    }

    private static SeeOther WatchOwn(Desk desk, Filled form)
    {
        if (desk.Visitor.Actor is { } me)
        {
            desk.Served.Marks.Note(me, WatchViews.Own, new(form.Has("on"), Seen: null), desk.Now);
        }

        return desk.See("for-me");
    }

    /// <summary>A place below the association and nowhere else.</summary>
    private static string Place(string then) =>
        then.Length is > 0 and < 2_000 && then[0] is not ('/' or '\\') && !then.AsSpan().ContainsAnyInRange('\0', ' ') && System.Text.Ascii.IsValid(then)
            ? then
            : "for-me";
}
