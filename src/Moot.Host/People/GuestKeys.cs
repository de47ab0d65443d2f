using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Ui;

namespace Moot.Host.People;

/// <summary>Throw-away keys of guests, kept by the host.</summary>
internal sealed class GuestKeys(TimeProvider clock)
{
    private const string Cookie = "guest";

    private readonly ConcurrentDictionary<string, SigningKey> keys = new(StringComparer.Ordinal);

    public Visitor VisitorOf(HttpContext http) =>
        http.Request.Cookies.TryGetValue(Cookie, out var session) && keys.TryGetValue(session, out var key)
            ? new(Actor.Of(PublicKey.FromBytes(key.PublicKey)))
            : Visitor.Stranger;

    public IPen PenFor(HttpContext http, IServedLog log) => new GuestPen(this, http, log, clock);

    private sealed class GuestPen(GuestKeys guests, HttpContext http, IServedLog log, TimeProvider clock) : IPen
    {
        public async Task<Done> Act(Draft draft)
        {
            if (!http.Request.Cookies.TryGetValue(Cookie, out var session) || !guests.keys.TryGetValue(session, out var key))
            {
                session = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
                key = guests.keys[session] = SigningKey.Create();
                http.Response.Cookies.Append(
                    Cookie,
                    session,
                    new()
                    {
                        HttpOnly = true,
                        SameSite = SameSiteMode.Lax,
                        Path = "/",
                        MaxAge = TimeSpan.FromDays(90),
                    }
                );
            }

            var place = ActPen.Place.Of(log.Head, log.Folder.Origin, member: null);
            var composed = ActPen.Compose(place, clock, draft.Kind, draft.Content, draft.Prose, key);
            var receipt = await log.Submit((composed with { Blobs = draft.Blobs }).ToBytes());
            return new(receipt.Verdict, receipt.Index);
        }
    }
}
