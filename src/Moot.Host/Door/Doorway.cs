using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moot.Guard;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Ui;

namespace Moot.Host.Door;

/// <summary>Where acts come in. It asks how often somebody acted, and applies the association's filters, before an act is sent to the writer.</summary>
/// <remarks>What is said here is this host's own word and no judgement of the log: see docs/decisions/0012-filters.md.</remarks>
/// <param name="served">The association.</param>
/// <param name="limits">How often people may act; null where they are not counted.</param>
/// <param name="clock">The time.</param>
internal sealed class Doorway(Served served, DoorLimits? limits, TimeProvider clock)
{
    /// <summary>Time for which a warning that somebody passed is not given again.</summary>
    private static readonly TimeSpan ConfirmedTime = TimeSpan.FromMinutes(15);

    /// <summary>Passed warnings that are remembered.</summary>
    private const int ConfirmedMax = 10_000;

    private readonly Buckets buckets = new(clock);
    private readonly ConcurrentDictionary<(Actor Actor, long Filter), long> confirmed = new();
    private readonly HitBook book = HitBook.Of(served);

    /// <summary>Tells addresses apart.</summary>
    public Addresses Addresses { get; } = new();

    /// <summary>May this act go on to the writer? Where it may, it is counted.</summary>
    public DoorAnswer Judge(ActAttempt attempt)
    {
        var written = Look(attempt);
        return Count(attempt, written, Wanted(attempt, isAuthorKnown: true)) ?? Filter(attempt, written);
    }

    /// <summary>As <see cref="Judge"/>, for an act whose signature nobody checked yet: in nobody's name is anything counted until the writer has taken it.</summary>
    /// <param name="attempt">The act.</param>
    /// <param name="isGenuine">Checks the signatures; called only where a filter hits.</param>
    public DoorAnswer JudgeUnchecked(ActAttempt attempt, Func<bool> isGenuine)
    {
        var written = Look(attempt);
        if (
            limits is not null
            && attempt.Actor is { } actor
            && buckets.Take([(LimitOf(attempt), new(actor, 0))], out _, onlyAsk: true) is var wait
            && wait > default(TimeSpan)
        )
        {
            return TooFast(attempt.Words, wait, isPages: false);
        }

        return Count(attempt, written, Wanted(attempt, isAuthorKnown: false)) ?? Filter(attempt, written, isGenuine);
    }

    /// <summary>As <see cref="Judge"/>, for an act that the author still has to sign: only filters are asked.</summary>
    public DoorAnswer JudgeDraft(ActAttempt attempt) => Filter(attempt, Look(attempt), isGenuine: () => false);

    /// <summary>Writes into the books what became of an act that was let through.</summary>
    /// <param name="attempt">The act.</param>
    /// <param name="answer">What the door said.</param>
    /// <param name="entry">Its entry; null where the writer refused it.</param>
    /// <param name="countAuthor">True if it was not counted in the author's name before.</param>
    public void Done(ActAttempt attempt, DoorAnswer answer, long? entry, bool countAuthor)
    {
        if (entry is null)
        {
            return;
        }

        if (limits is not null && countAuthor && attempt.Actor is { } actor)
        {
            buckets.Count(LimitOf(attempt), new(actor, 0));
        }

        if (IsFiltered(attempt))
        {
            book.Note(answer.Hits, HitOf(attempt, FilterEffect.Tag, entry));
        }
    }

    /// <summary>Remembers that somebody passed the warnings of some filters, until their signed act comes.</summary>
    public void Confirm(Actor actor, IEnumerable<Filter> passed)
    {
        if (confirmed.Count >= ConfirmedMax)
        {
            confirmed.Clear();
        }

        foreach (var filter in passed)
        {
            confirmed[(actor, filter.Id)] = clock.GetTimestamp();
        }
    }

    private Written Look(ActAttempt attempt) => WrittenView.Of(served, attempt.Actor, attempt.Assurance, attempt.Draft, Moment.Of(clock.GetUtcNow()));

    private DoorAnswer? Count(ActAttempt attempt, Written written, ReadOnlySpan<(DoorLimit, Counted)> wanted)
    {
        if (limits is null)
        {
            return null;
        }

        if (IsGuest(attempt) && written.LinksAdded > limits.GuestLinksMax)
        {
            return new(Verdict.Refused("too-many-links", attempt.Words.Say("door.too-many-links", limits.GuestLinksMax)), []);
        }

        var wait = buckets.Take(wanted, out var empty);
        return empty is null ? null : TooFast(attempt.Words, wait, empty == limits.GuestPages || empty == limits.AddressPages);
    }

    private (DoorLimit, Counted)[] Wanted(ActAttempt attempt, bool isAuthorKnown)
    {
        if (limits is null)
        {
            return [];
        }

        var wanted = new List<(DoorLimit, Counted)>();
        var isNewPage = attempt.Draft.Kind is "page.create/1";
        if (isAuthorKnown && attempt.Actor is { } actor)
        {
            wanted.Add((LimitOf(attempt), new(actor, 0)));
            if (isNewPage && IsGuest(attempt))
            {
                wanted.Add((limits.GuestPages, new(actor, 0)));
            }
        }

        if (IsGuest(attempt))
        {
            wanted.Add((limits.Address, new(null, attempt.Address)));
            if (isNewPage)
            {
                wanted.Add((limits.AddressPages, new(null, attempt.Address)));
            }
        }

        return [.. wanted];
    }

    private DoorLimit LimitOf(ActAttempt attempt)
    {
        var world = served.Log.Head.World;
        return attempt.Actor?.Member is not { } member ? limits!.Guest
            : world.Get<Gatehouse>().Bots.Contains(member) ? limits!.Bot
            : world.Get<Roster>().Find(member) is not { } known || IsNew(world, known) ? limits!.Newcomer
            : attempt.Assurance == Assurance.Signed ? limits!.Signed
            : limits!.Vouched;
    }

    private bool IsNew(World world, Member member) => world.Entries.At(member.Joined) + limits!.NewcomerTime > Moment.Of(clock.GetUtcNow());

    private DoorAnswer Filter(ActAttempt attempt, Written written, Func<bool>? isGenuine = null)
    {
        if (!IsFiltered(attempt))
        {
            return new(Verdict.Lawful, []);
        }

        ImmutableArray<Filter> hits = [.. served.Log.Head.World.Get<Gatehouse>().Filters.Values.Where(f => f.IsOn && FilterMatch.Hits(f.Rule, written))];
        foreach (var (filter, effect) in hits.Select(f => (f, book.EffectOf(f))).OrderByDescending(f => f.Item2))
        {
            if (Stop(attempt, filter, effect) is not { } stop)
            {
                continue;
            }

            if (isGenuine is null || isGenuine())
            {
                book.Note(hits, HitOf(attempt, effect, entry: null));
            }

            return stop with
            {
                Hits = hits,
            };
        }

        return new(Verdict.Lawful, hits);
    }

    /// <summary>What a filter has against an act; null where it lets it through.</summary>
    private DoorAnswer? Stop(ActAttempt attempt, Filter filter, FilterEffect effect)
    {
        var note = served.Texts.Prose(served.Log.Head.World, filter.SetBy, "note") ?? "";
        var words = attempt.Words;
        switch (effect)
        {
            case FilterEffect.Refuse:
                return new(Verdict.Refused("filtered", words.Say("door.filtered", filter.Id, note)), []);
            case FilterEffect.Slow:
                var who = attempt.Actor is { } actor ? new Counted(actor, 0) : new(null, attempt.Address);
                var limit = (limits ?? DoorLimits.Usual).Slowed;
                var wait = buckets.Take([(limit, who)], out var empty);
                return empty is null ? null : new(Verdict.Refused("filter-slows", words.Say("door.slowed", filter.Id, note, Seconds(wait))), [], Wait: wait);
            case FilterEffect.Warn:
                return attempt.IsConfirmed || IsConfirmed(attempt.Actor, filter)
                    ? null
                    : new(Verdict.Refused("filter-warns", words.Say("door.warned", filter.Id, note)), [], WarnedBy: filter.Id);
            default:
                return null;
        }
    }

    private bool IsConfirmed(Actor? actor, Filter filter) =>
        actor is { } known && confirmed.TryGetValue((known, filter.Id), out var at) && clock.GetElapsedTime(at) < ConfirmedTime;

    private bool IsFiltered(ActAttempt attempt) => WrittenView.IsFiltered(served.Log.Head.World.Registry.Find(attempt.Draft.Kind));

    private Hit HitOf(ActAttempt attempt, FilterEffect effect, long? entry) =>
        new(Moment.Of(clock.GetUtcNow()), attempt.Actor, attempt.Draft.Kind, effect, entry);

    private static bool IsGuest(ActAttempt attempt) => attempt.Actor is not { IsMember: true };

    private static DoorAnswer TooFast(Words words, TimeSpan wait, bool isPages) =>
        new(Verdict.Refused("too-fast", words.Say(isPages ? "door.too-many-pages" : "door.too-fast", Seconds(wait))), [], Wait: wait);

    /// <summary>Whole seconds, at least one, never too few.</summary>
    internal static long Seconds(TimeSpan wait) => Math.Max(1, (wait.Ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
}
