using System.Collections.Immutable;
using System.Text.Json;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>The entries of each matter, oldest first. Read from the log as it grows; of an entry only what is public, which no hiding changes.</summary>
public sealed class StepIndexViews
{
    /// <summary>Entries that are looked through at a time.</summary>
    private const int Stride = 1_000;

    private readonly Lock gate = new();
    private readonly Dictionary<long, ImmutableList<long>> steps = [];
    private readonly Dictionary<long, long> matters = [];
    private long next;

    /// <summary>The entries of the matters of an association.</summary>
    public static StepIndexViews Of(Served served) => served.Keep(_ => new StepIndexViews());

    /// <summary>The entries of a matter as a desk sees the log.</summary>
    public ImmutableList<long> Of(Desk desk, long matter)
    {
        lock (gate)
        {
            Read(desk);
            var all = steps.GetValueOrDefault(matter, []);
            var size = desk.World.Size;

            // Somebody else's desk may have read further than this one looks.
            return all.IsEmpty || all[^1] < size ? all : all.RemoveAll(e => e >= size);
        }
    }

    /// <summary>The matter of an entry; null where it is of none.</summary>
    public long? MatterOf(Desk desk, long entry)
    {
        lock (gate)
        {
            Read(desk);
            return matters.TryGetValue(entry, out var matter) ? matter : null;
        }
    }

    private void Read(Desk desk)
    {
        for (; next < desk.World.Size; next = Math.Min(desk.World.Size, next + Stride))
        {
            var end = Math.Min(desk.World.Size, next + Stride);
            var (first, last) = (-1L, -1L);
            for (var entry = next; entry < end; entry++)
            {
                if (IsOurs(desk.World, entry))
                {
                    (first, last) = (first < 0 ? entry : first, entry);
                }
            }

            if (first >= 0)
            {
                Add(desk, first, last + 1);
            }
        }
    }

    private void Add(Desk desk, long from, long to)
    {
        var found = new Dictionary<long, List<long>>();
        foreach (var stored in desk.Store.Read(from, to))
        {
            if (Entry.TryParse(stored.Bytes, out var entry, out _) && IsOurs(desk.World, entry!.Index) && MatterOf(desk, entry) is { } matter)
            {
                if (!found.TryGetValue(matter, out var list))
                {
                    found.Add(matter, list = []);
                }

                list.Add(entry.Index);
                matters[entry.Index] = matter;
            }
        }

        foreach (var (matter, entries) in found)
        {
            steps[matter] = steps.GetValueOrDefault(matter, []).AddRange(entries);
        }
    }

    /// <summary>How the kinds of acts begin that are steps of a matter.</summary>
    private static readonly string[] Ours = ["matter.", "objection.", "option.", "ballot.", "lot."];

    private static bool IsOurs(World world, long entry) =>
        world.Entries.KindOf(entry) is >= 0 and var number
        && world.Registry.Kinds[number].Name is var name
        && Ours.Any(b => name.StartsWith(b, StringComparison.Ordinal));

    private static long? MatterOf(Desk desk, Entry entry)
    {
        var state = desk.State<Assembly>();
        if (state.Find(entry.Index) is not null)
        {
            return entry.Index;
        }

        using var json = JsonDocument.Parse(entry.Act.Public);
        return Number(json.RootElement, "matter") is { } matter ? matter
            : Number(json.RootElement, "objection") is { } objection && state.MatterOfObjection.TryGetValue(objection, out var of) ? of
            : Number(json.RootElement, "option") is { } option && state.MatterOfOption.TryGetValue(option, out var choice) ? choice
            : null;
    }

    private static long? Number(JsonElement said, string member) =>
        said.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
