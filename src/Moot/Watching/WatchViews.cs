using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Moot.Commons;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Talk;
using Moot.Ui;

namespace Moot.Watching;

/// <summary>What a visitor watches, and how far they have read: pages that they edited and threads that they spoke in, unless they said otherwise, and what they chose.</summary>
public static class WatchViews
{
    /// <summary>The mark up to which everything is read.</summary>
    public const string Everything = "for-me";

    /// <summary>The mark that says whether one's own pages and threads are watched.</summary>
    public const string Own = "own";

    /// <summary>Nouns of subjects that can be watched.</summary>
    private static readonly ImmutableHashSet<string> Nouns = ["page", "thread", "matter", "member", "entry", "association"];

    /// <summary>The subjects that the visitor watches: <c>page:12</c>, <c>thread:40</c>, <c>matter:50</c>, <c>member:…</c>, <c>entry:3</c>, <c>association</c>. What a list may be filtered by.</summary>
    public static ImmutableHashSet<string> Watched(Desk desk)
    {
        if (desk.Visitor.Actor is not { } me || !desk.Served.Marks.IsKept)
        {
            return [];
        }

        var marks = desk.Served.Marks.Of(me);
        var watched = marks.Where(m => m.Value.IsWatched is true).Select(m => m.Key);
        var own = WatchesOwn(marks) ? PartViews.Of(desk.Served).Of(desk.World, me).Keys.Where(s => marks.GetValueOrDefault(s).IsWatched is null) : [];
        return [.. watched.Concat(own).Where(IsSubject)];
    }

    /// <summary>True if the visitor watches a subject.</summary>
    public static bool IsWatched(Desk desk, string subject)
    {
        if (desk.Visitor.Actor is not { } me)
        {
            return false;
        }

        var marks = desk.Served.Marks.Of(me);
        return marks.GetValueOrDefault(subject).IsWatched ?? (WatchesOwn(marks) && PartViews.Of(desk.Served).Of(desk.World, me).ContainsKey(subject));
    }

    /// <summary>True if the visitor's own pages and threads are watched without being chosen.</summary>
    public static bool WatchesOwn(Desk desk) => desk.Visitor.Actor is { } me && WatchesOwn(desk.Served.Marks.Of(me));

    /// <summary>Entries before this one were there when the visitor last looked at a subject; null where they never did.</summary>
    public static long? SeenOf(Desk desk, string subject)
    {
        if (desk.Visitor.Actor is not { } me || !desk.Served.Marks.IsKept)
        {
            return null;
        }

        var marks = desk.Served.Marks.Of(me);
        return marks.GetValueOrDefault(subject).Seen is { } seen ? Math.Max(seen, marks.GetValueOrDefault(Everything).Seen ?? 0) : null;
    }

    /// <summary>Notes that the visitor has looked at a subject. Not where a browser only fetches the page in case that it will be wanted.</summary>
    public static void See(Desk desk, HttpContext http, string subject, long before)
    {
        var request = http.Request.Headers;
        var isAhead = request["Sec-Purpose"].Count > 0 || request["Purpose"].Count > 0 || request["X-Moz"].Count > 0;
        if (HttpMethods.IsGet(http.Request.Method) && !isAhead && desk.Visitor.Actor is { } me && (SeenOf(desk, subject) ?? -1) < before)
        {
            desk.Served.Marks.Note(me, subject, new(IsWatched: null, before), desk.Now);
        }
    }

    /// <summary>True if this is the name of something that can be watched and that is there.</summary>
    public static bool CanBeWatched(Desk desk, string subject) =>
        IsSubject(subject)
        && Subject.TryParse(subject, out var parsed)
        && (
            parsed.Noun is "thread"
                ? parsed.Number is { } root && desk.State<Conversations>().FindThread(root) is not null
                : SubjectView.IsThere(desk, parsed) && string.Equals(parsed.Name, subject, StringComparison.Ordinal)
        );

    private static bool IsSubject(string name) => Subject.TryParse(name, out var subject) && Nouns.Contains(subject.Noun);

    private static bool WatchesOwn(ImmutableDictionary<string, Mark> marks) => marks.GetValueOrDefault(Own).IsWatched ?? true;
}

/// <summary>Who took part in what: the pages that somebody saved, the threads that they spoke in, and when last. Read from the log as it grows.</summary>
public sealed class PartViews
{
    private static readonly ImmutableDictionary<string, long> None = ImmutableDictionary<string, long>.Empty.WithComparers(StringComparer.Ordinal);

    private readonly Lock gate = new();
    private readonly Dictionary<Actor, ImmutableDictionary<string, long>> parts = [];
    private long next;

    /// <summary>The parts that people took in an association.</summary>
    public static PartViews Of(Served served) => served.Keep(_ => new PartViews());

    /// <summary>The subjects that somebody took part in, each with the entry by which they last did.</summary>
    public ImmutableDictionary<string, long> Of(World world, Actor actor)
    {
        lock (gate)
        {
            var (library, said) = (world.Get<Library>(), world.Get<Conversations>());
            for (; next < world.Size; next++)
            {
                var part = NameOfKind(world, next) switch
                {
                    "matter.open/1" => $"matter:{next}",
                    "page.create/1" or "page.edit/1" => library.FindRevision(next) is { } revision ? $"page:{revision.Page}" : null,
                    "talk.say/1" or "talk.open/1" => said.Find(next) is { } message ? $"thread:{message.Thread}" : null,
                    _ => null,
                };
                if (part is not null)
                {
                    var author = world.Entries.Author(next);
                    parts[author] = parts.GetValueOrDefault(author, None).SetItem(part, next);
                }
            }

            return parts.GetValueOrDefault(actor, None);
        }
    }

    /// <summary>The kind of an entry; empty where this program does not know it.</summary>
    internal static string NameOfKind(World world, long entry) => world.Entries.KindOf(entry) is >= 0 and var number ? world.Registry.Kinds[number].Name : "";
}
