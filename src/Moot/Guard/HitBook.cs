using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Guard;

/// <summary>One act that a filter hit here.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Whose; null for a guest who never acted before.</param>
/// <param name="Kind">The kind of act.</param>
/// <param name="Effect">What was done.</param>
/// <param name="Entry">The entry, where the act was done.</param>
public sealed record Hit(Moment At, Actor? Actor, string Kind, FilterEffect Effect, long? Entry);

/// <summary>What the filters hit at this host, for everybody to see. A filter that hits too much loses its effect by itself.</summary>
/// <remarks>It is this host's own book: the log does not know of acts that never came into it.</remarks>
public sealed class HitBook
{
    /// <summary>Time for which hits are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Hits that are shown of each filter.</summary>
    private const int ShownMax = 200;

    /// <summary>Entries that are known to be marked; of more, the oldest are let go.</summary>
    public const int MarkedMax = 100_000;

    /// <summary>Acts by which the share of a filter is measured.</summary>
    private const int ActsMeasured = 1_000;

    /// <summary>Acts that must have been seen before a filter can lose its effect.</summary>
    private const int ActsMin = 100;

    /// <summary>Percent of the acts measured of which a filter may hit (as MediaWiki's AbuseFilter has it).</summary>
    public const int SharePercentMax = 5;

    private sealed class Page
    {
        public long SetBy { get; init; }

        public long Count { get; set; }

        public Queue<long> Recent { get; } = new();

        public Queue<Hit> Shown { get; } = new();

        public bool IsTooBroad { get; set; }
    }

    private readonly Lock gate = new();
    private readonly Dictionary<long, Page> pages = [];
    private readonly SortedDictionary<long, (ImmutableArray<long> Filters, Moment At)> marked = [];
    private readonly IHitShelf shelf;
    private long acts;

    /// <summary>A book that goes on where it ended.</summary>
    /// <param name="shelf">Where hits outlast the program.</param>
    public HitBook(IHitShelf shelf)
    {
        this.shelf = shelf;
        foreach (var hit in shelf.Read())
        {
            Put(PageOf(hit.Filter, hit.SetBy), hit.Filter, hit.What);
        }

        foreach (var (filter, setBy) in shelf.Broad())
        {
            PageOf(filter, setBy).IsTooBroad = true;
        }
    }

    /// <summary>The book of an association.</summary>
    public static HitBook Of(Served served) => served.Keep(s => new HitBook(s.Keep<IHitShelf>(_ => new NoHits())));

    /// <summary>The filters that marked an entry; none where none did, or it is too long ago.</summary>
    public ImmutableArray<long> MarkedBy(long entry)
    {
        lock (gate)
        {
            return marked.TryGetValue(entry, out var mark) ? mark.Filters : [];
        }
    }

    /// <summary>Lets go of what is older.</summary>
    public void Forget(Moment before)
    {
        shelf.Forget(before);
        lock (gate)
        {
            foreach (var page in pages.Values)
            {
                while (page.Shown.Count > 0 && page.Shown.Peek().At < before)
                {
                    page.Shown.Dequeue();
                }
            }

            foreach (var old in marked.Where(m => m.Value.At < before).Select(m => m.Key).ToList())
            {
                marked.Remove(old);
            }
        }
    }

    /// <summary>What a filter does at present: what it says, or, where it hit too much, no more than to tag.</summary>
    public FilterEffect EffectOf(Filter filter)
    {
        lock (gate)
        {
            return IsTooBroadNow(filter) ? FilterEffect.Tag : filter.Effect;
        }
    }

    /// <summary>True if a filter lost its effect, since it hit more than <see cref="SharePercentMax"/> percent. Setting it anew gives it another chance.</summary>
    public bool IsTooBroad(Filter filter)
    {
        lock (gate)
        {
            return IsTooBroadNow(filter);
        }
    }

    /// <summary>How often a filter hit here, as far as it is remembered, and the last hits, newest first.</summary>
    public (long Count, ImmutableArray<Hit> Last) HitsOf(long filter)
    {
        lock (gate)
        {
            return pages.GetValueOrDefault(filter) is { } page ? (page.Count, [.. page.Shown.Reverse()]) : (0, []);
        }
    }

    /// <summary>Counts an act that filters were asked about.</summary>
    /// <param name="hit">Those that hit it.</param>
    /// <param name="what">The hit, for the books.</param>
    public void Note(IReadOnlyCollection<Filter> hit, Hit what)
    {
        lock (gate)
        {
            acts++;
            foreach (var filter in hit)
            {
                Note(filter, what);
            }
        }

        if (hit.Count > 0)
        {
            shelf.Add([.. hit.Select(f => new ShelvedHit(f.Id, f.SetBy, what))]);
        }
    }

    private void Note(Filter filter, Hit what)
    {
        var page = PageOf(filter.Id, filter.SetBy);
        var wasTooBroad = page.IsTooBroad;
        Put(page, filter.Id, what);
        page.Recent.Enqueue(acts);
        while (page.Recent.Count > 0 && page.Recent.Peek() <= acts - ActsMeasured)
        {
            page.Recent.Dequeue();
        }

        page.IsTooBroad |= acts >= ActsMin && page.Recent.Count * 100L > Math.Min(acts, ActsMeasured) * SharePercentMax;
        if (page.IsTooBroad && !wasTooBroad)
        {
            shelf.AddBroad(filter.Id, filter.SetBy);
        }
    }

    /// <summary>The page of a filter; a new one where it was set anew since.</summary>
    private Page PageOf(long filter, long setBy)
    {
        if (!pages.TryGetValue(filter, out var page) || page.SetBy != setBy)
        {
            page = pages[filter] = new() { SetBy = setBy, Count = page?.Count ?? 0 };
        }

        return page;
    }

    private void Put(Page page, long filter, Hit what)
    {
        page.Count++;
        page.Shown.Enqueue(what);
        if (page.Shown.Count > ShownMax)
        {
            page.Shown.Dequeue();
        }

        if (what.Entry is { } entry)
        {
            ImmutableArray<long> before = marked.TryGetValue(entry, out var mark) ? mark.Filters : [];
            marked[entry] = (before.Contains(filter) ? before : before.Add(filter), what.At);
            if (marked.Count > MarkedMax)
            {
                marked.Remove(marked.First().Key);
            }
        }
    }

    private bool IsTooBroadNow(Filter filter) => pages.GetValueOrDefault(filter.Id) is { IsTooBroad: true } page && page.SetBy == filter.SetBy;
}
