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

/// <summary>What the filters hit at this host since it started, for everybody to see. A filter that hits too much loses its effect by itself.</summary>
/// <remarks>It is this host's own book, in memory: the log does not know of acts that never came into it.</remarks>
public sealed class HitBook
{
    /// <summary>Hits that are kept of each filter.</summary>
    private const int KeptMax = 200;

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

        public Queue<Hit> Kept { get; } = new();

        public bool IsTooBroad { get; set; }
    }

    private readonly Lock gate = new();
    private readonly Dictionary<long, Page> pages = [];
    private long acts;

    /// <summary>The book of an association.</summary>
    public static HitBook Of(Served served) => served.Keep(_ => new HitBook());

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

    /// <summary>How often a filter hit since this host started, and the last hits, newest first.</summary>
    public (long Count, ImmutableArray<Hit> Last) HitsOf(long filter)
    {
        lock (gate)
        {
            return pages.GetValueOrDefault(filter) is { } page ? (page.Count, [.. page.Kept.Reverse()]) : (0, []);
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
    }

    private void Note(Filter filter, Hit what)
    {
        if (!pages.TryGetValue(filter.Id, out var page) || page.SetBy != filter.SetBy)
        {
            page = pages[filter.Id] = new() { SetBy = filter.SetBy, Count = page?.Count ?? 0 };
        }

        page.Count++;
        page.Kept.Enqueue(what);
        if (page.Kept.Count > KeptMax)
        {
            page.Kept.Dequeue();
        }

        page.Recent.Enqueue(acts);
        while (page.Recent.Count > 0 && page.Recent.Peek() <= acts - ActsMeasured)
        {
            page.Recent.Dequeue();
        }

        page.IsTooBroad |= acts >= ActsMin && page.Recent.Count * 100L > Math.Min(acts, ActsMeasured) * SharePercentMax;
    }

    private bool IsTooBroadNow(Filter filter) => pages.GetValueOrDefault(filter.Id) is { IsTooBroad: true } page && page.SetBy == filter.SetBy;
}
