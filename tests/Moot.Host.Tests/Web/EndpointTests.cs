using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Moot.Host.Tests.Hosts;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>What the endpoints answer, byte for byte.</summary>
public sealed class EndpointTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private readonly HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
    private History history = null!;
    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        history = await History.Of(520);
        await history.Log.Erase("Ann", 4);
        await history.Log.Hide("Cat", 5);
        host = await TestHost.Start(folder["host"], history.Vkey, history.Log.World, s => history.Log.Writer.Submit(s));
        host.Show(history.Entries, history.Note);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await host.DisposeAsync();
        await history.DisposeAsync();
        folder.Dispose();
    }

    private Task<HttpResponseMessage> Get(string path) => http.GetAsync($"{host.Url}/{path}", Cancel);

    private async Task<byte[]?> Bytes(string path)
    {
        using var answer = await Get(path);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(Cancel) : null;
    }

    private async Task Is(byte[] expected, string path) => Assert.Equal(expected, await Bytes(path));

    [Fact]
    public async Task Every_file_of_every_size_has_exactly_these_bytes()
    {
        var entries = history.Entries;
        foreach (var size in Enumerable.Range(1, 9).Concat([254, 255, 256, 257, 258, 511, 512, 513, entries.Count]))
        {
            host.Show(entries[..size], history.Key);
            await Is(host.Head.Note.ToArray(), "checkpoint");
            for (var n = 0; n * 256 < size; n++)
            {
                var mine = entries[(n * 256)..Math.Min(size, (n + 1) * 256)];
                var part = mine.Count == 256 ? "" : $".p/{mine.Count}";
                await Is([.. mine.SelectMany(e => Hash.Leaf(e.Bytes.Span).ToBytes())], $"tile/0/{n:000}{part}");
                await Is(
                    [.. mine.SelectMany(e => new[] { (byte)(e.Bytes.Length >> 8), (byte)e.Bytes.Length }.Concat(e.Bytes.ToArray()))],
                    $"tile/entries/{n:000}{part}"
                );
                await Is([.. mine.SelectMany(e => BodyBytes(e.Body))], $"body/{n:000}{part}");
                Assert.Null(await Bytes($"tile/0/{n:000}.p/{mine.Count + 1}"));
                Assert.Null(await Bytes($"tile/entries/{n:000}.p/{mine.Count + 1}"));
                Assert.Null(await Bytes($"body/{n:000}.p/{mine.Count + 1}"));
                if (mine.Count > 1)
                {
                    // Partial ones of smaller sizes stay.
                    await Is([.. mine[..^1].SelectMany(e => Hash.Leaf(e.Bytes.Span).ToBytes())], $"tile/0/{n:000}.p/{mine.Count - 1}");
                }
            }

            var roots = Enumerable.Range(0, size / 256).SelectMany(n => TestHost.TreeOf(entries[(n * 256)..((n + 1) * 256)]).Root().ToBytes()).ToArray();
            Assert.Equal(roots.Length == 0 ? null : roots, await Bytes($"tile/1/000.p/{Math.Max(1, size / 256)}"));
            foreach (var beyond in new[] { $"tile/1/000.p/{(size / 256) + 1}", "tile/1/000", "tile/2/000", "tile/2/000.p/1", $"tile/0/{(size / 256) + 1:000}" })
            {
                Assert.True(await Bytes(beyond) is null, $"{beyond} at {size}");
            }
        }
    }

    private static byte[] BodyBytes(in StoredBody body)
    {
        var mark = body.State switch
        {
            BodyState.None => 0xFFFFFFFE,
            BodyState.Erased => 0xFFFFFFFF,
            BodyState.Hidden => 0xFFFFFFFD,
            _ => (uint)body.Bytes.Length,
        };
        byte[] length = [(byte)(mark >> 24), (byte)(mark >> 16), (byte)(mark >> 8), (byte)mark];
        return body.State == BodyState.Present ? [.. length, .. body.Salt.ToBytes(), .. body.Bytes.Span] : length;
    }

    [Theory]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/-01")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000.p/1")]
    [InlineData("tile/16/000.p/1")]
    [InlineData("tile/32/000.p/1")]
    [InlineData("tile/63/000.p/1")]
    [InlineData("tile/64/000")]
    [InlineData("tile/15/x036/x028/x797/x018/x963/967")]
    [InlineData("tile/0/x036/x028/x797/x018/x963/967")]
    [InlineData("tile/")]
    [InlineData("body/000.p/")]
    [InlineData("body/../checkpoint.p/1")]
    [InlineData("keys/nonsense")]
    [InlineData("refused/nonsense")]
    [InlineData("refused/0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("acts/")]
    [InlineData("nothing")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var answer = await Get(path);
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task Caches_are_told_what_may_change()
    {
        foreach (
            var (path, cache) in new[]
            {
                ("checkpoint", "public, max-age=1"),
                ("tile/0/000", "public, max-age=31536000, immutable"),
                ("tile/entries/001.p/7", "public, max-age=31536000, immutable"),
                ("body/000", "public, no-cache"),
            }
        )
        {
            using var answer = await Get(path);
            Assert.Equal(cache, string.Join(", ", answer.Headers.GetValues("Cache-Control")));
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal(path == "checkpoint" ? "text/plain; charset=utf-8" : "application/octet-stream", answer.Content.Headers.ContentType!.ToString());

            using var head = await http.SendAsync(new(HttpMethod.Head, $"{host.Url}/{path}"), Cancel);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            Assert.True(head.Content.Headers.ContentLength is null || head.Content.Headers.ContentLength == answer.Content.Headers.ContentLength); // bundles are sent in parts
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancel));

            // Not compressed unasked, and not when asked either: a proxy in front may do that.
            using var asked = new HttpRequestMessage(HttpMethod.Get, $"{host.Url}/{path}");
            asked.Headers.AcceptEncoding.Add(new("gzip"));
            using var plain = await http.SendAsync(asked, Cancel);
            Assert.Empty(plain.Content.Headers.ContentEncoding);
        }

        using var missing = await Get("tile/0/009");
        Assert.True(missing.Headers.CacheControl is { NoStore: true }); // it may be there in a moment
    }

    [Fact]
    public async Task A_bundle_of_bodies_has_a_tag_that_changes_with_it()
    {
        async Task<(HttpStatusCode Status, EntityTagHeaderValue? Tag)> Ask(EntityTagHeaderValue? known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{host.Url}/body/000");
            if (known is not null)
            {
                request.Headers.IfNoneMatch.Add(known);
            }

            using var answer = await http.SendAsync(request, Cancel);
            return (answer.StatusCode, answer.Headers.ETag);
        }

        var (status, tag) = await Ask(null);
        Assert.Equal((HttpStatusCode.OK, false), (status, tag!.IsWeak));
        Assert.Equal(HttpStatusCode.NotModified, (await Ask(tag)).Status);
        await history.Log.Hide("Cat", 100);
        host.Show(history.Entries, history.Note);
        var (after, other) = await Ask(tag);
        Assert.Equal(HttpStatusCode.OK, after);
        Assert.NotEqual(tag, other);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> Post(HttpContent content)
    {
        using var answer = await http.PostAsync($"{host.Url}/acts", content, Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!);
    }

    [Fact]
    public async Task Acts_are_answered_with_a_status_and_a_code()
    {
        var act = history.Log.WriteSaying("Ann", "Hello.");
        var (status, answer) = await Post(new ByteArrayContent(act));
        Assert.Equal((HttpStatusCode.OK, true, "signed"), (status, (bool)answer["accepted"]!, (string)answer["assurance"]!));
        var (again, same) = await Post(new ByteArrayContent(act));
        Assert.Equal((HttpStatusCode.OK, (long)answer["index"]!), (again, (long)same["index"]!));

        async Task Refused(HttpStatusCode expected, string code, HttpContent content)
        {
            var (status, answer) = await Post(content);
            Assert.Equal((expected, false, code), (status, (bool)answer["accepted"]!, (string)answer["code"]!));
            Assert.NotEmpty((string)answer["message"]!);
        }

        await Refused(HttpStatusCode.BadRequest, "malformed", new ByteArrayContent([]));
        await Refused(HttpStatusCode.BadRequest, "malformed", new StringContent("hello"));
        await Refused(HttpStatusCode.BadRequest, "malformed", new ByteArrayContent(act[..^3]));
        await Refused(HttpStatusCode.BadRequest, "malformed", new ByteArrayContent(new byte[Limits.SubmissionBytesMax]));
        await Refused(HttpStatusCode.RequestEntityTooLarge, "too-large", new ByteArrayContent(new byte[Limits.SubmissionBytesMax + 1]));
        using var stream = new StreamContent(new MemoryStream(new byte[Limits.SubmissionBytesMax + 100]));
        using var chunked = new HttpRequestMessage(HttpMethod.Post, $"{host.Url}/acts") { Content = stream };
        chunked.Headers.TransferEncodingChunked = true;
        using var tooLong = await http.SendAsync(chunked, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLong.StatusCode);
        Assert.Contains("too-large", await tooLong.Content.ReadAsStringAsync(Cancel));
        await Refused(
            HttpStatusCode.UnprocessableEntity,
            "members-only",
            new ByteArrayContent(history.Log.Write("A stranger", "member.rename/1", "{}", """{"name":"Nobody"}"""))
        );
        await Refused(HttpStatusCode.UnprocessableEntity, "unknown-kind", new ByteArrayContent(history.Log.Write("Ann", "bees.count/1")));
        var flipped = act.ToArray();
        flipped[act.AsSpan().IndexOf("\nseen "u8) - 1] ^= 1; // another number
        await Refused(HttpStatusCode.UnprocessableEntity, "bad-signature", new ByteArrayContent(flipped));
    }

    [Fact]
    public async Task Twenty_thousand_random_requests_are_answered()
    {
        const int Requests = 20_000;
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var parts = (
            "tile entries body 0 1 2 7 8 15 16 31 63 64 000 001 002 x001 999 000.p 1 256 -1 9223372036854775807 keys refused acts checkpoint "
            + "association.json .. . %00 %2e%2e %2f %ff é host ?a=b x 0000000000000000000000000000000000000000000000000000000000000000 "
        ).Split(' '); // the last is empty
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Requests),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel },
            async (i, cancel) =>
            {
                var dice = new Random(seed + i);
                var path = string.Join('/', Enumerable.Range(0, dice.Next(1, 7)).Select(_ => parts[dice.Next(parts.Length)]));
                var method = dice.Next(10) switch
                {
                    0 => HttpMethod.Head,
                    1 => HttpMethod.Post,
                    2 => HttpMethod.Delete,
                    _ => HttpMethod.Get,
                };
                var bytes = new byte[dice.Next(300)];
                dice.NextBytes(bytes);
                using var answer = await Send(method, path, method == HttpMethod.Post ? bytes : null, cancel);
                Assert.True((int)answer.StatusCode < 500, $"seed {seed + i}: {method} {path}: {answer.StatusCode}");
            }
        );
    }

    /// <summary>Sends a request; again where the connection was just being closed after a request on it that was no HTTP.</summary>
    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, byte[]? bytes, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            using var request = new HttpRequestMessage(method, $"{host.Url}/{path}") { Content = bytes is null ? null : new ByteArrayContent(bytes) };
            try
            {
                return await http.SendAsync(request, cancel);
            }
            catch (HttpRequestException) when (tries < 5)
            {
                await Task.Delay(5, cancel);
            }
        }
    }
}
