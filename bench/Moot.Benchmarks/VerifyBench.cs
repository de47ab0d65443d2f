using System.Diagnostics;
using System.Runtime;
using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Benchmarks;

/// <summary>A whole audit - hashes, signatures, rules, fold - against the signatures alone on all cores.</summary>
internal static class VerifyBench
{
    public static async Task Run(int count)
    {
        using var folder = new Bench.Folder();
        await using var log = await Bench.Found(folder, "bench");
        await Acts.Fill(log, count);
        var size = log.Head.Checkpoint.Size;
        var peak = 0L;
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var now = Process.GetCurrentProcess();
                peak = Math.Max(peak, now.WorkingSet64);
                await Task.Delay(50);
            }
        });
        using var self = Process.GetCurrentProcess();
        var before = self.WorkingSet64;

        // Signatures alone before and after: what else the machine does meanwhile then weighs on both alike.
        var bare = Bare(log, size);
        AuditReport? report = null;
        var cpu = Bench.CpuSeconds;
        GCSettings.LatencyMode = GCLatencyMode.Batch; // as the command does
        var ours = Bench.Seconds(() => report = new Audit(Capabilities.Registry).Run(log.Head.Note, log.Folder.Vkey, log.Store.Read, log.Store.Tile));
        cpu = Bench.CpuSeconds - cpu;
        await stop.CancelAsync();
        await watching;
        if (!report!.IsSound)
        {
            throw new InvalidOperationException(report.Fault!.Sentence);
        }

        var after = Bare(log, size);
        bare = ((bare.Seconds + after.Seconds) / 2, (bare.Cpu + after.Cpu) / 2);
        Console.WriteLine(
            $"{size:N0} entries: ours {ours:N1} s ({size / ours:N0}/s), working set {before >> 20} → {peak >> 20} MiB; "
                + $"bare verification {bare.Seconds:N1} s ({size / bare.Seconds:N0}/s); ratio {ours / bare.Seconds:N2} (of processor time {cpu / bare.Cpu:N2})"
        );
    }

    /// <summary>Time of the signature checks alone: acts are read and parsed before the clock starts, a piece at a time.</summary>
    private static (double Seconds, double Cpu) Bare(Host.Live.HostedLog log, long size)
    {
        var (total, cpu) = (TimeSpan.Zero, 0d);
        foreach (var piece in log.Store.Read(0, size).Chunk(50_000))
        {
            var acts = piece.Select(e => Entry.TryParse(e.Bytes, out var entry, out _) ? entry!.Act : throw new InvalidOperationException()).ToArray();
            var (clock, start) = (Stopwatch.StartNew(), Bench.CpuSeconds);
            Parallel.ForEach(acts, act => _ = act.VerifySignatures() ? true : throw new InvalidOperationException("bad signature"));
            total += clock.Elapsed;
            cpu += Bench.CpuSeconds - start;
        }

        return (total.TotalSeconds, cpu);
    }
}
