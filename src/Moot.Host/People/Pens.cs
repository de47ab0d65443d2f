using Microsoft.AspNetCore.Http;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Signing;
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
        if (SignInKeyRoutes.BrowserKey(http) is not null)
        {
            return HandBack(draft, session?.Member);
        }

        if (session is null)
        {
            (session, var token) = people.Sessions.BeginGuest();
            Visit.Begin(http, room, session, token);
        }

        if (session.Member is { } member)
        {
            return await Send(member, draft, people.Intake);
        }

        var key = people.Sessions.GuestKeyOf(session) ?? people.Sessions.GuestKeyOf(people.Sessions.WithGuestKey(session));
        return key is not null
            ? await Send(null, draft, key)
            : new(Verdict.Refused("session-ended", "Your session ended in the meantime. Send this once more."));
    }

    /// <summary>Lays an act out for the browser's key. Nothing is done yet, and who asked is not believed: what comes back signed is judged like any act.</summary>
    private Done HandBack(Draft draft, MemberId? member)
    {
        var (act, body) = ActPen.Draft(ActPen.Place.Of(room.Log.Head, room.Log.Folder.Origin, member), room.Clock, draft.Kind, draft.Content, draft.Prose);
        var text = SignedAct.TextOf(act);

        // A first key of one's own is added by a member for whom the host speaks: both sign.
        var before = draft.IsCoSigned && member is not null ? SignedAct.Write(act, people.Intake)[(text.Length + 1)..] : [];
        var after = draft.IsHostSigned ? SignedAct.Write(act, people.Intake)[(text.Length + 1)..] : [];
        return new(Verdict.Lawful, ToSign: new(text, Submission.Rest(body, draft.Blobs)) { Before = before, After = after });
    }

    private async Task<Done> Send(MemberId? member, Draft draft, SigningKey key)
    {
        var receipt = await ActPen.Send(room.Log, member, room.Clock, draft, key);
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
