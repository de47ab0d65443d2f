using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moot.Host.Door;
using Moot.Host.Live;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>Serves associations over HTTP.</summary>
internal static class Server
{
    /// <summary>Where it listens when nothing else is said: this machine alone.</summary>
    public const string DefaultUrl = "http://127.0.0.1:7770";

    /// <summary>What a page may load and do: its own style, scripts and pictures, and forms that go to this host.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>Bytes of the longest request line and headers are Kestrel's defaults. A body that is somewhat longer than a submission is passed over, so that its
    /// sender hears that it is too long; beyond this the connection is closed.</summary>
    private const long RequestBytesMax = 4 * Kernel.Limits.SubmissionBytesMax;

    /// <summary>Starts serving. One log lies at the root; of many, each below its folder's name.</summary>
    /// <exception cref="LogException">The address cannot be had.</exception>
    /// <param name="logs">The logs.</param>
    /// <param name="isSingle">True where the one lies at the root.</param>
    /// <param name="urls">Where to listen.</param>
    /// <param name="limits">How often people may act; null where they are not counted.</param>
    /// <param name="tell">Told in a sentence what goes wrong.</param>
    public static async Task<WebApplication> Start(
        IReadOnlyList<IServedLog> logs,
        bool isSingle,
        string urls,
        DoorLimits? limits = null,
        Action<string>? tell = null
    )
    {
        var site = new Site(isSingle, TimeProvider.System) { Limits = limits, Tell = tell ?? (_ => { }) };
        foreach (var log in logs)
        {
            site.Add(log);
        }

        return await Start(site, urls);
    }

    /// <summary>Starts serving.</summary>
    /// <exception cref="LogException">The address cannot be had.</exception>
    public static async Task<WebApplication> Start(Site site, string urls, FoundingHall? hall = null, WarmUp? warmUp = null)
    {
        // Settings are not looked for in the folder where somebody happens to stand, and nothing watches that folder: it may hold the log, which is written often.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, Args = ["--hostBuilder:reloadConfigOnChange=false"] }
        );
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_ => site); // disposed with the program
        builder.Services.AddSingleton(HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All)); // names in any script are sent as they are
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // so that it is answered with a sentence
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
        });
        builder.WebHost.UseUrls(urls.Split(';'));
        var app = builder.Build();
        _ = app.Services.GetRequiredService<Site>(); // what is never asked for is never disposed
        if (warmUp is not null)
        {
            app.Use(warmUp.Gate);
        }

        app.Use(Protect);
        app.UseCookiePolicy(
            new()
            {
                HttpOnly = HttpOnlyPolicy.Always,
                MinimumSameSitePolicy = SameSiteMode.Lax,
                Secure = CookieSecurePolicy.SameAsRequest,
            }
        );
        app.UseMiddleware<Troubles>(site.Tell);
        app.Use((http, next) => site.Enter(http) ? next(http) : Task.CompletedTask);
        app.Use(People.FormGate.Pass);
        app.Use((http, next) => http.Features.Get<IReception>() is Room room ? room.Answers.Answer(http, next) : next(http));
        app.UseRouting();
        app.MapMethods("/", Reading, (Delegate)((HttpContext http) => Front(http, site, hall)));
        hall?.Map(app);
        app.MapMethods("assets/{version}/{name}", Reading, SendAsset);
        app.MapMethods("robots.txt", Reading, () => Results.Text(Robots.Of(site), "text/plain; charset=utf-8"));
        LogEndpoints.Map(app);
        Gits.GitRoutes.Map(app);
        Languages.Map(app);
        People.PeopleRoutes.Map(app);
        People.MeRoutes.Map(app);
        People.InviteRoutes.Map(app);
        Moving.BringRoutes.Map(app);
        People.DeviceRoutes.Map(app);
        Routes.Map(app);
        site.Know(((IEndpointRouteBuilder)app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>().Select(FirstWord));
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or FormatException or System.Net.Sockets.SocketException)
        {
            await app.DisposeAsync();
            throw new LogException("no-address", $"{urls} cannot be listened on: {e.Message}", e);
        }

        return app;
    }

    /// <summary>The address that it got.</summary>
    public static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? DefaultUrl;

    /// <summary>The name of a log's path: that of its folder.</summary>
    public static string Slug(IServedLog log) =>
        Uri.EscapeDataString(Path.GetFileName(log.Folder.DirectoryPath.TrimEnd(Path.DirectorySeparatorChar)).Replace('?', '-').Replace('~', '-'));

    private static string FirstWord(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.TrimStart('/').Split('/')[0] ?? "";

    private static Task Protect(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (HttpMethods.IsHead(http.Request.Method))
        {
            // Answered as GET; the server leaves the body out (RFC 9110 §9.3.2).
            // Nobody reads it, as where a browser fetches ahead: nothing is marked as read.
            http.Request.Method = HttpMethods.Get;
            http.Request.Headers["Sec-Purpose"] = "prefetch";
        }

        return next(http);
    }

    private static IResult SendAsset(HttpContext http, string version, string name)
    {
        if (Asset.Find(version, name) is not var (bytes, type))
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(bytes, type);
    }

    /// <summary>An association's own front page; above several, the host's list of them.</summary>
    private static async Task<IResult> Front(HttpContext http, Site site, FoundingHall? hall) =>
        http.Features.Get<IReception>() is { } room ? Commons.FrontRoutes.Home(await room.Receive(http))
        : hall is not null ? hall.Index(http)
        : Results.Content(Index(site), "text/html; charset=utf-8");

    private static string Index(Site site)
    {
        var items = site.Rooms.Select(room =>
        {
            var name = HtmlEncoder.Default.Encode(Names.OfAssociation(room.Log.Head.World, room.Log.Store) ?? room.Log.Folder.Origin);
            var path = site.IsSingle ? "/" : $"/{room.Slug}/";
            return $"<li><b>{name}</b>: {room.Log.Head.Checkpoint.Size} entries. <a href=\"{path}checkpoint\">checkpoint</a>, <a href=\"{path}association.json\">card</a>. Mirror it with <code>moot mirror URL DIR</code>.</li>";
        });
        var list = !site.Rooms.Any()
            ? "<p>No association lives here yet. <code>moot init DIR --name NAME</code> founds one.</p>"
            : $"<ul>{string.Concat(items)}</ul>";
        return $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Moot</title><h1>Moot</h1>{list}</html>";
    }
}
