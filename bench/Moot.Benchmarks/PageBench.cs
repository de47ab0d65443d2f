using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moot.Host.Live;
using Moot.Host.Web;

namespace Moot.Benchmarks;

/// <summary>Views of a page, made anew and kept, against Kestrel serving the same bytes; then edits by the form. Client and server share the cores.</summary>
internal static class PageBench
{
    private const int Connections = 16;

    public static async Task Run(int count)
    {
        using var folder = new Bench.Folder();
        await using var log = await Bench.Found(folder, "bench");
        await using var server = await Server.Start([(IServedLog)log], isSingle: true, "http://127.0.0.1:0");
        var address = new Uri(Server.Address(server));
        using (var writer = new Editor(address, "Water_works"))
        {
            await writer.Save(Text(paragraphs: 30));
        }

        using var http = new HttpClient();
        var page = await http.GetByteArrayAsync(new Uri(address, "/page/Water_works"));
        await using var bare = await Bare(page);
        var limit = new Uri(Server.Address(bare));
        var rates = new List<(double Bare, double Kept, double Anew)>();
        for (var round = 0; round < 5; round++)
        {
            rates.Add(
                (
                    await Views(limit, "/page/Water_works", "", count),
                    await Views(address, "/page/Water_works", "", count),
                    await Views(address, "/page/Water_works", "Cookie: guest=nobody\r\n", Math.Max(Connections, count / 5))
                )
            );
        }

        var (b, k, a) = (
            Bench.Median([.. rates.Select(r => r.Bare)]),
            Bench.Median([.. rates.Select(r => r.Kept)]),
            Bench.Median([.. rates.Select(r => r.Anew)])
        );
        Console.WriteLine(
            $"page of {page.Length:N0} bytes, {Connections} connections: Kestrel {b:N0}/s; kept {k:N0}/s, ratio {k / b:N2}; made anew {a:N0}/s, ratio {a / b:N2}"
        );
        foreach (var editors in (int[])[1, 8, 64])
        {
            await Edits(address, $"Page_{editors}", editors, Math.Max(4, count / 20 / editors));
        }
    }

    /// <summary>Each on a page of their own, as most edits are.</summary>
    /// <param name="address">The server.</param>
    /// <param name="name">How the pages' names begin; none is there yet.</param>
    /// <param name="editors">So many at a time.</param>
    /// <param name="each">Edits of each.</param>
    internal static async Task Edits(Uri address, string name, int editors, int each)
    {
        var latencies = new List<double>[editors];
        var seconds = await Bench.Seconds(() =>
            Task.WhenAll(
                Enumerable
                    .Range(0, editors)
                    .Select(i =>
                        Task.Run(async () =>
                        {
                            using var editor = new Editor(address, $"{name}_{i}");
                            latencies[i] = [];
                            for (var n = 0; n < each; n++)
                            {
                                var start = Stopwatch.GetTimestamp();
                                await editor.Save($"{Text(5)}\nEdit {n}.\n");
                                latencies[i].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                            }
                        })
                    )
            )
        );
        var all = latencies.SelectMany(l => l).ToList();
        Console.WriteLine(
            $"{editors, 3} editors: {editors * each / seconds, 7:N0} edits/s, p50 {Bench.Median(all):N1} ms, p95 {Bench.At(all, 95):N1} ms, p99 {Bench.At(all, 99):N1} ms"
        );
    }

    private static string Text(int paragraphs)
    {
        var text = new StringBuilder("The water comes from the brook. [[Pump]] and [[Gate]] are looked after by [[Jonas]].\n\n");
        for (var i = 0; i < paragraphs; i++)
        {
            text.Append(
                $"## Part {i}\n\nThe *upper* path leads past [[Place {i}]] to the **second** gate, see [the plan](https://moot.example/{i}).\n\n- one\n- two `three`\n\n"
            );
        }

        return text.ToString();
    }

    private static async Task<WebApplication> Bare(byte[] page)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.ContentLength = page.Length;
            await http.Response.BodyWriter.WriteAsync(page);
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>Views a second.</summary>
    private static async Task<double> Views(Uri address, string path, string header, int count)
    {
        var each = Math.Max(1, count / Connections);
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n");
        var seconds = await Bench.Seconds(() => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(() => View(address, request, each)))));
        return Connections * each / seconds;
    }

    private static async Task View(Uri address, byte[] request, int count)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
        var buffer = new byte[1 << 18];
        for (var i = 0; i < count; i++)
        {
            await socket.SendAsync(request);
            var read = 0;
            while (!IsWhole(buffer.AsSpan(0, read)))
            {
                var more = await socket.ReceiveAsync(buffer.AsMemory(read));
                read += more > 0 ? more : throw new InvalidOperationException("The server hung up.");
            }

            if (!buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        var end = response.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var length = response[..end].IndexOf("Content-Length: "u8);
        return length < 0
            ? response.EndsWith("\r\n0\r\n\r\n"u8)
            : System.Buffers.Text.Utf8Parser.TryParse(response[(length + 16)..end], out int bytes, out _) && response.Length >= end + 4 + bytes;
    }

    /// <summary>Somebody who edits one page again and again by its form, as a guest.</summary>
    internal sealed class Editor(Uri address, string slug) : IDisposable
    {
        private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        private string? key;
        private long? from;

        public async Task Save(string text)
        {
            // A guest's session begins with the first act: from then on forms carry its key.
            var isFirst = from is null;
            key ??= await FormKey();
            var fields = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["text"] = text,
                ["summary"] = "Measured",
                ["save"] = "1",
                ["form-key"] = key,
                ["from"] = from?.ToString() ?? "",
            };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/edit/" + slug) { Content = new FormUrlEncodedContent(fields) };
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            from =
                answer.StatusCode == HttpStatusCode.OK
                    ? JsonDocument.Parse(body).RootElement.GetProperty("entry").GetInt64()
                    : throw new InvalidOperationException($"{answer.StatusCode}: {body}");
            key = isFirst ? null : key;
        }

        public void Dispose() => http.Dispose();

        private async Task<string> FormKey()
        {
            const string mark = "name=\"form-key\" value=\"";
            var page = await http.GetStringAsync("/edit/" + slug);
            var at = page.IndexOf(mark, StringComparison.Ordinal);
            return at < 0 ? "" : page[(at + mark.Length)..page.IndexOf('"', at + mark.Length)];
        }
    }
}
