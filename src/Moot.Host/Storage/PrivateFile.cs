using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>What a private file holds, and by what it is known again.</summary>
/// <param name="What">What it is, as a refusal names it: "a file of marks".</param>
/// <param name="ApplicationId">Number in the file's head (sqlite.org/pragma.html#pragma_application_id).</param>
/// <param name="Version">Version of the tables; 0 for those that had only one so far.</param>
/// <param name="Tables">Makes the tables.</param>
internal sealed record PrivateForm(string What, int ApplicationId, int Version, string Tables)
{
    /// <summary>True to flush each write: what must not be lost with the power. Else such a loss may cost the last writes, never the file.</summary>
    public bool IsFlushed { get; init; }

    /// <summary>Fills tables that were just made.</summary>
    public Action<SqliteFile>? Fill { get; init; }

    /// <summary>What a file of the version before lacks; null where such a file is not taken.</summary>
    public string? SinceBefore { get; init; }
}

/// <summary>A file that a host keeps for itself and never publishes: readable by its owner alone, and what is deleted in it is overwritten (secure_delete).</summary>
/// <remarks>It is made at the first write. For several threads.</remarks>
/// <param name="path">The file.</param>
/// <param name="form">What it holds.</param>
internal sealed class PrivateFile(string path, PrivateForm form) : IDisposable
{
    private readonly Lock gate = new();
    private SqliteFile? file;
    private bool isClosed;

    /// <summary>True once there is a file to read.</summary>
    public bool Exists => !isClosed && (file is not null || File.Exists(path));

    /// <summary>Opens the file now, making it where there is none.</summary>
    /// <exception cref="LogException">It cannot be opened, or is of another kind.</exception>
    public static PrivateFile Open(string path, PrivateForm form)
    {
        var opened = new PrivateFile(path, form);
        opened.Write(_ => { });
        return opened;
    }

    /// <summary>The rows that a statement gives; none where there is no file yet.</summary>
    public ImmutableArray<T> Read<T>(string sql, Action<SqliteStatement> bind, Func<SqliteStatement, T> row)
    {
        lock (gate)
        {
            if (!Exists)
            {
                return [];
            }

            var rows = Opened()[sql];
            try
            {
                bind(rows);
                var read = ImmutableArray.CreateBuilder<T>();
                while (rows.Next())
                {
                    read.Add(row(rows));
                }

                return read.DrainToImmutable();
            }
            finally
            {
                rows.Reset();
            }
        }
    }

    /// <summary>Writes wholly or not at all; may read meanwhile.</summary>
    /// <returns>False once the file is closed: nothing was written.</returns>
    /// <exception cref="LogException">The file cannot be written, or is of another kind.</exception>
    public bool Write(Action<SqliteFile> work)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return false;
            }

            var open = Opened();
            open.InTransaction(() => work(open));
            return true;
        }
    }

    /// <summary>Writes with one statement.</summary>
    /// <returns>False once the file is closed: nothing was written.</returns>
    /// <exception cref="LogException">The file cannot be written, or is of another kind.</exception>
    public bool Write(string sql, Action<SqliteStatement> bind) =>
        Write(open =>
        {
            var statement = open[sql];
            bind(statement);
            statement.Run();
        });

    /// <summary>Takes what was deleted out of the write-ahead log too.</summary>
    public void Settle()
    {
        lock (gate)
        {
            file?.Run("PRAGMA wal_checkpoint(TRUNCATE)");
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

    private SqliteFile Opened()
    {
        if (file is not null)
        {
            return file;
        }

        MakeOwn(path);
        var opened = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            opened.UseWriteAheadLog();
            opened.Run($"PRAGMA synchronous={(form.IsFlushed ? "FULL" : "NORMAL")}; PRAGMA secure_delete=ON");
            opened.InTransaction(() => MakeTables(opened));
            return IsOf(opened, form.Version)
                ? file = opened
                : throw new LogException(
                    "not-a-store",
                    $"{path}: this is not {form.What} of a form that this program knows. Use a newer moot, or move the file away to begin a new one."
                );
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private void MakeTables(SqliteFile opened)
    {
        if (opened.Number("SELECT count(*) FROM sqlite_schema") == 0)
        {
            opened.Run($"{form.Tables} PRAGMA application_id={form.ApplicationId}; PRAGMA user_version={form.Version}");
            form.Fill?.Invoke(opened);
        }
        else if (form.SinceBefore is { } more && IsOf(opened, form.Version - 1))
        {
            opened.Run($"{more} PRAGMA user_version={form.Version}");
        }
    }

    private bool IsOf(SqliteFile opened, int version) =>
        opened.Number("PRAGMA application_id") == form.ApplicationId && opened.Number("PRAGMA user_version") == version;

    /// <summary>Makes the file readable by its owner alone before anything is in it; SQLite gives its companions the same rights.</summary>
    private static void MakeOwn(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            Disk.OpenOwn(path, FileMode.OpenOrCreate).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException("folder-unwritable", $"{path} cannot be written: {e.Message}", e);
        }
    }
}
