namespace Moot.Host.Live;

/// <summary>Wakes a loop that rests, however often it is rung meanwhile. For one loop and any number that ring.</summary>
internal sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    /// <summary>Wakes the loop, or lets its next rest end at once.</summary>
    public void Ring()
    {
        try
        {
            if (rung.CurrentCount == 0)
            {
                rung.Release();
            }
        }
        catch (Exception trouble) when (trouble is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else rang, or the loop has ended.
        }
    }

    /// <summary>Rings when a log moved.</summary>
    public void Ring(object? sender, EventArgs e) => Ring();

    /// <summary>Rests until the bell is rung, a time is over or the program stops.</summary>
    public async Task Rest(TimeSpan most, TimeProvider clock, CancellationToken stop)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(rung.WaitAsync(rest.Token), Task.Delay(most, clock, rest.Token));
        await rest.CancelAsync();
    }

    public void Dispose() => rung.Dispose();
}
