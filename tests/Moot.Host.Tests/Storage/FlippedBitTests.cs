using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>One bit of the file changes. Either the program says so in words, or whatever can be read is what was written: then the bit was one that nothing uses.</summary>
public sealed class FlippedBitTests : IDisposable
{
    private const int InCheck = 200;
    private const int InLong = 5000;

    private readonly TestFolder folder = new();
    private byte[] locked = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task One_bit_anywhere() => Flip(InCheck, withWal: false, firstPageOnly: false);

    [Fact]
    public Task One_bit_of_the_header_or_the_schema() => Flip(InCheck / 2, withWal: false, firstPageOnly: true);

    [Fact]
    public Task One_bit_anywhere_after_a_crash() => Flip(InCheck / 2, withWal: true, firstPageOnly: false);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(InLong, false, false)]
    [InlineData(InLong / 2, true, false)]
    [InlineData(InLong / 2, false, true)]
    public async Task Many_times_one_bit(int times, bool withWal, bool firstPageOnly)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MOOT_LONG") == "1", "needs MOOT_LONG=1: it takes long");
        await Flip(times, withWal, firstPageOnly);
    }

    private async Task Flip(int times, bool withWal, bool firstPageOnly)
    {
        await Tell(withWal);
        Assert.Null(LogWhole.Problem(Copy("whole"), locked, out var before));

        var seed = Environment.GetEnvironmentVariable("MOOT_SEED") is { Length: > 0 } set ? int.Parse(set) : Environment.TickCount;
        var random = new Random(seed);
        var length = firstPageOnly ? StorageLimits.PageBytes : Parts().Sum(p => p.Length);
        var bits = Enumerable.Range(0, times).Select(_ => random.NextInt64(length * 8)).ToList();
        var (told, unused, wrong) = (new ConcurrentBag<string>(), new ConcurrentBag<long>(), new ConcurrentBag<string>());
        Parallel.ForEach(
            bits,
            bit =>
            {
                var path = Copy(Guid.NewGuid().ToString(), bit);
                var problem = LogWhole.Problem(path, locked, out var after);
                Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
                if (problem is not null)
                {
                    told.Add(problem);
                }
                else if (before!.Difference(after!) is { } difference)
                {
                    wrong.Add($"bit {bit}: {difference} differs and nothing is said");
                }
                else
                {
                    unused.Add(bit);
                }
            }
        );
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {told.Count} of {times} flipped bits were told, {unused.Count} hit unused bytes");
        foreach (var (code, count) in told.CountBy(t => t.Split(':')[0]))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"  {count} × {code}");
        }

        Assert.True(wrong.IsEmpty, $"seed {seed}: {string.Join("; ", wrong)}");
        Assert.Equal(times, told.Count + unused.Count);
        Assert.NotEmpty(told);
    }

    /// <summary>A log with texts that are hidden and erased, and more than two full tiles.</summary>
    private async Task Tell(bool withWal)
    {
        var store = SqliteLogStore.Create(folder["log"]);
        var log = new TestLog(store, new MemoryCheckpointLock(), new FakeTimeProvider());
        await log.Tell(250, "Ann", "Ben");
        if (withWal)
        {
            // The first part is in the file itself, the rest only in the write-ahead log.
            await log.DisposeAsync();
            store.Dispose();
            log.Reopen(store = SqliteLogStore.Open(folder["log"]));
        }

        foreach (var entry in new[] { 4, 20, 30, 40, 50 })
        {
            Assert.True((await log.Hide("Ann", entry)).Verdict.IsLawful);
        }

        await log.Show("Ben", 30);
        await log.Erase("Ben", 40);
        for (var i = 0; i < 300; i++)
        {
            await log.Say("Ann", $"Another {i}.");
        }

        locked = log.Writer.Head.Note.ToArray();
        await log.DisposeAsync();
        if (withWal)
        {
            File.Copy(folder["log"], folder["log.1"]);
            File.Copy(folder["log-wal"], folder["log.1-wal"]);
            Assert.True(new FileInfo(folder["log.1-wal"]).Length > 300_000);
        }

        store.Dispose();
        if (!withWal)
        {
            File.Copy(folder["log"], folder["log.1"]);
        }
    }

    private FileInfo[] Parts() => [.. new[] { "log.1", "log.1-wal" }.Select(n => new FileInfo(folder[n])).Where(f => f.Exists)];

    /// <summary>A copy, with one bit changed where one is named.</summary>
    private string Copy(string name, long bit = -1)
    {
        Directory.CreateDirectory(folder[name]);
        var path = Path.Combine(folder[name], "log");
        var at = bit / 8;
        foreach (var part in Parts())
        {
            var bytes = File.ReadAllBytes(part.FullName);
            if (bit >= 0 && at >= 0 && at < bytes.Length)
            {
                bytes[at] ^= (byte)(1 << (int)(bit % 8));
            }

            at -= bytes.Length;
            File.WriteAllBytes(part.Name.EndsWith("-wal") ? path + "-wal" : path, bytes);
        }

        return path;
    }
}
