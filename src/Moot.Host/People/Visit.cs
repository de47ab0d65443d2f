using Microsoft.AspNetCore.Http;
using Moot.Host.Web;
using Moot.Kernel.Membership;

namespace Moot.Host.People;

/// <summary>The session of a request, and the cookie by which the browser is known again.</summary>
internal static class Visit
{
    private sealed record Known(Session? Session);

    /// <summary>The session of a request; null for a stranger, for a program with a token of its own, and on a mirror.</summary>
    public static Session? Of(HttpContext http, Room room)
    {
        if (http.Features.Get<Known>() is { } known)
        {
            return known.Session;
        }

        var session = Read(http, room);
        http.Features.Set(new Known(session));
        return session;
    }

    /// <summary>From now on the request and the browser have this session.</summary>
    public static void Begin(HttpContext http, Room room, Session session, string token)
    {
        http.Features.Set(new Known(session));
        SetCookie(http, room, token);
    }

    /// <summary>From now on the browser has no session.</summary>
    public static void End(HttpContext http, Room room)
    {
        http.Features.Set(new Known(null));
        http.Response.Cookies.Delete(CookieName(room), Options(http));
    }

    /// <summary>Name of an association's cookie: a browser may know several on one host.</summary>
    public static string CookieName(Room room) => room.SessionCookie;

    private static Session? Read(HttpContext http, Room room)
    {
        if (
            room.People is not { } people
            || http.Request.Headers.Authorization.Count > 0
            || !http.Request.Cookies.TryGetValue(CookieName(room), out var token)
            || people.Sessions.Find(token) is not { } session
        )
        {
            return null;
        }

        if (session.Member is { } member && room.Log.Head.World.Get<Roster>().Find(member) is not { Left: null })
        {
            people.Sessions.End(session);
            return null;
        }

        if (people.Sessions.Touch(session))
        {
            SetCookie(http, room, token);
        }

        return session;
    }

    private static void SetCookie(HttpContext http, Room room, string token)
    {
        var options = Options(http);
        options.MaxAge = PeopleLimits.SessionKept;
        http.Response.Cookies.Append(CookieName(room), token, options);
    }

    private static CookieOptions Options(HttpContext http) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Path = http.Request.PathBase.ToUriComponent() + "/",
            Secure = Origins.IsHttps(http.Request),
        };
}
