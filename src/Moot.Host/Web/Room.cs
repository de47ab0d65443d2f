using Microsoft.AspNetCore.Http;
using Moot.Host.Live;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>One association as it is served: its log, its people, and what its pages keep in memory.</summary>
internal sealed class Room(IServedLog log, string slug, TimeProvider clock) : IReception, IAsyncDisposable
{
    /// <summary>The log.</summary>
    public IServedLog Log { get; } = log;

    /// <summary>The name of its path.</summary>
    public string Slug { get; } = slug;

    /// <summary>What its pages keep in memory.</summary>
    public Served Served { get; } = new(log, Caches.SqliteSearch.Follow(log, clock));

    /// <summary>Pages as strangers saw them last.</summary>
    public AnswerCache Answers => Served.Keep(served => new AnswerCache(served, clock));

    /// <summary>The association that a request is for.</summary>
    public static Room Of(HttpContext http) =>
        http.Features.Get<IReception>() as Room ?? throw new InvalidOperationException("This is served below an association.");

    public ValueTask<Desk> Receive(HttpContext http)
    {
        var request = http.Request;
        var words = Languages.Of(request);
        var visitor = guests.VisitorOf(http);
        var wantsJson = request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
        var root = request.PathBase.ToUriComponent() + "/";
        var path = request.Path.ToUriComponent().TrimStart('/') + request.QueryString.ToUriComponent();
        return ValueTask.FromResult(new Desk(Served, root, visitor, guests.PenFor(http, Log), words, Moment.Of(clock.GetUtcNow()), path, wantsJson));
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)Served.Search).DisposeAsync();

    private readonly People.GuestKeys guests = new(clock);
}
