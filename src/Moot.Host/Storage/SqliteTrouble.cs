using Microsoft.Data.Sqlite;
using Moot.Kernel.Storage;
using SQLitePCL;

namespace Moot.Host.Storage;

/// <summary>What SQLite complains of, in words that say what to do.</summary>
internal static class SqliteTrouble
{
    private const int ChecksumWrong = raw.SQLITE_IOERR | (32 << 8);
    private const int FileSystemDamaged = raw.SQLITE_IOERR | (33 << 8);

    /// <summary>The exception for a result code.</summary>
    /// <param name="path">The file.</param>
    /// <param name="code">Result code, extended where it is known (sqlite.org/rescode.html).</param>
    /// <param name="detail">SQLite's own words.</param>
    /// <param name="inner">What was thrown, where something was.</param>
    public static LogException Of(string path, int code, string detail, Exception? inner = null)
    {
        var (word, sentence) = (code & 0xff, code) switch
        {
            (raw.SQLITE_FULL, _) => ("disk-full", "there is no room left on the disk. Make room and start again; nothing that was acknowledged is lost"),
            (raw.SQLITE_READONLY or raw.SQLITE_PERM, _) => ("read-only", "the file or its folder may only be read. Give this program the right to write there"),
            (raw.SQLITE_NOTADB, _) => ("not-a-log", "this is not a log, or its first bytes are damaged. Choose another file, or restore it from a mirror"),
            (raw.SQLITE_IOERR, raw.SQLITE_IOERR_SHORT_READ or ChecksumWrong or FileSystemDamaged) => Damaged,
            (raw.SQLITE_IOERR, _) => ("disk-failed", "the disk failed. Look at the system's messages before you start again"),
            (raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_PROTOCOL, _) => ("busy", "another program holds the file. End it and start again"),
            (raw.SQLITE_CANTOPEN, _) => ("cannot-open", "it cannot be opened. Look at whether the folder is there and who may read and write it"),
            (raw.SQLITE_CONSTRAINT, _) => ("other-writer", "what was to be written is there already: another program writes this log. Only one may"),
            // Besides corruption itself: a table that is not there, a value of a type that it cannot have, a length that cannot be.
            (raw.SQLITE_CORRUPT or raw.SQLITE_ERROR or raw.SQLITE_MISMATCH or raw.SQLITE_TOOBIG, _) => Damaged,
            _ => ("storage-failed", "it could not be used"),
        };
        return new(word, $"{path}: {sentence} ({detail.TrimEnd('.')}).", inner);
    }

    /// <inheritdoc cref="Of(string, int, string, Exception)"/>
    public static LogException Of(string path, SqliteException e) => Of(path, e.SqliteExtendedErrorCode, e.Message, e);

    /// <summary>Something that is there and cannot be what was written.</summary>
    public static LogException Damage(string path, string what) =>
        new("damaged", $"{path}: {what} Restore the folder from a mirror (moot mirror), or fork from one; moot verify says what is still whole.");

    private static (string, string) Damaged =>
        ("damaged", "the file is damaged. Restore the folder from a mirror (moot mirror), or fork from one; moot verify says what is still whole");
}
