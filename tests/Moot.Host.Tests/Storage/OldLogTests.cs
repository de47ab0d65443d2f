using System.Buffers.Binary;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>A log that an older program wrote: nothing in it is packed, and texts name those they are like by their hashes.</summary>
public sealed class OldLogTests : IDisposable
{
    private const string Secret = "Ilka lives at 12 Brook Lane, behind the mill.";

    /// <summary>The tables of version 1, as they were made then.</summary>
    private const string Tables = """
        PRAGMA page_size=8192;
        PRAGMA secure_delete=ON;
        CREATE TABLE entry(idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
        CREATE TABLE body(
          idx INTEGER PRIMARY KEY,
          salt BLOB NOT NULL CHECK(length(salt) = 32),
          bytes BLOB NOT NULL,
          state INTEGER NOT NULL CHECK(state IN (2, 3, 4)),
          CHECK(state <> 4 OR (salt = zeroblob(32) AND bytes = zeroblob(length(bytes))))
        ) STRICT;
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
        CREATE TABLE blob(
          n INTEGER PRIMARY KEY,
          idx INTEGER NOT NULL,
          id BLOB NOT NULL CHECK(length(id) = 32),
          salt BLOB NOT NULL CHECK(length(salt) = 32),
          base BLOB CHECK(length(base) = 32),
          depth INTEGER NOT NULL,
          state INTEGER NOT NULL CHECK(state IN (2, 3, 4)),
          bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX blob_of_entry ON blob(idx);
        CREATE INDEX blob_by_name ON blob(id);
        CREATE INDEX blob_by_base ON blob(base) WHERE base IS NOT NULL;
        PRAGMA application_id=0x4d4f4f54;
        PRAGMA user_version=1;
        """;

    private readonly TestFolder folder = new();
    private readonly string[] texts = BlobTests.Revisions(40);

    public OldLogTests() => texts[7] += Secret;

    private string Log => folder["log"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_is_read_as_it_is_and_not_touched()
    {
        var (_, rows) = await Make();
        var bytes = File.ReadAllBytes(Log);
        using (var store = SqliteLogStore.Open(Log, readOnly: true))
        {
            Assert.Null(store.IntegrityProblem());
            Assert.Null(rows.Difference(LogRows.Of(store)));
            Assert.Equal(texts, texts.Select(t => BlobTests.Text(store, t)));
        }

        Assert.Equal(bytes, File.ReadAllBytes(Log));
    }

    [Fact]
    public async Task It_is_written_on_and_what_is_erased_in_it_leaves_no_trace()
    {
        var (note, rows) = await Make();
        using (var store = SqliteLogStore.Open(Log))
        {
            Assert.Null(rows.Difference(LogRows.Of(store)));
            var apart = new MemoryCheckpointLock();
            apart.Swap(null, note);
            await using var log = new TestLog(store, apart, TimeProvider.System);

            // A text that rests on an old one, and so on another one; then the old ones go.
            var page = log.World.Get<Commons.Library>().Revisions[0].Entry;
            var from = log.World.Get<Commons.Library>().Revisions[^1].Entry;
            var more = texts[^1] + " And more.";
            var edit = await log.Do(
                "Ann",
                "page.edit/1",
                $"{{\"page\":{page},\"from\":{from},\"text\":\"{BlobTests.Id(more)}\",\"bytes\":{Encoding.UTF8.GetByteCount(more)},\"format\":\"markdown\"}}",
                body: null,
                BlobTests.Blob(more)
            );
            Assert.True(edit.Verdict.IsLawful, edit.Verdict.ToString());
            foreach (var gone in new[] { 7, texts.Length - 1 })
            {
                Assert.True((await log.Erase("Ann", log.World.Get<Commons.Library>().Revisions[gone].Entry)).Verdict.IsLawful);
                Assert.Equal(BodyState.Erased, store.Blob(BlobTests.Id(texts[gone]))!.Value.State);
            }

            Assert.Equal([.. texts[..7], .. texts[8..^1], more], texts[..7].Concat(texts[8..^1]).Append(more).Select(t => BlobTests.Text(store, t)));
            Assert.Null(store.IntegrityProblem());
            var replay = new Replay(Capabilities.Registry);
            Assert.Null(replay.Run(store.ReadWhole(0, store.Size), cancel: TestContext.Current.CancellationToken));
            Assert.Equal(log.World.Digest(), replay.World.Digest());
        }

        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(BlobTests.Salt(texts[7]).ToBytes()) < 0, file);
        }

        Assert.DoesNotContain(await PackedErasureTests.Everything(Log), t => t.Contains("12 Brook Lane", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_who_reads_it_goes_on_reading_when_another_program_brings_it_to_the_present_form()
    {
        var (note, _) = await Make();
        using var reader = SqliteLogStore.Open(Log, readOnly: true);
        Assert.Equal(texts[3], BlobTests.Text(reader, texts[3]));
        using var store = SqliteLogStore.Open(Log);
        var apart = new MemoryCheckpointLock();
        apart.Swap(null, note);
        await using var log = new TestLog(store, apart, TimeProvider.System);
        var receipt = await log.Say("Ann", "Here we go on.");
        var page = log.World.Get<Commons.Library>().Revisions[0].Entry;
        var from = log.World.Get<Commons.Library>().Revisions[^1].Entry;
        var more = texts[^1] + " And more.";
        await log.Do(
            "Ann",
            "page.edit/1",
            $"{{\"page\":{page},\"from\":{from},\"text\":\"{BlobTests.Id(more)}\",\"bytes\":{Encoding.UTF8.GetByteCount(more)},\"format\":\"markdown\"}}",
            body: null,
            BlobTests.Blob(more)
        );
        Assert.Contains(
            "go on",
            Encoding.UTF8.GetString(reader.Read(receipt.Index!.Value, receipt.Index.Value + 1).Single().Body.Bytes.Span),
            StringComparison.Ordinal
        );
        Assert.Equal(more, BlobTests.Text(reader, more));
        Assert.Equal(texts[30], BlobTests.Text(reader, texts[30]));
    }

    [Fact]
    public async Task It_is_written_anew_with_all_that_is_in_it()
    {
        var (note, _) = await Make();
        var apart = new MemoryCheckpointLock();
        apart.Swap(null, note);
        LogRows rows;
        long said,
            page;
        using (var store = SqliteLogStore.Open(Log))
        {
            await using var log = new TestLog(store, apart, TimeProvider.System);
            said = (await log.Say("Ann", Secret)).Index!.Value;
            page = log.World.Get<Commons.Library>().Revisions[9].Entry;
            Assert.True((await log.Hide("Ann", said)).Verdict.IsLawful);
            Assert.True((await log.Hide("Ann", page)).Verdict.IsLawful);
            rows = LogRows.Of(store);
        }

        Assert.True(LogRepack.IsWanted(Log));
        File.WriteAllText(LogRepack.PathFor(Log), "what a crash left");
        Assert.Equal(LogRepack.PathFor(Log), LogRepack.Write(Log));
        using (var store = SqliteLogStore.Open(LogRepack.PathFor(Log)))
        {
            Assert.Null(rows.Difference(LogRows.Of(store)));
        }

        var before = new FileInfo(Log).Length;
        LogRepack.Replace(Log);
        Assert.InRange(new FileInfo(Log).Length, 1, before * 6 / 10);
        Assert.False(LogRepack.IsWanted(Log));
        using (var store = SqliteLogStore.Open(Log))
        {
            Assert.Null(store.IntegrityProblem());
            Assert.Null(rows.Difference(LogRows.Of(store)));
            await using var log = new TestLog(store, apart, TimeProvider.System);
            Assert.Equal(BodyState.Hidden, store.Blob(BlobTests.Id(texts[9]))!.Value.State);
            Assert.True((await log.Show("Ann", said)).Verdict.IsLawful);
            Assert.True((await log.Show("Ann", page)).Verdict.IsLawful);
            Assert.Equal(texts, texts.Select(t => BlobTests.Text(store, t)));
            Assert.Contains("Brook Lane", Encoding.UTF8.GetString(store.Read(said, said + 1).Single().Body.Bytes.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_would_not_be_the_same_does_not_take_its_place_and_a_leftover_goes()
    {
        await Make();
        using (var file = new SqliteConnection($"Data Source={Log};Pooling=False"))
        {
            file.Open();
            using var command = file.CreateCommand();
            command.CommandText = "UPDATE blob SET bytes = substr(bytes, 1, length(bytes) - 3) WHERE n = 12";
            command.ExecuteNonQuery();
        }

        var before = File.ReadAllBytes(Log);
        Assert.Equal("damaged", Assert.Throws<LogException>(() => LogRepack.Write(Log)).Code);
        Assert.Equal(before, File.ReadAllBytes(Log));
        Assert.True(File.Exists(LogRepack.PathFor(Log)));
        SqliteLogStore.Open(Log).Dispose();
        Assert.False(File.Exists(LogRepack.PathFor(Log)));
    }

    /// <summary>Writes a log as it was written then; gives back its last checkpoint, and what is in it.</summary>
    private async Task<(byte[] Note, LogRows Rows)> Make()
    {
        using var store = SqliteLogStore.Create(folder["new"]);
        await using (var log = await BlobTests.Filled(store, texts))
        {
            for (var i = 0; i < 260; i++)
            {
                await log.Say("Ann", $"Saying {i}.");
            }

            // One that is hidden lies in the file with its words; here it is enough that it is hidden.
            await log.Erase("Ann", 50);
        }

        var rows = LogRows.Of(store);
        using var file = new SqliteConnection($"Data Source={Log};Pooling=False");
        file.Open();
        Run(Tables);
        var depths = new Dictionary<BlobId, long>();
        StoredBlob? last = null;
        foreach (var entry in store.ReadWhole(0, store.Size))
        {
            Run("INSERT INTO entry VALUES($0, $1)", entry.Index, entry.Bytes.ToArray());
            if (entry.Body.State != BodyState.None)
            {
                Run("INSERT INTO body VALUES($0, $1, $2, $3)", entry.Index, entry.Body.Salt.ToBytes(), entry.Body.Bytes.ToArray(), (long)entry.Body.State + 1);
            }

            foreach (var blob in entry.Blobs)
            {
                var like = last is { } l && depths[l.Id] < 24 ? last : null;
                depths[blob.Id] = like is { } below ? depths[below.Id] + 1 : 0;
                Run(
                    "INSERT INTO blob(idx, id, salt, base, depth, state, bytes) VALUES($0, $1, $2, $3, $4, 2, $5)",
                    entry.Index,
                    blob.Id.Hash.ToBytes(),
                    blob.Salt.ToBytes(),
                    like is { } named ? named.Id.Hash.ToBytes() : DBNull.Value,
                    depths[blob.Id],
                    Pack(blob.Bytes.Span, like?.Bytes.ToArray())
                );
                last = blob;
            }
        }

        foreach (var n in Enumerable.Range(0, rows.Tiles.Count))
        {
            Run("INSERT INTO tile VALUES(0, $0, $1)", (long)n, store.Tile(0, n)!);
        }

        foreach (var (size, note) in rows.Checkpoints)
        {
            Run("INSERT INTO checkpoint VALUES($0, $1)", size, Convert.FromHexString(note));
        }

        var locked = store.LastPublished()!.Value.Note;
        store.Dispose();
        foreach (var path in Directory.EnumerateFiles(folder.Path, "new*"))
        {
            File.Delete(path);
        }

        return (locked, rows);

        void Run(string sql, params object[] values)
        {
            using var command = file.CreateCommand();
            command.CommandText = sql;
            foreach (var (i, value) in values.Index())
            {
                command.Parameters.AddWithValue($"${i}", value);
            }

            command.ExecuteNonQuery();
        }
    }

    /// <summary>A text as it was packed then: 0 and the text; 1 or 2 (with the one that it is like), the length, and a whole frame of Zstandard.</summary>
    private static byte[] Pack(ReadOnlySpan<byte> text, byte[]? like)
    {
        using var compressor = new ZstdSharp.Compressor(3);
        if (like is not null)
        {
            compressor.LoadDictionary(like);
        }

        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
        return [like is null ? (byte)1 : (byte)2, .. length, .. compressor.Wrap(text)];
    }
}
