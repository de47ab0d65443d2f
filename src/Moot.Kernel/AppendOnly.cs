namespace Moot.Kernel;

/// <summary>An immutable list that only grows: each addition gives a new list that shares the old one's storage.</summary>
/// <remarks>Adding to the newest version costs O(1) amortised; adding to an older one copies. Readers of older versions are never disturbed.</remarks>
public readonly struct AppendOnly<T>
{
    private sealed class Shared(T[] items)
    {
        public T[] Items = items;
        public int Used;
    }

    private readonly Shared? shared;

    private AppendOnly(Shared shared, int count) => (this.shared, Count) = (shared, count);

    /// <summary>How many items there are.</summary>
    public int Count { get; }

    /// <summary>The items, oldest first.</summary>
    public ReadOnlySpan<T> Span => shared is null ? [] : shared.Items.AsSpan(0, Count);

    /// <summary>The item at a place from 0.</summary>
    public T this[int index] => Span[index];

    /// <summary>Where the item with a number stands, from 0; -1 where there is none. The items stand in the order of their numbers. O(log n).</summary>
    /// <param name="number">The number.</param>
    /// <param name="numberOf">The number of an item.</param>
    public int IndexOf(long number, Func<T, long> numberOf)
    {
        var items = Span;
        var (low, high) = (0, items.Length - 1);
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var found = numberOf(items[middle]);
            if (found == number)
            {
                return middle;
            }

            (low, high) = found < number ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>This list with one item more.</summary>
    public AppendOnly<T> Add(T item)
    {
        var to = shared;
        if (to is null || to.Used != Count)
        {
            to = new(new T[Math.Max(4, Count * 2)]) { Used = Count };
            Span.CopyTo(to.Items);
        }
        else if (Count == to.Items.Length)
        {
            // Older versions keep the old array: growing makes a new sharing group.
            var grown = new Shared(new T[Count * 2]) { Used = Count };
            Span.CopyTo(grown.Items);
            to = grown;
        }

        to.Items[Count] = item;
        to.Used = Count + 1;
        return new(to, Count + 1);
    }
}
