namespace Moot.Peers;

/// <summary>Seconds of all cores that servers used, with the processes that they started: the figure that other work on the machine disturbs least.</summary>
internal static class Cores
{
    private const double TicksPerSecond = 100; // what Linux counts in, on every machine that this runs on

    public static double Used(IEnumerable<int> roots)
    {
        var all = new Dictionary<int, (int Parent, double Seconds)>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var id) && Read(id) is { } read)
            {
                all[id] = read;
            }
        }

        var mine = new HashSet<int>(roots);
        for (var before = -1; before != mine.Count; )
        {
            before = mine.Count;
            mine.UnionWith(all.Where(p => mine.Contains(p.Value.Parent)).Select(p => p.Key).ToList());
        }

        return mine.Sum(id => all.TryGetValue(id, out var read) ? read.Seconds : 0);
    }

    private static (int Parent, double Seconds)? Read(int id)
    {
        try
        {
            // The name stands in brackets and may have spaces; what follows are numbers.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1]), fields[11..15].Sum(long.Parse) / TicksPerSecond);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
