using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Moot.Kernel.Acts;

namespace Moot.Benchmarks;

/// <summary>The writer against the limit of the machine: signatures on all cores, then a batched insert that is fsync'd.</summary>
internal static class AppendBench
{
    private const int BareBatch = 1024;
    private const int Rounds = 3;

    public static async Task Run(int count)
    {
        foreach (var producers in (int[])[1, 8, 64, 512])
        {
            // A lone producer waits for the disk each time: fewer acts say as much.
            var each = Math.Max(
                1,
                (
                    producers == 1 ? Math.Min(count, 2000)
                    : producers == 8 ? Math.Min(count, 10_000)
                    : count
                ) / producers
            );
            var (ratios, bares, times, slowest) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                using var folder = new Bench.Folder();
                await using var log = await Bench.Found(folder, "bench");
                var acts = Acts.Make(log.Head, log.Folder.Origin, producers, each);
                var bytes = acts.Select(a => a.Select(s => s.ToBytes()).ToArray()).ToArray();

                bares.Add(Bare(folder, acts.SelectMany(a => a).ToArray()));
                var latencies = new ConcurrentBag<List<double>>();
                times.Add(await Bench.Seconds(() => Task.WhenAll(bytes.Select(mine => Task.Run(() => Produce(log, mine, latencies))))));
                slowest.Add(Bench.At([.. latencies.SelectMany(l => l)], 99));
                ratios.Add(bares[^1] / times[^1]);
            }

            var total = producers * each;
            Console.WriteLine(
                $"{producers, 4} producers: ours {total / Bench.Median(times), 8:N0} acts/s, p99 {Bench.Median(slowest), 6:N1} ms; "
                    + $"bare loop {total / Bench.Median(bares), 8:N0} acts/s; ratio {Bench.Median(ratios):N2} (medians of {Rounds})"
            );
        }
    }

    private static async Task Produce(Host.Live.HostedLog log, byte[][] acts, ConcurrentBag<List<double>> latencies)
    {
        var mine = new List<double>(acts.Length);
        foreach (var act in acts)
        {
            var start = Stopwatch.GetTimestamp();
            var receipt = await log.Submit(act);
            mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (!receipt.Verdict.IsLawful)
            {
                throw new InvalidOperationException(receipt.Verdict.ToString());
            }
        }

        latencies.Add(mine);
    }

    /// <summary>Verifies each batch on all cores while the one before is inserted in one fsync'd transaction.</summary>
    private static double Bare(Bench.Folder folder, Submission[] acts)
    {
        using var connection = new SqliteConnection($"Data Source={folder.In("bare.db")}");
        connection.Open();
        Do(connection, "PRAGMA journal_mode=WAL");
        Do(connection, "PRAGMA synchronous=FULL");
        Do(connection, "CREATE TABLE entry(idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
        Do(connection, "CREATE TABLE body(idx INTEGER PRIMARY KEY, salt BLOB, bytes BLOB) STRICT");
        return Bench.Seconds(() =>
        {
            var index = 0;
            Task inserting = Task.CompletedTask;
            foreach (var batch in acts.Chunk(BareBatch))
            {
                Parallel.ForEach(batch, act => _ = act.Act.VerifySignatures() ? true : throw new InvalidOperationException("bad signature"));
                inserting.Wait();
                var from = index;
                index += batch.Length;
                inserting = Task.Run(() => Insert(connection, from, batch));
            }

            inserting.Wait();
        });
    }

    private static void Insert(SqliteConnection connection, int from, Submission[] batch)
    {
        using var transaction = connection.BeginTransaction();
        using var entry = connection.CreateCommand();
        entry.CommandText = "INSERT INTO entry VALUES($i, $b)";
        var (entryIndex, entryBytes) = (entry.Parameters.Add("$i", SqliteType.Integer), entry.Parameters.Add("$b", SqliteType.Blob));
        using var body = connection.CreateCommand();
        body.CommandText = "INSERT INTO body VALUES($i, $s, $b)";
        var (bodyIndex, salt, bytes) = (
            body.Parameters.Add("$i", SqliteType.Integer),
            body.Parameters.Add("$s", SqliteType.Blob),
            body.Parameters.Add("$b", SqliteType.Blob)
        );
        foreach (var act in batch)
        {
            entryIndex.Value = bodyIndex.Value = from++;
            entryBytes.Value = act.Act.Bytes.ToArray();
            entry.ExecuteNonQuery();
            salt.Value = act.Body.Salt.ToBytes();
            bytes.Value = act.Body.Bytes.ToArray();
            body.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static void Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
