using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Signing;

namespace Moot.Host.People;

/// <summary>What members call their own keys, and when these were used last: for the member alone. Which keys there are says the log.</summary>
/// <param name="file">Where they are kept.</param>
/// <param name="clock">The time.</param>
internal sealed class KeyNotes(PeopleFile file, TimeProvider clock)
{
    /// <summary>Keys whose last use is remembered without asking the file.</summary>
    private const int NotedMax = 10_000;

    private readonly ConcurrentDictionary<PublicKey, Moment> noted = new();

    /// <summary>The notes of a member.</summary>
    public ImmutableArray<KeyNote> Of(MemberId member) =>
        [
            .. file.Read(
                "SELECT key, label, used FROM keynote WHERE member = ?",
                s => s.Bind(1, member.Act),
                s => new KeyNote(new PublicKey(s.Hash(0)), s.Text(1), s.IsNull(2) ? null : new Moment(s.Number(2)))
            ),
        ];

    /// <summary>A member names a key.</summary>
    public void Name(MemberId member, PublicKey key, string label) =>
        file.Write(
            "INSERT INTO keynote(key, member, label) VALUES(?1, ?2, ?3) ON CONFLICT(key) DO UPDATE SET label = excluded.label WHERE member = excluded.member",
            s => s.Bind(1, key.Bytes).Bind(2, member.Act).Bind(3, label)
        );

    /// <summary>A key was used; noted once a day.</summary>
    public void Use(MemberId member, PublicKey key)
    {
        var now = Moment.Of(clock.GetUtcNow());
        if (noted.TryGetValue(key, out var last) && last + PeopleLimits.UseNoted > now)
        {
            return;
        }

        if (noted.Count >= NotedMax)
        {
            noted.Clear();
        }

        noted[key] = now;
        file.Write(
            "INSERT INTO keynote(key, member, label, used) VALUES(?1, ?2, '', ?3) ON CONFLICT(key) DO UPDATE SET used = excluded.used WHERE member = excluded.member",
            s => s.Bind(1, key.Bytes).Bind(2, member.Act).Bind(3, now.Milliseconds)
        );
    }

    /// <summary>Destroys the notes of a member.</summary>
    public void Forget(MemberId member) => file.Write("DELETE FROM keynote WHERE member = ?", s => s.Bind(1, member.Act));
}
