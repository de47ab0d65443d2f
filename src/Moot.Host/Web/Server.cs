using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moot.Host.Live;
using Moot.Kernel.Storage;

namespace Moot.Host.Web;

/// <summary>Serves logs over HTTP.</summary>
internal static class Server
{
    /// <summary>Where it listens when nothing else is said: this machine alone.</summary>
    public const string DefaultUrl = "http://127.0.0.1:7770";

    /// <summary>Bytes of the longest request line and headers are Kestrel's defaults. A body that is somewhat longer than a submission is passed over, so that its
    /// sender hears that it is too long; beyond this the connection is closed.</summary>
    private const long RequestBytesMax = 4 * Kernel.Limits.SubmissionBytesMax;

    /// <summary>Starts serving. One log lies at the root; of many, each below its folder's name.</summary>
    /// <exception cref="LogException">The address cannot be had.</exception>
    public static async Task<WebApplication> Start(IReadOnlyList<IServedLog> logs, bool isSingle, string urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
        });
        builder.WebHost.UseUrls(urls.Split(';'));
        var app = builder.Build();
        app.Use(
            (http, next) =>
            {
                var headers = http.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
                headers["Referrer-Policy"] = "no-referrer";
                return next(http);
            }
        );
        if (isSingle)
        {
            LogEndpoints.Map(app, logs[0]);
        }

        foreach (var log in logs)
        {
            LogEndpoints.Map(app.MapGroup("/" + Pattern(log)), log);
        }

        app.MapMethods("/", ["GET", "HEAD"], (HttpContext http) => Results.Content(Index(logs, isSingle), "text/html; charset=utf-8"));
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

    /// <summary>The same as a pattern, which is compared with the path as it reads, not as it is escaped.</summary>
    private static string Pattern(IServedLog log) =>
        Uri.UnescapeDataString(Slug(log)).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static string Index(IReadOnlyList<IServedLog> logs, bool isSingle)
    {
        var items = logs.Select(log =>
        {
            var name = HtmlEncoder.Default.Encode(Names.OfAssociation(log.Head.World, log.Store) ?? log.Folder.Origin);
            var path = isSingle ? "/" : $"/{Slug(log)}/";
            return $"<li><b>{name}</b>: {log.Head.Checkpoint.Size} entries. <a href=\"{path}checkpoint\">checkpoint</a>, <a href=\"{path}association.json\">card</a>. Mirror it with <code>moot mirror URL DIR</code>.</li>";
        });
        var list =
            logs.Count == 0 ? "<p>No association lives here yet. <code>moot init DIR --name NAME</code> founds one.</p>" : $"<ul>{string.Concat(items)}</ul>";
        return $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Moot</title><h1>Moot</h1>{list}</html>";
    }
}
