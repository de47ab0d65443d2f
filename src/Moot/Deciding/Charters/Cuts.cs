using System.Collections.Immutable;
using System.Numerics;

namespace Moot.Deciding.Charters;

/// <summary>What something needs of holders, each of whom can refuse: nothing, one, all of several, any of several, or enough of them by weight.</summary>
/// <remarks>A need that is part of several others is worked out once: it is known by its reference. Needs have no circles.</remarks>
public abstract class Need
{
    private Need() { }

    /// <summary>Needs nobody.</summary>
    public static Need Nothing { get; } = new Every([]);

    /// <summary>Cannot be met at all.</summary>
    public static Need Impossible { get; } = new Some([]);

    /// <summary>Needs one holder, by number from 0.</summary>
    public static Need Of(int holder) =>
        holder is >= 0 and < Cuts.HoldersMax ? new One(holder) : throw new ArgumentOutOfRangeException(nameof(holder), "There are 64 holders at the most.");

    /// <summary>Needs all of these.</summary>
    public static Need All(params ImmutableArray<Need> parts) => new Every(parts);

    /// <summary>Needs one of these.</summary>
    public static Need Any(params ImmutableArray<Need> parts) => new Some(parts);

    /// <summary>Needs so much weight of these.</summary>
    public static Need AtLeast(long threshold, params ImmutableArray<(long Weight, Need Part)> parts) => new Enough(threshold, parts);

    /// <summary>What those need who want to prevent it: whoever can block the one can force the other.</summary>
    public Need Opposite() =>
        this switch
        {
            Every all => new Some([.. all.Parts.Select(p => p.Opposite())]),
            Some any => new Every([.. any.Parts.Select(p => p.Opposite())]),
            Enough enough => new Enough(enough.Parts.Sum(p => p.Weight) - enough.Threshold + 1, [.. enough.Parts.Select(p => (p.Weight, p.Part.Opposite()))]),
            _ => this,
        };

    /// <summary>True if it is met when these holders refuse.</summary>
    /// <param name="refusing">The holders, as bits.</param>
    public bool Holds(ulong refusing) =>
        this switch
        {
            One one => (refusing & one.Mask) == 0,
            Every all => all.Parts.All(p => p.Holds(refusing)),
            Some any => any.Parts.Any(p => p.Holds(refusing)),
            Enough enough => enough.Parts.Where(p => p.Part.Holds(refusing)).Sum(p => p.Weight) >= enough.Threshold,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    internal sealed class One(int holder) : Need
    {
        public ulong Mask { get; } = 1UL << holder;
    }

    internal sealed class Every(ImmutableArray<Need> parts) : Need
    {
        public ImmutableArray<Need> Parts { get; } = parts;
    }

    internal sealed class Some(ImmutableArray<Need> parts) : Need
    {
        public ImmutableArray<Need> Parts { get; } = parts;
    }

    internal sealed class Enough(long threshold, ImmutableArray<(long Weight, Need Part)> parts) : Need
    {
        public long Threshold { get; } = threshold;

        public ImmutableArray<(long Weight, Need Part)> Parts { get; } = parts;
    }
}

/// <summary>The smallest groups that can prevent something: its minimal cuts, each as bits. Larger groups than <see cref="SizeMax"/> are left out.</summary>
/// <remarks>Top down over the parts, as fault trees are solved: of all that is needed the cuts of one part are enough; of alternatives one cut of each.</remarks>
public static class Cuts
{
    /// <summary>Holders of the largest group that is looked for.</summary>
    public const int SizeMax = 6;

    /// <summary>Holders that are told apart.</summary>
    public const int HoldersMax = 64;

    /// <summary>The minimal cuts, the smallest first; the empty one alone where it cannot be met anyway, none where no group of this size can prevent it.</summary>
    public static ImmutableArray<ulong> Of(Need need) => Of(need, new(ReferenceEqualityComparer.Instance));

    /// <summary>The smallest groups that can force it: those that can prevent the opposite.</summary>
    public static ImmutableArray<ulong> Forcing(Need need) => Of(need.Opposite());

    private static ImmutableArray<ulong> Of(Need need, Dictionary<object, ImmutableArray<ulong>> known)
    {
        if (known.TryGetValue(need, out var found))
        {
            return found;
        }

        found = need switch
        {
            Need.One one => [one.Mask],
            Need.Every all => Least(all.Parts.SelectMany(p => Of(p, known))),
            Need.Some any => any.Parts.Aggregate((ImmutableArray<ulong>)[0UL], (cuts, p) => Cross(cuts, Of(p, known))),
            Need.Enough enough => OfEnough(enough, known),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return known[need] = found;
    }

    /// <summary>Every set of parts without which too little is left, and one cut of each of them.</summary>
    private static ImmutableArray<ulong> OfEnough(Need.Enough enough, Dictionary<object, ImmutableArray<ulong>> known)
    {
        var found = new List<ulong>();
        Lose(0, enough.Parts.Sum(p => p.Weight), [0UL]);
        return Least(found);

        void Lose(int next, long left, ImmutableArray<ulong> cuts)
        {
            if (left < enough.Threshold)
            {
                found.AddRange(cuts);
                return;
            }

            if (next == enough.Parts.Length || cuts.IsEmpty)
            {
                return;
            }

            var (weight, part) = enough.Parts[next];
            Lose(next + 1, left - weight, Cross(cuts, Of(part, known)));
            Lose(next + 1, left, cuts);
        }
    }

    private static ImmutableArray<ulong> Cross(ImmutableArray<ulong> left, ImmutableArray<ulong> right) =>
        Least(left.SelectMany(l => right.Select(r => l | r)));

    /// <summary>Without those that contain a smaller one, and without those that are too large.</summary>
    private static ImmutableArray<ulong> Least(IEnumerable<ulong> cuts)
    {
        var least = ImmutableArray.CreateBuilder<ulong>();
        foreach (var cut in cuts.Where(c => BitOperations.PopCount(c) <= SizeMax).Distinct().OrderBy(BitOperations.PopCount).ThenBy(c => c))
        {
            var isLeast = true;
            foreach (var smaller in least)
            {
                isLeast = isLeast && (smaller & cut) != smaller;
            }

            if (isLeast)
            {
                least.Add(cut);
            }
        }

        return least.ToImmutable();
    }
}
