using System.Net;
using Xunit;

namespace Moot.Host.Tests.Commands;

/// <summary>The founder's way into the browser.</summary>
public sealed class EnterCommandTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task A_link_is_made_beside_a_running_server_and_allows_vouching_once()
    {
        shell.Do("init", "a", "--name", "Club");
        shell.Do("keys", "new", "other.key");
        shell.Fails("no-such-member", "enter", "a", "--key", "other.key");
        using var server = shell.Serve("a", "--urls", "http://127.0.0.1:0");
        var link = (string)shell.Json("enter", "a")["url"]!;
        Assert.StartsWith(server.Url + "/enter/", link);
        shell.Do("enter", "a");
        Assert.Single(shell.Do("log", server.Url, "--from", "2").Out.TrimEnd('\n').Split('\n')); // allowed once, not with each link
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var form = new FormUrlEncodedContent([]);
        using var entered = await http.PostAsync(link, form, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.SeeOther, "/me"), (entered.StatusCode, entered.Headers.Location?.ToString()));
    }
}
