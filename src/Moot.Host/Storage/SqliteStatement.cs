using SQLitePCL;

namespace Moot.Host.Storage;

/// <summary>A prepared statement that is used again and again; bytes go in and out without a copy in between.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 db;
    private readonly sqlite3_stmt statement;
    private readonly string path;

    public SqliteStatement(sqlite3 db, string path, string sql)
    {
        (this.db, this.path) = (db, path);
        Check(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public SqliteStatement Bind(int number, long value)
    {
        Check(raw.sqlite3_bind_int64(statement, number, value));
        return this;
    }

    public SqliteStatement Bind(int number, ReadOnlySpan<byte> bytes)
    {
        // A null span would bind NULL.
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, number, 0) : raw.sqlite3_bind_blob(statement, number, bytes));
        return this;
    }

    public SqliteStatement BindNull(int number)
    {
        Check(raw.sqlite3_bind_null(statement, number));
        return this;
    }

    public SqliteStatement Bind(int number, in Kernel.Tree.Hash hash)
    {
        Span<byte> bytes = stackalloc byte[Kernel.Tree.Hash.Size];
        hash.CopyTo(bytes);
        return Bind(number, bytes);
    }

    public SqliteStatement Bind(int number, string text)
    {
        Check(raw.sqlite3_bind_text(statement, number, text));
        return this;
    }

    /// <summary>The next row. False at the end; the statement may then be bound again.</summary>
    public bool Next()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        var trouble = code == raw.SQLITE_DONE ? null : SqliteTrouble.Of(path, raw.sqlite3_extended_errcode(db), raw.sqlite3_errmsg(db).utf8_to_string());
        Reset();
        return trouble is null ? false : throw trouble;
    }

    /// <summary>Runs it to the end.</summary>
    public void Run()
    {
        while (Next()) { }
    }

    /// <summary>Leaves the rows that were not read, so that no snapshot is held.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Number(int column) =>
        raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER ? raw.sqlite3_column_int64(statement, column) : throw WrongType();

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>A blob; valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) =>
        raw.sqlite3_column_type(statement, column) == raw.SQLITE_BLOB ? raw.sqlite3_column_blob(statement, column) : throw WrongType();

    public Kernel.Tree.Hash Hash(int column) =>
        Bytes(column) is { Length: Kernel.Tree.Hash.Size } bytes ? Kernel.Tree.Hash.FromBytes(bytes) : throw WrongType();

    public void Dispose() => statement.Dispose();

    private Kernel.Storage.LogException WrongType() => SqliteTrouble.Damage(path, "A value is not of its type.");

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw SqliteTrouble.Of(path, raw.sqlite3_extended_errcode(db), raw.sqlite3_errmsg(db).utf8_to_string());
        }
    }
}
