using Moot.Kernel;
using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>What guests are called: <c>~2026-123</c> is the 123rd guest who first acted in 2026.</summary>
public sealed class GuestNames
{
    private const string FoundKind = "association.found/1";
    private const string ForkKind = "association.fork/1";
    private const string JoinKind = "member.join/1";

    private readonly Lock gate = new();
    private readonly Dictionary<Actor, string> names = [];
    private readonly Dictionary<int, int> perYear = [];
    private long next;

    /// <summary>The name of a guest, as the log tells it; of one who never acted, <c>~</c>.</summary>
    public string NameOf(World world, Actor guest)
    {
        lock (gate)
        {
            for (; next < world.Entries.Count; next++)
            {
                // Whoever founds or joins does so as a guest, and is a member from then on.
                var author = world.Entries.Author(next);
                var kind = world.Entries.KindOf(next) is >= 0 and var kindNumber ? world.Registry.Kinds[kindNumber].Name : "";
                if (!author.IsMember && kind is not (FoundKind or ForkKind or JoinKind) && !names.ContainsKey(author))
                {
                    var year = world.Entries.At(next).ToDate().Year;
                    var number = perYear[year] = perYear.GetValueOrDefault(year) + 1;
                    names.Add(author, $"~{year}-{number}");
                }
            }

            return names.GetValueOrDefault(guest, "~");
        }
    }
}
