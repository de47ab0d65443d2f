using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Moot.Host.Door;
using Moot.Host.Live;
using Moot.Ui;

namespace Moot.Host.Web;

/// <summary>The associations that this program serves: one at the root, or each below its own path. More may come while it runs.</summary>
internal sealed class Site(bool isSingle, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>First parts of paths that belong to the program itself.</summary>
    private static readonly ImmutableHashSet<string> Own = ["assets", "found"];

    private readonly Lock gate = new();
    private ImmutableDictionary<string, Room> rooms = ImmutableDictionary<string, Room>.Empty.WithComparers(StringComparer.Ordinal);
    private ImmutableHashSet<string> routeWords = [];

    /// <summary>How often people may act; null where they are not counted.</summary>
    public DoorLimits? Limits { get; init; }

    /// <summary>Where webhooks may lead.</summary>
    public Hooks.HookTargets HookTargets { get; init; } = Hooks.HookTargets.Usual;

    /// <summary>Told in a sentence what goes wrong.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>True if the one association lies at the root.</summary>
    public bool IsSingle { get; private set; } = isSingle;

    /// <summary>All of them, by the names of their paths.</summary>
    public IEnumerable<Room> Rooms => rooms.Values.OrderBy(r => r.Slug, StringComparer.Ordinal);

    /// <summary>True for the first part of a path that belongs to the program itself.</summary>
    public bool IsOwn(string first) => Own.Contains(first) || routeWords.Contains(first);

    /// <summary>Serves one more.</summary>
    /// <param name="log">Its log.</param>
    /// <param name="isAlone">True for the first one, if it is to lie at the root.</param>
    public Room Add(IServedLog log, bool isAlone = false)
    {
        lock (gate)
        {
            IsSingle |= isAlone && rooms.IsEmpty;
            var wanted = Server.Slug(log);
            var slug = wanted;
            for (var n = 2; rooms.ContainsKey(slug) || Own.Contains(slug); n++)
            {
                slug = $"{wanted}-{n}";
            }

            var room = new Room(log, slug, clock, Limits, Tell, HookTargets);
            rooms = rooms.Add(slug, room);
            return room;
        }
    }

    /// <summary>Notes the first words of the routes: in a single association they are never its own name.</summary>
    public void Know(IEnumerable<string> words) => routeWords = [.. words];

    /// <summary>Sets which association a request is for; false where there is none.</summary>
    public bool Enter(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        var end = path.IndexOf('/', 1);
        var first = end < 0 ? path[1..] : path[1..end];
        var single = IsSingle ? rooms.Values.FirstOrDefault() : null;
        if ((single is null || !routeWords.Contains(first)) && rooms.TryGetValue(Uri.EscapeDataString(first), out var room))
        {
            if (end < 0)
            {
                http.Request.Path = "/";
                if (HttpMethods.IsGet(http.Request.Method))
                {
                    http.Response.Redirect($"/{room.Slug}/{http.Request.QueryString}");
                    return false;
                }
            }
            else
            {
                http.Request.Path = path[end..];
            }

            http.Request.PathBase = "/" + first;
            single = room;
        }

        if (single is not null)
        {
            http.Features.Set<IReception>(single);
        }
        else if (first.Length > 0 && !Own.Contains(first))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return false;
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var room in rooms.Values)
        {
            await room.DisposeAsync();
        }
    }
}
