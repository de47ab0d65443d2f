using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Web;

/// <summary>The public face of a log: checkpoint, tiles, bundles, bodies, and the one place to which acts are sent.</summary>
/// <remarks>Paths and bytes: docs/format/endpoints.md. Everything but the checkpoint, the bodies and the cards never changes once served.</remarks>
internal static class LogEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable";
    private const string Brief = "public, max-age=1";

    /// <summary>Adds a log's endpoints below a prefix.</summary>
    public static void Map(IEndpointRouteBuilder routes, IServedLog log)
    {
        routes.MapGet("checkpoint", (Delegate)((HttpContext http) => Checkpoint(http, log)));
        routes.MapGet("tile/{**path}", (HttpContext http, string path) => Tile(http, log, path));
        routes.MapGet("body/{**path}", (HttpContext http, string path) => Body(http, log, path));
        routes.MapPost("acts", (Delegate)((HttpContext http) => Act(http, log)));
        routes.MapGet("association.json", () => Card(log));
        routes.MapGet("keys/{key}", (string key) => Key(log, key));
        routes.MapGet("refused/{id}", (string id) => Refused(log, id));
    }

    private static Results<FileContentHttpResult, NotFound> Checkpoint(HttpContext http, IServedLog log)
    {
        var head = log.Head;
        http.Response.Headers.CacheControl = Brief;
        return head.Note.IsEmpty ? TypedResults.NotFound() : TypedResults.Bytes(head.Note.ToArray(), "text/plain; charset=utf-8");
    }

    private static Results<FileContentHttpResult, NotFound> Tile(HttpContext http, IServedLog log, string path)
    {
        var size = log.Head.Checkpoint.Size;
        var full = "tile/" + path;
        byte[]? bytes = null;
        if (TilePath.TryParseEntries(full, out var n, out var width))
        {
            bytes = Reaches(n, width, size, level: 0)
                ? EntryBundle.Write([.. log.Store.Read(n * EntryBundle.Width, (n * EntryBundle.Width) + width).Select(e => e.Bytes)])
                : null;
        }
        else if (TilePath.TryParseTile(full, out var level, out n, out width))
        {
            bytes = Reaches(n, width, size, level) ? log.Tree.Tile(level, n, width) : null;
        }

        if (bytes is null)
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = Forever;
        return TypedResults.Bytes(bytes, "application/octet-stream");
    }

    private static Results<FileContentHttpResult, NotFound> Body(HttpContext http, IServedLog log, string path)
    {
        if (!TilePath.TryParseBodies("body/" + path, out var n, out var width) || !Reaches(n, width, log.Head.Checkpoint.Size, level: 0))
        {
            return TypedResults.NotFound();
        }

        var from = n * EntryBundle.Width;
        var bytes = BodyBundle.Write([.. log.Store.Read(from, from + width).Select(e => Shown(e.Body))]);
        http.Response.Headers.CacheControl = "public, no-cache";
        return TypedResults.Bytes(bytes, "application/octet-stream", entityTag: new($"\"{Hash.Of(bytes).ToHex()[..32]}\""));
    }

    /// <summary>What the public may see of a body: of a hidden one only that it is hidden.</summary>
    private static StoredBody Shown(in StoredBody body) => body.State == BodyState.Hidden ? new(BodyState.Hidden, default, default) : body;

    private static bool Reaches(long n, int width, long size, int level)
    {
        var unit = level >= 7 ? Int128.One << (8 * level) : 1L << (8 * level);
        return (((Int128)n * TilePath.Width) + width) * unit <= size;
    }

    private static async Task<FileContentHttpResult> Act(HttpContext http, IServedLog log)
    {
        var body = await ReadBody(http.Request);
        var receipt = body is null
            ? new Receipt(Verdict.Refused("too-large", $"A submission has at most {Limits.SubmissionBytesMax} bytes."), default)
            : await log.Submit(body);
        http.Response.StatusCode = Status(receipt.Verdict);

        // As bytes whose number is known, so that answer and headers go out in one piece.
        return TypedResults.Bytes(JsonSerializer.SerializeToUtf8Bytes(ActAnswer.Of(receipt), WireJson.Default.ActAnswer), "application/json; charset=utf-8");
    }

    private static int Status(Verdict verdict) =>
        verdict.Code switch
        {
            null => StatusCodes.Status200OK,
            "malformed" => StatusCodes.Status400BadRequest,
            "too-large" => StatusCodes.Status413PayloadTooLarge,
            "unavailable" or "in-doubt" => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status422UnprocessableEntity,
        };

    /// <summary>The whole body; null where it is longer than a submission may be.</summary>
    private static async Task<byte[]?> ReadBody(HttpRequest request)
    {
        if (request.ContentLength > Limits.SubmissionBytesMax)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
            var whole = read.IsCompleted ? read.Buffer.ToArray() : null;
            var isTooLong = read.Buffer.Length > Limits.SubmissionBytesMax;

            // Each read must be answered by an advance, the last one too: without it the connection is of no further use.
            request.BodyReader.AdvanceTo(read.IsCompleted ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (isTooLong || whole is not null)
            {
                return isTooLong ? null : whole;
            }
        }
    }

    private static JsonHttpResult<AssociationCard> Card(IServedLog log)
    {
        var head = log.Head;
        var name = Names.OfAssociation(head.World, log.Store);
        var card = new AssociationCard(head.World.Association?.ToHex() ?? "", log.Folder.Origin, log.Folder.Vkey.ToString(), name, head.Checkpoint.Size);
        return TypedResults.Json(card, WireJson.Default.AssociationCard);
    }

    private static Results<JsonHttpResult<KeyCard>, NotFound> Key(IServedLog log, string key) =>
        PublicKey.TryParse(key, out var read)
            ? TypedResults.Json(new KeyCard(log.Head.World.Get<Roster>().OwnerOf(read)?.Id.ToString()), WireJson.Default.KeyCard)
            : TypedResults.NotFound();

    private static Results<ContentHttpResult, NotFound> Refused(IServedLog log, string id) =>
        Hash.TryParseHex(id, out var read) && log.Refused(read) is { } kept
            ? TypedResults.Text(System.Text.Encoding.UTF8.GetString(kept.Submission), "text/plain; charset=utf-8")
            : TypedResults.NotFound();
}
