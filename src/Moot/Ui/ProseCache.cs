using System.Collections.Concurrent;
using System.Text.Json;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;

namespace Moot.Ui;

/// <summary>Names, titles and summaries that were read before; nothing that was taken out of sight since.</summary>
/// <param name="log">The log.</param>
public sealed class ProseCache(ILiveLog log)
{
    /// <summary>Texts that are kept.</summary>
    private const int TextsMax = 100_000;

    /// <summary>Characters of a text that is worth keeping.</summary>
    private const int KeptCharactersMax = 400;

    private readonly ConcurrentDictionary<(long Entry, string Member), string> kept = new();

    /// <summary>A text from an entry's body; null where it was never written, or is hidden or erased.</summary>
    /// <param name="world">Tells what is out of sight.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="member">The text's name in the body.</param>
    public string? Prose(World world, long entry, string member)
    {
        if (entry < 0 || entry >= world.Size || world.Get<Erasures>().Find(entry) is not null)
        {
            return null;
        }

        if (kept.TryGetValue((entry, member), out var known))
        {
            return known;
        }

        var read = Read(entry, member);
        if (read is { Length: <= KeptCharactersMax })
        {
            if (kept.Count >= TextsMax)
            {
                kept.Clear();
            }

            kept[(entry, member)] = read;
        }

        return read;
    }

    private string? Read(long entry, string member)
    {
        foreach (var stored in log.Store.Read(entry, entry + 1))
        {
            if (stored.Body.State == BodyState.Present)
            {
                using var json = JsonDocument.Parse(stored.Body.Bytes);
                return json.RootElement.TryGetProperty(member, out var text) ? text.GetString() : null;
            }
        }

        return null;
    }
}
