using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Commons.Pages;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Whom to name where a page's text is used: for people, and as <c>attribution/TITLE.json</c> for programs.</summary>
public static class AttributionRoutes
{
    private const string Json = ".json";

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("attribution/{**title}", Show);

    private static IResult Show(HttpContext http, Desk desk, string title)
    {
        var (head, isJson) = (PageHead.At(desk, title), desk.WantsJson);
        if (head is null && title.EndsWith(Json, StringComparison.Ordinal))
        {
            (head, isJson) = (PageHead.At(desk, title[..^Json.Length]), true);
        }

        if (head is null)
        {
            return desk.Missing();
        }

        var view = AttributionViews.Of(desk, head, $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}");
        return isJson ? TypedResults.Json(view.ToAnswer(), AttributionJson.Default.AttributionAnswer) : desk.Page<AttributionPage, AttributionView>(view);
    }
}
