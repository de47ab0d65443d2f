using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel.Keys;

namespace Moot.Benchmarks;

/// <summary>What the benchmarks share.</summary>
internal static class Bench
{
    /// <summary>A new folder for one run, removed afterwards. Locks, keys and state of this and of started programs lie in it too.</summary>
    public sealed class Folder : IDisposable
    {
        private readonly bool isKept;

        /// <param name="kept">A folder that stays there for the next run; null for a new one.</param>
        public Folder(string? kept = null)
        {
            isKept = kept is { Length: > 0 };
            Path = isKept ? Directory.CreateDirectory(kept!).FullName : Directory.CreateTempSubdirectory("moot-bench-").FullName;
            Environment.SetEnvironmentVariable("MOOT_LOCKS", In("locks"));
            Environment.SetEnvironmentVariable("MOOT_STATE", In("state"));
            Environment.SetEnvironmentVariable("MOOT_KEY", In("key"));
        }

        public string Path { get; }

        public string In(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose()
        {
            if (!isKept)
            {
                Directory.Delete(Path, recursive: true);
            }
        }
    }

    /// <summary>Founds an association and opens it.</summary>
    public static async Task<HostedLog> Found(Folder folder, string name)
    {
        using var founder = SigningKey.Create();
        var founded = await Founding.Found(folder.In(name), name, purpose: null, "Founder", origin: null, founder, TimeProvider.System);
        return HostedLog.Open(AssociationFolder.Open(founded.Folder.DirectoryPath), TimeProvider.System);
    }

    /// <summary>Seconds of all cores that this process has used so far; unlike the clock it does not count what else the machine does.</summary>
    public static double CpuSeconds
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Seconds that some work takes.</summary>
    public static double Seconds(Action work)
    {
        Settle();
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Seconds that some work takes.</summary>
    public static async Task<double> Seconds(Func<Task> work)
    {
        Settle();
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>The value below which so many of 100 lie.</summary>
    public static double At(List<double> values, int percent)
    {
        values.Sort();
        return values[(int)(values.Count * percent / 100L)];
    }

    /// <summary>The middle one.</summary>
    public static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private static readonly Lazy<string> Published = new(() => Publish());

    /// <summary>The program to start, as people get it: published for this machine. MOOT_BENCH_PROGRAM names another one.</summary>
    public static string Moot => Environment.GetEnvironmentVariable("MOOT_BENCH_PROGRAM") is { Length: > 0 } path ? path : Published.Value;

    private static string Publish([CallerFilePath] string here = "")
    {
        var project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src", "Moot.Host"));
        var folder = Path.Combine(Path.GetTempPath(), $"moot-bench-program-{Environment.ProcessId}");
        string[] arguments = ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return publish.ExitCode == 0 ? Path.Combine(folder, "moot") : throw new InvalidOperationException(said);
    }

    private static void Settle()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
