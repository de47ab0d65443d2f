namespace Moot.Host.Storage;

/// <summary>The three steps by which a group of acts becomes durable.</summary>
public enum WriteStep
{
    /// <summary>The entries are staged.</summary>
    Stage,

    /// <summary>The checkpoint is swapped in, apart from the data.</summary>
    Swap,

    /// <summary>The checkpoint is published.</summary>
    Publish,
}

/// <summary>A disk failure that comes at a chosen moment, once: what tests and drills run a memory log with.</summary>
/// <param name="step">The step that fails.</param>
/// <param name="time">The how manieth time that it is taken, from 1.</param>
/// <param name="isPersisted">True if it took effect all the same.</param>
public sealed class FaultPlan(WriteStep step, int time, bool isPersisted)
{
    private int taken;

    /// <summary>True once it has happened.</summary>
    public bool HasStruck { get; private set; }

    /// <summary>Takes a step, or fails at it.</summary>
    /// <exception cref="IOException">Now was the time.</exception>
    public void Take(WriteStep now, Action effect)
    {
        var strikes = now == step && ++taken == time;
        HasStruck |= strikes;
        if (!strikes || isPersisted)
        {
            effect();
        }

        if (strikes)
        {
            throw new IOException($"The disk failed at the step {now}, as planned.");
        }
    }
}
