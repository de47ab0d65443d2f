using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Moot.Programs;

namespace Moot.Host.Door;

/// <summary>Tokens for programs, in a private file of the host: of each the hash alone.</summary>
/// <param name="path">The file; made when it is first needed.</param>
internal sealed class TokenBook(string path) : ITokens, IDisposable
{
    /// <summary>What every token begins with, so that one that leaked is found by whoever looks for such things.</summary>
    private const string Mark = "moot_";

    private const int SecretBytes = 32;
    private const int ApplicationId = 0x4d4f4f54; // "MOOT"

    private const string Tables = """
        CREATE TABLE token(
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          hash BLOB NOT NULL UNIQUE,
          member BLOB NOT NULL,
          label TEXT NOT NULL,
          scopes INTEGER NOT NULL,
          made INTEGER NOT NULL,
          until INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX token_member ON token(member);
        """;

    private readonly Lock gate = new();
    private SqliteFile? file;

    public string Make(MemberId member, string label, TokenScopes scopes, Moment now, Moment until)
    {
        var secret = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        lock (gate)
        {
            Open()["INSERT INTO token(hash, member, label, scopes, made, until) VALUES(?, ?, ?, ?, ?, ?)"]
                .Bind(1, HashOf(secret))
                .Bind(2, member.Act)
                .Bind(3, label)
                .Bind(4, (long)scopes)
                .Bind(5, now.Milliseconds)
                .Bind(6, until.Milliseconds)
                .Run();
        }

        return secret;
    }

    public ImmutableArray<Token> Of(MemberId member) =>
        Read("SELECT id, member, label, scopes, made, until FROM token WHERE member = ? ORDER BY id DESC", rows => rows.Bind(1, member.Act));

    public bool Revoke(MemberId member, long id)
    {
        lock (gate)
        {
            if (!Of(member).Any(t => t.Id == id))
            {
                return false;
            }

            Open()["DELETE FROM token WHERE id = ?"].Bind(1, id).Run();
            return true;
        }
    }

    /// <summary>Destroys the tokens of a member who left.</summary>
    public void Forget(MemberId member)
    {
        lock (gate)
        {
            Open()["DELETE FROM token WHERE member = ?"].Bind(1, member.Act).Run();
        }
    }

    /// <summary>The token of a secret; null where there is none, or it has run out.</summary>
    public Token? Find(string secret, Moment now) =>
        secret.StartsWith(Mark, StringComparison.Ordinal) && secret.Length == Mark.Length + (2 * SecretBytes)
            ? Read("SELECT id, member, label, scopes, made, until FROM token WHERE hash = ?", rows => rows.Bind(1, HashOf(secret)))
                .FirstOrDefault(t => now < t.Until)
            : null;

    public void Dispose()
    {
        lock (gate)
        {
            file?.Dispose();
            file = null;
        }
    }

    /// <summary>A token is random and long: a quick hash without a salt is enough, and lets it be looked up.</summary>
    private static Kernel.Tree.Hash HashOf(string secret) => Kernel.Tree.Hash.Of(Encoding.UTF8.GetBytes(secret));

    private ImmutableArray<Token> Read(string sql, Action<SqliteStatement> bind)
    {
        lock (gate)
        {
            var rows = Open()[sql];
            bind(rows);
            try
            {
                var read = ImmutableArray.CreateBuilder<Token>();
                while (rows.Next())
                {
                    read.Add(new(rows.Number(0), new(rows.Hash(1)), rows.Text(2), (TokenScopes)rows.Number(3), new(rows.Number(4)), new(rows.Number(5))));
                }

                return read.ToImmutable();
            }
            finally
            {
                rows.Reset();
            }
        }
    }

    private SqliteFile Open()
    {
        if (file is not null)
        {
            return file;
        }

        var opened = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            opened.UseWriteAheadLog();
            opened.Run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON");
            if (opened.Number("SELECT count(*) FROM sqlite_schema") == 0)
            {
                opened.InTransaction(() => opened.Run($"{Tables} PRAGMA application_id={ApplicationId}"));
            }

            return opened.Number("PRAGMA application_id") == ApplicationId
                ? file = opened
                : throw new LogException("not-a-store", $"{path}: this is not a host's file of tokens.");
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }
}
