using Microsoft.Data.Sqlite;
using Moot.Host.Storage;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Caches;

/// <summary>The file of the search index: made where there is none, thrown away where it does not fit the log or is damaged.</summary>
internal static class SearchFile
{
    /// <summary>Grows when the tables or what is put into them change; an index of another version is made anew.</summary>
    private const long Version = 2;

    /// <summary>Words are compared without accents and case; the beginnings of words of two and three letters are kept for quick completion.
    /// What is deleted leaves no trace (sqlite.org/fts5.html §5.2, sqlite.org/pragma.html#pragma_secure_delete).</summary>
    private const string Tables = """
        CREATE TABLE about (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL, log BLOB NOT NULL, size INTEGER NOT NULL);
        CREATE TABLE thing (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, entry INTEGER NOT NULL);
        CREATE TABLE title (entry INTEGER PRIMARY KEY, page INTEGER NOT NULL, title TEXT NOT NULL);
        CREATE INDEX title_title ON title (title);
        CREATE TABLE reference (page INTEGER NOT NULL, kind INTEGER NOT NULL, target TEXT NOT NULL, PRIMARY KEY (page, kind, target)) WITHOUT ROWID;
        CREATE INDEX reference_target ON reference (kind, target, page);
        CREATE VIRTUAL TABLE words USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
        INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
        INSERT INTO words (words, rank) VALUES ('rank', 'bm25(8.0, 1.0)');
        """;

    /// <summary>Opens the index for writing; one that does not fit is made anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">What tells the log from any other: the hash of its key and founding act.</param>
    public static SqliteFile Open(string path, in Hash log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path) && TryOpen(path, log) is { } fits)
        {
            return fits;
        }

        Delete(path);
        var file = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            file.Run("PRAGMA auto_vacuum=FULL");
            Prepare(file);
            var id = log;
            file.InTransaction(() =>
            {
                file.Run(Tables);
                file["INSERT INTO about VALUES (1, ?1, ?2, 0)"].Bind(1, Version).Bind(2, id).Run();
            });
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the index; it is made again from the log.</summary>
    public static void Delete(string path)
    {
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(path);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        }
    }

    private static void Prepare(SqliteFile file)
    {
        file.UseWriteAheadLog();
        file.Run("PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA journal_size_limit=0");
    }

    private static SqliteFile? TryOpen(string path, in Hash log)
    {
        SqliteFile? file = null;
        try
        {
            file = SqliteFile.Open(path, SqliteOpenMode.ReadWrite);
            Prepare(file);
            if (Fits(file, log))
            {
                return file;
            }
        }
        catch (LogException e) when (e.Code is "damaged" or "not-a-log")
        {
            // it is a cache
        }
        catch
        {
            file?.Dispose(); // held by another program, or out of reach for now: nothing is wrong with it
            throw;
        }

        file?.Dispose();
        return null;
    }

    private static bool Fits(SqliteFile file, in Hash log)
    {
        var check = file["PRAGMA quick_check(1)"];
        var isWhole = check.Next() && string.Equals(check.Text(0), "ok", StringComparison.Ordinal);
        check.Reset();
        var about = file["SELECT log FROM about WHERE version = ?1"].Bind(1, Version);
        var isThis = isWhole && about.Next() && about.Hash(0) == log;
        about.Reset();
        return isThis;
    }
}
