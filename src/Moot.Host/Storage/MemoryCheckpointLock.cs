using Moot.Kernel.Storage;

namespace Moot.Host.Storage;

/// <summary>A checkpoint lock in memory, for tests and drills.</summary>
public sealed class MemoryCheckpointLock : ICheckpointLock
{
    private readonly Lock gate = new();
    private byte[]? note;

    /// <summary>A failure to come; null for none.</summary>
    public FaultPlan? Fault { get; set; }

    /// <inheritdoc/>
    public byte[]? Read()
    {
        lock (gate)
        {
            return note;
        }
    }

    /// <inheritdoc/>
    public bool Swap(byte[]? expected, byte[] next)
    {
        lock (gate)
        {
            if (!(note is null ? expected is null : note.AsSpan().SequenceEqual(expected)))
            {
                return false;
            }

            if (Fault is { } fault)
            {
                fault.Take(WriteStep.Swap, () => note = next);
            }
            else
            {
                note = next;
            }

            return true;
        }
    }

    public void Dispose() { }
}
