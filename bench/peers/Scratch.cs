using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Moot.Peers;

/// <summary>What a program that ran to its end left: its words, its time and the most memory it held.</summary>
internal readonly record struct Ran(string Output, double Seconds, long PeakBytes);

/// <summary>The folder of one run and every process started for it. However the run ends, they are ended by their ids and the folder is removed.</summary>
internal sealed class Scratch : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private readonly bool isKept;
    private readonly List<Process> running = [];

    public Scratch(bool keep, CancellationToken cancel)
    {
        (Cancel, isKept) = (cancel, keep);
        Path = Directory.CreateTempSubdirectory("moot-peers-").FullName;
        // The database does not run as root, and has to reach its own folder below.
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public string Path { get; }

    public CancellationToken Cancel { get; }

    public string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A port of this machine that nobody listens on.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Starts a server; what it says goes into a file of the folder.</summary>
    public Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        Cancel.ThrowIfCancellationRequested();
        var process = Process.Start(Order(program, arguments, settings))!;
        process.StandardInput.Close();
        var log = In($"{System.IO.Path.GetFileName(program)}-{process.Id}.log");
        _ = Keep(process.StandardOutput, log + ".out");
        _ = Keep(process.StandardError, log);
        lock (running)
        {
            running.Add(process);
        }

        return process;
    }

    /// <summary>Ends a server that was started here, in its own way; after ten seconds by force.</summary>
    public void End(Process process, string signal = "TERM")
    {
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            if (!process.WaitForExit(Grace))
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
        }

        lock (running)
        {
            running.Remove(process);
        }

        process.Dispose();
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="limit">Time after which it is ended.</param>
    /// <param name="settings">Its environment beside ours.</param>
    /// <param name="input">A file that it reads; null for none.</param>
    /// <param name="output">A file that it writes; null where its words are wanted.</param>
    /// <exception cref="PeerException">It failed, or took too long.</exception>
    public async Task<Ran> Run(
        string program,
        IEnumerable<string> arguments,
        TimeSpan limit,
        IReadOnlyDictionary<string, string>? settings = null,
        string? input = null,
        string? output = null
    )
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        time.CancelAfter(limit);
        var (clock, peak) = (Stopwatch.StartNew(), 0L);
        using var process = Process.Start(Order(program, arguments, settings))!;
        lock (running)
        {
            running.Add(process);
        }

        try
        {
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var words = output is null ? process.StandardOutput.ReadToEndAsync(CancellationToken.None) : Copy(process.StandardOutput.BaseStream, output);
            _ = Feed(process, input);
            var exit = process.WaitForExitAsync(time.Token);
            while (!exit.IsCompleted)
            {
                peak = Math.Max(peak, PeakOf(process.Id));
                await Task.WhenAny(exit, Task.Delay(Look, CancellationToken.None));
            }

            await exit;
            var seconds = clock.Elapsed.TotalSeconds;
            return process.ExitCode == 0
                ? new(await words, seconds, peak)
                : throw new PeerException($"{Said(program, arguments)} failed ({process.ExitCode}): {Last(await errors)} {Last(await words)}");
        }
        catch (OperationCanceledException) when (!Cancel.IsCancellationRequested)
        {
            throw new PeerException($"{Said(program, arguments)} was not done after {limit.TotalSeconds:N0} s");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }

            lock (running)
            {
                running.Remove(process);
            }
        }
    }

    public void Dispose()
    {
        while (true)
        {
            Process? last;
            lock (running)
            {
                last = running.LastOrDefault();
            }

            if (last is null)
            {
                break;
            }

            End(last);
        }

        if (isKept)
        {
            Console.WriteLine($"kept: {Path}");
            return;
        }

        Directory.Delete(Path, recursive: true);
    }

    private static ProcessStartInfo Order(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? settings)
    {
        var order = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            order.Environment[name] = value;
        }

        return order;
    }

    private static async Task Keep(StreamReader from, string path)
    {
        await using var to = File.Create(path);
        await from.BaseStream.CopyToAsync(to);
    }

    private static async Task<string> Copy(Stream from, string path)
    {
        await using var to = File.Create(path);
        await from.CopyToAsync(to);
        return "";
    }

    private static async Task Feed(Process process, string? input)
    {
        try
        {
            if (input is not null)
            {
                await using var from = File.OpenRead(input);
                await from.CopyToAsync(process.StandardInput.BaseStream);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; its exit code says whether that was right.
        }
    }

    /// <summary>The most memory that a process held so far; 0 once it has gone.</summary>
    private static long PeakOf(int id)
    {
        try
        {
            foreach (var line in File.ReadLines($"/proc/{id}/status"))
            {
                if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                {
                    return long.Parse(line.AsSpan(6, line.Length - 6 - 2).Trim()) * 1024;
                }
            }
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
        {
            // It ended while it was looked at.
        }

        return 0;
    }

    private static string Said(string program, IEnumerable<string> arguments) =>
        $"{System.IO.Path.GetFileName(program)} {string.Join(' ', arguments.Take(2).Select(System.IO.Path.GetFileName))}";

    private static string Last(string words)
    {
        const int shown = 400;
        var trimmed = new StringBuilder(words.Trim()).Replace('\n', ' ').ToString();
        return trimmed.Length > shown ? trimmed[^shown..] : trimmed;
    }
}

/// <summary>Something that a peer could not do: the run goes on without it and says so.</summary>
internal sealed class PeerException(string message) : Exception(message);
