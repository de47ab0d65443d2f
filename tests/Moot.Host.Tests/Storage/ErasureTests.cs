using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>What is erased is nowhere in the folder: not in the file, not in its write-ahead log, not in a stale copy.</summary>
public sealed class ErasureTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly Random random;
    private readonly int seed = Environment.GetEnvironmentVariable("MOOT_SEED") is { Length: > 0 } set ? int.Parse(set) : Environment.TickCount;

    public ErasureTests() => random = new(seed);

    private string Log => folder["log"];

    public void Dispose() => folder.Dispose();

    /// <summary>Which of these secrets are somewhere in the folder. Each is looked for by its first bytes and, where it is long, by later ones.</summary>
    private List<string> Found(IEnumerable<(string Name, byte[] Secret)> secrets)
    {
        const int Window = 8;
        var windows = new Dictionary<ulong, string>();
        foreach (var (name, secret) in secrets)
        {
            for (var at = 0; at + Window <= secret.Length; at += Math.Max(Window, secret.Length / 32))
            {
                windows[BitConverter.ToUInt64(secret, at)] = name;
            }
        }

        var found = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at + Window <= bytes.Length; at++)
            {
                if (windows.TryGetValue(BitConverter.ToUInt64(bytes, at), out var name))
                {
                    found.Add($"{name} in {Path.GetFileName(file)}");
                }
            }
        }

        return [.. found.Order()];
    }

    private byte[] Secret(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private List<StoredEntry> Entries(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new StoredEntry(
                    i,
                    Secret(300),
                    new(BodyState.Present, Hash.FromBytes(Secret(Hash.Size)), Secret(random.Next(20) == 0 ? random.Next(3000, 60_000) : random.Next(16, 400)))
                )),
        ];

    private static IEnumerable<(string, byte[])> SecretsOf(StoredEntry entry) =>
        [($"salt of {entry.Index}", entry.Body.Salt.ToBytes()), ($"body of {entry.Index}", entry.Body.Bytes.ToArray())];

    private static Batch Redact(IEnumerable<(long, Redaction)> redactions) => new([], [], [.. redactions]);

    [Fact]
    public async Task Words_that_are_taken_back_are_gone()
    {
        using var store = SqliteLogStore.Create(Log);
        await using var log = new TestLog(store, new MemoryCheckpointLock(), new FakeTimeProvider());
        await log.Tell(20, "Ann", "Ben");
        var said = await log.Say("Ann", "Ben owes me forty euros since March.");
        var body = store.Read(said.Index!.Value, said.Index.Value + 1).Single().Body;
        (string, byte[])[] secrets = [("text", "forty euros"u8.ToArray()), ("salt", body.Salt.ToBytes())];
        Assert.Equal(2, Found(secrets).Select(f => f.Split(' ')[0]).Distinct().Count());

        Assert.True((await log.Erase("Ann", said.Index.Value)).Verdict.IsLawful);
        Assert.False(store.IsErasurePending);
        Assert.Empty(Found(secrets));
        Assert.Equal(new(BodyState.Erased, default, default), store.Read(said.Index.Value, said.Index.Value + 1).Single().Body);
    }

    [Fact]
    public void However_much_is_hidden_shown_and_erased_nothing_erased_stays_behind()
    {
        const int Count = 1500;
        using var store = SqliteLogStore.Create(Log);
        var entries = Entries(Count);
        for (var at = 0; at < Count; )
        {
            var group = random.Next(1, 200);
            store.Stage(new([.. entries.Skip(at).Take(group)], [], []));
            at += group;
        }

        Assert.Equal(2 * Count, Found(entries.SelectMany(SecretsOf)).Select(f => f.Split(" in ")[0]).Distinct().Count());
        var order = entries.OrderBy(_ => random.Next()).ToArray();
        store.Stage(Redact(order.Where(_ => random.Next(2) == 0).Select(e => (e.Index, Redaction.Hide))));
        store.Stage(Redact(order.Where(_ => random.Next(3) == 0).Select(e => (e.Index, Redaction.Show))));
        var erased = new List<StoredEntry>();
        foreach (var part in order.Chunk(Count / 6).Take(5))
        {
            // One by one and in groups, with additions in between.
            store.Stage(Redact(part.Take(5).Select(e => (e.Index, Redaction.Erase))));
            store.Stage(Redact(part.Skip(5).Select(e => (e.Index, Redaction.Erase))));
            store.Stage(new([new(store.Size, Secret(300), new(BodyState.Present, Hash.FromBytes(Secret(32)), Secret(200)))], [], []));
            erased.AddRange(part);
            Assert.True(Found(erased.SelectMany(SecretsOf)) is [], $"seed {seed}: {string.Join(", ", Found(erased.SelectMany(SecretsOf)).Take(5))}");
        }
    }

    [Fact]
    public void A_reader_of_an_older_state_delays_it_and_the_next_group_makes_up_for_it()
    {
        using var store = SqliteLogStore.Create(Log);
        var entries = Entries(50);
        store.Stage(new([.. entries], [], []));
        using (Snapshot())
        {
            store.Stage(Redact([(7, Redaction.Erase)]));
            Assert.True(store.IsErasurePending);
            Assert.NotEmpty(Found(SecretsOf(entries[7])));
            Assert.Equal(BodyState.Erased, store.Read(7, 8).Single().Body.State);
        }

        store.Stage(new([new(50, Secret(10), new(BodyState.None, default, default))], [], []));
        Assert.False(store.IsErasurePending);
        Assert.Empty(Found(SecretsOf(entries[7])));
    }

    [Fact]
    public void What_a_crash_left_in_the_write_ahead_log_goes_when_the_log_is_opened()
    {
        var entries = Entries(50);
        using (var store = SqliteLogStore.Create(folder["old"]))
        {
            store.Stage(new([.. entries], [], []));
            using (Snapshot("old"))
            {
                store.Stage(Redact([(7, Redaction.Erase)]));
                File.Copy(folder["old"], Log);
                File.Copy(folder["old-wal"], Log + "-wal");
            }
        }

        foreach (var file in Directory.EnumerateFiles(folder.Path, "old*"))
        {
            File.Delete(file);
        }

        Assert.NotEmpty(Found(SecretsOf(entries[7])));
        using var again = SqliteLogStore.Open(Log);
        Assert.False(again.IsErasurePending);
        Assert.Empty(Found(SecretsOf(entries[7])));
        Assert.Equal(BodyState.Erased, again.Read(7, 8).Single().Body.State);
        Assert.Equal(50, again.Size);
    }

    [Fact]
    public void A_long_read_does_not_hold_an_old_state()
    {
        using var store = SqliteLogStore.Create(Log);
        var entries = Entries(StorageLimits.ReadEntriesMax + 10);
        store.Stage(new([.. entries], [], []));
        using var reading = store.Read(0, store.Size).GetEnumerator();
        Assert.True(reading.MoveNext());
        store.Stage(Redact([(7, Redaction.Erase)]));
        Assert.False(store.IsErasurePending);
        Assert.Empty(Found(SecretsOf(entries[7])));
    }

    /// <summary>Somebody who goes on reading the state of now.</summary>
    private SqliteConnection Snapshot(string name = "log")
    {
        var connection = new SqliteConnection($"Data Source={folder[name]};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN; SELECT count(*) FROM entry";
        command.ExecuteScalar();
        return connection;
    }
}
