using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Moot.Host.Web;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>What <c>git clone</c> and <c>git fetch</c> ask an association's address for (gitprotocol-http). Nothing can be pushed: pages are changed on their pages.</summary>
internal static class GitRoutes
{
    /// <summary>Where git sends what it asks for.</summary>
    public const string Path = "/git-upload-pack";

    private const string Service = "git-upload-pack";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("info/refs", (Delegate)((HttpContext http) => Refs(http)));
        routes.MapPost(Service, (Delegate)((HttpContext http) => Answer(http)));
    }

    private static async Task Refs(HttpContext http)
    {
        if (!string.Equals(http.Request.Query["service"], Service, StringComparison.Ordinal))
        {
            await Say(
                http,
                StatusCodes.Status403Forbidden,
                "This is read by git clone and git fetch of git 1.6.6 or newer. Pages are changed on their pages, not by git push."
            );
            return;
        }

        var version = Version(http);
        var bytes = version == 2 ? UploadPack.AdvertiseSecond() : new UploadPack(await Store(http)).Advertise(version == 1);
        Head(http, "application/x-git-upload-pack-advertisement");
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static async Task Answer(HttpContext http)
    {
        if (await Read(http.Request) is not { } bytes)
        {
            await Say(http, StatusCodes.Status413PayloadTooLarge, $"A request of git has at most {GitLimits.QuestionBytesMax} bytes.");
            return;
        }

        try
        {
            var question = GitQuestion.Read(bytes);
            var pack = new UploadPack(await Store(http));
            Head(http, "application/x-git-upload-pack-result");
            await pack.Answer(question, Version(http) == 2, http.Response.Body, http.RequestAborted);
        }
        catch (LogException e) when (!http.Response.HasStarted && string.Equals(e.Code, "malformed", StringComparison.Ordinal))
        {
            Head(http, "application/x-git-upload-pack-result");
            var said = new MemoryStream();
            PktLine.Write(said, "ERR upload-pack: " + e.Message.ReplaceLineEndings(" "));
            await http.Response.Body.WriteAsync(said.ToArray(), http.RequestAborted);
        }
    }

    private static Task<GitStore> Store(HttpContext http) => Room.Of(http).Git.Current(http.RequestAborted);

    private static int Version(HttpContext http) =>
        http.Request.Headers["Git-Protocol"].ToString() is var told && told.Contains("version=2", StringComparison.Ordinal) ? 2
        : told.Contains("version=1", StringComparison.Ordinal) ? 1
        : 0;

    private static void Head(HttpContext http, string type)
    {
        http.Response.ContentType = type;
        http.Response.Headers.CacheControl = "no-cache, max-age=0, must-revalidate";
    }

    private static Task Say(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(sentence + "\n"), http.RequestAborted).AsTask();
    }

    /// <summary>What was asked, unpacked; null where it is too long.</summary>
    private static async Task<byte[]?> Read(HttpRequest request)
    {
        var isPacked = request.Headers.ContentEncoding.ToString() is "gzip" or "x-gzip";
        await using var plain = isPacked ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true) : request.Body;
        var read = new MemoryStream();
        var chunk = new byte[1 << 14];
        try
        {
            for (int count; (count = await plain.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0; )
            {
                if (read.Length + count > GitLimits.QuestionBytesMax)
                {
                    return null;
                }

                read.Write(chunk, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            return [.. "????"u8]; // not packed as it says: no request of git
        }

        return read.ToArray();
    }
}
