using Microsoft.AspNetCore.Http;
using Moot.Host.Door;
using Moot.Host.Live;
using Moot.Host.People;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Moot.Signing;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>One association as it is served: its log, its people, and what its pages keep in memory.</summary>
internal sealed class Room : IReception, IWithKeyDoor, IAsyncDisposable
{
    private readonly Caches.SqliteSearch search;
    private readonly Storage.MarksStore? marks;
    private readonly TokenBook? tokens;
    private readonly BallotBox? ballots;
    private readonly Action<string> tell;
    private readonly HitFile? hits;
    private readonly ITimer forgetting;
    private readonly Hooks.HookQueue? hooks;

    public Room(IServedLog log, string slug, TimeProvider clock, DoorLimits? limits, Action<string> tell, Hooks.HookTargets? targets = null)
    {
        (Log, Slug, Clock, this.tell) = (log, slug, clock, tell);
        SessionCookie = SessionCookieOf(log.Folder.Vkey);
        search = Caches.SqliteSearch.Follow(log, clock, tell);
        var isMirror = log.MirrorOf is not null; // it knows nobody, and keeps nothing of anybody
        marks = isMirror ? null : new(log.Folder.MarksPath);
        tokens = isMirror ? null : new(Path.Combine(log.Folder.PrivatePath, "tokens.db"));
        ballots = isMirror ? null : new(log, clock, Path.Combine(log.Folder.PrivatePath, "ballots.db"));
        People = PeopleOf.Open(log, clock);
        Served = new(log, search) { Marks = marks is null ? new NoMarks() : marks, IsBot = (world, actor) => world.Get<Guard.Gatehouse>().IsBot(actor) };
        if (!isMirror)
        {
            hits = new(Path.Combine(log.Folder.PrivatePath, "hits.db"));
            Served.Keep<Guard.IHitShelf>(_ => hits);
        }

        Served.Keep<Deciding.IBallotBox>(_ => ballots is null ? new MirrorBallotBox(log) : ballots);
        Door = new(Served, limits, clock);
        forgetting = clock.CreateTimer(_ => Forget(), state: null, TimeSpan.Zero, PeopleLimits.SweepPause);
        Answers = new(Served, clock);
        Git = Gits.GitCache.Of(log, tell);
        if (tokens is not null)
        {
            Served.Keep<Programs.ITokens>(_ => tokens);
            hooks = new(log, Served, clock, targets ?? Hooks.HookTargets.Usual, tell);
            Served.Keep<Programs.IHooks>(_ => hooks);
        }
    }

    /// <summary>The log.</summary>
    public IServedLog Log { get; }

    /// <summary>The name of its path.</summary>
    public string Slug { get; }

    /// <summary>Name of the cookie by which it knows a browser again.</summary>
    public string SessionCookie { get; }

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>What its pages keep in memory.</summary>
    public Served Served { get; }

    /// <summary>Who is known here; null for a mirror, which knows nobody.</summary>
    public PeopleOf? People { get; }

    /// <summary>Where acts come in.</summary>
    public Doorway Door { get; }

    /// <summary>Pages as strangers saw them last.</summary>
    public AnswerCache Answers { get; }

    /// <summary>Its pages and files as a git repository.</summary>
    public Gits.GitCache Git { get; }

    /// <summary>Lets in who proved a key; null for a mirror.</summary>
    public IKeyDoor? KeyDoor => People is { } people ? new KeyDoor(this, people) : null;

    /// <summary>The association that a request is for.</summary>
    public static Room Of(HttpContext http) =>
        http.Features.Get<IReception>() as Room ?? throw new InvalidOperationException("This is served below an association.");

    /// <summary>Name of the cookie of a log: a browser may know several on one host.</summary>
    public static string SessionCookieOf(VerifierKey log) => "session-" + Hash.Of(System.Text.Encoding.UTF8.GetBytes(log.ToString())).ToHex()[..8];

    public ValueTask<Desk> Receive(HttpContext http)
    {
        var request = http.Request;
        var words = Languages.Of(request);
        var now = Moment.Of(Clock.GetUtcNow());
        var (visitor, inner) = Author(http, words, now);
        var pen = new DoorPen(inner, Door, visitor, http, words);
        var wantsJson = request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
        var root = request.PathBase.ToUriComponent() + "/";
        var path = request.Path.ToUriComponent().TrimStart('/') + request.QueryString.ToUriComponent();
        return ValueTask.FromResult(new Desk(Served, root, visitor, pen, words, now, path, wantsJson));
    }

    public async ValueTask DisposeAsync()
    {
        if (hooks is not null)
        {
            await hooks.DisposeAsync();
        }

        await forgetting.DisposeAsync();
        await search.DisposeAsync();
        await Git.DisposeAsync();
        hits?.Dispose();
        marks?.Dispose();
        tokens?.Dispose();
        ballots?.Dispose();
        People?.Dispose();
    }

    /// <summary>Lets go of what filters hit long ago, of files that waited for too long, and of ballots that are not needed any more.</summary>
    private void Forget()
    {
        ballots?.TrySweep();
        Guard.HitBook.Of(Served).Forget(Moment.Of(Clock.GetUtcNow()) + -Guard.HitBook.Kept);
        if (People is not null)
        {
            Moving.BringRoutes.Sweep(this);
        }

        if (ballots is not null)
        {
            _ = Task.Run(() => ballots.PublishDue(tell));
        }
    }

    /// <summary>Who asks, and what writes in their name: a program by its token, or whoever's browser it is.</summary>
    private (Visitor, IPen) Author(HttpContext http, Words words, Moment now)
    {
        if (People is null)
        {
            return (Visitor.Stranger, new MirrorPen(Log));
        }

        if (tokens is not null && TokenPen.Of(http, tokens, Log.Head.World.Get<Roster>(), now) is { } token)
        {
            return (new Visitor(Actor.Of(token.Member)), new TokenPen(token, Log, words, Clock));
        }

        var visitor = Visit.Of(http, this) is { } session
            ? new Visitor(session.Actor, People.Sessions.FormKey(session), session.BrowserKey is not null)
            : Visitor.Stranger;
        return (visitor, new HostPen(http, this, People));
    }
}
