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

    public const string Tables = $"""
        CREATE TABLE blob(
          n INTEGER PRIMARY KEY,
          idx INTEGER NOT NULL, -- the entry that brought it
          id BLOB NOT NULL CHECK(length(id) = 32),
          salt BLOB NOT NULL CHECK(length(salt) = 32),
          base BLOB CHECK(length(base) = 32), -- as older programs wrote it: the name of the one that it is like
          depth INTEGER NOT NULL,
          state INTEGER NOT NULL CHECK(state IN (2, 3, 4)), -- present, hidden, erased: salt and bytes are zeros
          bytes BLOB NOT NULL,
          onto INTEGER -- n of the one that it is like; where that was added anew since, the later row of the same name counts
        ) STRICT;
        CREATE INDEX blob_of_entry ON blob(idx);
        CREATE INDEX blob_by_base ON blob(base) WHERE base IS NOT NULL;
        {Indexes}
        """;

    /// <summary>What a file of version 1 lacks.</summary>
    public const string Renewal = $"ALTER TABLE blob ADD COLUMN onto INTEGER; DROP INDEX blob_by_name; {Indexes}";

    /// <summary>A name is found by its first bytes: they take a fifth of the room, and hardly ever are those of two.</summary>
    private const string Indexes = """
        CREATE INDEX blob_by_head ON blob(substr(id, 1, 6));
        CREATE INDEX blob_onto ON blob(onto) WHERE onto IS NOT NULL;
        """;

    public const string Add = "INSERT INTO blob(idx, id, salt, onto, depth, state, bytes) VALUES(?, ?, ?, ?, ?, ?, ?)";
    public const string Find = """
        SELECT state, salt, base, depth, bytes, idx, n, onto FROM blob WHERE substr(id, 1, 6) = substr(?1, 1, 6) AND id = ?1 ORDER BY n DESC LIMIT 1
        """;

    /// <summary>The same in a file of version 1, which is only read.</summary>
    public const string FindFirst = "SELECT state, salt, base, depth, bytes, idx, n, NULL FROM blob WHERE id = ? ORDER BY n DESC LIMIT 1";

    public const string NameOf = "SELECT id FROM blob WHERE n = ?";
    public const string OfEntries = "SELECT idx, id, max(n), state FROM blob WHERE idx >= ? AND idx < ? GROUP BY idx, id ORDER BY idx, min(n)";
    public const string OnBase = """
        SELECT id FROM blob WHERE base = ?1 AND state <> 4
        UNION SELECT id FROM blob WHERE onto IN (SELECT n FROM blob WHERE substr(id, 1, 6) = substr(?1, 1, 6) AND id = ?1) AND state <> 4
        """;
    public const string Hide = "UPDATE blob SET state = 3 WHERE idx = ? AND state = 2";
    public const string Show = "UPDATE blob SET state = 2 WHERE idx = ? AND state = 3 AND salt <> zeroblob(32)";
    public const string EraseRow = "UPDATE blob SET salt = zeroblob(32), bytes = zeroblob(length(bytes)), state = 4 WHERE n = ?";
    public const string EraseAll = "UPDATE blob SET salt = zeroblob(32), bytes = zeroblob(length(bytes)), state = 4 WHERE idx = ?";
}
