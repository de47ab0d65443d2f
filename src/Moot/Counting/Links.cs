using System.Collections.Immutable;

namespace Moot.Counting;

/// <summary>Who reaches whom over a chain of defeats.</summary>
internal static class Links
{
    /// <summary>The Schwartz set: those whom nobody reaches whom they do not reach too. Debian constitution A.5.6.</summary>
    /// <param name="among">The options that are left.</param>
    /// <param name="defeats">The defeats that are left.</param>
    public static ImmutableArray<int> Schwartz(IReadOnlyList<int> among, IReadOnlyCollection<Defeat> defeats)
    {
        var reach = Reach(among, defeats);
        return [.. among.Where(a => among.All(b => !reach[b, a] || reach[a, b]))];
    }

    private static Reaching Reach(IReadOnlyList<int> among, IReadOnlyCollection<Defeat> defeats)
    {
        var reach = new Reaching(among.Count == 0 ? 0 : among.Max() + 1);
        foreach (var defeat in defeats)
        {
            reach.Add(defeat.Winner, defeat.Loser);
        }

        foreach (var middle in among)
        {
            foreach (var from in among)
            {
                if (reach[from, middle])
                {
                    reach.AddAll(from, middle);
                }
            }
        }

        return reach;
    }

    // One bit for each two options: many of them stay quick over many rounds.
    private sealed class Reaching(int size)
    {
        private readonly int words = (size + 63) / 64;
        private readonly ulong[] bits = new ulong[size * ((size + 63) / 64)];

        public bool this[int from, int to] => (bits[(from * words) + (to / 64)] >> (to % 64) & 1) != 0;

        public void Add(int from, int to) => bits[(from * words) + (to / 64)] |= 1UL << (to % 64);

        public void AddAll(int from, int middle)
        {
            for (var i = 0; i < words; i++)
            {
                bits[(from * words) + i] |= bits[(middle * words) + i];
            }
        }
    }
}
