using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Moot.Kernel;
using Moot.Kernel.Tree;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>Pages as strangers see them, kept as bytes for as long as nothing was done: until the next checkpoint, or for a minute, since some things pass by time alone.</summary>
/// <remarks>Whoever sends a cookie but the language's, or credentials, is served anew, and what they get is never kept. Nothing that went out of sight is served:
/// hiding is an act, so the head has moved.</remarks>
/// <param name="served">The association.</param>
/// <param name="clock">The time.</param>
internal sealed class AnswerCache(Served served, TimeProvider clock)
{
    /// <summary>Bytes of all kept answers of one association.</summary>
    public const long BytesMax = 32L << 20;

    /// <summary>Bytes of an answer that is kept.</summary>
    public const int AnswerBytesMax = 4 << 20;

    /// <summary>UTF-16 characters of an address whose answer is kept.</summary>
    private const int AddressCharactersMax = 2_000;

    /// <summary>What each kept answer costs besides its bytes, about.</summary>
    private const int OverheadBytes = 500;

    /// <summary>Longest time that an answer is kept.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(1);

    /// <summary>First words of the paths whose pages depend on nothing but the log, the address and the language.</summary>
    private static readonly ImmutableHashSet<string> Words =
    [
        "page",
        "pages",
        "orphans",
        "titles",
        "history",
        "diff",
        "blame",
        "about",
        "attribution",
        "category",
        "categories",
        "file",
        "files",
        "talk",
        "recent",
        "entry",
        "member",
        "members",
        "guest",
        "search",
        "feed",
    ];

    private sealed record Kept(byte[] Bytes, string Type, string Tag);

    private readonly record struct Address(string Base, string Path, string Query, string Language, string Host);

    /// <summary>What is kept for one head and one state of the index.</summary>
    private sealed class Shelf(Head head, long searched, long since)
    {
        public readonly Head Head = head;
        public readonly long Searched = searched;
        public readonly long Since = since;
        public readonly ConcurrentDictionary<Address, Kept> Answers = new();
        public long Bytes;
    }

    private volatile Shelf? shelf;

    /// <summary>Answers from what is kept, or lets the request go on and keeps what it is answered.</summary>
    public async Task Answer(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (!HttpMethods.IsGet(request.Method) || AddressOf(request) is not { } address)
        {
            await next(http);
            return;
        }

        var now = Current();
        if (!now.Answers.TryGetValue(address, out var kept))
        {
            kept = await Make(http, next, now, address);
        }

        if (kept is not null)
        {
            await Send(http, kept);
        }
    }

    /// <summary>Lets the request be answered; the answer where it may be kept, else null: it was sent.</summary>
    private async Task<Kept?> Make(HttpContext http, RequestDelegate next, Shelf now, Address address)
    {
        var response = http.Response;
        var body = response.Body;
        using var written = new MemoryStream();
        response.Body = written;
        try
        {
            await next(http);
        }
        finally
        {
            response.Body = body;
        }

        var isKept =
            response.StatusCode == StatusCodes.Status200OK
            && written.Length <= AnswerBytesMax
            && StringValues.IsNullOrEmpty(response.Headers.SetCookie)
            && !response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase)
            && response.ContentType is { } type
            && (type.StartsWith("text/html", StringComparison.Ordinal) || type.StartsWith("application/", StringComparison.Ordinal))
            && StringValues.IsNullOrEmpty(response.Headers.ContentDisposition)
            && ReferenceEquals(served.Log.Head, now.Head)
            && served.Search.Size == now.Searched;
        if (!isKept)
        {
            if (response.StatusCode is not (StatusCodes.Status304NotModified or StatusCodes.Status204NoContent))
            {
                response.ContentLength ??= written.Length;
            }

            written.Position = 0;
            await written.CopyToAsync(body, http.RequestAborted);
            return null;
        }

        var bytes = written.ToArray();
        var kept = new Kept(bytes, response.ContentType!, $"\"{Hash.Of(bytes).ToHex()[..24]}\"");
        var cost = bytes.Length + OverheadBytes + (2 * (address.Path.Length + address.Query.Length));
        if (Interlocked.Add(ref now.Bytes, cost) > BytesMax)
        {
            // Full: begin anew rather than weigh what is worth keeping.
            now.Answers.Clear();
            Interlocked.Exchange(ref now.Bytes, cost);
        }

        if (!now.Answers.TryAdd(address, kept))
        {
            Interlocked.Add(ref now.Bytes, -cost);
        }

        return kept;
    }

    private static async Task Send(HttpContext http, Kept kept)
    {
        var response = http.Response;
        var headers = response.Headers;
        headers.ETag = kept.Tag;
        headers.CacheControl = "no-cache";
        headers.Vary = "Accept-Language, Cookie";
        if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known && IsKnown(known, kept.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            headers.ContentLength = null;
            headers.ContentType = default;
            return;
        }

        response.ContentType = kept.Type;
        response.ContentLength = kept.Bytes.Length;
        await response.BodyWriter.WriteAsync(kept.Bytes, http.RequestAborted);
    }

    private static bool IsKnown(StringValues known, string tag)
    {
        foreach (var line in known)
        {
            if (line is "*" || (line?.Contains(tag, StringComparison.Ordinal) ?? false))
            {
                return true;
            }
        }

        return false;
    }

    private Shelf Current()
    {
        var (now, head, searched, time) = (shelf, served.Log.Head, served.Search.Size, clock.GetTimestamp());
        if (now is null || !ReferenceEquals(now.Head, head) || now.Searched != searched || clock.GetElapsedTime(now.Since, time) > AgeMax)
        {
            shelf = now = new(head, searched, time);
        }

        return now;
    }

    /// <summary>What the answer depends on; null where it may depend on more.</summary>
    private static Address? AddressOf(HttpRequest request)
    {
        var (path, headers) = (request.Path.Value ?? "", request.Headers);
        var end = path.IndexOf('/', 1);
        if (
            path.Length < 2
            || path.Length + request.QueryString.Value?.Length > AddressCharactersMax
            || !Words.Contains(end < 0 ? path[1..] : path[1..end])
            || headers.Authorization.Count > 0
            || headers.Range.Count > 0
            || headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        if (headers.Cookie.Count > 0)
        {
            foreach (var (name, _) in request.Cookies)
            {
                if (!string.Equals(name, Languages.Cookie, StringComparison.Ordinal))
                {
                    return null;
                }
            }
        }

        // Feeds and attributions name this host; pages do not.
        var isNamed = path.StartsWith("/feed/", StringComparison.Ordinal) || path.StartsWith("/attribution/", StringComparison.Ordinal);
        var host = isNamed ? $"{request.Scheme}://{request.Host.Value}" : "";
        return new(request.PathBase.Value ?? "", path, request.QueryString.Value ?? "", Languages.Of(request).Code, host);
    }
}
