using System.Security.Cryptography;
using System.Text;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Tree;

namespace Moot.Host.People;

/// <summary>A browser that the host knows again: a member's after signing in, or a guest's after their first act.</summary>
/// <param name="Number">Its number on this host.</param>
/// <param name="Token">SHA-256 of the token in its cookie.</param>
/// <param name="Begun">Since when.</param>
/// <param name="Used">When it was last used, to the day.</param>
/// <param name="Member">The member; null for a guest.</param>
/// <param name="GuestKey">The public half of the guest's key that the host keeps; null for members, and for guests who keep their own.</param>
/// <param name="BrowserKey">The key with which the browser signs; null where the host does.</param>
internal sealed record Session(long Number, Hash Token, Moment Begun, Moment Used, MemberId? Member, PublicKey? GuestKey, PublicKey? BrowserKey)
{
    /// <summary>In whose name it acts; null where it has no key yet.</summary>
    public Actor? Actor =>
        Member is { } member ? Kernel.Acts.Actor.Of(member)
        : (BrowserKey ?? GuestKey) is { } key ? Kernel.Acts.Actor.Of(key)
        : null;
}

/// <summary>The sessions of an association.</summary>
/// <param name="file">Where they are kept.</param>
/// <param name="clock">The time.</param>
internal sealed class Sessions(PeopleFile file, TimeProvider clock)
{
    private const string Columns = "SELECT n, token, begun, used, member, guest, browser FROM session ";

    private readonly GuestKeyRing open = new();

    private Moment Now => Moment.Of(clock.GetUtcNow());

    /// <summary>Begins a member's session; gives its token, which is kept nowhere.</summary>
    public (Session Session, string Token) Begin(MemberId member)
    {
        var begun = Begin(member, guest: null);
        file.Write(
            "DELETE FROM session WHERE member = ?1 AND n NOT IN (SELECT n FROM session WHERE member = ?1 ORDER BY used DESC, n DESC LIMIT ?2)",
            s => s.Bind(1, member.Act).Bind(2, PeopleLimits.SessionsOfMemberMax)
        );
        return begun;
    }

    /// <summary>Begins a guest's session with a throw-away key, which the host keeps.</summary>
    public (Session Session, string Token) BeginGuest()
    {
        using var key = SigningKey.Create();
        return Begin(member: null, Halves(key));
    }

    /// <summary>Begins a session of a guest whose browser keeps the key.</summary>
    public (Session Session, string Token) BeginGuest(PublicKey browserKey)
    {
        var (session, token) = Begin(member: null, guest: null);
        UseBrowserKey(session, browserKey);
        return (session with { BrowserKey = browserKey }, token);
    }

    /// <summary>The living session of a token; null where there is none.</summary>
    public Session? Find(string token)
    {
        if (!TryHash(token, out var hash))
        {
            return null;
        }

        var session = file.Read(Columns + "WHERE token = ?", s => s.Bind(1, hash), Row).FirstOrDefault();
        return session is not null && session.Used + PeopleLimits.SessionKept > Now ? session : null;
    }

    /// <summary>Notes that a session is used, at most once a day; true if it was noted.</summary>
    public bool Touch(Session session)
    {
        var now = Now;
        if (session.Used + PeopleLimits.UseNoted > now)
        {
            return false;
        }

        file.Write("UPDATE session SET used = ? WHERE n = ?", s => s.Bind(1, now.Milliseconds).Bind(2, session.Number));
        return true;
    }

    /// <summary>The browser of a session signs with this key from now on; null: it does not sign any more.</summary>
    public void UseBrowserKey(Session session, PublicKey? key) =>
        file.Write("UPDATE session SET browser = ? WHERE n = ?", s => (key is { } browser ? s.Bind(1, browser.Bytes) : s.BindNull(1)).Bind(2, session.Number));

    /// <summary>A member's sessions, the last used first.</summary>
    public IReadOnlyList<Session> Of(MemberId member) => file.Read(Columns + "WHERE member = ? ORDER BY used DESC, n DESC", s => s.Bind(1, member.Act), Row);

    /// <summary>The secret key of a guest; null where the host keeps none. It stays open for a while: not to be disposed by the caller.</summary>
    public SigningKey? GuestKeyOf(Session session)
    {
        var key = file.Read("SELECT guest FROM session WHERE n = ? AND guest IS NOT NULL", s => s.Bind(1, session.Number), s => s.Bytes(0).ToArray());
        return key is [var halves] ? open.Of(halves.AsSpan()) : null;
    }

    /// <summary>Gives a session that has no key of a guest one, which the host keeps.</summary>
    public Session WithGuestKey(Session session)
    {
        using var key = SigningKey.Create();
        var halves = Halves(key);
        file.Write("UPDATE session SET guest = ? WHERE n = ? AND guest IS NULL", s => s.Bind(1, halves).Bind(2, session.Number));
        return file.Read(Columns + "WHERE n = ?", s => s.Bind(1, session.Number), Row).FirstOrDefault() ?? session;
    }

    /// <summary>Ends a session; a guest's key goes with it.</summary>
    public void End(Session session)
    {
        file.Write("DELETE FROM session WHERE n = ?", s => s.Bind(1, session.Number));
        open.Forget(session.GuestKey);
        file.Settle();
    }

    /// <summary>Ends all sessions of a member but one.</summary>
    public void EndAll(MemberId member, Session? but = null) =>
        file.Write("DELETE FROM session WHERE member = ? AND n <> ?", s => s.Bind(1, member.Act).Bind(2, but?.Number ?? 0));

    /// <summary>Destroys what nobody used for long, guests' keys with it, and of guests' sessions those beyond what is kept.</summary>
    public void Sweep()
    {
        file.Write("DELETE FROM session WHERE used <= ?", s => s.Bind(1, Now.Milliseconds - (long)PeopleLimits.SessionKept.TotalMilliseconds));
        file.Write(
            "DELETE FROM session WHERE member IS NULL AND n NOT IN (SELECT n FROM session WHERE member IS NULL ORDER BY used DESC, n DESC LIMIT ?)",
            s => s.Bind(1, PeopleLimits.GuestSessionsMax)
        );
        open.Clear(); // those of sessions that are left are opened again
        file.Settle();
    }

    /// <summary>What the forms of a session carry: nobody can make it without the host's secret.</summary>
    public string FormKey(Session session)
    {
        byte[] said = [.. "form-key\n"u8, .. session.Token.ToBytes()];
        return Convert.ToHexStringLower(HMACSHA256.HashData(file.Secret, said));
    }

    /// <summary>True if a form carried the key of this session; takes the same time whatever it carried.</summary>
    public bool IsFormKey(Session session, string carried) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(FormKey(session)), Encoding.UTF8.GetBytes(carried));

    /// <summary>A new token: 256 random bits, as they stand in a cookie or link, and the hash that is kept.</summary>
    public static (string Token, Hash Hash) NewToken()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PeopleLimits.SecretBytes));
        return (token, Hash.Of(Encoding.ASCII.GetBytes(token)));
    }

    /// <summary>The hash of a token; false where it cannot be one.</summary>
    public static bool TryHash(string token, out Hash hash)
    {
        var isToken = token.Length == 2 * PeopleLimits.SecretBytes && token.All(char.IsAsciiHexDigitLower);
        hash = isToken ? Hash.Of(Encoding.ASCII.GetBytes(token)) : default;
        return isToken;
    }

    private (Session Session, string Token) Begin(MemberId? member, byte[]? guest)
    {
        var (token, hash) = NewToken();
        var now = Now.Milliseconds;
        file.Write(
            "INSERT INTO session(token, begun, used, member, guest) VALUES(?, ?, ?, ?, ?)",
            s =>
            {
                s.Bind(1, hash).Bind(2, now).Bind(3, now);
                _ = member is { } id ? s.Bind(4, id.Act) : s.BindNull(4);
                _ = guest is not null ? s.Bind(5, guest) : s.BindNull(5);
            }
        );
        return (Find(token)!, token);
    }

    private static byte[] Halves(SigningKey key) => [.. key.PublicKey, .. key.ExportSeed()];

    private static Session Row(SqliteStatement row) =>
        new(
            row.Number(0),
            row.Hash(1),
            new(row.Number(2)),
            new(row.Number(3)),
            row.IsNull(4) ? null : new MemberId(row.Hash(4)),
            row.IsNull(5) ? null : PublicKey.FromBytes(row.Bytes(5)[..Hash.Size]),
            row.IsNull(6) ? null : new PublicKey(row.Hash(6))
        );
}
