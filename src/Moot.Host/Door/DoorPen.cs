using Microsoft.AspNetCore.Http;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Host.Door;

/// <summary>A pen whose acts pass the door first.</summary>
/// <param name="inner">The pen of whoever asks.</param>
/// <param name="door">The door.</param>
/// <param name="visitor">Who asks.</param>
/// <param name="http">The request.</param>
/// <param name="words">Their language.</param>
internal sealed class DoorPen(IPen inner, Doorway door, Visitor visitor, HttpContext http, Words words) : IPen
{
    public long? WarnedBy { get; private set; }

    public async Task<Done> Act(Draft draft)
    {
        var assurance =
            !visitor.IsMember ? Assurance.Guest
            : visitor.SignsHere ? Assurance.Signed
            : Assurance.Vouched;
        var isConfirmed = Filled.Of(http)?.Has("anyway") == true || http.Request.Query.ContainsKey("anyway");
        var attempt = new ActAttempt(visitor.Actor, assurance, draft, door.Addresses.Of(http), words, isConfirmed);
        var answer = visitor.SignsHere ? door.JudgeDraft(attempt) : door.Judge(attempt);
        if (!answer.Verdict.IsLawful)
        {
            WarnedBy = answer.WarnedBy;
            SendBack(http, answer);
            return new(answer.Verdict);
        }

        var done = await inner.Act(draft);
        if (done.ToSign is not null && visitor.Actor is { } actor && isConfirmed)
        {
            door.Confirm(actor, answer.Hits);
        }

        door.Done(attempt, answer, done.Entry, countAuthor: false);
        return done;
    }

    /// <summary>Where only time is missing, the answer is 429 and says how much (RFC 6585 §4); the page, with what was typed, stays as it is.</summary>
    internal static void SendBack(HttpContext http, DoorAnswer answer)
    {
        if (answer.Wait is not { } wait)
        {
            return;
        }

        http.Response.Headers.RetryAfter = Doorway.Seconds(wait).ToString(System.Globalization.CultureInfo.InvariantCulture);
        http.Response.OnStarting(() =>
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return Task.CompletedTask;
        });
    }
}
