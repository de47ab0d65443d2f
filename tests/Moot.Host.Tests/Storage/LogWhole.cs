using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Tests.Storage;

/// <summary>Everything that can be read of a log.</summary>
public sealed record LogRows(IReadOnlyList<StoredEntry> Entries, IReadOnlyList<(long Size, string Note)> Checkpoints, IReadOnlyList<string> Tiles)
{
    public static LogRows Of(ILogStore store)
    {
        var checkpoints = new List<(long, string)>();
        for (var next = store.LastPublished(); next is var (size, note); next = store.PublishedAt(size - 1))
        {
            checkpoints.Add((size, Convert.ToHexString(note)));
        }

        var tiles = Enumerable.Range(0, (int)(store.Size / HashTree.TileWidth)).Select(n => Convert.ToHexString(store.Tile(0, n) ?? []));
        return new([.. store.Read(0, store.Size)], checkpoints, [.. tiles]);
    }

    /// <summary>The first thing that differs; null where nothing does.</summary>
    public string? Difference(LogRows other)
    {
        foreach (var (a, b) in Entries.Zip(other.Entries))
        {
            if (a.Index != b.Index || !a.Bytes.Span.SequenceEqual(b.Bytes.Span) || a.Body != b.Body)
            {
                return $"entry {a.Index}";
            }
        }

        return Entries.Count != other.Entries.Count ? "number of entries"
            : !Checkpoints.SequenceEqual(other.Checkpoints) ? "checkpoints"
            : !Tiles.SequenceEqual(other.Tiles) ? "tiles"
            : null;
    }
}

/// <summary>All that the program does to find out whether a log is whole.</summary>
public static class LogWhole
{
    /// <summary>What it says; null where it finds nothing wrong. It says it by a <see cref="LogException"/> or a sentence; any other exception is a bug.</summary>
    public static string? Problem(string path, byte[] locked, out LogRows? rows)
    {
        rows = null;
        var apart = new MemoryCheckpointLock();
        apart.Swap(null, locked);
        try
        {
            using var store = SqliteLogStore.Open(path);
            if (store.IntegrityProblem() is { } problem)
            {
                return "file: " + problem;
            }

            var key = TestLog.Key("log of " + TestLog.FirstOrigin);
            var writer = Writer.Open(new(Capabilities.Registry, store, apart, key, TestLog.FirstOrigin, new FakeTimeProvider()));
            writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
            var replay = new Replay(Capabilities.Registry, verifySignatures: false);
            if (replay.Run(store.Read(0, store.Size)) is { } fault)
            {
                return "replay: " + fault.Code;
            }

            var (withheld, stillThere) = replay.CompareBodies();
            if (withheld.Count + stillThere.Count > 0)
            {
                return "bodies: withheld or still there";
            }

            rows = LogRows.Of(store);
            return null;
        }
        catch (LogException e)
        {
            return $"{e.Code}: {e.Message}";
        }
    }
}
