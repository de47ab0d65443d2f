using System.ComponentModel;
using System.Diagnostics;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Foreign;

/// <summary>What a program said.</summary>
internal sealed record Said(int Status, string Out, string Error)
{
    public override string ToString() => $"status {Status}\n{Out}\n{Error}";
}

/// <summary>Runs programs that are not ours.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The folder of the programs' sources.</summary>
    public static string Sources { get; } = Path.Combine(Project.Root, "tests", "foreign");

    public static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs a program; null where it is not there.</summary>
    public static Said? Run(
        string program,
        IEnumerable<string> arguments,
        string? folder = null,
        string? input = null,
        params ReadOnlySpan<(string Name, string? Value)> environment
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input ?? "");
            process.StandardInput.Close();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"{program} was still running after {Patience}.");
            }

            return new(process.ExitCode, output.Result, error.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
