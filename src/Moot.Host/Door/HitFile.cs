using System.Collections.Immutable;
using Moot.Guard;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Door;

/// <summary>Keeps what filters hit, in one private SQLite file, which is made at the first hit. No address of a machine is written here.</summary>
/// <remarks>Not flushed with each write (synchronous=NORMAL). Where the file cannot be written, acts are taken all the same and their hits are known until the program ends.</remarks>
/// <param name="path">The file.</param>
internal sealed class HitFile(string path) : IHitShelf, IDisposable
{
    /// <summary>Hits in the file; of more, the oldest go.</summary>
    public const int HitsMax = HitBook.MarkedMax;

    /// <summary>Writes between two looks at how many there are.</summary>
    private const int LookEvery = 500;

    private static readonly PrivateForm Form = new(
        "a file of filters' hits",
        0x4d4f4f46, // "MOOF"
        Version: 1,
        """
        CREATE TABLE hit(
          n INTEGER PRIMARY KEY,
          filter INTEGER NOT NULL,
          setby INTEGER NOT NULL,
          at INTEGER NOT NULL, -- milliseconds since 1970
          actor TEXT, -- null for a guest who never acted before
          kind TEXT NOT NULL,
          effect TEXT NOT NULL,
          entry INTEGER -- null where the act was not done
        ) STRICT;
        CREATE INDEX hit_at ON hit(at);
        CREATE TABLE broad(filter INTEGER PRIMARY KEY, setby INTEGER NOT NULL) STRICT;
        """
    );

    private readonly PrivateFile file = new(path, Form);
    private int written;

    public ImmutableArray<ShelvedHit> Read() =>
        file.Read<ShelvedHit>(
            "SELECT filter, setby, at, actor, kind, effect, entry FROM hit ORDER BY n",
            _ => { },
            row =>
                new(
                    row.Number(0),
                    row.Number(1),
                    new(
                        new(row.Number(2)),
                        row.IsNull(3) ? null : ActorOf(row.Text(3)),
                        row.Text(4),
                        EffectOf(row.Text(5)),
                        row.IsNull(6) ? null : row.Number(6)
                    )
                )
        );

    public ImmutableArray<(long Filter, long SetBy)> Broad() => file.Read("SELECT filter, setby FROM broad", _ => { }, row => (row.Number(0), row.Number(1)));

    public void Add(IReadOnlyCollection<ShelvedHit> hits) =>
        Write(open =>
        {
            foreach (var (filter, setBy, what) in hits)
            {
                var put = open["INSERT INTO hit(filter, setby, at, actor, kind, effect, entry) VALUES(?, ?, ?, ?, ?, ?, ?)"];
                put.Bind(1, filter).Bind(2, setBy).Bind(3, what.At.Milliseconds).Bind(5, what.Kind).Bind(6, WordJson<FilterEffect>.Word(what.Effect));
                _ = what.Actor is { } actor ? put.Bind(4, actor.ToString()) : put.BindNull(4);
                _ = what.Entry is { } entry ? put.Bind(7, entry) : put.BindNull(7);
                put.Run();
            }

            if (written++ % LookEvery == 0)
            {
                open["DELETE FROM hit WHERE n <= (SELECT max(n) FROM hit) - ?"].Bind(1, HitsMax).Run();
            }
        });

    public void AddBroad(long filter, long setBy) =>
        Write(open => open["INSERT OR REPLACE INTO broad(filter, setby) VALUES(?, ?)"].Bind(1, filter).Bind(2, setBy).Run());

    public void Forget(Moment before)
    {
        if (file.Exists)
        {
            Write(open => open["DELETE FROM hit WHERE at < ?"].Bind(1, before.Milliseconds).Run());
        }
    }

    public void Dispose() => file.Dispose();

    private static Actor? ActorOf(string text) =>
        text.Split(':', 2) is ["guest", var key] && Hash.TryParseHex(key, out var guest) ? Actor.Of(new PublicKey(guest))
        : Hash.TryParseHex(text, out var member) ? Actor.Of(new MemberId(member))
        : null;

    private static FilterEffect EffectOf(string word) =>
        Enum.GetValues<FilterEffect>().FirstOrDefault(e => string.Equals(WordJson<FilterEffect>.Word(e), word, StringComparison.Ordinal), FilterEffect.Tag);

    private void Write(Action<SqliteFile> work)
    {
        try
        {
            _ = file.Write(work);
        }
        catch (LogException)
        {
            // The disk is full, or another's: a filter's mark is not worth refusing an act.
        }
    }
}
