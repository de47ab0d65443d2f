using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>What a log's SQLite file looks like.</summary>
/// <remarks>
/// Rows are only ever added at the end, and a body is overwritten in its place by as many bytes: no row of <c>entry</c> or <c>body</c> ever moves.
/// That matters for erasing. <c>secure_delete</c> zeroes what is deleted, but when SQLite divides or joins pages, rows that move leave stale copies behind,
/// and an erased text was found in them. For the same reason the states are numbered from 2: SQLite keeps 0 and 1 without a byte, so a row that
/// went from 1 to 2 would grow and move.
/// </remarks>
internal static class LogSchema
{
    /// <summary>"MOOT": tells the file from other SQLite files.</summary>
    public const int ApplicationId = 0x4d4f4f54;

    /// <summary>Version of the tables. In version 1 entries and bodies were not packed, and texts named those they are like by their hashes.</summary>
    public const int Version = 2;

    /// <summary>The oldest version that is read; a program that writes brings it to the present one.</summary>
    public const int OldestVersion = 1;

    /// <summary>The tables.</summary>
    public const string Tables = """
        CREATE TABLE entry(idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT; -- packed: EntryPack
        CREATE TABLE body(
          idx INTEGER PRIMARY KEY,
          salt BLOB NOT NULL CHECK(length(salt) = 32),
          bytes BLOB NOT NULL, -- packed: BodyPack
          state INTEGER NOT NULL CHECK(state IN (2, 3, 4)), -- present, hidden, erased: salt and bytes are zeros
          CHECK(state <> 4 OR (salt = zeroblob(32) AND bytes = zeroblob(length(bytes))))
        ) STRICT;
        -- Bodies that came after their entries (a mirror's): added at the end, because a row of body that grew would move. As body otherwise.
        CREATE TABLE late(
          n INTEGER PRIMARY KEY,
          idx INTEGER NOT NULL UNIQUE,
          salt BLOB NOT NULL CHECK(length(salt) = 32),
          bytes BLOB NOT NULL,
          state INTEGER NOT NULL CHECK(state IN (2, 3, 4)),
          CHECK(state <> 4 OR (salt = zeroblob(32) AND bytes = zeroblob(length(bytes))))
        ) STRICT;
        CREATE TABLE tile(level INTEGER NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(level, n)) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoint(size INTEGER PRIMARY KEY, note BLOB NOT NULL) STRICT;
        """;

    public const string LastIndex = "SELECT max(idx) FROM entry";
    public const string Entry = "SELECT bytes FROM entry WHERE idx = ?";
    public const string AddEntry = "INSERT INTO entry VALUES(?, ?)";
    public const string AddBody = "INSERT INTO body VALUES(?, ?, ?, ?)";

    /// <summary>Only where there is none, or one that came hidden: never in place of an erased one.</summary>
    public const string AddLate = """
        INSERT OR IGNORE INTO late(idx, salt, bytes, state) SELECT entry.idx, ?2, ?3, 2 FROM entry LEFT JOIN body USING(idx)
        WHERE entry.idx = ?1 AND (body.state IS NULL OR (body.state = 3 AND body.salt = zeroblob(32)))
        """;

    public const string AddTile = "INSERT OR REPLACE INTO tile VALUES(?, ?, ?)";
    public const string AddCheckpoint = "INSERT OR REPLACE INTO checkpoint VALUES(?, ?)";
    public const string DropCheckpoint = "DELETE FROM checkpoint WHERE size = ?";

    public const string Hide = "UPDATE body SET state = 3 WHERE idx = ? AND state = 2";

    /// <summary>A text that a mirror got as hidden is not there to be shown.</summary>
    public const string Show = "UPDATE body SET state = 2 WHERE idx = ? AND state = 3 AND salt <> zeroblob(32)";

    public const string Erase = "UPDATE body SET salt = zeroblob(32), bytes = zeroblob(length(bytes)), state = 4 WHERE idx = ?";

    public const string HideLate = "UPDATE late SET state = 3 WHERE idx = ? AND state = 2";
    public const string ShowLate = "UPDATE late SET state = 2 WHERE idx = ? AND state = 3";
    public const string EraseLate = "UPDATE late SET salt = zeroblob(32), bytes = zeroblob(length(bytes)), state = 4 WHERE idx = ?";

    public const string Entries = """
        SELECT entry.idx, entry.bytes, coalesce(late.state, body.state), coalesce(late.salt, body.salt), coalesce(late.bytes, body.bytes)
        FROM entry LEFT JOIN body USING(idx) LEFT JOIN late ON late.idx = entry.idx
        WHERE entry.idx >= ? AND entry.idx < ? ORDER BY entry.idx
        """;

    public const string Tile = "SELECT bytes FROM tile WHERE level = ? AND n = ?";
    public const string CheckpointAt = "SELECT size, note FROM checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1";
    public const string BodyWithoutEntry = """
        SELECT b.idx FROM (SELECT idx FROM body UNION ALL SELECT idx FROM late) b LEFT JOIN entry USING(idx) WHERE entry.idx IS NULL LIMIT 1
        """;

    public const string Hidden = """
        SELECT idx, salt, body.bytes FROM body JOIN entry USING(idx) WHERE state = 3 AND salt <> zeroblob(32)
        UNION ALL SELECT idx, salt, late.bytes FROM late JOIN entry USING(idx) WHERE state = 3
        """;

    /// <summary>Is it a log, and of a form that this program knows?</summary>
    /// <returns>Its form.</returns>
    public static long Check(SqliteFile file)
    {
        if (file.Number("PRAGMA application_id") != ApplicationId)
        {
            throw new LogException("not-a-log", $"{file.Path}: this is a database, but not a log. Choose another file.");
        }

        switch (file.Number("PRAGMA user_version"))
        {
            case >= OldestVersion and <= Version and var known:
                return known;
            case > Version and var newer:
                throw new LogException(
                    "newer-log",
                    $"{file.Path}: a newer program wrote this log (form {newer}; this one knows {Version}). Update this program."
                );
            default:
                throw SqliteTrouble.Damage(file.Path, "The log says that its tables are of no known form.");
        }
    }

    /// <summary>Notes that rows of the present form may follow. None that is there is touched, and no table: they are read as they are.</summary>
    public static void Renew(SqliteFile file)
    {
        if (Check(file) < Version)
        {
            file.InTransaction(() => file.Run($"PRAGMA user_version={Version}"));
        }
    }

    /// <summary>A state as it stands in the file.</summary>
    public static long Number(BodyState state) => (long)state + 1;

    /// <summary>A state from the file.</summary>
    public static BodyState State(long number) =>
        number is 2 or 3 or 4 ? (BodyState)(number - 1) : throw new LogException("damaged", "A body is in no known state.");
}
