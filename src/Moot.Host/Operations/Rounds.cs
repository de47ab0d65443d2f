using Moot.Kernel.Storage;

namespace Moot.Host.Operations;

/// <summary>Parts a stream of entries into rounds, each of which is checked and then staged. What comes next is fetched meanwhile.</summary>
/// <param name="entries">All of them.</param>
internal sealed class Rounds(IEnumerable<StoredEntry> entries) : IDisposable
{
    /// <summary>Bytes of entries and what lies beside them after which a round ends early.</summary>
    private const long RoundBytesMax = 64 << 20;

    private readonly IEnumerator<StoredEntry> source = entries.GetEnumerator();

    /// <summary>The next entries.</summary>
    /// <param name="count">At most so many; at least one.</param>
    /// <exception cref="LogException">There are no more.</exception>
    public IEnumerable<StoredEntry> Next(int count)
    {
        var (read, bytes) = (0, 0L);
        while (read < count && bytes < RoundBytesMax && source.MoveNext())
        {
            read++;
            bytes += source.Current.Bytes.Length + source.Current.Body.Bytes.Length + source.Current.Blobs.Sum(b => (long)b.Bytes.Length);
            yield return source.Current;
        }

        if (read == 0)
        {
            throw new LogException("entries-missing", "There are fewer entries than the checkpoint says.");
        }
    }

    public void Dispose() => source.Dispose();
}
