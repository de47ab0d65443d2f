using System.Diagnostics;

namespace Moot.Browser.Tests;

/// <summary>The program, as somebody runs it on a command line.</summary>
internal static class CommandLine
{
    /// <summary>Runs it; what it keeps for its user lies in a folder of the test's.</summary>
    public static async Task<(int Status, string Text)> Run(string home, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "moot.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["HOME"] = home;
        start.Environment["MOOT_STATE"] = home;
        start.Environment["MOOT_KEY"] = Path.Combine(home, "own.key");
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
