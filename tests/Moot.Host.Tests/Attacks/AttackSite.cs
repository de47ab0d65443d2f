using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Moot.Host.Door;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Programs;
using Moot.Ui;

namespace Moot.Host.Tests.Attacks;

/// <summary>A whole host over HTTP, with an association that Ann founded, to be attacked.</summary>
internal sealed class AttackSite : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private readonly List<string> told = [];
    private HostedLog log = null!;
    private WebApplication app = null!;

    private AttackSite() { }

    /// <summary>Ann, who founded the association.</summary>
    public MemberId Ann { get; private set; }

    public SigningKey AnnsKey { get; } = SigningKey.Create();

    public HostedLog Log => log;

    /// <summary>The room in which it is served.</summary>
    public Room Room => app.Services.GetRequiredService<Site>().Rooms.Single();

    public string Url => Server.Address(app) + "/";

    /// <summary>What the host told its operator of bugs and broken disks.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            lock (told)
            {
                return [.. told];
            }
        }
    }

    public IReadOnlyList<RouteEndpoint> Routes => [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<AttackSite> Start(DoorLimits? limits = null)
    {
        var site = new AttackSite();
        var founded = await Founding.Found(site.folder["a"], "Allotment 7", "Water", "Ann", origin: null, site.AnnsKey, TimeProvider.System);
        (site.Ann, site.log) = (founded.Founder, HostedLog.Open(founded.Folder, TimeProvider.System));
        site.app = await Server.Start([site.log], isSingle: true, "http://127.0.0.1:0", limits, site.Tell);
        await site.Act("key.vouching/1", """{"allowed":true}""");
        return site;
    }

    /// <summary>A browser without scripts: it keeps cookies, and follows nothing by itself.</summary>
    public HttpClient Browser() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new(Url),
            Timeout = TimeSpan.FromMinutes(1),
            DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } },
        };

    /// <summary>A program with one of Ann's tokens.</summary>
    public HttpClient Program(TokenScopes scopes = TokenScopes.Read | TokenScopes.Edit | TokenScopes.Talk | TokenScopes.Files)
    {
        var program = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(Url) };
        program.DefaultRequestHeaders.Authorization = new("Bearer", Token(scopes));
        return program;
    }

    public string Token(TokenScopes scopes)
    {
        using var book = new TokenBook(Path.Combine(log.Folder.PrivatePath, "tokens.db"));
        var now = Moment.Of(TimeProvider.System.GetUtcNow());
        return book.Make(Ann, "test", scopes, now, now + TimeSpan.FromDays(1));
    }

    /// <summary>Ann does something, signed by her own key.</summary>
    public async Task<long> Act(string kind, string json)
    {
        var (pub, prose, blobs) = ActPen.Part(kind, json);
        var act = ActPen.Compose(ActPen.Place.Of(log.Head, log.Folder.Origin, Ann), TimeProvider.System, kind, pub, prose, AnnsKey) with { Blobs = blobs };
        return Founding.Need(await log.Submit(act.ToBytes())).Index!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await log.DisposeAsync();
        AnnsKey.Dispose();
        folder.Dispose();
    }

    private void Tell(string sentence)
    {
        lock (told)
        {
            told.Add(sentence);
        }
    }
}
