using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>The visitor's choice of a language.</summary>
internal static class Languages
{
    /// <summary>Name of the cookie that keeps it.</summary>
    public const string Cookie = "language";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("language", Choose);

    /// <summary>The language of a request: the one that was chosen, or the best that the browser asks for.</summary>
    public static Words Of(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies.TryGetValue(Cookie, out var code) && Words.Find(code) is { } chosen
            ? chosen
            : Words.For(request.Headers.AcceptLanguage);

    private static SeeOther Choose(HttpContext http, Desk desk, Filled form)
    {
        if (Words.Find(form["code"]) is { } words)
        {
            http.Response.Cookies.Append(
                Cookie,
                words.Code,
                new()
                {
                    Path = "/",
                    MaxAge = TimeSpan.FromDays(365),
                    SameSite = SameSiteMode.Lax,
                    HttpOnly = true,
                }
            );
        }

        return desk.See(Place(form["then"]));
    }

    /// <summary>A place below the association and nowhere else.</summary>
    internal static string Place(string then) =>
        then.Length is > 0 and < 2_000 && then[0] is not ('/' or '\\') && !then.AsSpan().ContainsAnyInRange('\0', ' ') && System.Text.Ascii.IsValid(then)
            ? then
            : "";
}
