using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Moot.Host.Tests.Foreign;
using Xunit;

namespace Moot.Host.Tests.Commands;

/// <summary>The program as people run it: a process of its own, in a home of its own.</summary>
internal sealed class Shell : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "moot.dll");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public TestFolder Folder { get; } = new();

    /// <summary>Locks lie here; another machine has others.</summary>
    public string Locks { get; set; }

    public Shell() => Locks = Folder["locks"];

    public string this[string name] => Folder[name];

    private (string Name, string? Value)[] Environment =>
        [
            ("HOME", Folder["home"]),
            ("MOOT_KEY", Folder["my.key"]),
            ("MOOT_STATE", Folder["state"]),
            ("MOOT_LOCKS", Locks),
            ("XDG_CONFIG_HOME", Folder["config"]),
            ("XDG_STATE_HOME", Folder["xdg-state"]),
        ];

    /// <summary>Runs a command to its end.</summary>
    public Said Run(params string[] arguments) => Tool.Run("dotnet", [Program, .. arguments], Folder.Path, null, Environment)!;

    /// <summary>Runs a command that must succeed.</summary>
    public Said Do(params string[] arguments)
    {
        var said = Run(arguments);
        Assert.True(said.Status == 0, $"moot {string.Join(' ', arguments)}: {said}");
        return said;
    }

    /// <summary>The one JSON object that a command answers.</summary>
    public JsonNode Json(params string[] arguments) => JsonNode.Parse(Do([.. arguments, "--json"]).Out)!;

    /// <summary>Runs a command that must fail, in one sentence.</summary>
    public Said Fails(string code, params string[] arguments)
    {
        var said = Run([.. arguments, "--json"]);
        Assert.True(said.Status != 0, $"moot {string.Join(' ', arguments)} succeeded: {said}");
        Assert.StartsWith("moot: ", said.Error);
        Assert.True(said.Error.TrimEnd('\n').Split('\n').Length == 1, said.Error);
        var answer = JsonNode.Parse(said.Out.TrimEnd('\n').Split('\n')[^1])!;
        Assert.False((bool)answer["ok"]!);
        Assert.True(code == (string?)answer["code"], $"{code} expected: {said}");
        return said;
    }

    /// <summary>Starts a command and does not wait for its end.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = Folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Starts a server and waits for it.</summary>
    public Serving Serve(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "serve", .. arguments, "--json"])
        {
            WorkingDirectory = Folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(Patience) && line.Result is not null, "the server said nothing: " + (process.HasExited ? process.StandardError.ReadToEnd() : ""));
        return new(process, JsonNode.Parse(line.Result!)!);
    }

    /// <summary>A port that nobody listens on.</summary>
    public static string FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
    }

    public void Dispose() => Folder.Dispose();

    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}

/// <summary>A server that runs.</summary>
internal sealed class Serving(Process process, JsonNode answer) : IDisposable
{
    public JsonNode Answer => answer;

    public string Url => (string)answer["address"]!;

    /// <summary>Sends a signal, waits, and gives the exit status.</summary>
    public int Stop(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)), "still running after " + signal);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
