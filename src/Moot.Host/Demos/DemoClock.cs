namespace Moot.Host.Demos;

/// <summary>The example's own time: weeks pass between two acts, and none in truth.</summary>
internal sealed class DemoClock(DateTimeOffset begin) : TimeProvider
{
    private DateTimeOffset now = begin;

    public override DateTimeOffset GetUtcNow() => now;

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan span) => now += span;
}
