namespace Moot.Kernel;

/// <summary>An immutable array of any length: each change gives a new array that shares all but a few short pieces with the old one.</summary>
/// <remarks>A tree of nodes of sixteen, one level for each factor of sixteen, so that a change copies some hundred bytes even among millions;
/// an immutable dictionary with the same numbers as keys costs many times as much. Places that were never set hold the default value.</remarks>
public sealed class PersistentArray<T>
    where T : struct
{
    private const int Bits = 4;
    private const int Width = 1 << Bits;

    private readonly object? root;

    /// <summary>Levels above the leaves.</summary>
    private readonly int height;

    private PersistentArray(object? root, int height) => (this.root, this.height) = (root, height);

    /// <summary>Holds the default value everywhere.</summary>
    public static PersistentArray<T> Empty { get; } = new(root: null, height: 0);

    /// <summary>The value at a place from 0.</summary>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            var node = Reaches(height, index) ? root : null;
            for (var level = height; level > 0 && node is not null; level--)
            {
                node = ((object?[])node)[Slot(index, level)];
            }

            return node is T[] leaf ? leaf[Slot(index, 0)] : default;
        }
    }

    /// <summary>This array with another value at a place from 0.</summary>
    public PersistentArray<T> Set(int index, T value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var (top, levels) = (root, height);
        for (; !Reaches(levels, index); levels++)
        {
            var higher = new object?[Width];
            higher[0] = top;
            top = higher;
        }

        return new(Set(top, levels, index, value), levels);
    }

    private static object Set(object? node, int level, int index, T value)
    {
        if (level == 0)
        {
            var leaf = new T[Width];
            (node as T[])?.CopyTo(leaf, 0);
            leaf[Slot(index, 0)] = value;
            return leaf;
        }

        var inner = new object?[Width];
        (node as object?[])?.CopyTo(inner, 0);
        ref var below = ref inner[Slot(index, level)];
        below = Set(below, level - 1, index, value);
        return inner;
    }

    private static bool Reaches(int levels, int index) => (long)index >> (Bits * (levels + 1)) == 0;

    private static int Slot(int index, int level) => (index >> (Bits * level)) & (Width - 1);
}
