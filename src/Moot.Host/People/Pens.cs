using Microsoft.AspNetCore.Http;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Ui;

namespace Moot.Host.People;

/// <summary>Acts for whoever asks: vouches for a member, signs with the key that it keeps for a guest, or hands the act to the key in the browser.</summary>
/// <param name="http">The request.</param>
/// <param name="room">The association.</param>
/// <param name="people">Who is known there.</param>
internal sealed class HostPen(HttpContext http, Room room, PeopleOf people) : IPen
{
    public async Task<Done> Act(Draft draft)
    {
        var session = Visit.Of(http, room);
        if (session is null)
        {
            (session, var token) = people.Sessions.BeginGuest();
            Visit.Begin(http, room, session, token);
        }

        var place = ActPen.Place.Of(room.Log.Head, room.Log.Folder.Origin, session.Member);
        if (session.BrowserKey is not null && IsScript)
        {
            var (act, body) = ActPen.Draft(place, room.Clock, draft.Kind, draft.Content, draft.Prose);
            return new(Verdict.Lawful, ToSign: new(SignedAct.TextOf(act), Submission.Rest(body, draft.Blobs)));
        }

        if (session.Member is not null)
        {
            return await Send(place, draft, people.Intake);
        }

        using var key = people.Sessions.GuestKeyOf(session) ?? people.Sessions.GuestKeyOf(people.Sessions.WithGuestKey(session));
        return key is not null
            ? await Send(place, draft, key)
            : new(Verdict.Refused("session-ended", "Your session ended in the meantime. Send this once more."));
    }

    /// <summary>True where a script sent the form: only a script can sign in the browser.</summary>
    private bool IsScript => http.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);

    private async Task<Done> Send(ActPen.Place place, Draft draft, SigningKey key)
    {
        var composed = ActPen.Compose(place, room.Clock, draft.Kind, draft.Content, draft.Prose, key);
        var receipt = await room.Log.Submit((composed with { Blobs = draft.Blobs }).ToBytes());
        return new(receipt.Verdict, receipt.Index);
    }
}

/// <summary>On a mirror nothing is written: it tells where.</summary>
/// <param name="log">The mirror.</param>
internal sealed class MirrorPen(IServedLog log) : IPen
{
    /// <summary>The refusal, with the address of the host.</summary>
    public static Verdict Refusal(ILiveLog log) =>
        Verdict.Refused("mirror", $"This is a mirror: it can be read, not written. Go to the host and do it there: {log.MirrorOf}");

    public Task<Done> Act(Draft draft) => Task.FromResult(new Done(Refusal(log)));
}
