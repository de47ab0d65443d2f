using System.Text;
using Microsoft.Data.Sqlite;
using Moot.Host.Storage;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>What is erased is in no packed row either, and the bytes of its own row stand nowhere any more.</summary>
public sealed class PackedErasureTests : IDisposable
{
    private const string Secret = "forty euros since March";
    private readonly TestFolder folder = new();

    private string Log => folder["log"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_erased_text_is_in_no_row_however_it_is_packed_and_its_old_rows_are_nowhere()
    {
        using var store = SqliteLogStore.Create(Log);
        // First texts of pages are kept as what differs from each other, too: the second half begin pages of their own.
        var texts = BlobTests.Revisions(120);
        texts[0] += " Ben owes me " + Secret;
        await using var log = await BlobTests.Filled(store, texts[..60]);
        foreach (var (text, i) in texts[60..].Select((t, i) => (t, i)))
        {
            var receipt = await log.Do(
                "Ann",
                "page.create/1",
                $"{{\"text\":\"{BlobTests.Id(text)}\",\"bytes\":{Encoding.UTF8.GetByteCount(text)},\"format\":\"markdown\"}}",
                $$"""{"title":"Page {{i}}"}""",
                BlobTests.Blob(text)
            );
            Assert.True(receipt.Verdict.IsLawful, receipt.Verdict.ToString());
        }

        var (said, hidden) = (await log.Say("Ann", Secret), await log.Say("Ann", "She knows of the flat in Brook Lane."));
        await log.Hide("Ann", hidden.Index!.Value);
        Assert.Contains(await Everything(Log), t => t.Contains(Secret, StringComparison.Ordinal));

        var library = log.World.Get<Commons.Library>();
        long[] entries =
        [
            library.Revisions[0].Entry,
            library.Revisions[10].Entry,
            library.Revisions[60].Entry,
            library.Revisions[75].Entry,
            said.Index!.Value,
            hidden.Index.Value,
        ];
        string[] gone = [texts[0], texts[10], texts[60], texts[75]];
        foreach (var entry in entries)
        {
            var before = await Rows(entry);
            Assert.NotEmpty(before);
            Assert.All(before, row => Assert.True(Stands(row)));
            var erasure = await log.Erase("Ann", entry);
            Assert.True(erasure.Verdict.IsLawful, erasure.Verdict.ToString());
            Assert.False(store.IsErasurePending);
            Assert.All(before, row => Assert.False(Stands(row)));
        }

        Assert.DoesNotContain(
            await Everything(Log),
            t => t.Contains(Secret, StringComparison.Ordinal) || t.Contains("Brook Lane", StringComparison.Ordinal) || gone.Contains(t)
        );
        Assert.Equal(texts.Except(gone), texts.Except(gone).Select(t => BlobTests.Text(store, t)));
        Assert.Null(store.IntegrityProblem());
    }

    [Fact]
    public async Task Texts_of_other_pages_rest_on_each_other_so_far_and_no_further()
    {
        using var store = SqliteLogStore.Create(Log);
        var texts = BlobTests.Revisions(300);
        await using var log = await BlobTests.Filled(store, texts[..200]);
        foreach (var (text, i) in texts[200..].Select((t, i) => (t, i)))
        {
            await log.Do(
                "Ann",
                "page.create/1",
                $"{{\"text\":\"{BlobTests.Id(text)}\",\"bytes\":{Encoding.UTF8.GetByteCount(text)},\"format\":\"markdown\"}}",
                $$"""{"title":"Page {{i}}"}""",
                BlobTests.Blob(text)
            );
        }

        var depths = await Read("SELECT depth, 0 FROM blob ORDER BY n", r => r.GetInt64(0));
        Assert.InRange(depths[..200].Max(), 25, BlobSchema.DepthMax);
        Assert.InRange(depths[200..].Max(), 1, 9);
        Assert.InRange(depths[200..].Count(d => d == 0), 1, 10);
        Assert.Equal(texts, texts.Select(t => BlobTests.Text(store, t)));
    }

    /// <summary>All that the rows of a log say, unpacked: bodies and texts, hidden ones too.</summary>
    internal static async Task<List<string>> Everything(string log)
    {
        var said = await Read(
            log,
            "SELECT bytes, 0 FROM body UNION ALL SELECT bytes, 0 FROM late",
            r => Encoding.UTF8.GetString(BodyPack.Unpack((byte[])r[0]))
        );
        said.AddRange(await Read(log, "SELECT bytes, 0 FROM entry", r => Encoding.Latin1.GetString((byte[])r[0])));
        using var file = SqliteLogReaders.Open(log);
        using var blobs = new BlobTable(file);
        foreach (var id in await Read(log, "SELECT DISTINCT id, 0 FROM blob", r => (byte[])r[0]))
        {
            var blob = blobs.Find(new(Kernel.Tree.Hash.FromBytes(id)), evenHidden: true)!.Value;
            said.Add(Encoding.UTF8.GetString(blob.Bytes.Span));
            Assert.Equal(blob.State == BodyState.Erased, blob.Bytes.IsEmpty);
        }

        return said;
    }

    /// <summary>The rows that belong to an entry, as they lie on disk, without a few bytes at the beginning that any row may have.</summary>
    private async Task<List<byte[]>> Rows(long entry) =>
        [
            .. (
                await Read(
                    $"SELECT bytes, salt FROM blob WHERE idx = {entry} UNION ALL SELECT bytes, salt FROM body WHERE idx = {entry}",
                    r => new[] { (byte[])r[0], (byte[])r[1] }
                )
            )
                .SelectMany(r => r)
                .Where(r => r.Length >= 16 && r.AsSpan().ContainsAnyExcept((byte)0)),
        ];

    private bool Stands(byte[] row) => Directory.EnumerateFiles(folder.Path).Any(f => File.ReadAllBytes(f).AsSpan().IndexOf(row.AsSpan(4, 12)) >= 0);

    private Task<List<T>> Read<T>(string sql, Func<SqliteDataReader, T> of) => Read(Log, sql, of);

    private static async Task<List<T>> Read<T>(string log, string sql, Func<SqliteDataReader, T> of)
    {
        await using var connection = new SqliteConnection($"Data Source={log};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var read = new List<T>();
        while (await reader.ReadAsync())
        {
            read.Add(of(reader));
        }

        return read;
    }
}
