using System.Collections.Immutable;

namespace Moot.Counting.Pictures;

/// <summary>Rounds of transferable votes in one form, whichever rule counted them. Votes are in parts of a vote (<see cref="Names.Vote"/>), cut off.</summary>
/// <param name="Rounds">The rounds.</param>
internal sealed record Flow(ImmutableArray<FlowRound> Rounds)
{
    /// <summary>Rounds of votes with a quota, or of an instant runoff.</summary>
    public static Flow Of(StvTally stv)
    {
        var kept = new long[stv.Options.Length];
        var gone = new HashSet<int>();
        var rounds = ImmutableArray.CreateBuilder<FlowRound>();
        foreach (var round in stv.Rounds)
        {
            // Whose surplus went on holds the quota to the end; whoever is out holds nothing.
            ImmutableArray<long?> held =
            [
                .. round.Totals.Select(
                    (t, o) =>
                        gone.Contains(o) ? (long?)null
                        : t is { } votes ? Names.Parts(votes)
                        : kept[o]
                ),
            ];
            var quota = Names.Parts(round.Quota);
            rounds.Add(new(round.Number, quota, held, Names.Parts(round.Exhausted), round.Elected, round.Eliminated));
            gone.UnionWith(round.Eliminated);
            if (round.Passing is { } from)
            {
                kept[from] = quota;
            }
        }

        return new(rounds.ToImmutable());
    }

    /// <summary>Rounds of Meek's rule in which something is decided, and the first where votes move after it.</summary>
    public static Flow Of(MeekTally meek)
    {
        var gone = new HashSet<int>();
        var rounds = ImmutableArray.CreateBuilder<FlowRound>();
        foreach (var round in meek.Rounds)
        {
            if ((round.Number == 1 && IsDifferent(meek)) || round.Elected.Length > 0 || round.Eliminated.Length > 0 || round.Number == meek.Rounds.Length)
            {
                ImmutableArray<long?> held = [.. round.Totals.Select((t, o) => gone.Contains(o) ? null : (long?)Cut(t))];
                var rest = (meek.Votes * Names.Vote) - held.Sum(h => h ?? 0);
                rounds.Add(new(round.Number, Cut(round.Quota), held, rest < Names.Vote / 100 ? 0 : rest, round.Elected, round.Eliminated));
            }

            gone.UnionWith(round.Eliminated);
        }

        return new(rounds.ToImmutable());
    }

    // The rule looks at the first choices twice before it decides; once is enough to see.
    private static bool IsDifferent(MeekTally meek) =>
        meek.Rounds.FirstOrDefault(r => r.Elected.Length + r.Eliminated.Length > 0) is not { } decided || !decided.Totals.SequenceEqual(meek.Rounds[0].Totals);

    private static long Cut(long fixedPoint) => fixedPoint / (MeekCount.One / Names.Vote);

    /// <summary>The first round and the last ones, as many as can be shown.</summary>
    public Flow Shown() => Rounds.Length <= PictureLimits.FlowRoundsMax ? this : new([Rounds[0], .. Rounds.TakeLast(PictureLimits.FlowRoundsMax - 1)]);
}

/// <summary>One round.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Needed">What is enough to be elected.</param>
/// <param name="Held">The votes of each; null for whoever is out.</param>
/// <param name="Rest">Votes that name nobody who is left.</param>
/// <param name="Elected">Who was elected in it.</param>
/// <param name="Eliminated">Who goes after it.</param>
internal sealed record FlowRound(int Number, long Needed, ImmutableArray<long?> Held, long Rest, ImmutableArray<int> Elected, ImmutableArray<int> Eliminated);
