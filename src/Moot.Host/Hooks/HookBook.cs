using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Programs;

namespace Moot.Host.Hooks;

/// <summary>Webhooks in a private file of the host. Each knows the first entry that it was not told of: the log is the queue, so nothing is lost when the program stops.</summary>
/// <param name="path">The file; made when somebody first makes a webhook.</param>
internal sealed class HookBook(string path) : IDisposable
{
    /// <summary>What every secret begins with (Standard Webhooks).</summary>
    public const string SecretMark = "whsec_";

    private const int SecretBytes = 32;
    private const int ApplicationId = 0x4d4f4f48; // "MOOH"
    private const string Columns = "id, member, url, base, kind, subject, next, failures, off, due, test";

    private const string Tables = """
        CREATE TABLE hook(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          member BLOB NOT NULL,
          url TEXT NOT NULL,
          base TEXT NOT NULL,
          kind TEXT NOT NULL,
          subject TEXT NOT NULL,
          secret BLOB NOT NULL,
          next INTEGER NOT NULL,
          failures INTEGER NOT NULL DEFAULT 0,
          off INTEGER NOT NULL DEFAULT 0,
          due INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970
          test INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX hook_member ON hook(member);
        CREATE TABLE delivery(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          hook INTEGER NOT NULL REFERENCES hook(id),
          at INTEGER NOT NULL,
          entry INTEGER, -- null for a test
          status INTEGER, -- null where there was no answer
          trouble TEXT NOT NULL
        ) STRICT;
        CREATE INDEX delivery_hook ON delivery(hook, id);
        """;

    private readonly Lock gate = new();
    private SqliteFile? file;
    private bool isClosed;

    /// <summary>Makes a webhook; its secret. Null where the member has as many as there may be.</summary>
    public string? Make(MemberId member, string url, string address, string kind, string subject, long next)
    {
        lock (gate)
        {
            if (Of(member).Length >= IHooks.PerMemberMax)
            {
                return null;
            }

            var secret = RandomNumberGenerator.GetBytes(SecretBytes);
            Opened(create: true)!
                ["INSERT INTO hook(member, url, base, kind, subject, secret, next) VALUES(?, ?, ?, ?, ?, ?, ?)"]
                .Bind(1, member.Act)
                .Bind(2, url)
                .Bind(3, address)
                .Bind(4, kind)
                .Bind(5, subject)
                .Bind(6, secret)
                .Bind(7, next)
                .Run();
            return SecretMark + Convert.ToBase64String(secret);
        }
    }

    /// <summary>A member's webhooks, newest first.</summary>
    public ImmutableArray<Hook> Of(MemberId member) =>
        Read($"SELECT {Columns} FROM hook WHERE member = ? ORDER BY id DESC", rows => rows.Bind(1, member.Act), HookIn);

    /// <summary>Those that are on, or to be tested.</summary>
    public ImmutableArray<Hook> Waiting() => Read($"SELECT {Columns} FROM hook WHERE off = 0 OR test = 1 ORDER BY id", _ => { }, HookIn);

    /// <summary>One webhook; null where it was removed.</summary>
    public Hook? Find(long id) => Read($"SELECT {Columns} FROM hook WHERE id = ?", rows => rows.Bind(1, id), HookIn).FirstOrDefault();

    /// <summary>The secret of a webhook; empty where it was removed.</summary>
    public byte[] SecretOf(long id) =>
        Read("SELECT secret FROM hook WHERE id = ?", rows => rows.Bind(1, id), rows => rows.Bytes(0).ToArray()).FirstOrDefault() ?? [];

    /// <summary>The last deliveries of a webhook, newest first.</summary>
    public ImmutableArray<HookDelivery> Deliveries(long id) =>
        Read(
            "SELECT at, entry, status, trouble FROM delivery WHERE hook = ? ORDER BY id DESC",
            rows => rows.Bind(1, id),
            rows => new HookDelivery(new(rows.Number(0)), rows.IsNull(1) ? null : rows.Number(1), rows.IsNull(2) ? null : (int)rows.Number(2), rows.Text(3))
        );

    /// <summary>Asks for a test.</summary>
    public bool Test(MemberId member, long id) => Change(member, id, file => file["UPDATE hook SET test = 1 WHERE id = ?"].Bind(1, id).Run());

    /// <summary>Switches on again, from an entry on.</summary>
    public bool SwitchOn(MemberId member, long id, long next) =>
        Change(member, id, file => file["UPDATE hook SET off = 0, failures = 0, due = 0, next = ? WHERE id = ? AND off = 1"].Bind(1, next).Bind(2, id).Run());

    /// <summary>Forgets a webhook.</summary>
    public bool Remove(MemberId member, long id) =>
        Change(
            member,
            id,
            file =>
                file.InTransaction(() =>
                {
                    file["DELETE FROM delivery WHERE hook = ?"].Bind(1, id).Run();
                    file["DELETE FROM hook WHERE id = ?"].Bind(1, id).Run();
                })
        );

    /// <summary>Notes that there is nothing to tell before an entry.</summary>
    public void Pass(long id, long next)
    {
        lock (gate)
        {
            Opened(create: false)?["UPDATE hook SET next = max(next, ?) WHERE id = ?"].Bind(1, next).Bind(2, id).Run();
        }
    }

    /// <summary>Notes what became of a delivery: a test counts neither as a success nor as a failure.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="delivery">What became of it.</param>
    /// <param name="due">When it may be tried again, where it was not taken.</param>
    public void Note(long id, HookDelivery delivery, Moment due)
    {
        lock (gate)
        {
            if (Opened(create: false) is not { } open || Find(id) is null)
            {
                return;
            }

            open.InTransaction(() =>
            {
                var put = open["INSERT INTO delivery(hook, at, entry, status, trouble) VALUES(?, ?, ?, ?, ?)"];
                put.Bind(1, id).Bind(2, delivery.At.Milliseconds).Bind(5, delivery.Trouble);
                _ = delivery.Entry is { } told ? put.Bind(3, told) : put.BindNull(3);
                _ = delivery.Status is { } status ? put.Bind(4, status) : put.BindNull(4);
                put.Run();
                open["DELETE FROM delivery WHERE hook = ?1 AND id NOT IN (SELECT id FROM delivery WHERE hook = ?1 ORDER BY id DESC LIMIT ?2)"]
                    .Bind(1, id)
                    .Bind(2, IHooks.DeliveriesKept)
                    .Run();
                if (delivery.Entry is not { } entry)
                {
                    open["UPDATE hook SET test = 0 WHERE id = ?"].Bind(1, id).Run();
                }
                else if (delivery.IsTaken)
                {
                    open["UPDATE hook SET next = max(next, ?), failures = 0, due = 0 WHERE id = ?"].Bind(1, entry + 1).Bind(2, id).Run();
                }
                else
                {
                    open["UPDATE hook SET failures = failures + 1, due = ?, off = failures + 1 >= ? WHERE id = ?"]
                        .Bind(1, due.Milliseconds)
                        .Bind(2, IHooks.FailuresMax)
                        .Bind(3, id)
                        .Run();
                }
            });
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

    private static Hook HookIn(SqliteStatement rows) =>
        new(
            rows.Number(0),
            new(rows.Hash(1)),
            rows.Text(2),
            rows.Text(3),
            rows.Text(4),
            rows.Text(5),
            rows.Number(6),
            (int)rows.Number(7),
            rows.Number(8) != 0,
            new(rows.Number(9)),
            rows.Number(10) != 0
        );

    private bool Change(MemberId member, long id, Action<SqliteFile> change)
    {
        lock (gate)
        {
            if (Find(id)?.Member != member)
            {
                return false;
            }

            change(Opened(create: true)!);
            return true;
        }
    }

    private ImmutableArray<T> Read<T>(string sql, Action<SqliteStatement> bind, Func<SqliteStatement, T> row)
    {
        lock (gate)
        {
            if (Opened(create: false) is not { } open)
            {
                return [];
            }

            var rows = open[sql];
            bind(rows);
            try
            {
                var read = ImmutableArray.CreateBuilder<T>();
                while (rows.Next())
                {
                    read.Add(row(rows));
                }

                return read.ToImmutable();
            }
            finally
            {
                rows.Reset();
            }
        }
    }

    private SqliteFile? Opened(bool create)
    {
        if (file is not null || isClosed || (!create && !File.Exists(path)))
        {
            return file;
        }

        var opened = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            opened.UseWriteAheadLog();
            opened.Run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON");
            if (opened.Number("SELECT count(*) FROM sqlite_schema") == 0)
            {
                opened.InTransaction(() => opened.Run($"{Tables} PRAGMA application_id={ApplicationId}"));
            }

            return opened.Number("PRAGMA application_id") == ApplicationId
                ? file = opened
                : throw new LogException("not-a-store", $"{path}: this is not a host's file of webhooks.");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
