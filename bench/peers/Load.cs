using System.Diagnostics;

namespace Moot.Peers;

/// <summary>What became of one request.</summary>
/// <param name="IsGood">True if the server took it, or showed what was asked for.</param>
/// <param name="Said">Why not; or in which way, where there is more than one.</param>
/// <param name="Taken">Its time, where more was done than is to be measured.</param>
internal readonly record struct Outcome(bool IsGood, string Said = "", TimeSpan? Taken = null);

/// <summary>What many requests came to.</summary>
internal sealed class Tally
{
    private readonly List<double> times = [];
    private readonly Dictionary<string, int> said = new(StringComparer.Ordinal);

    public int Good { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Words that were taken and then were not in the text.</summary>
    public int Lost { get; set; }

    public double Seconds { get; set; }

    /// <summary>Seconds of all cores that the servers used.</summary>
    public double CoreSeconds { get; set; }

    public double Rate => Good / Seconds;

    public double CoreMilliseconds => CoreSeconds / Math.Max(1, Good + Refused) * 1000;

    /// <summary>Milliseconds of those that were taken, below which a share of them lies.</summary>
    public double Within(double share) => times.Count == 0 ? double.NaN : times[Math.Min(times.Count - 1, (int)(times.Count * share))];

    /// <summary>What was said, most often said first.</summary>
    public string Reasons => string.Join(", ", said.OrderByDescending(s => s.Value).Take(3).Select(s => $"{s.Value} × {s.Key}"));

    public void Add(Outcome outcome, TimeSpan taken)
    {
        lock (times)
        {
            if (outcome.IsGood)
            {
                Good++;
                times.Add(taken.TotalMilliseconds);
            }
            else
            {
                Refused++;
            }

            if (outcome.Said.Length > 0)
            {
                said[outcome.Said] = said.GetValueOrDefault(outcome.Said) + 1;
            }
        }
    }

    public void Sort() => times.Sort();
}

/// <summary>The same work by many connections at once, bounded in count and in time.</summary>
internal static class Load
{
    /// <param name="workers">How many at once.</param>
    /// <param name="count">Requests of all together.</param>
    /// <param name="limit">Time after which no further request is begun.</param>
    /// <param name="servers">Ids of the processes whose cores are counted.</param>
    /// <param name="one">One request: which worker, which request of theirs.</param>
    public static async Task<Tally> Run(int workers, int count, TimeSpan limit, IReadOnlyList<int> servers, Func<int, int, Task<Outcome>> one)
    {
        var tally = new Tally();
        var (cores, clock) = (Cores.Used(servers), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => Work(worker))));
        tally.Seconds = clock.Elapsed.TotalSeconds;
        tally.CoreSeconds = Cores.Used(servers) - cores;
        tally.Sort();
        return tally;

        async Task Work(int worker)
        {
            var each = Math.Max(1, count / workers);
            for (var n = 0; n < each && clock.Elapsed < limit; n++)
            {
                var start = Stopwatch.GetTimestamp();
                var outcome = await one(worker, n);
                tally.Add(outcome, outcome.Taken ?? Stopwatch.GetElapsedTime(start));
            }
        }
    }
}
