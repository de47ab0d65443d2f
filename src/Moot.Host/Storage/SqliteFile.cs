using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Moot.Host.Storage;

/// <summary>One connection to a SQLite file of ours. For one thread at a time.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);
    private readonly sqlite3 db;

    private SqliteFile(string path, SqliteConnection connection)
    {
        (Path, this.connection) = (path, connection);
        db = connection.Handle!;
        raw.sqlite3_extended_result_codes(db, 1);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>True if a transaction has begun and not ended.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(db) == 0;

    /// <summary>True if a file begins as SQLite's do (sqlite.org/fileformat.html §1.3).</summary>
    public static bool IsOne(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[16];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual("SQLite format 3\0"u8);
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="Kernel.Storage.LogException">It cannot be opened.</exception>
    public static SqliteFile Open(string path, SqliteOpenMode mode)
    {
        var opened = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
            }.ConnectionString
        );
        try
        {
            opened.Open();
            var file = new SqliteFile(path, opened);
            if (mode != SqliteOpenMode.ReadOnly && raw.sqlite3_db_readonly(file.db, "main") == 1)
            {
                throw SqliteTrouble.Of(path, raw.SQLITE_READONLY, "SQLite opens it for reading only");
            }

            // No memory map: a read error would end the program instead of being told (sqlite.org/mmap.html).
            file.Run(
                $"PRAGMA busy_timeout={StorageLimits.BusyMilliseconds}; PRAGMA cell_size_check=ON; PRAGMA trusted_schema=OFF; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY"
            );
            return file;
        }
        catch (SqliteException e)
        {
            opened.Dispose();
            throw SqliteTrouble.Of(path, e);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The prepared statement of this text; the same object each time.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!statements.TryGetValue(sql, out var statement))
            {
                statements.Add(sql, statement = new(db, Path, sql));
            }

            return statement;
        }
    }

    /// <summary>Runs statements that are not worth preparing.</summary>
    public void Run(string sql)
    {
        var code = raw.sqlite3_exec(db, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteTrouble.Of(Path, raw.sqlite3_extended_errcode(db), raw.sqlite3_errmsg(db).utf8_to_string());
        }
    }

    /// <summary>The one number that a statement gives.</summary>
    public long Number(string sql)
    {
        using var statement = new SqliteStatement(db, Path, sql);
        return statement.Next() ? statement.Number(0) : 0;
    }

    /// <summary>From now on what is written goes to a log of its own first (sqlite.org/wal.html), so that readers and the writer do not wait for each other.</summary>
    public void UseWriteAheadLog()
    {
        using var mode = new SqliteStatement(db, Path, "PRAGMA journal_mode=WAL");
        if (!mode.Next() || !string.Equals(mode.Text(0), "wal", StringComparison.Ordinal))
        {
            throw SqliteTrouble.Of(Path, raw.SQLITE_CANTOPEN, "there is no write-ahead log here; a network disk has none");
        }
    }

    /// <summary>Does something wholly or not at all.</summary>
    public void InTransaction(Action work)
    {
        this["BEGIN IMMEDIATE"].Run();
        try
        {
            work();
            this["COMMIT"].Run();
        }
        catch
        {
            if (IsInTransaction)
            {
                raw.sqlite3_exec(db, "ROLLBACK");
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        connection.Dispose();
    }
}
