namespace Moot.Counting;

/// <summary>How long somebody waits for a count: ballots can be made for which it would never end. A count is what it is, or there is none.</summary>
/// <param name="End">When it is over; never, where nothing is said.</param>
public readonly record struct Patience(CancellationToken End)
{
    /// <summary>Asked again and again while it is counted.</summary>
    /// <exception cref="OperationCanceledException">It is over.</exception>
    public void Check() => End.ThrowIfCancellationRequested();
}
