namespace Moot.Host.Storage;

/// <summary>How texts and files lie in a log's SQLite file.</summary>
/// <remarks>
/// As everywhere in the file, rows are only added at the end and overwritten in place by as many bytes, so that what is erased leaves no copy (<see cref="LogSchema"/>).
/// A blob may be kept as what differs from another one (<see cref="BlobPack"/>). Before that one is erased, those that rest on it are added anew by themselves
/// and their old rows zeroed; of two rows of one name the later counts.
/// </remarks>
internal static class BlobSchema
{
    /// <summary>Differences that are chained at the most: so many are unpacked to read one text.</summary>
    public const int DepthMax = 50;

    /// <summary>Where that is reached, the next text rests on the one that stands so high in the chain.</summary>
    public const int DepthAgain = 25;

    public const string Tables = """
        CREATE TABLE blob(
          n INTEGER PRIMARY KEY,
          idx INTEGER NOT NULL, -- the entry that brought it
          id BLOB NOT NULL CHECK(length(id) = 32),
          salt BLOB NOT NULL CHECK(length(salt) = 32),
          onto INTEGER, -- n of the one that it is like; where that was added anew since, the later row of the same name counts
          depth INTEGER NOT NULL,
          state INTEGER NOT NULL CHECK(state IN (2, 3, 4)), -- present, hidden, erased: salt and bytes are zeros
          bytes BLOB NOT NULL -- BlobPack
        ) STRICT;
        CREATE INDEX blob_of_entry ON blob(idx);
        -- A name is found by its first bytes: they take a fifth of the room, and hardly ever are those of two.
        CREATE INDEX blob_by_head ON blob(substr(id, 1, 6));
        CREATE INDEX blob_onto ON blob(onto) WHERE onto IS NOT NULL;
        """;

    /// <summary>1 where texts name those they are like by number. Files that were made as version 1 stay without: a column that is added makes rows grow when they are erased.</summary>
    public const string HasNumbers = "SELECT count(*) FROM pragma_table_info('blob') WHERE name = 'onto'";

    public const string Add = "INSERT INTO blob(idx, id, salt, onto, depth, state, bytes) VALUES(?, ?, ?, ?, ?, ?, ?)";
    public const string Find = """
        SELECT state, salt, onto, depth, bytes, idx, n FROM blob WHERE substr(id, 1, 6) = substr(?1, 1, 6) AND id = ?1 ORDER BY n DESC LIMIT 1
        """;
    public const string OnBase = """
        SELECT DISTINCT id FROM blob
        WHERE onto IN (SELECT n FROM blob WHERE substr(id, 1, 6) = substr(?1, 1, 6) AND id = ?1) AND state <> 4
        """;

    // The same in files of version 1, where a text names the one that it is like by its hash.
    public const string AddNamed = "INSERT INTO blob(idx, id, salt, base, depth, state, bytes) VALUES(?, ?, ?, ?, ?, ?, ?)";
    public const string FindNamed = "SELECT state, salt, base, depth, bytes, idx, n FROM blob WHERE id = ? ORDER BY n DESC LIMIT 1";
    public const string OnBaseNamed = "SELECT DISTINCT id FROM blob WHERE base = ? AND state <> 4";

    public const string NameOf = "SELECT id FROM blob WHERE n = ?";
    public const string OfEntries = "SELECT idx, id, max(n), state FROM blob WHERE idx >= ? AND idx < ? GROUP BY idx, id ORDER BY idx, min(n)";
    public const string Hide = "UPDATE blob SET state = 3 WHERE idx = ? AND state = 2";
    public const string Show = "UPDATE blob SET state = 2 WHERE idx = ? AND state = 3 AND salt <> zeroblob(32)";
    public const string EraseRow = "UPDATE blob SET salt = zeroblob(32), bytes = zeroblob(length(bytes)), state = 4 WHERE n = ?";
    public const string EraseAll = "UPDATE blob SET salt = zeroblob(32), bytes = zeroblob(length(bytes)), state = 4 WHERE idx = ?";
}
