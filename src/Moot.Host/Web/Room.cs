using Microsoft.AspNetCore.Http;
using Moot.Host.Door;
using Moot.Host.Live;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>One association as it is served: its log, its people, and what its pages keep in memory.</summary>
internal sealed class Room : IReception, IAsyncDisposable
{
    private readonly TimeProvider clock;
    private readonly People.GuestKeys guests;
    private readonly TokenBook tokens;

    public Room(IServedLog log, string slug, TimeProvider clock, DoorLimits? limits)
    {
        (Log, Slug, this.clock) = (log, slug, clock);
        Served = new(log, new Caches.NoSearch()) { IsBot = (world, actor) => world.Get<Guard.Gatehouse>().IsBot(actor) };
        Door = new(Served, limits, clock);
        guests = new(clock);
        tokens = new(Path.Combine(log.Folder.PrivatePath, "tokens.db"));
        Served.Keep<Programs.ITokens>(_ => tokens);
    }

    /// <summary>The log.</summary>
    public IServedLog Log { get; }

    /// <summary>The name of its path.</summary>
    public string Slug { get; }

    /// <summary>What its pages keep in memory.</summary>
    public Served Served { get; }

    /// <summary>Where acts come in.</summary>
    public Doorway Door { get; }

    /// <summary>The association that a request is for.</summary>
    public static Room Of(HttpContext http) =>
        http.Features.Get<IReception>() as Room ?? throw new InvalidOperationException("This is served below an association.");

    public ValueTask<Desk> Receive(HttpContext http)
    {
        var request = http.Request;
        var words =
            request.Cookies.TryGetValue(Languages.Cookie, out var code) && Words.Find(code) is { } chosen ? chosen : Words.For(request.Headers.AcceptLanguage);
        var now = Moment.Of(clock.GetUtcNow());
        var (visitor, inner) = TokenPen.Of(http, tokens, now) is { } token
            ? (new Visitor(Actor.Of(token.Member)), new TokenPen(token, Log, words, clock))
            : (guests.VisitorOf(http), guests.PenFor(http, Log));
        var pen = new DoorPen(inner, Door, visitor, http, words);
        var wantsJson = request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
        var root = request.PathBase.ToUriComponent() + "/";
        var path = request.Path.ToUriComponent().TrimStart('/') + request.QueryString.ToUriComponent();
        return ValueTask.FromResult(new Desk(Served, root, visitor, pen, words, now, path, wantsJson));
    }

    public ValueTask DisposeAsync()
    {
        tokens.Dispose();
        return ValueTask.CompletedTask;
    }
}
