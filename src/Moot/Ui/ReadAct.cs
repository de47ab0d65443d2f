using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;

namespace Moot.Ui;

/// <summary>An entry as it is read back from the log.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Kind">Its kind; null where this program does not know it.</param>
/// <param name="Record">The act, of the kind's own type; prose that is out of sight reads as erased.</param>
/// <param name="Body">The state of its body.</param>
public sealed record ReadAct(Entry Entry, ActKind? Kind, object? Record, BodyState Body)
{
    /// <summary>Reads one entry; null where there is none.</summary>
    public static ReadAct? Of(ILogStore store, Registry registry, long index) => Between(store, registry, index, index + 1).FirstOrDefault();

    /// <summary>Reads entries from one place up to but without another.</summary>
    public static IEnumerable<ReadAct> Between(ILogStore store, Registry registry, long from, long to)
    {
        foreach (var stored in store.Read(from, to))
        {
            if (Entry.TryParse(stored.Bytes, out var entry, out _))
            {
                var kind = registry.Find(entry!.Act.Kind);
                yield return new(entry, kind, kind?.Decode(entry.Act, stored.Body, out _), stored.Body.State);
            }
        }
    }
}
