using Microsoft.Data.Sqlite;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>The connections by which a log is read; each is one reader's at a time.</summary>
internal sealed class SqliteLogReaders(string path) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Stack<SqliteLogReader> idle = new();
    private bool isDisposed;

    /// <summary>Reads something.</summary>
    public T Read<T>(Func<SqliteLogReader, T> read)
    {
        var reader = Take() ?? new(Open(path));
        try
        {
            var result = read(reader);
            if (Keep(reader))
            {
                reader = null;
            }

            return result;
        }
        finally
        {
            reader?.Dispose();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            while (idle.TryPop(out var reader))
            {
                reader.Dispose();
            }
        }
    }

    private SqliteLogReader? Take()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            return idle.TryPop(out var reader) ? reader : null;
        }
    }

    private bool Keep(SqliteLogReader reader)
    {
        lock (gate)
        {
            if (isDisposed || idle.Count >= StorageLimits.IdleReadersMax)
            {
                return false;
            }

            idle.Push(reader);
            return true;
        }
    }

    /// <summary>Opens a log for reading, also in a folder in which nothing may be written.</summary>
    public static SqliteFile Open(string path)
    {
        try
        {
            return Checked(path);
        }
        catch (LogException e) when (e.Code is "cannot-open" or "read-only" && !HasWal(path))
        {
            // On a medium that cannot be written there is no place for the index of the write-ahead log; and nobody can write, so none is needed.
            return Checked(new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1");
        }
    }

    private static SqliteFile Checked(string source)
    {
        var file = SqliteFile.Open(source, SqliteOpenMode.ReadOnly);
        try
        {
            LogSchema.Check(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static bool HasWal(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
}
