using System.Diagnostics;

namespace Moot.Benchmarks;

/// <summary>How long a host takes to open a log - read, judged again, compared with its checkpoint - until <c>moot serve</c> answers, and its memory then.</summary>
internal static class StartBench
{
    private const int Rounds = 3;

    public static async Task Run(int count)
    {
        foreach (var entries in (int[])[2, count / 10, count])
        {
            using var folder = new Bench.Folder();
            await using (var log = await Bench.Found(folder, "bench"))
            {
                await Acts.Fill(log, entries - 2);
            }

            var (seconds, memory) = (new List<double>(), 0L);
            for (var i = 0; i < Rounds; i++)
            {
                var (taken, bytes) = await Serve(folder.In("bench"));
                seconds.Add(taken);
                memory = Math.Max(memory, bytes);
            }

            Console.WriteLine($"{entries, 9:N0} entries: first answer after {Bench.Median(seconds):N2} s (median of {Rounds}), {memory >> 20} MiB");
        }
    }

    private static async Task<(double Seconds, long Bytes)> Serve(string directory)
    {
        var url = $"http://127.0.0.1:{20_000 + (Environment.ProcessId % 20_000)}";
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo(Bench.Moot, ["serve", directory, "--urls", url])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        using var http = new HttpClient();
        try
        {
            while (true)
            {
                try
                {
                    await http.GetByteArrayAsync(new Uri(url + "/checkpoint"));
                    process.Refresh();
                    return (clock.Elapsed.TotalSeconds, process.WorkingSet64);
                }
                catch (HttpRequestException) when (!process.HasExited)
                {
                    await Task.Delay(10);
                }
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
