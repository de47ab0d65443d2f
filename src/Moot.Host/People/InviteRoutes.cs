using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Kernel.Acts;
using Moot.Membership;
using Moot.Membership.Pages;
using Moot.Ui;
using QRCoder;

namespace Moot.Host.People;

/// <summary>The association's address, as a link and as a picture for a camera.</summary>
internal static class InviteRoutes
{
    /// <summary>Characters of an address.</summary>
    private const int AddressCharactersMax = 500;

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("invite", Show);
        routes.MapGet("invite.svg", Picture);
    }

    private static IResult Show(HttpContext http, Desk desk, string? address)
    {
        http.Response.Headers.CacheControl = "no-store"; // it says by which name the visitor came
        var own = OwnAddress(http, desk);
        if (string.IsNullOrWhiteSpace(address))
        {
            return desk.Page<InvitePage, InviteView>(ViewOf(own, own));
        }

        if (Address(address) is { } taken)
        {
            return desk.Page<InvitePage, InviteView>(ViewOf(taken, own));
        }

        var bad = Verdict.Refused("bad-address", desk.Words["invite.bad-address"]);
        return desk.Refuse<InvitePage, InviteView>(ViewOf(own, own) with { Refused = bad }, bad);
    }

    private static IResult Picture(Desk desk, string? address) =>
        Address(address) is { } taken ? TypedResults.Bytes(Encoding.UTF8.GetBytes(Svg(taken)), "image/svg+xml") : desk.Missing();

    private static InviteView ViewOf(string address, string own) =>
        new(address, string.Equals(address, own, StringComparison.Ordinal), Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback);

    /// <summary>The association's address, as the visitor came by it.</summary>
    internal static string OwnAddress(HttpContext http, Desk desk) =>
        $"{(Origins.IsHttps(http.Request) ? "https" : "http")}://{http.Request.Host.ToUriComponent()}{desk.Root}";

    /// <summary>An address that leads somewhere on the web; null for anything else.</summary>
    private static string? Address(string? address) =>
        address is { Length: <= AddressCharactersMax } && Uri.TryCreate(address.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri.AbsoluteUri
            : null;

    /// <summary>A QR code (ISO/IEC 18004) as a drawing: one path of unit squares on white, so that it can be read on a dark page too.</summary>
    private static string Svg(string address)
    {
        var (size, path) = PictureOf(address);
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\"><rect width=\"{size}\" height=\"{size}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>";
    }

    /// <summary>Side of a QR code in squares, its quiet border included, and the dark ones as one path.</summary>
    internal static QrPicture PictureOf(string address)
    {
        using var code = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix; // with its quiet border
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (rows[y][x])
                {
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }
        }

        return new(rows.Count, path.ToString());
    }
}
