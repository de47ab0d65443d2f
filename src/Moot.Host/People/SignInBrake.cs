using Moot.Kernel.Acts;

namespace Moot.Host.People;

/// <summary>Slows down whoever tries passphrases: for one name more with each failure, and for all names together. In memory alone, without any address.</summary>
/// <param name="clock">The time.</param>
internal sealed class SignInBrake(TimeProvider clock)
{
    /// <summary>Failures for one name that cost nothing.</summary>
    public const int FreeTries = 5;

    /// <summary>Failures for all names together in one <see cref="Window"/>.</summary>
    public const int FailuresMax = 300;

    /// <summary>The longest that one name waits.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(15);

    /// <summary>Time in which the failures of all names are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Names that are remembered.</summary>
    private const int NamesMax = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> byName = new(StringComparer.Ordinal);
    private DateTimeOffset windowBegan;
    private int inWindow;

    /// <summary>Seconds until somebody may try again; at least one.</summary>
    /// <param name="name">The name that was typed.</param>
    public int SecondsFor(string name)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var until = byName.GetValueOrDefault(name).Until;
            return Math.Max(1, (int)Math.Ceiling(((until > now ? until : windowBegan + Window) - now).TotalSeconds));
        }
    }

    /// <summary>May somebody try now? Counts the try as a failure until <see cref="Succeeded"/> is told, so that tries at the same time count too.</summary>
    /// <param name="name">The name that was typed.</param>
    public Verdict Try(string name)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now - windowBegan >= Window)
            {
                (windowBegan, inWindow) = (now, 0);
            }

            var (failures, until) = byName.GetValueOrDefault(name);
            if (until > now)
            {
                return Wait(until - now);
            }

            if (inWindow >= FailuresMax)
            {
                return Wait(windowBegan + Window - now);
            }

            if (failures > 0 && now - until > WaitMax)
            {
                failures = 0;
            }

            if (byName.Count >= NamesMax && !byName.ContainsKey(name))
            {
                byName.Remove(byName.MinBy(n => n.Value.Until).Key);
            }

            inWindow++;
            var wait = failures + 1 < FreeTries ? TimeSpan.Zero : TimeSpan.FromSeconds(1 << Math.Min(failures + 1 - FreeTries, 10));
            byName[name] = (failures + 1, now + (wait < WaitMax ? wait : WaitMax));
            return Verdict.Lawful;
        }
    }

    /// <summary>The try was none to slow down.</summary>
    public void Succeeded(string name)
    {
        lock (gate)
        {
            byName.Remove(name);
            inWindow = Math.Max(0, inWindow - 1);
        }
    }

    private static Verdict Wait(TimeSpan time) =>
        Verdict.Refused("sign-in-wait", $"Too many tries with a wrong passphrase. Wait {(int)Math.Ceiling(time.TotalSeconds)} seconds and try again.");
}
