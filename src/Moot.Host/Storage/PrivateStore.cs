using System.Collections.Immutable;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>An act that was refused, as it is kept for its author.</summary>
/// <param name="Id">Name of the act.</param>
/// <param name="At">When it was refused.</param>
/// <param name="Code">Code of the refusal.</param>
/// <param name="Sentence">The refusal in words.</param>
/// <param name="Submission">The act with its body, as it was sent.</param>
public sealed record KeptRefusal(Hash Id, Moment At, string Code, string Sentence, byte[] Submission);

/// <summary>What a host keeps for itself and never publishes, in one SQLite file; for now, the acts that were refused.</summary>
/// <remarks>Not flushed with each write (synchronous=NORMAL): a loss of power may cost the last ones, never the file.</remarks>
public sealed class PrivateStore : IDisposable
{
    private static readonly PrivateForm Form = new(
        "a host's file of refused acts",
        0x4d4f4f50, // "MOOP"
        Version: 2,
        """
        CREATE TABLE refusal(
          n INTEGER PRIMARY KEY,
          id BLOB NOT NULL UNIQUE,
          at INTEGER NOT NULL,
          code TEXT NOT NULL,
          sentence TEXT NOT NULL,
          body BLOB, -- the commitment to the text, by which it is found when the same text is erased
          submission BLOB NOT NULL
        ) STRICT;
        CREATE INDEX refusal_body ON refusal(body);
        """
    );

    private readonly Lock gate = new();
    private readonly PrivateFile file;
    private long count;
    private long bytes;

    private PrivateStore(PrivateFile file)
    {
        this.file = file;
        Recount();
    }

    /// <summary>Opens the file, making it where there is none.</summary>
    /// <exception cref="LogException">It cannot be opened, or is of another kind.</exception>
    public static PrivateStore Open(string path)
    {
        var opened = PrivateFile.Open(path, Form);
        try
        {
            return new(opened);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Keeps refused acts for a time: the newest, as far as there is room (<see cref="StorageLimits.RefusalsMax"/>, <see cref="StorageLimits.RefusalBytesMax"/>).</summary>
    public void Keep(IReadOnlyList<Refusal> refusals)
    {
        lock (gate)
        {
            try
            {
                _ = file.Write(open =>
                {
                    foreach (var refusal in refusals)
                    {
                        Keep(open, refusal);
                    }

                    MakeRoom(open, refusals.Count == 0 ? new(0) : refusals[^1].At);
                });
            }
            catch
            {
                Recount();
                throw;
            }
        }
    }

    /// <summary>Destroys what is kept of texts that were erased from the log.</summary>
    /// <param name="bodies">The commitments to the texts.</param>
    public void Forget(IReadOnlyCollection<Hash> bodies)
    {
        lock (gate)
        {
            _ = file.Write(open =>
            {
                foreach (var body in bodies)
                {
                    open["DELETE FROM refusal WHERE body = ?"].Bind(1, body).Run();
                }
            });
            Recount();
            file.Settle(); // nobody else reads this file: it cannot be in anybody's way
        }
    }

    /// <summary>A refused act; null where it is not kept.</summary>
    public KeptRefusal? Find(Hash id) => Read("SELECT id, at, code, sentence, submission FROM refusal WHERE id = ?", rows => rows.Bind(1, id)).FirstOrDefault();

    /// <summary>The refused acts, newest first.</summary>
    /// <param name="limit">So many at most.</param>
    public ImmutableArray<KeptRefusal> List(int limit) =>
        Read("SELECT id, at, code, sentence, submission FROM refusal ORDER BY n DESC LIMIT ?", rows => rows.Bind(1, limit));

    public void Dispose() => file.Dispose();

    private void Keep(SqliteFile open, Refusal refusal)
    {
        var (submission, verdict, at) = refusal;
        if (Length(open, "SELECT length(submission) FROM refusal WHERE id = ?", rows => rows.Bind(1, submission.Act.Id)) is { } before)
        {
            (count, bytes) = (count - 1, bytes - before);
        }

        var sent = submission.ToBytes();
        var add = open[
            "INSERT OR REPLACE INTO refusal(n, id, at, code, sentence, body, submission) VALUES((SELECT coalesce(max(n), 0) + 1 FROM refusal), ?, ?, ?, ?, ?, ?)"
        ];
        add.Bind(1, submission.Act.Id).Bind(2, at.Milliseconds).Bind(3, verdict.Code ?? "").Bind(4, verdict.Sentence ?? "");
        (submission.Act.Body is { } body ? add.Bind(5, body) : add.BindNull(5)).Bind(6, sent).Run();
        (count, bytes) = (count + 1, bytes + sent.Length);
    }

    /// <summary>Lets go of the oldest, one by one, while there are too many or they are too old.</summary>
    private void MakeRoom(SqliteFile open, Moment now)
    {
        while (
            count > 0
            && Length(open, "SELECT length(submission) FROM refusal ORDER BY n LIMIT 1", _ => { }) is { } oldest
            && (
                count > StorageLimits.RefusalsMax
                || bytes > StorageLimits.RefusalBytesMax
                || new Moment(open.Number("SELECT at FROM refusal ORDER BY n LIMIT 1")) + StorageLimits.RefusalKept < now
            )
        )
        {
            open["DELETE FROM refusal WHERE n = (SELECT min(n) FROM refusal)"].Run();
            (count, bytes) = (count - 1, bytes - oldest);
        }
    }

    private void Recount() =>
        (count, bytes) = file.Read("SELECT count(*), coalesce(sum(length(submission)), 0) FROM refusal", _ => { }, row => (row.Number(0), row.Number(1)))
            is [var kept]
            ? kept
            : (0, 0);

    private static long? Length(SqliteFile open, string sql, Action<SqliteStatement> bind)
    {
        var rows = open[sql];
        bind(rows);
        long? length = rows.Next() ? rows.Number(0) : null;
        rows.Reset();
        return length;
    }

    private ImmutableArray<KeptRefusal> Read(string sql, Action<SqliteStatement> bind) =>
        file.Read(sql, bind, row => new KeptRefusal(row.Hash(0), new(row.Number(1)), row.Text(2), row.Text(3), row.Bytes(4).ToArray()));
}
