using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>What a route answers.</summary>
public static class Answers
{
    /// <summary>A page.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="view">What it shows.</param>
    /// <param name="status">200, or 404 where the thing is not there.</param>
    public static RazorComponentResult<TPage> Page<TPage, TView>(this Desk desk, TView view, int status = StatusCodes.Status200OK)
        where TPage : PageOf<TView> =>
        new PageAnswer<TPage>(new(StringComparer.Ordinal) { [nameof(PageOf<>.Desk)] = desk, [nameof(PageOf<>.View)] = view }) { StatusCode = status };

    /// <summary>A page that is shown at no desk: above all associations.</summary>
    /// <param name="parameters">What it shows.</param>
    /// <param name="status">200, or another.</param>
    public static RazorComponentResult<TPage> Page<TPage>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TPage : Part => new PageAnswer<TPage>(parameters) { StatusCode = status };

    /// <summary>A form that was not taken: the same page with what was typed and the sentence at its place; a program gets code and sentence. 422.</summary>
    public static IResult Refuse<TPage, TView>(this Desk desk, TView view, Verdict verdict)
        where TPage : PageOf<TView> => desk.WantsJson ? desk.Refuse(verdict) : desk.Page<TPage, TView>(view, StatusCodes.Status422UnprocessableEntity);

    /// <summary>A refusal where there is no form to show again.</summary>
    public static IResult Refuse(this Desk desk, Verdict verdict, int status = StatusCodes.Status422UnprocessableEntity) =>
        desk.WantsJson
            ? TypedResults.Json(new Refusal(verdict.Code ?? "", desk.Words.Refusal(verdict)), UiJson.Default.Refusal, statusCode: status)
            : desk.Page<Pages.SentencePage, Verdict>(verdict, status);

    /// <summary>There is no such thing here.</summary>
    public static IResult Missing(this Desk desk) => desk.Refuse(Verdict.Refused("not-found", desk.Words["sentence.not-found"]), StatusCodes.Status404NotFound);

    /// <summary>After a lawful act: the page to look at next.</summary>
    /// <param name="desk">Where it was asked for.</param>
    /// <param name="done">What became of the act.</param>
    /// <param name="path">Where to go, below the association; <c>{entry}</c> stands for the act's entry.</param>
    public static SeeOther See(this Desk desk, Done done, string path) => new(desk.Url(path), desk.WantsJson, done);

    /// <summary>Where nothing had to be done: the page to look at next.</summary>
    public static SeeOther See(this Desk desk, string path) => new(desk.Url(path), desk.WantsJson);
}

/// <summary>303: look there, with GET (RFC 9110 §15.4.4). A program gets entry and place in JSON; a browser that signs itself gets the act to sign, and goes there afterwards.</summary>
/// <param name="Path">An address of this host; <c>{entry}</c> stands for the act's entry.</param>
/// <param name="IsJson">True if a program asked.</param>
/// <param name="Done">What became of the act; null where there was none.</param>
public sealed record SeeOther(string Path, bool IsJson, Done? Done = null) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Done?.ToSign is { } sign)
        {
            var request = new SignRequest(Convert.ToBase64String(sign.Text.Span), Convert.ToBase64String(sign.Rest.Span), Path)
            {
                Before = sign.Before.IsEmpty ? null : Convert.ToBase64String(sign.Before.Span),
                After = sign.After.IsEmpty ? null : Convert.ToBase64String(sign.After.Span),
                To = sign.To,
            };
            return httpContext.Response.WriteAsJsonAsync(request, UiJson.Default.SignRequest);
        }

        var place = Path.Replace("{entry}", $"{Done?.Entry}", StringComparison.Ordinal);
        if (IsJson)
        {
            return httpContext.Response.WriteAsJsonAsync(new DoneAnswer(Done?.Entry, place), UiJson.Default.DoneAnswer);
        }

        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = place;
        return Task.CompletedTask;
    }
}

/// <summary>An act for the browser's key to sign.</summary>
/// <param name="Text">The note's text, in base64.</param>
/// <param name="Rest">Body and blobs, in base64; sent after the signature.</param>
/// <param name="Then">Where to go afterwards; <c>{entry}</c> stands for the act's entry.</param>
public sealed record SignRequest(string Text, string Rest, string Then)
{
    /// <summary>Signature lines that come before the browser's, in base64; null where it signs alone.</summary>
    public string? Before { get; init; }

    /// <summary>Signature lines that come after it, in base64; null where there are none.</summary>
    public string? After { get; init; }

    /// <summary>Where it is sent, below the association; null for the log.</summary>
    public string? To { get; init; }
}

/// <summary>What a program is told of an act that was done.</summary>
/// <param name="Entry">Its entry; null where nothing had to be done.</param>
/// <param name="See">Where to look at the result.</param>
public sealed record DoneAnswer(long? Entry, string See);

/// <summary>What a program is told of an act that was refused.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Sentence">For a person.</param>
public sealed record Refusal(string Code, string Sentence);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SignRequest))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class UiJson : JsonSerializerContext;
