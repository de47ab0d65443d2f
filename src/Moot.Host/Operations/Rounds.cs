using System.Collections.Immutable;
using Moot.Kernel.Storage;

namespace Moot.Host.Operations;

/// <summary>Parts a stream of entries into rounds: each is checked as it comes, and kept until it is staged. What comes next is fetched meanwhile.</summary>
/// <param name="entries">All of them.</param>
internal sealed class Rounds(IEnumerable<StoredEntry> entries) : IDisposable
{
    private readonly IEnumerator<StoredEntry> source = entries.GetEnumerator();
    private readonly ImmutableArray<StoredEntry>.Builder read = ImmutableArray.CreateBuilder<StoredEntry>();

    /// <summary>What was read in the last round.</summary>
    public ImmutableArray<StoredEntry> Read => read.ToImmutable();

    /// <summary>The next entries.</summary>
    /// <param name="count">At most so many; at least one.</param>
    /// <exception cref="LogException">There are no more.</exception>
    public IEnumerable<StoredEntry> Next(int count)
    {
        read.Clear();
        while (read.Count < count && source.MoveNext())
        {
            read.Add(source.Current);
            yield return source.Current;
        }

        if (read.Count == 0)
        {
            throw new LogException("entries-missing", "There are fewer entries than the checkpoint says.");
        }
    }

    public void Dispose() => source.Dispose();
}
