using Microsoft.AspNetCore.Http;
using Moot.Host.Live;
using Moot.Host.People;
using Moot.Kernel.Acts;
using Moot.Signing;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>One association as it is served: its log, its people, and what its pages keep in memory.</summary>
internal sealed class Room(IServedLog log, string slug, TimeProvider clock) : IReception, IWithKeyDoor, IAsyncDisposable
{
    /// <summary>The log.</summary>
    public IServedLog Log { get; } = log;

    /// <summary>The name of its path.</summary>
    public string Slug { get; } = slug;

    /// <summary>What its pages keep in memory.</summary>
    public Served Served { get; } = new(log, Caches.SqliteSearch.Follow(log, clock)) { Marks = MarksOf(log) };

    /// <summary>Who is known here; null for a mirror, which knows nobody.</summary>
    public PeopleOf? People { get; } = PeopleOf.Open(log, clock);

    /// <summary>Lets in who proved a key; null for a mirror.</summary>
    public IKeyDoor? KeyDoor => People is { } people ? new KeyDoor(this, people) : null;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; } = clock;

    /// <summary>Pages as strangers saw them last.</summary>
    public AnswerCache Answers => Served.Keep(served => new AnswerCache(served, Clock));


    /// <summary>The association that a request is for.</summary>
    public static Room Of(HttpContext http) =>
        http.Features.Get<IReception>() as Room ?? throw new InvalidOperationException("This is served below an association.");

    public ValueTask<Desk> Receive(HttpContext http)
    {
        var request = http.Request;
        var words = Languages.Of(request);
        var wantsJson = request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
        var root = request.PathBase.ToUriComponent() + "/";
        var path = request.Path.ToUriComponent().TrimStart('/') + request.QueryString.ToUriComponent();
        IPen pen = People is null ? new MirrorPen(Log) : new HostPen(http, this, People);
        return ValueTask.FromResult(new Desk(Served, root, VisitorOf(http), pen, words, Moment.Of(Clock.GetUtcNow()), path, wantsJson));
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Served.Search).DisposeAsync();
        (Served.Marks as IDisposable)?.Dispose();
        People?.Dispose();
    }

    private static IMarks MarksOf(IServedLog log) => log.MirrorOf is null ? new Storage.MarksStore(log.Folder.MarksPath) : new NoMarks();

    private Visitor VisitorOf(HttpContext http) =>
        People is not null && Visit.Of(http, this) is { } session
            ? new(session.Actor, People.Sessions.FormKey(session), session.BrowserKey is not null)
            : Visitor.Stranger;
}
