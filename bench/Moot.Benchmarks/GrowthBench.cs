using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Benchmarks;

/// <summary>Judging, folding and storing an act in a young log and in an old one. Signatures are left out: they cost the same at any age.</summary>
internal static class GrowthBench
{
    private const int Window = 10_240;
    private const int Group = 1024;

    public static async Task Run(int count)
    {
        using var folder = new Bench.Folder();
        await using var seed = await Bench.Found(folder, "seed");
        using var store = SqliteLogStore.Create(folder.In("growth.db"));
        var machine = new Machine(Capabilities.Registry, new HashTree(store.Tile));
        var head = seed.Head;
        foreach (var entry in seed.Store.Read(0, seed.Store.Size))
        {
            var parsed = Entry.TryParse(entry.Bytes, out var read, out var error) ? read! : throw new InvalidOperationException(error);
            machine.Take(Prepared.Of(Capabilities.Registry, parsed.Act, entry.Body), parsed, Hash.Leaf(entry.Bytes.Span));
            store.Stage(new([entry], machine.Tree.TakeCompleted(), []));
        }

        double? first = null;
        foreach (var mark in (long[])[10_000, 100_000, 1_000_000])
        {
            if (mark > count)
            {
                break;
            }

            while (machine.World.Size < mark - Window)
            {
                Grow(machine, store, head, seed.Folder.Origin, Window);
            }

            var times = new List<double>();
            for (var i = 0; i < 3; i++)
            {
                times.Add(Grow(machine, store, head, seed.Folder.Origin, Window) / Window * 1e6);
            }

            times.Sort();
            first ??= times[1];
            Console.WriteLine($"at {mark, 9:N0} entries: {times[1], 6:N1} µs an act (median of 3 × {Window:N0}); ratio to the first {times[1] / first:N2}");
        }
    }

    /// <summary>Adds acts; the seconds that judging, folding and storing took.</summary>
    private static double Grow(Machine machine, SqliteLogStore store, Head head, string origin, int count)
    {
        var acts = Acts.Make(head, origin, authors: 512, count / 512, machine.World.Size + 1);
        var prepared = new Prepared[count];
        Parallel.For(0, count, i => prepared[i] = Prepared.Of(Capabilities.Registry, acts[i % 512][i / 512].Act, acts[i % 512][i / 512].Body, verify: false));
        GC.Collect();
        var clock = Stopwatch.StartNew();
        foreach (var group in prepared.Chunk(Group))
        {
            var entries = ImmutableArray.CreateBuilder<StoredEntry>(group.Length);
            foreach (var act in group)
            {
                var verdict = machine.Take(act, machine.World.At, out var entry);
                entries.Add(new((entry ?? throw new InvalidOperationException(verdict.ToString())).Index, entry.Bytes, act.Body));
            }

            store.Stage(new(entries.MoveToImmutable(), machine.Tree.TakeCompleted(), []));
        }

        return clock.Elapsed.TotalSeconds;
    }
}
