using System.Net;
using Microsoft.AspNetCore.Builder;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Host.Tests.Web;

/// <summary>An association in a folder, served over HTTP, with its founder at hand.</summary>
internal sealed class ServedCommons : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private readonly SigningKey founder = SigningKey.Create();
    private MemberId member;
    private bool anyTarget;
    private WebApplication? app;

    public HostedLog Log { get; private set; } = null!;

    public string Url => Server.Address(app!);

    public AssociationFolder Folder => Log.Folder;

    /// <summary>The room in which it is served.</summary>
    public Room Room { get; private set; } = null!;

    /// <summary>A stranger's browser: no cookies, no redirects.</summary>
    public HttpClient Stranger { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>The founder.</summary>
    public MemberId Member => member;

    /// <param name="anyTarget">True if webhooks may lead to this machine.</param>
    public static async Task<ServedCommons> Start(bool anyTarget = false)
    {
        var commons = new ServedCommons { anyTarget = anyTarget };
        var founded = await Founding.Found(commons.folder["a"], "Allotment 7", "Share the water.", "Ann", origin: null, commons.founder, TimeProvider.System);
        commons.member = founded.Founder;
        commons.Log = HostedLog.Open(AssociationFolder.Open(commons.folder["a"]), TimeProvider.System);
        await commons.Serve();
        return commons;
    }

    /// <summary>Ends the server and starts another one over the same folder.</summary>
    public async Task Restart(Action? between = null)
    {
        await app!.DisposeAsync();
        await Log.DisposeAsync();
        between?.Invoke();
        Log = HostedLog.Open(AssociationFolder.Open(folder["a"]), TimeProvider.System);
        await Serve();
    }

    /// <summary>The founder does something.</summary>
    public async Task<long> Act(string kind, string content, string prose = "{}", params StoredBlob[] blobs)
    {
        var place = ActPen.Place.Of(Log.Head, Log.Folder.Origin, member);
        var json = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(content)!;
        var words = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(prose)!;
        var composed = ActPen.Compose(place, TimeProvider.System, kind, json, words, founder);
        var receipt = await Log.Submit((composed with { Blobs = [.. blobs] }).ToBytes());
        Xunit.Assert.True(receipt.Verdict.IsLawful, receipt.Verdict.Sentence);
        return receipt.Index!.Value;
    }

    /// <summary>Somebody writes a page by the form; a new guest each time.</summary>
    public async Task Write(string title, string text, string summary = "")
    {
        var there = Commons.TitleIndex.Of(Room.Served).Find(Log.Head.World, title);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["from"] = $"{there?.Newest}",
                ["text"] = text,
                ["summary"] = summary,
                ["save"] = "1",
            }
        );
        using var answer = await Stranger.PostAsync($"{Url}/edit/{Commons.Texts.Titles.ToSlug(title)}", form);
        Xunit.Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    /// <summary>Waits until the index knows everything that was done.</summary>
    public async Task Indexed()
    {
        for (var i = 0; i < 400 && Room.Served.Search.Size < Log.Head.World.Size; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }

        Xunit.Assert.Equal(Log.Head.World.Size, Room.Served.Search.Size);
    }

    /// <summary>The body of a page that is there.</summary>
    public async Task<string> Get(string path)
    {
        using var answer = await Stranger.GetAsync($"{Url}/{path}");
        Xunit.Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app!.DisposeAsync();
        await Log.DisposeAsync();
        Stranger.Dispose();
        founder.Dispose();
        folder.Dispose();
    }

    private async Task Serve()
    {
        var site = new Site(isSingle: true, TimeProvider.System) { HookTargets = Moot.Host.Hooks.HookTargets.Usual with { IsPrivateAllowed = anyTarget } };
        Room = site.Add(Log);
        app = await Server.Start(site, "http://127.0.0.1:0");
    }
}
