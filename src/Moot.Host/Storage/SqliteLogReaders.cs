using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>The connections by which a log is read; each is one reader's at a time.</summary>
internal sealed class SqliteLogReaders(string path) : IDisposable
{
    private readonly ConcurrentBag<SqliteLogReader> idle = [];
    private volatile bool isDisposed;

    /// <summary>Reads something.</summary>
    public T Read<T>(Func<SqliteLogReader, T> read)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var reader = idle.TryTake(out var waiting) ? waiting : new(Open(path));
        try
        {
            var result = read(reader);
            if (!isDisposed && idle.Count < StorageLimits.IdleReadersMax)
            {
                idle.Add(reader);
                reader = null;
            }

            return result;
        }
        finally
        {
            reader?.Dispose();
            if (isDisposed)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        while (idle.TryTake(out var reader))
        {
            reader.Dispose();
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
