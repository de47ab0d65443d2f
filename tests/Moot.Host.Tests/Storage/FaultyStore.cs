using Moot.Host.Storage;
using Moot.Kernel.Storage;

namespace Moot.Host.Tests.Storage;

/// <summary>A store that fails as planned.</summary>
public sealed class FaultyStore(ILogStore inner) : ILogStore
{
    private FaultPlan? plan;

    public ILogStore Inner => inner;

    /// <summary>The failure to come; a store in memory sees to it by itself.</summary>
    public FaultPlan? Fault
    {
        set
        {
            if (inner is MemoryLogStore memory)
            {
                memory.Fault = value;
            }
            else
            {
                plan = value;
            }
        }
    }

    public long Size => inner.Size;

    public void Stage(Batch batch) => Take(WriteStep.Stage, () => inner.Stage(batch));

    public void Publish(long size, ReadOnlyMemory<byte> note) => Take(WriteStep.Publish, () => inner.Publish(size, note));

    public (long Size, byte[] Note)? LastPublished() => inner.LastPublished();

    public (long Size, byte[] Note)? PublishedAt(long size) => inner.PublishedAt(size);

    public IEnumerable<StoredEntry> Read(long from, long to) => inner.Read(from, to);

    public IEnumerable<StoredEntry> ReadWhole(long from, long to) => inner.ReadWhole(from, to);

    public StoredBlob? Blob(Moot.Kernel.Acts.BlobId id) => inner.Blob(id);

    public byte[]? Tile(int level, long n) => inner.Tile(level, n);

    public void Dispose() => inner.Dispose();

    private void Take(WriteStep step, Action effect)
    {
        if (plan is { } fault)
        {
            fault.Take(step, effect);
        }
        else
        {
            effect();
        }
    }
}

/// <summary>A lock that fails as planned.</summary>
public sealed class FaultyLock(ICheckpointLock inner) : ICheckpointLock
{
    private FaultPlan? plan;

    public ICheckpointLock Inner => inner;

    /// <summary>The failure to come; a lock in memory sees to it by itself.</summary>
    public FaultPlan? Fault
    {
        set
        {
            if (inner is MemoryCheckpointLock memory)
            {
                memory.Fault = value;
            }
            else
            {
                plan = value;
            }
        }
    }

    public byte[]? Read() => inner.Read();

    public bool Swap(byte[]? expected, byte[] next)
    {
        var swapped = true;
        if (plan is { } fault)
        {
            fault.Take(WriteStep.Swap, () => swapped = inner.Swap(expected, next));
        }
        else
        {
            swapped = inner.Swap(expected, next);
        }

        return swapped;
    }

    public void Dispose() => inner.Dispose();
}
