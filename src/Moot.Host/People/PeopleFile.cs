using System.Collections.Immutable;
using System.Security.Cryptography;
using Moot.Host.Storage;
using Moot.Kernel.Storage;

namespace Moot.Host.People;

/// <summary>What a host knows of people and never publishes: sessions, guests' keys, hashes of passphrases. One SQLite file for each association, in its private folder.</summary>
/// <remarks>Secrets of sessions and links are kept as hashes only. No address of a machine is ever written here. Deleted rows are overwritten (secure_delete).
/// Other programs may have the file open too (<c>moot enter</c>), so nothing in it is kept in memory but the host's secret.</remarks>
internal sealed class PeopleFile : IDisposable
{
    /// <summary>What version 2 has more than version 1.</summary>
    private const string SinceVersion1 = """
        CREATE TABLE keynote( -- what members call their own keys, and when these were used last
          key BLOB PRIMARY KEY,
          member BLOB NOT NULL,
          label TEXT NOT NULL,
          used INTEGER -- to the day; null where it was not used since
        ) STRICT;
        CREATE INDEX keynote_member ON keynote(member);
        CREATE TABLE device( -- links by which a member lets another browser of theirs in
          n INTEGER PRIMARY KEY,
          code BLOB NOT NULL UNIQUE, -- SHA-256 of the code in the link
          member BLOB NOT NULL,
          until INTEGER NOT NULL,
          asking BLOB, -- SHA-256 of the token of the browser that came by it; null while none did
          number TEXT, -- what both show
          allowed INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX device_member ON device(member);
        """;

    private const string Tables = """
        CREATE TABLE session(
          n INTEGER PRIMARY KEY,
          token BLOB NOT NULL UNIQUE, -- SHA-256 of the token in the cookie
          begun INTEGER NOT NULL,
          used INTEGER NOT NULL, -- to the day
          member BLOB, -- null for a guest
          guest BLOB, -- a guest's throw-away key: the public half, then the seed
          browser BLOB -- the public key with which the browser signs, where it has one
        ) STRICT;
        CREATE INDEX session_member ON session(member, used);
        CREATE INDEX session_used ON session(used);
        CREATE TABLE account(
          member BLOB PRIMARY KEY,
          hash TEXT NOT NULL,
          changed INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE door(
          token BLOB PRIMARY KEY, -- SHA-256 of the token in the link
          member BLOB NOT NULL,
          until INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE signkey( -- keys of other tools that sign a member in
          tool INTEGER NOT NULL,
          key BLOB NOT NULL,
          minisign INTEGER NOT NULL,
          member BLOB NOT NULL,
          label TEXT NOT NULL,
          since INTEGER NOT NULL,
          PRIMARY KEY(tool, key)
        ) STRICT;
        CREATE INDEX signkey_member ON signkey(member);
        CREATE TABLE passkey(
          credential BLOB PRIMARY KEY,
          member BLOB NOT NULL,
          public BLOB NOT NULL,
          count INTEGER NOT NULL,
          since INTEGER NOT NULL,
          flags INTEGER NOT NULL,
          transports TEXT NOT NULL,
          label TEXT NOT NULL
        ) STRICT;
        CREATE INDEX passkey_member ON passkey(member);
        CREATE TABLE secret(
          n INTEGER PRIMARY KEY CHECK(n = 1),
          bytes BLOB NOT NULL
        ) STRICT;
        """;

    private static readonly PrivateForm Form = new(
        "a file about people",
        0x4d4f4f47, // "MOOG"
        Version: 2,
        Tables + SinceVersion1
    )
    {
        Fill = made => made["INSERT INTO secret VALUES(1, ?)"].Bind(1, RandomNumberGenerator.GetBytes(PeopleLimits.SecretBytes)).Run(),
        SinceBefore = SinceVersion1,
    };

    private readonly PrivateFile file;

    private PeopleFile(PrivateFile file, byte[] secret) => (this.file, Secret) = (file, secret);

    /// <summary>The host's secret for this association: with it are made the keys that forms carry.</summary>
    public byte[] Secret { get; }

    /// <summary>Opens the file, making it where there is none.</summary>
    /// <exception cref="LogException">It cannot be opened, or is of another kind.</exception>
    public static PeopleFile Open(string path)
    {
        var opened = PrivateFile.Open(path, Form);
        try
        {
            return opened.Read("SELECT bytes FROM secret", _ => { }, row => row.Bytes(0).ToArray()) is [var secret]
                ? new(opened, secret)
                : throw SqliteTrouble.Damage(path, "The host's secret is missing.");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Reads rows.</summary>
    public ImmutableArray<T> Read<T>(string sql, Action<SqliteStatement> bind, Func<SqliteStatement, T> row) => file.Read(sql, bind, row);

    /// <summary>Writes.</summary>
    public void Write(string sql, Action<SqliteStatement> bind) => _ = file.Write(sql, bind);

    /// <summary>Takes what was deleted out of the write-ahead log too.</summary>
    public void Settle() => file.Settle();

    public void Dispose() => file.Dispose();
}
