using System.Text;

namespace Moot.Host.Gits;

/// <summary>Which objects go out, in the order in which they were made.</summary>
/// <param name="Numbers">The objects.</param>
/// <param name="IsThin">True if whoever asks has everything that was made before the first of them.</param>
/// <param name="IsWhole">True if it is all from the first object on.</param>
internal sealed record PackPlan(IReadOnlyList<int> Numbers, bool IsThin, bool IsWhole)
{
    private static readonly SemaphoreSlim Collecting = new(GitLimits.CollectingMax);

    /// <summary>Everything between two commits of the row, without the first and with the last.</summary>
    public static PackPlan Between(GitStore store, int common, int last, bool isThin)
    {
        var from = common < 0 ? 0 : store.Commit(common).Object + 1;
        var to = store.Commit(last).Object;
        return new([.. Enumerable.Range(from, Math.Max(0, to - from + 1))], isThin && common >= 0, common < 0);
    }

    /// <summary>What commits need, for somebody who has some commits and no others before them.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="first">The first commit.</param>
    /// <param name="last">The last commit.</param>
    /// <param name="known">Commits whose files and folders are there.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<PackPlan> Parts(GitStore store, int first, int last, (int First, int Last)? known, CancellationToken cancel)
    {
        await Collecting.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Collect(store, first, last, known, cancel), cancel);
        }
        finally
        {
            Collecting.Release();
        }
    }

    private static PackPlan Collect(GitStore store, int first, int last, (int First, int Last)? known, CancellationToken cancel)
    {
        var seen = new HashSet<int>();
        if (known is var (from, to))
        {
            for (var index = from; index <= to; index++)
            {
                cancel.ThrowIfCancellationRequested();
                Walk(store, TreeOf(store, index), seen, found: null);
            }
        }

        var found = new List<int>();
        for (var index = first; index <= last; index++)
        {
            cancel.ThrowIfCancellationRequested();
            if (known is var (a, b) && index >= a && index <= b)
            {
                continue;
            }

            found.Add(store.Commit(index).Object);
            Walk(store, TreeOf(store, index), seen, found);
        }

        found.Sort();
        return new(found, IsThin: false, IsWhole: false);
    }

    private static int TreeOf(GitStore store, int commit)
    {
        var (_, bytes) = store.Read(store.Commit(commit).Object);
        return store.Find(GitStore.TreeOf(bytes));
    }

    private static void Walk(GitStore store, int tree, HashSet<int> seen, List<int>? found)
    {
        if (!seen.Add(tree))
        {
            return;
        }

        found?.Add(tree);
        foreach (var (_, isFolder, name) in GitTree.Items(store.Read(tree).Bytes))
        {
            var number = store.Find(name);
            if (isFolder)
            {
                Walk(store, number, seen, found);
            }
            else if (seen.Add(number))
            {
                found?.Add(number);
            }
        }
    }
}
