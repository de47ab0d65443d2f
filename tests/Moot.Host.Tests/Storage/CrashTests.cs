using System.Diagnostics;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>A program writes under load and is killed; its log is opened again. Again and again, over the same folder.</summary>
public sealed class CrashTests : IDisposable
{
    private const int InCheck = 5;
    private const int InLong = 200;
    private const int Producers = 16;

    /// <summary>So often the same log is killed; then a new one is founded.</summary>
    private const int RoundsPerLog = 20;

    private readonly TestFolder folder = new();
    private readonly Dictionary<string, long> acknowledged = [];
    private readonly Dictionary<string, byte[]> sent = [];
    private readonly int seed = Environment.GetEnvironmentVariable("MOOT_SEED") is { Length: > 0 } set ? int.Parse(set) : Environment.TickCount;

    private string Log => folder["log"];

    private string Lock => folder["lock"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task Nothing_acknowledged_is_lost_and_nothing_is_there_twice() => Kill(InCheck);

    [Fact]
    [Trait("Category", "Long")]
    public Task Killed_many_times()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MOOT_LONG") == "1", "needs MOOT_LONG=1: it takes long");
        return Kill(Environment.GetEnvironmentVariable("MOOT_CRASHES") is { Length: > 0 } set ? int.Parse(set) : InLong);
    }

    [Fact]
    public async Task A_second_program_is_told_that_the_log_is_in_use_until_the_first_is_dead()
    {
        using (var process = Start(0))
        {
            await Read(process, lines: 10);
            Assert.Equal("in-use", Assert.Throws<LogException>(() => FileCheckpointLock.Open(Lock)).Code);
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        FileCheckpointLock.Open(Lock).Dispose();
    }

    private async Task Kill(int rounds)
    {
        var random = new Random(seed);
        var (acts, rolledForward, sentAgain) = (0, 0, 0);
        for (var round = 0; round < rounds; round++)
        {
            if (round % RoundsPerLog == 0)
            {
                acts += acknowledged.Count;
                Array.ForEach(Directory.GetFiles(folder.Path), File.Delete);
                acknowledged.Clear();
                sent.Clear();
            }

            var states = await RunAndKill(round, random);
            using var store = SqliteLogStore.Open(Log);
            using var apart = FileCheckpointLock.Open(Lock);
            Assert.Null(store.IntegrityProblem());
            await using var log = new TestLog(store, apart, TimeProvider.System);
            var ids = Verify(log, states);

            // What was not acknowledged may be there or not; sent again it is there once.
            foreach (var id in sent.Keys.Except(acknowledged.Keys).ToList())
            {
                var receipt = await log.Writer.Submit(sent[id]);
                Assert.True(receipt.Verdict.IsLawful, $"seed {seed}, round {round}: {receipt.Verdict}");
                Assert.Equal(id, receipt.Id.ToHex());
                if (ids.TryGetValue(id, out var index))
                {
                    Assert.Equal(index, receipt.Index);
                    rolledForward++;
                }

                acknowledged.Add(id, receipt.Index!.Value);
                sentAgain++;
            }

            await log.Writer.DisposeAsync();
            Verify(log, []);
            Assert.Equal(acknowledged.Count, store.Size);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}: killed {rounds} times; {acts + acknowledged.Count} acts, {sentAgain} in doubt, of which {rolledForward} were there"
        );
    }

    /// <summary>Runs the program until a random moment; what it told is noted. Gives back the states that it told.</summary>
    private async Task<List<(long Size, string Digest)>> RunAndKill(int round, Random random)
    {
        using var process = Start(round);
        // The first rounds also hit the founding; later ones any moment under load.
        var reading = Read(process, lines: round % RoundsPerLog == 0 ? 1 : random.Next(1, 60));
        var states = await reading;
        var rest = Task.Run(() => Read(process, int.MaxValue), TestContext.Current.CancellationToken);
        await Task.Delay(round % RoundsPerLog == 0 ? random.Next(20) : random.Next(400), TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        states.AddRange(await rest);
        Assert.Equal("", await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(128 + 9, process.ExitCode);
        return states;
    }

    private Process Start(int round)
    {
        var test = Path.GetFullPath(AppContext.BaseDirectory).TrimEnd(Path.DirectorySeparatorChar);
        var program = Path.Combine(test.Replace("Moot.Host.Tests", "Moot.Crash", StringComparison.Ordinal), "Moot.Crash.dll");
        return Process.Start(
            new ProcessStartInfo("dotnet", [program, folder.Path, round.ToString(), Producers.ToString()])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
    }

    /// <summary>Notes so many lines, or all that come. A line that was cut off by the kill was not told.</summary>
    private async Task<List<(long Size, string Digest)>> Read(Process process, int lines)
    {
        var states = new List<(long, string)>();
        for (var i = 0; i < lines && await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line; i++)
        {
            switch (line.Split(' '))
            {
                case ["sent", var id, var base64, "."]:
                    sent[id] = Convert.FromBase64String(base64);
                    break;
                case ["ack", var id, var index, "."]:
                    acknowledged.Add(id, long.Parse(index));
                    break;
                case ["state", var size, var digest, "."]:
                    states.Add((long.Parse(size), digest));
                    break;
            }
        }

        return states;
    }

    /// <summary>The log verifies, holds all that was acknowledged where it was acknowledged, and nothing twice.</summary>
    private Dictionary<string, long> Verify(TestLog log, List<(long Size, string Digest)> states)
    {
        var told = states.ToLookup(s => s.Size, s => s.Digest);
        var size = log.Store.Size;
        var ids = new Dictionary<string, long>();
        var replay = new Replay(log.Parts.Registry);
        Match(0);
        foreach (var chunk in Parts(log, told))
        {
            foreach (var stored in chunk)
            {
                Assert.True(Entry.TryParse(stored.Bytes, out var entry, out var error), error);
                Assert.True(ids.TryAdd(entry!.Act.Id.ToHex(), stored.Index), $"seed {seed}: {entry.Act.Id} is there twice");
            }

            var fault = replay.Run(chunk, cancel: TestContext.Current.CancellationToken);
            Assert.True(fault is null, $"seed {seed}: {fault?.Sentence}");
            Match(replay.World.Size);
        }

        Assert.Equal(size, replay.World.Size);
        Assert.Equal(log.World.Digest(), replay.World.Digest());
        Assert.Equal(log.Writer.Head.Checkpoint, new Checkpoint(log.Origin, size, replay.Machine.Tree.Root()));
        Assert.Empty(replay.CompareBodies().Withheld);
        Assert.Empty(replay.CompareBodies().StillThere);
        foreach (var (id, index) in acknowledged)
        {
            Assert.True(ids.TryGetValue(id, out var there) && there == index, $"seed {seed}: {id} was acknowledged as entry {index}");
        }

        return ids;

        void Match(long at) => Assert.All(told[at], digest => Assert.Equal(digest, replay.World.Digest().ToHex()));
    }

    /// <summary>The log in parts that end where a state was told.</summary>
    private static IEnumerable<StoredEntry[]> Parts(TestLog log, ILookup<long, string> told)
    {
        var from = 0L;
        foreach (var to in told.Select(t => t.Key).Append(log.Store.Size).Distinct().Order())
        {
            yield return [.. log.Store.Read(from, to)];
            from = to;
        }
    }
}
