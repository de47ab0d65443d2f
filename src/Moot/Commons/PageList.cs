using System.Collections.Immutable;
using System.Text;
using Moot.Kernel;
using Moot.Kernel.Erasure;
using Moot.Ui;

namespace Moot.Commons;

/// <summary>All pages that can be found by a title, in the order of their titles; worked out anew where a title came, changed or went.</summary>
public sealed class PageList
{
    private readonly Lock gate = new();
    private ImmutableArray<Titled> sorted = [];
    private ImmutableArray<string> letters = [];
    private (int Titles, Erasures? Erasures) known = (-1, null);

    /// <summary>A page in the list.</summary>
    /// <param name="Key">By which it is sorted: large and small letters count alike, in no country's order.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Page">Its id.</param>
    public readonly record struct Titled(string Key, string Title, long Page);

    /// <summary>The list of an association.</summary>
    public static PageList Of(Served served) => served.Keep(_ => new PageList());

    /// <summary>The key of a title.</summary>
    public static string KeyOf(string title) => title.ToUpperInvariant();

    /// <summary>All pages in order, and the letters with which they begin.</summary>
    public (ImmutableArray<Titled> Pages, ImmutableArray<string> Letters) All(Desk desk)
    {
        lock (gate)
        {
            var (index, world) = (TitleIndex.Of(desk.Served), desk.World);
            var now = (index.Count(world), world.Get<Erasures>());
            if (known.Titles != now.Item1 || !ReferenceEquals(known.Erasures, now.Item2))
            {
                var pages = world.Get<Library>().Pages.Values.Select(p => (Title: index.TitleOf(world, p), p.Id)).Where(p => p.Title is not null);
                sorted = [.. pages.Select(p => new Titled(KeyOf(p.Title!), p.Title!, p.Id)).OrderBy(p => p.Key, StringComparer.Ordinal).ThenBy(p => p.Page)];
                letters = [.. sorted.Select(p => First(p.Key)).Distinct(StringComparer.Ordinal)];
                known = now;
            }

            return (sorted, letters);
        }
    }

    /// <summary>The page whose title differs from this one in nothing but large and small letters; null where there is none.</summary>
    public long? Near(Desk desk, string title)
    {
        var (all, _) = All(desk);
        var key = KeyOf(title);
        var at = IndexOf(all, key);
        return at < all.Length && string.Equals(all[at].Key, key, StringComparison.Ordinal) ? all[at].Page : null;
    }

    /// <summary>Pages whose titles begin like this, in order; large and small letters count alike.</summary>
    public ImmutableArray<Titled> Beginning(Desk desk, string text, int count)
    {
        var (all, _) = All(desk);
        var key = KeyOf(text);
        var found = ImmutableArray.CreateBuilder<Titled>();
        for (var i = IndexOf(all, key); i < all.Length && found.Count < count && all[i].Key.StartsWith(key, StringComparison.Ordinal); i++)
        {
            found.Add(all[i]);
        }

        return found.ToImmutable();
    }

    /// <summary>Where in the list a key stands, or would stand.</summary>
    public static int IndexOf(ImmutableArray<Titled> pages, string key)
    {
        var (low, high) = (0, pages.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(pages[middle].Key, key) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The letter with which a key begins.</summary>
    public static string First(string key) => Rune.TryGetRuneAt(key, 0, out var rune) ? rune.ToString() : key[..1];
}
