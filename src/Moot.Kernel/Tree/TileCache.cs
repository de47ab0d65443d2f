using System.Diagnostics.CodeAnalysis;

namespace Moot.Kernel.Tree;

/// <summary>The tiles used last, with their inner nodes; the one used longest ago goes first.</summary>
internal sealed class TileCache(int capacity)
{
    private readonly Dictionary<long, LinkedListNode<(long N, Hash[] Nodes)>> byIndex = [];
    private readonly LinkedList<(long N, Hash[] Nodes)> byUse = [];

    internal bool TryGet(long n, [NotNullWhen(true)] out Hash[]? nodes)
    {
        // A root takes up to eight nodes of the same tile in a row.
        if (byUse.First is { } newest && newest.Value.N == n)
        {
            nodes = newest.Value.Nodes;
            return true;
        }

        if (!byIndex.TryGetValue(n, out var entry))
        {
            nodes = null;
            return false;
        }

        byUse.Remove(entry);
        byUse.AddFirst(entry);
        nodes = entry.Value.Nodes;
        return true;
    }

    internal void Put(long n, Hash[] nodes)
    {
        if (byIndex.Count == capacity)
        {
            byIndex.Remove(byUse.Last!.Value.N);
            byUse.RemoveLast();
        }

        byIndex.Add(n, byUse.AddFirst((n, nodes)));
    }
}
