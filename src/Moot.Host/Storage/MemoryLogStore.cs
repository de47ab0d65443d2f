using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Storage;

/// <summary>A log in memory, for tests and drills; it can fail on purpose.</summary>
/// <remarks>It outlives its writer: let go of a writer, call <see cref="Crash"/>, and open another one over it.</remarks>
public sealed class MemoryLogStore : ILogStore
{
    private readonly Lock gate = new();
    private readonly List<StoredEntry> entries = [];
    private readonly Dictionary<long, StoredBody> hidden = [];
    private readonly Dictionary<(int Level, long N), byte[]> tiles = [];
    private readonly SortedList<long, byte[]> checkpoints = [];
    private readonly Dictionary<BlobId, StoredBlob> blobs = [];
    private long? unflushed;

    /// <summary>A failure to come; null for none.</summary>
    public FaultPlan? Fault { get; set; }

    /// <inheritdoc/>
    public long Size
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>What a loss of power does: a checkpoint that was published after the last group is gone, whatever was staged stays.</summary>
    public void Crash()
    {
        lock (gate)
        {
            Fault = null;
            if (unflushed is { } size)
            {
                checkpoints.Remove(size);
                unflushed = null;
            }
        }
    }

    /// <inheritdoc/>
    public void Stage(Batch batch)
    {
        lock (gate)
        {
            if (!batch.Entries.IsEmpty && batch.Entries[0].Index != entries.Count)
            {
                throw new ArgumentException($"Entry {entries.Count} comes next.", nameof(batch));
            }

            Take(WriteStep.Stage, () => Write(batch));
        }
    }

    /// <inheritdoc/>
    public void Publish(long size, ReadOnlyMemory<byte> note)
    {
        lock (gate)
        {
            Take(WriteStep.Publish, () => Keep(size, note.ToArray()));
        }
    }

    /// <inheritdoc/>
    public (long Size, byte[] Note)? LastPublished() => PublishedAt(long.MaxValue);

    /// <inheritdoc/>
    public (long Size, byte[] Note)? PublishedAt(long size)
    {
        lock (gate)
        {
            for (var i = checkpoints.Count - 1; i >= 0; i--)
            {
                if (checkpoints.Keys[i] <= size)
                {
                    return (checkpoints.Keys[i], checkpoints.Values[i]);
                }
            }

            return null;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<StoredEntry> Read(long from, long to) => Read(from, to, withBlobs: false);

    /// <inheritdoc/>
    public IEnumerable<StoredEntry> ReadWhole(long from, long to) => Read(from, to, withBlobs: true);

    private List<StoredEntry> Read(long from, long to, bool withBlobs)
    {
        lock (gate)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(from);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(to, entries.Count);
            return
            [
                .. entries
                    .GetRange((int)from, (int)(to - from))
                    .Select(e =>
                        e with
                        {
                            Brought =
                            [
                                .. e.Blobs.Select(b => withBlobs ? Served(blobs[b.Id]) : new(b.Id, blobs[b.Id].State, default, default, IsListed: true)),
                            ],
                        }
                    ),
            ];
        }
    }

    /// <inheritdoc/>
    public StoredBlob? Blob(BlobId id)
    {
        lock (gate)
        {
            return blobs.TryGetValue(id, out var blob) ? Served(blob) : null;
        }
    }

    private static StoredBlob Served(StoredBlob blob) => blob.State == BodyState.Present ? blob : new(blob.Id, blob.State, default, default);

    /// <inheritdoc/>
    public byte[]? Tile(int level, long n)
    {
        lock (gate)
        {
            return tiles.GetValueOrDefault((level, n));
        }
    }

    public void Dispose() { }

    private void Take(WriteStep step, Action effect)
    {
        if (Fault is { } fault)
        {
            fault.Take(step, effect);
        }
        else
        {
            effect();
        }
    }

    private void Write(Batch batch)
    {
        unflushed = null;
        entries.AddRange(batch.Entries);
        foreach (var blob in batch.Entries.SelectMany(e => e.Blobs))
        {
            blobs[blob.Id] = blob with { Bytes = blob.Bytes.ToArray(), Base = null };
        }
        foreach (var tile in batch.Tiles)
        {
            tiles[(tile.Level, tile.N)] = tile.Bytes;
        }

        foreach (var (index, blob) in batch.Blobs)
        {
            if (!blobs.TryGetValue(blob.Id, out var there) || (there.State == BodyState.Hidden && there.Salt == default))
            {
                blobs[blob.Id] = blob;
                entries[(int)index] = entries[(int)index] with { Brought = [.. entries[(int)index].Blobs.Where(b => b.Id != blob.Id), blob] };
            }
        }

        foreach (var (index, body) in batch.Bodies.Where(b => b.Body.State == BodyState.Present))
        {
            var there = entries[(int)index].Body.State;
            if (there == BodyState.None || (there == BodyState.Hidden && !hidden.ContainsKey(index)))
            {
                entries[(int)index] = entries[(int)index] with { Body = body };
            }
        }

        foreach (var (index, redaction) in batch.Redactions)
        {
            Redact(index, redaction);
        }
    }

    private void Redact(long index, Redaction redaction)
    {
        foreach (var blob in entries[(int)index].Blobs.Select(b => blobs[b.Id]))
        {
            blobs[blob.Id] = (redaction, blob.State) switch
            {
                (Redaction.Hide, BodyState.Present) => blob with { State = BodyState.Hidden },
                (Redaction.Show, BodyState.Hidden) when blob.Salt != default => blob with { State = BodyState.Present },
                (Redaction.Erase, _) => new(blob.Id, BodyState.Erased, default, default),
                _ => blob,
            };
        }

        var body = entries[(int)index].Body;
        var after = (redaction, body.State) switch
        {
            (Redaction.Hide, BodyState.Present) => new(BodyState.Hidden, default, default),
            (Redaction.Show, BodyState.Hidden) => hidden.GetValueOrDefault(index, body),
            (Redaction.Erase, not BodyState.None) => new(BodyState.Erased, default, default),
            _ => body,
        };
        if (after.State == BodyState.Hidden && body.State == BodyState.Present)
        {
            hidden[index] = body;
        }
        else if (after.State != BodyState.Hidden)
        {
            hidden.Remove(index);
        }

        entries[(int)index] = entries[(int)index] with { Body = after };
    }

    private void Keep(long size, byte[] note)
    {
        if (checkpoints.Count > 0 && checkpoints.Keys[^1] is var last && last < size && TileOfLast(last) == TileOfLast(size))
        {
            checkpoints.Remove(last);
        }

        checkpoints[size] = note;
        unflushed = size;
    }

    private static long TileOfLast(long size) => (size - 1) / HashTree.TileWidth;
}
