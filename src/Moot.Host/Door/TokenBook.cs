using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
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

    private static readonly PrivateForm Form = new(
        "a host's file of tokens",
        0x4d4f4f54, // "MOOT"
        Version: 0,
        """
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
        """
    )
    {
        IsFlushed = true,
    };

    private readonly PrivateFile file = new(path, Form);

    public string Make(MemberId member, string label, TokenScopes scopes, Moment now, Moment until)
    {
        var secret = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var isKept = file.Write(
            "INSERT INTO token(hash, member, label, scopes, made, until) VALUES(?, ?, ?, ?, ?, ?)",
            row => row.Bind(1, HashOf(secret)).Bind(2, member.Act).Bind(3, label).Bind(4, (long)scopes).Bind(5, now.Milliseconds).Bind(6, until.Milliseconds)
        );
        return isKept ? secret : throw new LogException("stopping", "The program is stopping: no token was made. Try again when it runs.");
    }

    public ImmutableArray<Token> Of(MemberId member) =>
        Read("SELECT id, member, label, scopes, made, until FROM token WHERE member = ? ORDER BY id DESC", rows => rows.Bind(1, member.Act));

    public bool Revoke(MemberId member, long id)
    {
        var isThere = false;
        _ = file.Write(open =>
        {
            isThere = Of(member).Any(t => t.Id == id);
            open["DELETE FROM token WHERE id = ? AND member = ?"].Bind(1, id).Bind(2, member.Act).Run();
        });
        return isThere;
    }

    /// <summary>Destroys the tokens of a member who left.</summary>
    public void Forget(MemberId member)
    {
        if (file.Exists)
        {
            _ = file.Write("DELETE FROM token WHERE member = ?", row => row.Bind(1, member.Act));
        }
    }

    /// <summary>The token of a secret; null where there is none, or it has run out.</summary>
    public Token? Find(string secret, Moment now) =>
        secret.StartsWith(Mark, StringComparison.Ordinal) && secret.Length == Mark.Length + (2 * SecretBytes)
            ? Read("SELECT id, member, label, scopes, made, until FROM token WHERE hash = ?", rows => rows.Bind(1, HashOf(secret)))
                .FirstOrDefault(t => now < t.Until)
            : null;

    public void Dispose() => file.Dispose();

    /// <summary>A token is random and long: a quick hash without a salt is enough, and lets it be looked up.</summary>
    private static Kernel.Tree.Hash HashOf(string secret) => Kernel.Tree.Hash.Of(Encoding.UTF8.GetBytes(secret));

    private ImmutableArray<Token> Read(string sql, Action<SqliteStatement> bind) =>
        file.Read(
            sql,
            bind,
            row => new Token(row.Number(0), new(row.Hash(1)), row.Text(2), (TokenScopes)row.Number(3), new(row.Number(4)), new(row.Number(5)))
        );
}
