using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>Entries lie packed on disk: each comes back byte for byte, and rubbish is told.</summary>
public sealed class PackedEntryTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly Random random;
    private readonly int seed = Environment.GetEnvironmentVariable("MOOT_SEED") is { Length: > 0 } set ? int.Parse(set) : Environment.TickCount;

    public PackedEntryTests() => random = new(seed);

    private string Log => folder["log"];

    public void Dispose() => folder.Dispose();

    /// <summary>Entries of a real log, and those with something in them that no lawful entry has.</summary>
    private async Task<List<byte[]>> Entries()
    {
        using var store = new MemoryLogStore();
        await using var log = new TestLog(store, new MemoryCheckpointLock(), new FakeTimeProvider());
        await log.Tell(150, "Ann", "Ben", "Cat");
        await log.Hide("Ann", 8);
        await log.Say("Gil", "A guest.");
        var lawful = store.Read(0, store.Size).Select(e => e.Bytes.ToArray()).ToList();
        var all = new List<byte[]>(lawful)
        {
            Array.Empty<byte>(),
            new byte[] { 0 },
            new byte[] { 1 },
            new byte[] { 2, 0 },
            "\n"u8.ToArray(),
            "=7=007 9999999999999999 99999999999999999"u8.ToArray(),
        };
        foreach (var entry in lawful)
        {
            all.Add(Spoilt(entry));
            all.Add(entry); // and goes on as before
        }

        return all;
    }

    private byte[] Spoilt(byte[] entry)
    {
        var text = Encoding.UTF8.GetString(entry);
        switch (random.Next(7))
        {
            case 0:
                return Encoding.UTF8.GetBytes(text.Replace("host ", "host 0", StringComparison.Ordinal));
            case 1:
                return Encoding.UTF8.GetBytes(text.ToUpperInvariant());
            case 2:
                return [.. entry, .. entry];
            case 3:
                return entry[..random.Next(entry.Length)];
            case 4:
                return Encoding.UTF8.GetBytes(text.Replace("=\n", "==\n", StringComparison.Ordinal));
            default:
                var spoilt = entry.ToArray();
                for (var i = random.Next(1, 20); i > 0; i--)
                {
                    spoilt[random.Next(spoilt.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "=+/0aZ\n"[random.Next(7)]);
                }

                return spoilt;
        }
    }

    private static StoredEntry Bare(long index, byte[] bytes) => new(index, bytes, new(BodyState.None, default, default));

    [Fact]
    public async Task Every_entry_comes_back_byte_for_byte_in_any_order_and_after_a_restart()
    {
        var entries = await Entries();
        var at = 0;
        while (at < entries.Count)
        {
            using var store = at == 0 ? SqliteLogStore.Create(Log) : SqliteLogStore.Open(Log);
            for (var group = random.Next(3); group >= 0; group--)
            {
                var next = entries.Skip(at).Take(random.Next(1, 60)).ToArray();
                store.Stage(new([.. next.Select((e, i) => Bare(at + i, e))], [], []));
                at += next.Length;
            }
        }

        using var again = SqliteLogStore.Open(Log, readOnly: true);
        Assert.Null(again.IntegrityProblem());
        foreach (var i in Enumerable.Range(0, entries.Count).OrderBy(_ => random.Next()))
        {
            Assert.True(again.Read(i, i + 1).Single().Bytes.Span.SequenceEqual(entries[i]), $"seed {seed}: entry {i}");
        }

        Assert.Equal(entries.Count, again.Read(0, again.Size).Count(e => e.Bytes.Span.SequenceEqual(entries[(int)e.Index])));
    }

    [Fact]
    public async Task An_entry_takes_little_more_than_its_signature_and_hashes()
    {
        using var store = SqliteLogStore.Create(Log);
        await using var log = new TestLog(store, new MemoryCheckpointLock(), new FakeTimeProvider());
        await log.Tell(1000, "Ann", "Ben");
        var rows = Rows();
        Assert.InRange(rows.Average(r => r.Length), 100, 160);
        Assert.InRange(store.Read(0, store.Size).Average(e => e.Bytes.Length), 500, 800);

        // Nobody follows an entry that is too far back; whoever damages one damages no more than that.
        for (var i = 0; i < EntryPack.ReachMax; i += 512)
        {
            await Task.WhenAll(Enumerable.Range(0, 512).Select(_ => log.Say("Ann", "More.")));
        }

        rows = Rows();
        Assert.InRange(rows.Count(r => r[0] == 2), rows[..1000].Count(r => r[0] == 2) + 1, 20);
        Assert.Equal(1003 + EntryPack.ReachMax, store.Read(0, store.Size).Count(e => Kernel.Acts.Entry.TryParse(e.Bytes, out _, out _)));
    }

    /// <summary>More hashes than are kept, each named again by entries soon after, in whichever place of theirs.</summary>
    [Fact]
    public void Hashes_that_are_let_go_are_not_taken_for_known()
    {
        var hashes = Enumerable.Range(0, 30_000).Select(n => Kernel.Tree.Hash.Of(BitConverter.GetBytes(n + seed)).ToBase64()).ToArray();
        var entries = Enumerable
            .Range(0, hashes.Length)
            .Select(i =>
            {
                string[] said = [hashes[i], hashes[Math.Max(0, i - random.Next(1, 40))], hashes[Math.Max(0, i - random.Next(1, 5_000))]];
                random.Shuffle(said);
                return Encoding.UTF8.GetBytes(string.Join('\n', said) + "\n");
            })
            .ToArray();
        using var store = SqliteLogStore.Create(Log);
        foreach (var group in entries.Select((e, i) => Bare(i, e)).Chunk(500))
        {
            store.Stage(new([.. group], [], []));
        }

        Assert.Equal(entries.Length, store.Read(0, store.Size).Count(e => e.Bytes.Span.SequenceEqual(entries[(int)e.Index])));
    }

    [Fact]
    public async Task What_was_rolled_back_is_followed_by_nobody()
    {
        var lawful = (await Entries())[..100];
        using var store = SqliteLogStore.Create(Log);
        // The second of the same number is refused, and the first goes with it.
        Assert.Throws<LogException>(() => store.Stage(new([Bare(0, lawful[5]), Bare(0, lawful[6])], [], [])));
        Assert.Equal(0, store.Size);
        store.Stage(new([.. lawful[50..].Select((e, i) => Bare(i, e))], [], []));
        Assert.Throws<LogException>(() => store.Stage(new([Bare(50, lawful[0]), Bare(51, lawful[1]), Bare(50, lawful[2])], [], [])));
        store.Stage(new([.. lawful[..50].Select((e, i) => Bare(50 + i, e))], [], []));
        Assert.Equal([.. lawful[50..], .. lawful[..50]], store.Read(0, 100).Select(e => e.Bytes.ToArray()));
    }

    [Fact]
    public async Task Rubbish_in_place_of_an_entry_is_told_and_the_others_are_still_there()
    {
        var lawful = (await Entries())[..120];
        using (var store = SqliteLogStore.Create(Log))
        {
            store.Stage(new([.. lawful.Select((e, i) => Bare(i, e))], [], []));
        }

        var row = Rows()[100];
        Assert.Equal(1, row[0]);
        // So many hashes that the entry would be longer than an entry can be, from few bytes.
        byte[] swelling = [2, 0x90, 0x4e, .. Enumerable.Repeat((byte)2, 10_000), .. new byte[330_000]];
        byte[][] rubbish =
        [
            [1],
            [2],
            [1, 0],
            [1, 1],
            [1, 101, .. row[2..]],
            [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            [2, 0xff, 0xff, 0xff, 0xff, 0x0f],
            [2, 1, 1],
            [2, 1, 1, 1], // a number below zero
            [2, 1, 2, 1], // a hash as there, where there is nothing
            [2, 1, 2, 2], // the name of a text that it did not bring
            [2, 1, 2, 20], // a hash of another entry, where none may be
            [2, 1, 4, 1],
            [2, 1, 4, 9],
            [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3],
            swelling,
            row[..^1],
            [.. row, 0],
            .. Enumerable.Range(0, 300).Select(_ => Spoilt(row)),
        ];
        foreach (var bytes in rubbish)
        {
            Put(100, bytes);
            using var store = SqliteLogStore.Open(Log, readOnly: true);
            Assert.True(store.Read(99, 100).Single().Bytes.Span.SequenceEqual(lawful[99]));
            try
            {
                // What is taken for an entry is another one: that the hashes do not fit is told by whoever reads the log.
                Assert.False(store.Read(100, 101).Single().Bytes.Span.SequenceEqual(lawful[100]) && !bytes.AsSpan().SequenceEqual(row));
            }
            catch (LogException e)
            {
                Assert.Equal("damaged", e.Code);
            }
        }

        Put(100, row);
        using var whole = SqliteLogStore.Open(Log);
        Assert.Equal(lawful, whole.Read(0, 120).Select(e => e.Bytes.ToArray()));
    }

    [Fact]
    public void A_body_comes_back_byte_for_byte()
    {
        string[] bodies =
        [
            "",
            "{}",
            """{"title":"A","author":"B","summary":"C"}""",
            """{"text":"\",\"title\":\"\u0001"}""",
            """{"title":"{\"title\":\""}""",
            "\"}",
            "\u0001\u0002",
            "\0",
            "{\"reason\":\"\n\"}",
        ];
        foreach (var body in bodies.Select(Encoding.UTF8.GetBytes))
        {
            Assert.Equal(body, BodyPack.Unpack(BodyPack.Pack(body)));
        }

        for (var i = 0; i < 2000; i++)
        {
            var noise = new byte[random.Next(40)];
            random.NextBytes(noise);
            Assert.Equal(noise, BodyPack.Unpack(BodyPack.Pack(noise)));
        }

        Assert.Equal(3, BodyPack.Pack("""{"title":"A"}"""u8).Length);
        Assert.Equal("damaged", Assert.Throws<LogException>(() => BodyPack.Unpack([0x1f])).Code);
        Assert.Equal("damaged", Assert.Throws<LogException>(() => BodyPack.Unpack(Enumerable.Repeat((byte)1, Limits.BodyBytesMax / 4).ToArray())).Code);
    }

    private List<byte[]> Rows()
    {
        var rows = new List<byte[]>();
        using var connection = new SqliteConnection($"Data Source={Log};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT bytes FROM entry ORDER BY idx";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add((byte[])reader[0]);
        }

        return rows;
    }

    private void Put(long index, byte[] row)
    {
        using var connection = new SqliteConnection($"Data Source={Log};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE entry SET bytes = $row WHERE idx = $index";
        command.Parameters.AddWithValue("$row", row);
        command.Parameters.AddWithValue("$index", index);
        command.ExecuteNonQuery();
    }
}
