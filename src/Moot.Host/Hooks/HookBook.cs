using System.Collections.Immutable;
using System.Security.Cryptography;
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
    private const string Columns = "id, member, url, base, kind, subject, next, failures, off, due, test";

    private static readonly PrivateForm Form = new(
        "a host's file of webhooks",
        0x4d4f4f48, // "MOOH"
        Version: 0,
        """
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
        """
    )
    {
        IsFlushed = true,
    };

    private readonly PrivateFile file = new(path, Form);

    /// <summary>Makes a webhook; its secret. Null where the member has as many as there may be.</summary>
    public string? Make(MemberId member, string url, string address, string kind, string subject, long next)
    {
        string? made = null;
        _ = file.Write(open =>
        {
            if (Of(member).Length >= IHooks.PerMemberMax)
            {
                return;
            }

            var secret = RandomNumberGenerator.GetBytes(SecretBytes);
            open["INSERT INTO hook(member, url, base, kind, subject, secret, next) VALUES(?, ?, ?, ?, ?, ?, ?)"]
                .Bind(1, member.Act)
                .Bind(2, url)
                .Bind(3, address)
                .Bind(4, kind)
                .Bind(5, subject)
                .Bind(6, secret)
                .Bind(7, next)
                .Run();
            made = SecretMark + Convert.ToBase64String(secret);
        });
        return made;
    }

    /// <summary>A member's webhooks, newest first.</summary>
    public ImmutableArray<Hook> Of(MemberId member) =>
        file.Read($"SELECT {Columns} FROM hook WHERE member = ? ORDER BY id DESC", rows => rows.Bind(1, member.Act), HookIn);

    /// <summary>Those that are on, or to be tested.</summary>
    public ImmutableArray<Hook> Waiting() => file.Read($"SELECT {Columns} FROM hook WHERE off = 0 OR test = 1 ORDER BY id", _ => { }, HookIn);

    /// <summary>One webhook; null where it was removed.</summary>
    public Hook? Find(long id) => file.Read($"SELECT {Columns} FROM hook WHERE id = ?", rows => rows.Bind(1, id), HookIn).FirstOrDefault();

    /// <summary>The secret of a webhook; empty where it was removed.</summary>
    public byte[] SecretOf(long id) =>
        file.Read("SELECT secret FROM hook WHERE id = ?", rows => rows.Bind(1, id), rows => rows.Bytes(0).ToArray()).FirstOrDefault() ?? [];

    /// <summary>The last deliveries of a webhook, newest first.</summary>
    public ImmutableArray<HookDelivery> Deliveries(long id) =>
        file.Read(
            "SELECT at, entry, status, trouble FROM delivery WHERE hook = ? ORDER BY id DESC",
            rows => rows.Bind(1, id),
            rows => new HookDelivery(new(rows.Number(0)), rows.IsNull(1) ? null : rows.Number(1), rows.IsNull(2) ? null : (int)rows.Number(2), rows.Text(3))
        );

    /// <summary>Asks for a test.</summary>
    public bool Test(MemberId member, long id) => Change(member, id, open => open["UPDATE hook SET test = 1 WHERE id = ?"].Bind(1, id).Run());

    /// <summary>Switches on again, from an entry on.</summary>
    public bool SwitchOn(MemberId member, long id, long next) =>
        Change(member, id, open => open["UPDATE hook SET off = 0, failures = 0, due = 0, next = ? WHERE id = ? AND off = 1"].Bind(1, next).Bind(2, id).Run());

    /// <summary>Forgets a webhook.</summary>
    public bool Remove(MemberId member, long id) =>
        Change(
            member,
            id,
            open =>
            {
                open["DELETE FROM delivery WHERE hook = ?"].Bind(1, id).Run();
                open["DELETE FROM hook WHERE id = ?"].Bind(1, id).Run();
            }
        );

    /// <summary>Notes that there is nothing to tell before an entry.</summary>
    public void Pass(long id, long next)
    {
        if (file.Exists)
        {
            _ = file.Write("UPDATE hook SET next = max(next, ?) WHERE id = ?", row => row.Bind(1, next).Bind(2, id));
        }
    }

    /// <summary>Notes what became of a delivery: a test counts neither as a success nor as a failure.</summary>
    /// <param name="id">The webhook.</param>
    /// <param name="delivery">What became of it.</param>
    /// <param name="due">When it may be tried again, where it was not taken.</param>
    public void Note(long id, HookDelivery delivery, Moment due)
    {
        if (file.Exists)
        {
            _ = file.Write(open =>
            {
                if (Find(id) is null)
                {
                    return;
                }

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

    public void Dispose() => file.Dispose();

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
        var isTheirs = false;
        _ = file.Write(open =>
        {
            isTheirs = Find(id)?.Member == member;
            if (isTheirs)
            {
                change(open);
            }
        });
        return isTheirs;
    }
}
