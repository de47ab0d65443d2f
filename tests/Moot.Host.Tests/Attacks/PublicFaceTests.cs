using System.Net;
using System.Net.Http.Headers;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>What strangers get over HTTP.</summary>
public sealed class PublicFaceTests : IDisposable
{
    private readonly TestFolder home = new();

    public PublicFaceTests() => Environment.SetEnvironmentVariable("MOOT_LOCKS", Path.Combine(Path.GetTempPath(), "moot-test-locks"));

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task Bundles_are_sent_in_parts_and_a_tag_tells_what_is_there_and_nothing_of_what_it_says()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var ann = SigningKey.Create();
        var (folder, _, me) = await Founding.Found(home["club"], "Club", purpose: null, "Ann", origin: null, ann, TimeProvider.System);
        await using var log = HostedLog.Open(folder, TimeProvider.System);
        for (var i = 2; i < 60; i++)
        {
            var text = new string((char)('a' + (i % 26)), i % 7 == 0 ? 20_000 : 10);
            Assert.True((await log.Submit(Act(log, "talk.say/1", [], text).ToBytes())).Verdict.IsLawful);
        }

        await using var app = await Server.Start([log], isSingle: true, "http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = new Uri(Server.Address(app)) };
        var entries = await http.GetByteArrayAsync(TilePath.Entries(0, 60), cancel);
        Assert.True(EntryBundle.TryRead(entries, 60, out var read, out var error), error);
        Assert.Equal(log.Store.Read(0, 60).Select(e => e.Bytes.ToArray()), read.Select(e => e.ToArray()));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(TilePath.Entries(0, 61), cancel)).StatusCode);
        Assert.Equal(log.Tree.Tile(0, 0, 60), await http.GetByteArrayAsync(TilePath.Tile(0, 0, 60), cancel));

        var first = await http.GetAsync(TilePath.Bodies(0, 60), cancel);
        Assert.True(BodyBundle.TryRead(await first.Content.ReadAsByteArrayAsync(cancel), 60, out var bodies, out error), error);
        Assert.Equal(log.Store.Read(0, 60).Select(e => e.Body), bodies);
        Assert.Equal(HttpStatusCode.NotModified, await Ask(first.Headers.ETag!));
        Assert.True((await log.Submit(Act(log, "body.hide/1", new() { ["entry"] = 7, ["ground"] = "abuse" }, "long").ToBytes())).Verdict.IsLawful);
        Assert.Equal(HttpStatusCode.OK, await Ask(first.Headers.ETag!));

        async Task<HttpStatusCode> Ask(EntityTagHeaderValue tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, TilePath.Bodies(0, 60));
            request.Headers.IfNoneMatch.Add(tag);
            return (await http.SendAsync(request, cancel)).StatusCode;
        }

        Kernel.Acts.Submission Act(HostedLog to, string kind, System.Text.Json.Nodes.JsonObject content, string text) =>
            ActPen.Compose(
                ActPen.Place.Of(to.Head, folder.Origin, me),
                TimeProvider.System,
                kind,
                content,
                new() { [content.Count == 0 ? "text" : "reason"] = text },
                ann
            );
    }
}
