using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Host.Storage;

/// <summary>What people watch and how far they have read, in one private SQLite file, which is made when somebody first notes something.</summary>
/// <remarks>Not flushed with each write (synchronous=NORMAL): a loss of power may cost the last marks, never the file.
/// Marks of guests are let go when they were not touched for <see cref="GuestKept"/>.</remarks>
/// <param name="path">The file.</param>
internal sealed class MarksStore(string path) : IMarks, IDisposable
{
    /// <summary>Marks of one person; beyond that, those that were not touched for longest go.</summary>
    public const int MarksMax = 5_000;

    /// <summary>Days for which the marks of a guest who does not come back are kept.</summary>
    public static readonly TimeSpan GuestKept = TimeSpan.FromDays(90);

    /// <summary>People whose marks are held in memory.</summary>
    private const int HeldMax = 1_000;

    private static readonly PrivateForm Form = new(
        "a file of marks",
        0x4d4f4f4d, // "MOOM"
        Version: 1,
        """
        CREATE TABLE mark(
          actor TEXT NOT NULL,
          subject TEXT NOT NULL,
          watched INTEGER,
          seen INTEGER,
          touched INTEGER NOT NULL, -- milliseconds since 1970
          PRIMARY KEY(actor, subject)
        ) STRICT, WITHOUT ROWID;
        """
    );

    private readonly Lock gate = new();
    private readonly Dictionary<Actor, ImmutableDictionary<string, Mark>> held = [];
    private readonly PrivateFile file = new(path, Form);

    public bool IsKept => true;

    public ImmutableDictionary<string, Mark> Of(Actor actor)
    {
        lock (gate)
        {
            return held.TryGetValue(actor, out var marks) ? marks : Hold(actor, Read(actor));
        }
    }

    public void Note(Actor actor, string subject, Mark mark, Moment now)
    {
        lock (gate)
        {
            var marks = Of(actor);
            var before = marks.GetValueOrDefault(subject);
            var after = new Mark(mark.IsWatched ?? before.IsWatched, Later(mark.Seen, before.Seen));
            var isKept = file.Write(open =>
            {
                var put = open["INSERT OR REPLACE INTO mark(actor, subject, watched, seen, touched) VALUES(?, ?, ?, ?, ?)"];
                put.Bind(1, actor.ToString()).Bind(2, subject).Bind(5, now.Milliseconds);
                _ = after.IsWatched is { } watched ? put.Bind(3, watched ? 1 : 0) : put.BindNull(3);
                _ = after.Seen is { } seen ? put.Bind(4, seen) : put.BindNull(4);
                put.Run();
                if (!marks.ContainsKey(subject) && marks.Count >= MarksMax)
                {
                    open[
                        "DELETE FROM mark WHERE actor = ?1 AND subject IN (SELECT subject FROM mark WHERE actor = ?1 ORDER BY watched IS NOT NULL, touched LIMIT ?2)"
                    ]
                        .Bind(1, actor.ToString())
                        .Bind(2, marks.Count + 1 - MarksMax)
                        .Run();
                }

                open["DELETE FROM mark WHERE actor >= 'guest:' AND actor < 'guest;' AND touched < ?"].Bind(1, (now + -GuestKept).Milliseconds).Run();
            });
            if (isKept)
            {
                Hold(actor, marks.ContainsKey(subject) || marks.Count < MarksMax ? marks.SetItem(subject, after) : Read(actor));
            }
        }
    }

    public void Dispose() => file.Dispose();

    private static ImmutableDictionary<string, Mark> NoMarks { get; } = ImmutableDictionary<string, Mark>.Empty.WithComparers(StringComparer.Ordinal);

    private static long? Later(long? one, long? other) => one is { } a && other is { } b ? Math.Max(a, b) : one ?? other;

    private ImmutableDictionary<string, Mark> Hold(Actor actor, ImmutableDictionary<string, Mark> marks)
    {
        if (held.Count >= HeldMax && !held.ContainsKey(actor))
        {
            held.Clear();
        }

        return held[actor] = marks;
    }

    private ImmutableDictionary<string, Mark> Read(Actor actor) =>
        NoMarks.AddRange(
            file.Read(
                "SELECT subject, watched, seen FROM mark WHERE actor = ?",
                row => row.Bind(1, actor.ToString()),
                row => KeyValuePair.Create(row.Text(0), new Mark(row.IsNull(1) ? null : row.Number(1) != 0, row.IsNull(2) ? null : row.Number(2)))
            )
        );
}
