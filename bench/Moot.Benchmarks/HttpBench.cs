using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moot.Host.Live;
using Moot.Host.Web;

namespace Moot.Benchmarks;

/// <summary>Acts over HTTP against an endpoint that takes the same bytes and does nothing. Client and server share the cores.</summary>
internal static class HttpBench
{
    public static async Task Run(int count)
    {
        foreach (var connections in (int[])[1, 8, 64, 256])
        {
            var each = Math.Max(
                1,
                (
                    connections == 1 ? Math.Min(count, 2000)
                    : connections == 8 ? Math.Min(count, 10_000)
                    : count
                ) / connections
            );
            using var folder = new Bench.Folder();
            await using var log = await Bench.Found(folder, "bench");
            var acts = Acts.Make(log.Head, log.Folder.Origin, connections, each).Select(a => a.Select(s => s.ToBytes()).ToArray()).ToArray();
            await using var server = await Server.Start([(IServedLog)log], isSingle: true, "http://127.0.0.1:0");
            await using var empty = await Empty();
            var bare = await Drive(empty, "/empty", acts);
            var ours = await Drive(server, "/acts", acts);
            var total = connections * each;
            Console.WriteLine(
                $"{connections, 4} connections: ours {total / ours.Seconds, 8:N0} acts/s, p99 {ours.P99, 6:N1} ms; empty endpoint {total / bare.Seconds, 8:N0}/s, p99 {bare.P99, 6:N1} ms; ratio {bare.Seconds / ours.Seconds:N2}"
            );
        }
    }

    private static async Task<WebApplication> Empty()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/empty", () => Results.Text("{}", "application/json"));
        await app.StartAsync();
        return app;
    }

    private static async Task<(double Seconds, double P99)> Drive(WebApplication app, string path, byte[][][] acts)
    {
        var address = new Uri(Server.Address(app));
        var latencies = new List<double>[acts.Length];
        var seconds = await Bench.Seconds(() => Task.WhenAll(acts.Select((mine, i) => Task.Run(async () => latencies[i] = await Client(address, path, mine)))));
        return (seconds, Bench.At([.. latencies.SelectMany(l => l)], 99));
    }

    /// <summary>A client that costs little: one socket, one request at a time.</summary>
    private static async Task<List<double>> Client(Uri address, string path, byte[][] acts)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
        var buffer = new byte[16_384];
        var latencies = new List<double>(acts.Length);
        foreach (var act in acts)
        {
            var head = Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: {act.Length}\r\n\r\n");
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await socket.SendAsync(new ArraySegment<byte>[] { new(head), new(act) });
            var read = 0;
            while (!IsWhole(buffer.AsSpan(0, read)))
            {
                var more = await socket.ReceiveAsync(buffer.AsMemory(read));
                read +=
                    more > 0
                        ? more
                        : throw new InvalidOperationException(
                            $"The server hung up after {latencies.Count} answers; head {Encoding.UTF8.GetString(head)} "
                                + Encoding.UTF8.GetString(buffer, 0, read)
                        );
            }

            latencies.Add(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (!buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }

        return latencies;
    }

    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        var end = response.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = response[..end];
        var length = head.IndexOf("Content-Length: "u8);
        if (length < 0)
        {
            return response.EndsWith("0\r\n\r\n"u8);
        }

        return System.Buffers.Text.Utf8Parser.TryParse(head[(length + 16)..], out int bytes, out _) && response.Length >= end + 4 + bytes;
    }
}
