using Moot.Kernel.Acts;

namespace Moot.Host.Door;

/// <summary>Whose acts are counted together: an author, or everybody behind an address.</summary>
/// <param name="Actor">The author; null where an address is meant.</param>
/// <param name="Address">The address, as <see cref="Addresses"/> writes it.</param>
internal readonly record struct Counted(Actor? Actor, ulong Address);

/// <summary>Counts how often things are done, in memory alone.</summary>
/// <remarks>Generic cell rate algorithm (ITU-T I.371): of each bucket only the time is kept at which it will be full again.</remarks>
/// <param name="clock">The time.</param>
internal sealed class Buckets(TimeProvider clock)
{
    /// <summary>Buckets that are kept at most; beyond that those that are full are let go, and then all.</summary>
    private const int KeptMax = 100_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Limit, Counted Who), long> fullAt = [];

    /// <summary>Takes one from each bucket, or nothing where one is empty.</summary>
    /// <param name="wanted">The buckets.</param>
    /// <param name="empty">The limit that was reached; null where none was.</param>
    /// <param name="onlyAsk">True to take nothing in any case.</param>
    /// <returns>Time after which to try again; zero where nothing was in the way.</returns>
    public TimeSpan Take(ReadOnlySpan<(DoorLimit Limit, Counted Who)> wanted, out DoorLimit? empty, bool onlyAsk = false)
    {
        lock (gate)
        {
            var now = clock.GetElapsedTime(0).Ticks;
            (empty, var wait) = (null, 0L);
            foreach (var (limit, who) in wanted)
            {
                var after = Math.Max(fullAt.GetValueOrDefault((limit.Name, who)), now) + limit.Each.Ticks;
                var over = after - now - (limit.AtOnce * limit.Each.Ticks);
                if (over > wait)
                {
                    (empty, wait) = (limit, over);
                }
            }

            if (empty is null && !onlyAsk)
            {
                foreach (var (limit, who) in wanted)
                {
                    Add(limit, who, now);
                }
            }

            return TimeSpan.FromTicks(wait);
        }
    }

    /// <summary>Counts something that was done, whether there was room for it or not.</summary>
    public void Count(DoorLimit limit, Counted who)
    {
        lock (gate)
        {
            Add(limit, who, clock.GetElapsedTime(0).Ticks);
        }
    }

    private void Add(DoorLimit limit, Counted who, long now)
    {
        if (fullAt.Count >= KeptMax)
        {
            foreach (var full in fullAt.Where(b => b.Value <= now).Select(b => b.Key).ToList())
            {
                fullAt.Remove(full);
            }

            if (fullAt.Count >= KeptMax)
            {
                fullAt.Clear();
            }
        }

        fullAt[(limit.Name, who)] = Math.Max(fullAt.GetValueOrDefault((limit.Name, who)), now) + limit.Each.Ticks;
    }
}
