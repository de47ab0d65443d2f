using System.Collections.Immutable;
using Moot.Commons;
using Moot.Commons.Texts;
using Moot.Guard;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Following;

/// <summary>Acts, newest first: a page of the list.</summary>
/// <param name="Filter">Which.</param>
/// <param name="Lines">These of them.</param>
/// <param name="Older">Where the next page begins; null at the end.</param>
/// <param name="Author">The one whose acts they are; null for everybody's.</param>
public sealed record ActListView(ActFilter Filter, ImmutableArray<ActLineView> Lines, long? Older, Actor? Author = null)
{
    /// <summary>Acts of one page.</summary>
    public const int LinesMax = 50;

    /// <summary>Entries that one request looks through; where more are needed, the reader goes on by hand.</summary>
    private const int ScannedMax = 500_000;

    /// <summary>Entries whose titles one request reads.</summary>
    private const int TitlesMax = 5_000;

    /// <summary>The acts that a filter lets through.</summary>
    /// <param name="desk">Where it was asked.</param>
    /// <param name="filter">Which acts.</param>
    /// <param name="author">Only this person's; null for those that the filter names.</param>
    public static ActListView Of(Desk desk, ActFilter filter, Actor? author = null)
    {
        var (world, library) = (desk.World, desk.State<Library>());
        var kinds = filter.KindsIn(world.Registry);
        var authors = author is { } one ? [one] : AuthorsOf(world.Entries, filter.Who);
        var next = Math.Clamp(filter.Before ?? world.Size, 0, world.Size);
        var stop = Math.Max(0, next - ScannedMax);
        var titles = TitlesMax;
        var book = filter.Marked.Length > 0 ? HitBook.Of(desk.Served) : null;
        var chosen = new List<long>(LinesMax);
        while (next > stop && chosen.Count < LinesMax && titles > 0)
        {
            next--;
            if (world.Entries.At(next) < filter.From)
            {
                stop = next = 0; // times never run back
            }
            else if (Passes(next))
            {
                chosen.Add(next);
            }
        }

        ImmutableArray<ActLineView> lines = [.. chosen.Select(entry => ActLineViews.Of(desk, entry)).OfType<ActLineView>()];
        return new(filter, lines, next > 0 ? next : null, author);

        bool Passes(long entry)
        {
            var who = world.Entries.Author(entry);
            return (world.Entries.KindOf(entry) is >= 0 and var kind ? kinds[kind] : string.Equals(filter.Kind, ActFilter.All, StringComparison.Ordinal))
                && (authors is null || authors.Contains(who))
                && !(filter.IsGuestsOnly && who.IsMember)
                && !(filter.IsUnreviewedOnly && !library.Unreviewed.Contains(entry))
                && !(filter.IsMinorHidden && library.FindRevision(entry) is { IsMinor: true })
                && (filter.Bots.Length == 0 || desk.Served.IsBot(world, who) == (filter.Bots is ActFilter.OnlyBots))
                && (book is null || IsMarked(book.MarkedBy(entry)))
                && (filter.Room is null || IsInRoom(entry));
        }

        bool IsMarked(ImmutableArray<long> by) => filter.MarkedBy is { } one ? by.Contains(one) : !by.IsEmpty;

        bool IsInRoom(long entry) =>
            library.FindRevision(entry) is { } revision
            && titles-- > 0
            && TitleIndex.Of(desk.Served).TitleOf(world, library.Find(revision.Page)!) is { } title
            && string.Equals(Titles.Room(title).Room == TitleRoom.Category ? "category" : "page", filter.Room, StringComparison.Ordinal);
    }

    /// <summary>Everybody whose id or key begins with these digits; null where no digits are given.</summary>
    public static HashSet<Actor>? AuthorsOf(EntryFacts entries, string? digits)
    {
        if (digits is null)
        {
            return null;
        }

        var found = new HashSet<Actor>();
        foreach (var person in entries.People)
        {
            if ((person.Member?.ToString() ?? person.Guest?.ToString() ?? "").StartsWith(digits, StringComparison.Ordinal))
            {
                found.Add(person);
            }
        }

        return found;
    }
}
