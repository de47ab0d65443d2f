using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
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

    private const int ApplicationId = 0x4d4f4f4d; // "MOOM"
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE mark(
          actor TEXT NOT NULL,
          subject TEXT NOT NULL,
          watched INTEGER,
          seen INTEGER,
          touched INTEGER NOT NULL, -- milliseconds since 1970
          PRIMARY KEY(actor, subject)
        ) STRICT, WITHOUT ROWID;
        """;

    private readonly Lock gate = new();
    private readonly Dictionary<Actor, ImmutableDictionary<string, Mark>> held = [];
    private SqliteFile? file;
    private bool isClosed;

    public bool IsKept => true;

    public ImmutableDictionary<string, Mark> Of(Actor actor)
    {
        lock (gate)
        {
            return held.TryGetValue(actor, out var marks) ? marks : Hold(actor, Opened(create: false) is { } open ? Read(open, actor) : NoMarks);
        }
    }

    public void Note(Actor actor, string subject, Mark mark, Moment now)
    {
        lock (gate)
        {
            if (Opened(create: true) is not { } open)
            {
                return;
            }

            var marks = Of(actor);
            var before = marks.GetValueOrDefault(subject);
            var after = new Mark(mark.IsWatched ?? before.IsWatched, Later(mark.Seen, before.Seen));
            open.InTransaction(() =>
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
            Hold(actor, marks.ContainsKey(subject) || marks.Count < MarksMax ? marks.SetItem(subject, after) : Read(open, actor));
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            file?.Dispose();
            file = null;
        }
    }

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

    private SqliteFile? Opened(bool create)
    {
        if (file is null && !isClosed && (create || File.Exists(path)))
        {
            file = Open(path);
        }

        return file;
    }

    private static ImmutableDictionary<string, Mark> Read(SqliteFile file, Actor actor)
    {
        var marks = NoMarks.ToBuilder();
        var rows = file["SELECT subject, watched, seen FROM mark WHERE actor = ?"].Bind(1, actor.ToString());
        while (rows.Next())
        {
            marks[rows.Text(0)] = new(rows.IsNull(1) ? null : rows.Number(1) != 0, rows.IsNull(2) ? null : rows.Number(2));
        }

        return marks.ToImmutable();
    }

    private static SqliteFile Open(string path)
    {
        var opened = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            opened.UseWriteAheadLog();
            opened.Run("PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON");
            if (opened.Number("SELECT count(*) FROM sqlite_schema") == 0)
            {
                opened.InTransaction(() => opened.Run($"{Tables} PRAGMA application_id={ApplicationId}; PRAGMA user_version={Version}"));
            }

            return opened.Number("PRAGMA application_id") == ApplicationId && opened.Number("PRAGMA user_version") == Version
                ? opened
                : throw new LogException("not-a-store", $"{path}: this is not a file of marks of a form that this program knows. Choose another one.");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
