using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Live;

/// <summary>The commitments to texts that are hidden or erased, so that no other copy of them is given away.</summary>
/// <param name="store">The log.</param>
internal sealed class WithdrawnTexts(ILogStore store)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Hash> byEntry = [];
    private HashSet<Hash> commitments = [];
    private Erasures known = Erasures.Empty;

    /// <summary>Is the text with this commitment out of sight?</summary>
    public bool Has(World world, Hash? commitment)
    {
        if (commitment is not { } asked)
        {
            return false;
        }

        lock (gate)
        {
            var now = world.Get<Erasures>();
            if (!ReferenceEquals(now, known))
            {
                foreach (var shown in byEntry.Keys.Where(i => !now.Withdrawn.ContainsKey(i)).ToList())
                {
                    byEntry.Remove(shown);
                }

                foreach (var index in now.Withdrawn.Keys.Where(i => !byEntry.ContainsKey(i)))
                {
                    if (CommitmentOf(index) is { } read)
                    {
                        byEntry.Add(index, read);
                    }
                }

                (commitments, known) = ([.. byEntry.Values], now);
            }

            return commitments.Contains(asked);
        }
    }

    /// <summary>The commitment in an entry; null where it has no text.</summary>
    public Hash? CommitmentOf(long index) =>
        store.Read(index, index + 1).Select(e => Entry.TryParse(e.Bytes, out var entry, out _) ? entry!.Act.Body : null).FirstOrDefault();
}
