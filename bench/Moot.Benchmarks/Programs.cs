using System.Diagnostics;

namespace Moot.Benchmarks;

/// <summary>Programs that are run beside ours.</summary>
internal static class Programs
{
    private static readonly TimeSpan DaemonStart = TimeSpan.FromSeconds(1);

    /// <summary>Runs a program to its end; the seconds that it took.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static double Time(string program, params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? clock.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }

    /// <summary>Runs a program in a folder to its end; what it said.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Say(string folder, string program, params string[] arguments)
    {
        using var process = Start(program, arguments, folder);
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program}: status {process.ExitCode}: {errors.Result.Trim()}");
    }

    /// <summary>Git's own server of the repositories in a folder, for as long as something is done with its address.</summary>
    public static async Task WithGitDaemon(string folder, Action<string> work)
    {
        var port = 20_000 + (Environment.ProcessId % 20_000);
        using var daemon = Start("git", ["daemon", "--reuseaddr", "--export-all", $"--base-path={folder}", "--listen=127.0.0.1", $"--port={port}"]);
        try
        {
            await Task.Delay(DaemonStart);
            work($"git://127.0.0.1:{port}");
        }
        finally
        {
            daemon.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string program, string[] arguments, string folder = "") =>
        Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;
}
