using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Moving;
using Moot.Host.Operations;
using Moot.Host.People;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Xunit;

namespace Moot.Host.Tests.People;

/// <summary>An association in a folder, served over HTTP at a time that the test sets; it can be stopped and started again.</summary>
internal sealed class Village : IAsyncDisposable
{
    private readonly TestFolder disk = new();
    private HostedLog? log;
    private WebApplication? app;
    private bool anyTarget;

    private Village() { }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public SigningKey FounderKey { get; } = SigningKey.Create();

    public AssociationFolder Folder { get; private set; } = null!;

    public MemberId Founder { get; private set; }

    public Room Room { get; private set; } = null!;

    public PeopleOf People => Room.People!;

    public World World => log!.Head.World;

    public string Url { get; private set; } = "";

    public string this[string name] => disk[name];

    /// <param name="anyTarget">True if webhooks may lead to this machine.</param>
    public static async Task<Village> Found(bool anyTarget = false)
    {
        var village = new Village { anyTarget = anyTarget };
        var founded = await Founding.Found(village.disk["v"], "Village", "To live together.", "Ann", origin: null, village.FounderKey, village.Clock);
        (village.Folder, village.Founder) = (founded.Folder, founded.Founder);
        await village.Start();
        return village;
    }

    public async Task Start()
    {
        log = HostedLog.Open(Folder, Clock);
        var site = new Site(isSingle: true, Clock) { HookTargets = Moot.Host.Hooks.HookTargets.Usual with { IsPrivateAllowed = anyTarget } };
        Room = site.Add(log);
        app = await Server.Start(site, "http://127.0.0.1:0");
        Url = Server.Address(app);
    }

    public async Task Stop()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        await log!.DisposeAsync();
        (app, log) = (null, null);
    }

    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    public Browser NewBrowser() => new(this);

    /// <summary>Lets a key file's owner act: the founder signs.</summary>
    public Task<Receipt> Sign(string kind, System.Text.Json.Nodes.JsonObject content) =>
        log!.Submit(ActPen.Compose(ActPen.Place.Of(log.Head, Folder.Origin, Founder), Clock, kind, content, [], FounderKey).ToBytes());

    /// <summary>The founder brings a wiki in.</summary>
    internal Task<ImportReport> Bring(string xml) =>
        WikiImport.Run(
            log!,
            FounderKey,
            Founder,
            new WikiReader(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(xml))),
            licence: null,
            progress: null,
            TestContext.Current.CancellationToken
        );

    public Task<Receipt> Submit(byte[] submission) => log!.Submit(submission);

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await Stop();
        }

        FounderKey.Dispose();
        disk.Dispose();
    }
}
