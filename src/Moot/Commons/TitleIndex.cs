using System.Collections.Immutable;
using Moot.Commons.Acts;
using Moot.Commons.Texts;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>Which page a title leads to. Titles are erasable, so they are no state: they are read from the bodies and kept in memory.</summary>
/// <param name="served">The association.</param>
public sealed class TitleIndex(Served served)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<(long Entry, long Page)>> byTitle = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<long>> byPage = [];
    private readonly List<(long Entry, long Page)> hidden = [];
    private Erasures known = Erasures.Empty;
    private long next;
    private int count;

    /// <summary>The index of an association.</summary>
    public static TitleIndex Of(Served served) => served.Keep(s => new TitleIndex(s));

    /// <summary>The page of a title; null where there is none. A title that a page once had leads to it as long as no other page has it.</summary>
    /// <param name="world">How things stand.</param>
    /// <param name="title">In order (<see cref="Titles.Normal"/>).</param>
    public Page? Find(World world, string title)
    {
        var (library, erasures) = (world.Get<Library>(), world.Get<Erasures>());
        Page? former = null;
        foreach (var (entry, id) in Named(world, title))
        {
            if (erasures.Find(entry) is null && library.Find(id) is { } page)
            {
                if (page.Titled == entry)
                {
                    return page;
                }

                former = page;
            }
        }

        return former;
    }

    /// <summary>The present title of a page; null where it is out of sight.</summary>
    public string? TitleOf(World world, Page page) => served.Texts.Prose(world, page.Titled, "title") is { } raw ? Titles.Normal(raw) ?? raw : null;

    /// <summary>Entries by which a page was given its titles, oldest first.</summary>
    public ImmutableArray<long> TitlesOf(World world, Page page)
    {
        lock (gate)
        {
            Follow(world);
            return byPage.TryGetValue(page.Id, out var entries) ? [.. entries.Where(e => e < world.Size)] : [];
        }
    }

    /// <summary>How many titles were ever given.</summary>
    public int Count(World world)
    {
        lock (gate)
        {
            Follow(world);
            return count;
        }
    }

    private (long Entry, long Page)[] Named(World world, string title)
    {
        lock (gate)
        {
            Follow(world);
            return byTitle.TryGetValue(title, out var named) ? [.. named] : [];
        }
    }

    private void Follow(World world)
    {
        for (; next < world.Size; next++)
        {
            if (PageTitledBy(world, next) is { } page)
            {
                (byPage.TryGetValue(page, out var entries) ? entries : byPage[page] = []).Add(next);
                Add(world, next, page);
                count++;
            }
        }

        // A title that was hidden when it was read may be in sight again.
        if (!ReferenceEquals(known, world.Get<Erasures>()))
        {
            known = world.Get<Erasures>();
            foreach (var (entry, page) in hidden.Where(h => known.Find(h.Entry) is null).ToList())
            {
                hidden.Remove((entry, page));
                Add(world, entry, page);
            }
        }
    }

    private void Add(World world, long entry, long page)
    {
        if (served.Texts.Prose(world, entry, "title") is not { } raw)
        {
            hidden.Add((entry, page));
        }
        else if (Titles.Normal(raw) is { } title)
        {
            (byTitle.TryGetValue(title, out var named) ? named : byTitle[title] = []).Add((entry, page));
        }
    }

    private long? PageTitledBy(World world, long entry)
    {
        var kind = world.Entries.KindOf(entry) is >= 0 and var number ? world.Registry.Kinds[number].Name : "";
        return string.Equals(kind, CreatePage.Kind, StringComparison.Ordinal) ? entry
            : string.Equals(kind, BringRevision.Kind, StringComparison.Ordinal) ? world.Get<Library>().Find(entry)?.Id
            : string.Equals(kind, MovePage.Kind, StringComparison.Ordinal) && ReadAct.Of(served.Log.Store, world.Registry, entry)?.Record is MovePage move
                ? move.Page
            : null;
    }
}
