using Moot.Kernel.Acts;
using Moot.Kernel.Tree;

namespace Moot.Host.People;

/// <summary>Which members sign in with a passphrase, and the links by which a browser is let in once.</summary>
/// <param name="file">Where they are kept.</param>
/// <param name="clock">The time.</param>
internal sealed class Accounts(PeopleFile file, TimeProvider clock)
{
    private long Now => Moment.Of(clock.GetUtcNow()).Milliseconds;

    /// <summary>Hash of a member's passphrase; null where they have none.</summary>
    public string? HashOf(MemberId member) =>
        file.Read("SELECT hash FROM account WHERE member = ?", s => s.Bind(1, member.Act), s => s.Text(0)).FirstOrDefault();

    /// <summary>All members who have a passphrase.</summary>
    public IReadOnlyList<MemberId> All() => file.Read("SELECT member FROM account", _ => { }, s => new MemberId(s.Hash(0)));

    /// <summary>Sets the hash of a member's passphrase.</summary>
    public void Set(MemberId member, string hash) =>
        file.Write(
            "INSERT INTO account VALUES(?, ?, ?) ON CONFLICT(member) DO UPDATE SET hash = excluded.hash, changed = excluded.changed",
            s => s.Bind(1, member.Act).Bind(2, hash).Bind(3, Now)
        );

    /// <summary>A member has no passphrase any more, nor a link.</summary>
    public void Delete(MemberId member)
    {
        file.Write("DELETE FROM account WHERE member = ?", s => s.Bind(1, member.Act));
        file.Write("DELETE FROM door WHERE member = ?", s => s.Bind(1, member.Act));
        file.Settle();
    }

    /// <summary>Makes a link by which a browser is let in as a member, once and within a day; gives its token.</summary>
    public string OpenDoor(MemberId member)
    {
        var (token, hash) = Sessions.NewToken();
        file.Write("INSERT INTO door VALUES(?, ?, ?)", s => s.Bind(1, hash).Bind(2, member.Act).Bind(3, Now + (long)PeopleLimits.DoorOpen.TotalMilliseconds));
        return token;
    }

    /// <summary>The member whom a link lets in; null where it was used, is too old, or never was.</summary>
    public MemberId? Door(string token) =>
        Sessions.TryHash(token, out var hash)
        && file.Read("SELECT member FROM door WHERE token = ? AND until > ?", s => s.Bind(1, hash).Bind(2, Now), s => s.Hash(0)) is [var member]
            ? new MemberId(member)
            : null;

    /// <summary>Goes through a link, which is shut then; the member, once.</summary>
    public MemberId? Enter(string token) =>
        Sessions.TryHash(token, out var hash)
        && file.Read("DELETE FROM door WHERE token = ? AND until > ? RETURNING member", s => s.Bind(1, hash).Bind(2, Now), s => s.Hash(0)) is [var member]
            ? new MemberId(member)
            : null;

    /// <summary>Destroys links that are too old.</summary>
    public void Sweep() => file.Write("DELETE FROM door WHERE until <= ?", s => s.Bind(1, Now));
}
