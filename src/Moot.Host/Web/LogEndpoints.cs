using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Moot.Host.Door;
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
    private const string Binary = "application/octet-stream";

    /// <summary>Entries of a bundle that are read at once, at the least.</summary>
    private const int PartEntriesMin = 4;

    /// <summary>Bytes of entries and bodies above which fewer are read at once.</summary>
    private const int PartBytes = 128 << 10;

    private const string Brief = "public, max-age=1";

    private static readonly string[] Reading = ["GET", "HEAD"];

    /// <summary>Adds the endpoints; each speaks of the association that the request is for.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("checkpoint", Reading, (Delegate)((HttpContext http) => Checkpoint(http, Room.Of(http).Log)));
        routes.MapMethods("tile/{**path}", Reading, (HttpContext http, string? path) => Tile(http, Room.Of(http).Log, path ?? ""));
        routes.MapMethods("body/{**path}", Reading, (HttpContext http, string? path) => Body(http, Room.Of(http).Log, path ?? ""));
        routes.MapMethods("blobs/{**path}", Reading, (HttpContext http, string? path) => Blobs(http, Room.Of(http).Log, path ?? ""));
        routes.MapMethods("blob/{id}", Reading, (HttpContext http, string id) => Blob(http, Room.Of(http).Log, id));
        routes.MapPost("acts", (Delegate)((HttpContext http) => Act(http, Room.Of(http))));
        routes.MapMethods("association.json", Reading, (Delegate)((HttpContext http) => Card(Room.Of(http).Log)));
        routes.MapMethods("keys/{key}", Reading, (HttpContext http, string key) => Key(Room.Of(http).Log, key));
        routes.MapMethods("refused/{id}", Reading, (HttpContext http, string id) => Refused(Room.Of(http).Log, id));
    }

    private static Results<FileContentHttpResult, NotFound> Checkpoint(HttpContext http, IServedLog log)
    {
        var head = log.Head;
        http.Response.Headers.CacheControl = Brief;
        return head.Note.IsEmpty ? TypedResults.NotFound() : TypedResults.Bytes(head.Note.ToArray(), "text/plain; charset=utf-8");
    }

    private static Results<PushStreamHttpResult, FileContentHttpResult, NotFound> Tile(HttpContext http, IServedLog log, string path)
    {
        var size = log.Head.Checkpoint.Size;
        if (TilePath.TryParseEntries("tile/" + path, out var n, out var width) && Reaches(n, width, size, level: 0))
        {
            http.Response.Headers.CacheControl = Forever;
            return TypedResults.Stream(to => Send(to, log, n, width, part => EntryBundle.Write([.. part.Select(e => e.Bytes)])), Binary);
        }

        if (!TilePath.TryParseTile("tile/" + path, out var level, out n, out width) || !Reaches(n, width, size, level))
        {
            return TypedResults.NotFound();
        }

        http.Response.Headers.CacheControl = Forever;

        // A tile that is on the disk is taken from there: the tree would hold up the writer while it loads one.
        return TypedResults.Bytes(log.Store.Tile(level, n) is { } whole ? whole[..(width * Hash.Size)] : log.Tree.Tile(level, n, width), Binary);
    }

    private static Results<PushStreamHttpResult, NotFound> Body(HttpContext http, IServedLog log, string path)
    {
        if (!TilePath.TryParseBodies("body/" + path, out var n, out var width) || !Reaches(n, width, log.Head.Checkpoint.Size, level: 0))
        {
            return TypedResults.NotFound();
        }

        // Each body is fixed by the commitment in its entry: what can change is whether it is there.
        var states = new byte[width];
        foreach (var entry in Parts(log, n, width).SelectMany(part => part))
        {
            states[entry.Index - (n * EntryBundle.Width)] = (byte)entry.Body.State;
        }

        http.Response.Headers.CacheControl = "public, no-cache";
        var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Hash.Of(states).ToHex()[..32]}\"");
        return TypedResults.Stream(to => Send(to, log, n, width, part => BodyBundle.Write([.. part.Select(e => Shown(e.Body))])), Binary, entityTag: tag);
    }

    /// <summary>Sends a bundle part by part: whole it may have 16 MB, and a reader who takes it slowly would hold them all that time.</summary>
    private static async Task Send(Stream to, IServedLog log, long n, int width, Func<StoredEntry[], byte[]> write)
    {
        foreach (var part in Parts(log, n, width))
        {
            await to.WriteAsync(write(part));
        }
    }

    /// <summary>The entries of a bundle: a few at a time where they are large, many where they are small.</summary>
    private static IEnumerable<StoredEntry[]> Parts(IServedLog log, long n, int width)
    {
        var (next, end, count) = (n * EntryBundle.Width, (n * EntryBundle.Width) + width, PartEntriesMin);
        while (next < end)
        {
            var to = Math.Min(next + count, end);
            StoredEntry[] part = [.. log.Store.Read(next, to)];
            next = to;
            count = part.Sum(e => e.Bytes.Length + e.Body.Bytes.Length) < PartBytes ? count * 2 : Math.Max(count / 2, PartEntriesMin);
            yield return part;
        }
    }

    private static Results<FileContentHttpResult, NotFound> Blobs(HttpContext http, IServedLog log, string path)
    {
        if (!TilePath.TryParseBlobs("blobs/" + path, out var n, out var width) || !Reaches(n, width, log.Head.Checkpoint.Size, level: 0))
        {
            return TypedResults.NotFound();
        }

        var from = n * EntryBundle.Width;
        http.Response.Headers.CacheControl = "public, no-cache";
        return TypedResults.Bytes(BlobBundle.Write([.. log.Store.ReadWhole(from, from + width).Select(e => e.Blobs)]), "application/octet-stream");
    }

    /// <summary>Salt and bytes of one text or file; 410 where it was withdrawn.</summary>
    private static Results<FileContentHttpResult, NotFound, StatusCodeHttpResult> Blob(HttpContext http, IServedLog log, string id)
    {
        if (!Hash.TryParseHex(id, out var name) || log.Store.Blob(new(name)) is not { } blob)
        {
            return TypedResults.NotFound();
        }

        if (blob.State != BodyState.Present)
        {
            return TypedResults.StatusCode(StatusCodes.Status410Gone);
        }

        http.Response.Headers.CacheControl = "public, no-cache";
        return TypedResults.Bytes([.. blob.Salt.ToBytes(), .. blob.Bytes.Span], "application/octet-stream");
    }

    /// <summary>What the public may see of a body: of a hidden one only that it is hidden.</summary>
    internal static StoredBody Shown(in StoredBody body) => body.State == BodyState.Hidden ? new(BodyState.Hidden, default, default) : body;

    /// <summary>Does a log of this size have so much of a tile? One of level 8 would need more entries than can be counted.</summary>
    private static bool Reaches(long n, int width, long size, int level) =>
        level < sizeof(long) && (((Int128)n * TilePath.Width) + width) << (8 * level) <= size;

    private static async Task<FileContentHttpResult> Act(HttpContext http, Room room)
    {
        var body = await ReadBody(http.Request);
        var receipt = body is null
            ? new Receipt(Verdict.Refused("too-large", $"A submission has at most {Limits.SubmissionBytesMax} bytes."), default)
            : await Intake.Take(http, room.Log, room.Door, body);
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
            "too-fast" or "filter-slows" => StatusCodes.Status429TooManyRequests,
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

        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
                if (read.Buffer.Length > Limits.SubmissionBytesMax)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End); // so that the rest can be passed over, and the sender hears the answer
                    return null;
                }

                // Each read must be answered by an advance, the last one too: without it the connection is of no further use.
                if (read.IsCompleted)
                {
                    var bytes = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return bytes;
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null; // sent in chunks: the server counts them
        }
    }

    private static JsonHttpResult<AssociationCard> Card(IServedLog log)
    {
        var (checkpoint, _, world) = log.Head;
        return TypedResults.Json(AssociationCard.Of(world, log.Store, log.Folder.Vkey, checkpoint.Size), WireJson.Default.AssociationCard);
    }

    private static Results<JsonHttpResult<KeyCard>, NotFound> Key(IServedLog log, string key) =>
        PublicKey.TryParse(key, out var read)
            ? TypedResults.Json(new KeyCard(log.Head.World.Get<Roster>().OwnerOf(read)?.Id.ToString()), WireJson.Default.KeyCard)
            : TypedResults.NotFound();

    private static Results<FileContentHttpResult, NotFound> Refused(IServedLog log, string id) =>
        Hash.TryParseHex(id, out var read) && log.Refused(read) is { } kept
            ? TypedResults.Bytes(kept.Submission, "text/plain; charset=utf-8")
            : TypedResults.NotFound();
}
