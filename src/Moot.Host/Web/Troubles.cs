using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Moot.Kernel.Storage;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>Answers requests that went wrong: with a status and a sentence, and with nothing of how the program looks inside.</summary>
internal sealed class Troubles(RequestDelegate next, Action<string> tell)
{
    /// <summary>Seconds after which a disk that failed is worth another try.</summary>
    private const string RetrySeconds = "5";

    public async Task Invoke(HttpContext http)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null } && !HttpMethods.IsHead(http.Request.Method))
            {
                await (RoomOfMissing(http) is { } room ? Missing(http, room) : Answer(http, http.Response.StatusCode));
            }
        }
        catch (BadHttpRequestException e)
        {
            await Answer(http, e.StatusCode);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone: nobody is there to be answered.
        }
        catch (IOException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Likewise.
        }
        catch (LogException e)
        {
            tell($"{http.Request.Method} {http.Request.Path}: {e.Message}");
            http.Response.Headers.RetryAfter = RetrySeconds;
            await Answer(http, StatusCodes.Status503ServiceUnavailable);
        }
#pragma warning disable CA1031 // The last wall: whatever it is, one request must not end the program, and its sender is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            tell($"A bug: {http.Request.Method} {http.Request.Path}: {e}");
            await Answer(http, StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>The association in which a person's browser looked for something that is not there; null otherwise.</summary>
    private static IReception? RoomOfMissing(HttpContext http) =>
        http.Response.StatusCode == StatusCodes.Status404NotFound
        && HttpMethods.IsGet(http.Request.Method)
        && http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? http.Features.Get<IReception>()
            : null;

    /// <summary>Says so on a page of the association, from which everything else can be reached.</summary>
    private static async Task Missing(HttpContext http, IReception room)
    {
        var desk = await room.Receive(http);
        await desk.Missing().ExecuteAsync(http);
    }

    private static async Task Answer(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort(); // half an answer must not look like a whole one
            return;
        }

        var words =
            http.Request.Cookies.TryGetValue(Languages.Cookie, out var code) && Words.Find(code) is { } chosen
                ? chosen
                : Words.For(http.Request.Headers.AcceptLanguage);
        var sentence = words[
            status switch
            {
                StatusCodes.Status401Unauthorized => "trouble.unknown-token",
                StatusCodes.Status403Forbidden => "trouble.forbidden",
                StatusCodes.Status404NotFound => "sentence.not-found",
                StatusCodes.Status405MethodNotAllowed => "trouble.method",
                StatusCodes.Status413PayloadTooLarge => "trouble.too-large",
                StatusCodes.Status415UnsupportedMediaType => "trouble.type",
                StatusCodes.Status503ServiceUnavailable => "trouble.disk",
                >= 500 => "trouble.bug",
                _ => "trouble.unreadable",
            }
        ];
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            var answer = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = $"http-{status}", ["sentence"] = sentence };
            await JsonSerializer.SerializeAsync(http.Response.Body, answer, TroubleJson.Default.DictionaryStringString);
            return;
        }

        http.Response.ContentType = "text/html; charset=utf-8";
        var (title, home, said) = (
            Html(words[status == StatusCodes.Status404NotFound ? "sentence.missing" : "sentence.title"]),
            Html(words["sentence.home"]),
            Html(sentence)
        );
        await http.Response.WriteAsync(
            $"<!doctype html><html lang=\"{words.Code}\" dir=\"{words.Direction}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>"
                + $"<link rel=\"stylesheet\" href=\"{Asset.Url("moot.css")}\"></head><body><main><h1>{title}</h1><p class=\"{(status == StatusCodes.Status404NotFound ? "note" : "refused")}\" role=\"alert\">{said}</p><p><a href=\"/\">{home}</a></p></main></body></html>"
        );
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TroubleJson : System.Text.Json.Serialization.JsonSerializerContext;
