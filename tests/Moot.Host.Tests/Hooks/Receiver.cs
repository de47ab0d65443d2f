using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moot.Host.Web;
using Xunit;

namespace Moot.Host.Tests.Hooks;

/// <summary>What came in.</summary>
internal sealed record Told(string Id, string Seconds, string Signature, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public long? Entry => (long?)System.Text.Json.Nodes.JsonNode.Parse(Body)!["entry"];
}

/// <summary>A program on this machine that is told things, and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private WebApplication? app;

    public ConcurrentQueue<Told> All { get; } = new();

    /// <summary>The status of answers.</summary>
    public Func<int, int> Answer { get; set; } = _ => 200;

    public string Url => Server.Address(app!) + "/hook";

    public static async Task<Receiver> Start()
    {
        var receiver = new Receiver();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver.app = builder.Build();
        receiver.app.Run(receiver.Take);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until so many came.</summary>
    public async Task<Told[]> Wait(int count)
    {
        for (var i = 0; i < 600 && All.Count < count; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }

        Assert.True(All.Count >= count, $"{All.Count} of {count} came");
        return [.. All];
    }

    public ValueTask DisposeAsync() => app!.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers;
        All.Enqueue(new(headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), body.ToArray()));
        http.Response.StatusCode = Answer(All.Count);
        http.Response.Headers.Location = "/elsewhere";
    }
}
