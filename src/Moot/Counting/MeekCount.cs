using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Moot.Counting;

/// <summary>Counts single transferable votes by Meek's rule: who has more than the quota keeps only a part of each vote, and the rest goes on.</summary>
/// <remarks>
/// B. Meek 1969; I. Hill, B. Wichmann, D. Woodall, "Algorithm 123" (1987), as New Zealand has it, in the arithmetic of MediaWiki's SecurePoll:
/// ten decimals, every product and quotient cut off (not rounded), quota = votes / (seats + 1) + 0.000001, where votes are those that are still held.
/// Those who are last go when all surpluses together could not lift them above the next, or when surpluses no longer change (or, which is added here, come back
/// in a circle, where SecurePoll would not end). They go together when they are tied; nothing is drawn by lot. As there, a seat stays empty when nobody else reaches the quota;
/// with <c>fills</c>, those who are left are elected as soon as they are no more than the seats left (as Hill's own program does).
/// Options ranked equal share a vote in equal parts. A ballot that names an option twice gives to it twice, as there.
/// </remarks>
public static class MeekCount
{
    /// <summary>What the method is called.</summary>
    public const string Method = "meek-stv";

    /// <summary>Digits after the point.</summary>
    public const int Digits = 10;

    /// <summary>One vote.</summary>
    public const long One = 10_000_000_000;

    private const long Extra = One / 1_000_000;

    /// <summary>Counts.</summary>
    /// <param name="poll">Ranked ballots.</param>
    /// <param name="seats">How many are to be chosen.</param>
    /// <param name="fills">True if no seat is to stay empty while there are candidates.</param>
    /// <param name="cancel">Ends it: surpluses may shrink for many rounds.</param>
    public static MeekTally Of(Poll poll, int seats, bool fills = false, CancellationToken cancel = default)
    {
        var n = poll.Options.Length;
        var piles = Piles.Of(poll.AsRanked());
        var keep = Enumerable.Repeat(One, n).ToArray();
        var (elected, eliminated) = (new List<int>(), new List<int>());
        var totals = piles.Distribute(keep);
        var round = new MeekRound(1, Quota(totals, seats), 0, [.. totals], [.. keep], [], []);
        var rounds = ImmutableArray.CreateBuilder<MeekRound>();
        rounds.Add(round);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (elected.Count < seats && elected.Count + eliminated.Count < n)
        {
            cancel.ThrowIfCancellationRequested();
            Keep(keep, round, elected, eliminated);
            totals = piles.Distribute(keep);
            var quota = Quota(totals, seats);
            var over = Enumerable.Range(0, n).Where(i => totals[i] >= quota).ToList();
            var surplus = over.Aggregate(0L, (sum, i) => sum + totals[i] - quota);
            ImmutableArray<int> winners = [.. over.Except(elected)];

            // Rounded numbers may go round in a circle for ever: then, too, surpluses do not shrink any more.
            var isCircle = !seen.Add(new string(MemoryMarshal.Cast<long, char>(keep)));
            var before = isCircle ? surplus : round.Surplus;
            ImmutableArray<int> losers = winners.Length > 0 ? [] : [.. Last(totals, surplus, before, eliminated).Except(elected)];
            if (winners.Length + losers.Length > 0)
            {
                seen.Clear();
            }

            elected.AddRange(winners);
            var hopeful = Enumerable.Range(0, n).Except(elected).Except(eliminated).ToList();
            if (fills && hopeful.Count <= seats - elected.Count)
            {
                (winners, losers) = ([.. winners, .. hopeful], []);
                elected.AddRange(hopeful);
            }

            // Seats are to be filled, and so many of those who are last are needed: nothing decides which.
            if (fills && losers.Length > 0 && hopeful.Count - losers.Length < seats - elected.Count)
            {
                rounds.Add(new(rounds.Count + 1, quota, surplus, [.. totals], [.. keep], [.. hopeful.Except(losers)], []));
                return (MeekTally)
                    new MeekTally(poll.Options, poll.Votes, seats, rounds.ToImmutable(), [.. eliminated]).With([.. elected, .. hopeful.Except(losers)], losers);
            }

            eliminated.AddRange(losers);
            round = new(rounds.Count + 1, quota, surplus, [.. totals], [.. keep], winners, losers);
            rounds.Add(round);
        }

        var tally = new MeekTally(poll.Options, poll.Votes, seats, rounds.ToImmutable(), [.. eliminated]);
        return elected.Count <= seats ? tally with { Winners = [.. elected] } : Crowded(tally, elected, rounds[^1]);
    }

    // More reached the quota in one round than there are seats: those with more votes go first, and equal ones are tied.
    private static MeekTally Crowded(MeekTally tally, List<int> elected, MeekRound last)
    {
        var before = elected.Except(last.Elected).ToList();
        var cut = last.Elected.Select(e => last.Totals[e]).OrderDescending().ElementAt(tally.Seats - before.Count - 1);
        var sure = before.Concat(last.Elected.Where(e => last.Totals[e] > cut)).ToList();
        ImmutableArray<int> tied = [.. last.Elected.Where(e => last.Totals[e] == cut)];
        return tied.Length == tally.Seats - sure.Count ? tally with { Winners = [.. sure, .. tied] } : (MeekTally)tally.With([.. sure], tied);
    }

    private static long Quota(long[] totals, int seats) => (totals.Sum() / (seats + 1)) + Extra;

    private static void Keep(long[] keep, MeekRound before, List<int> elected, List<int> eliminated)
    {
        foreach (var out_ in eliminated)
        {
            keep[out_] = 0;
        }

        foreach (var winner in elected)
        {
            var kept = (Int128)keep[winner] * before.Quota / One;
            keep[winner] = before.Totals[winner] == 0 ? 0 : checked((long)(kept * One / before.Totals[winner]));
        }
    }

    /// <summary>Those who go now: the last, when all surpluses together could not lift them above the next, or when surpluses no longer change.</summary>
    private static ImmutableArray<int> Last(long[] totals, long surplus, long before, List<int> eliminated)
    {
        var left = Enumerable.Range(0, totals.Length).Except(eliminated).ToList();
        var different = left.Select(i => totals[i]).Distinct().Order().Take(2).ToList();
        ImmutableArray<int> last = [.. left.Where(i => totals[i] == different[0])];
        if (different.Count == 1)
        {
            return last;
        }

        // Whole votes, as SecurePoll compares here.
        var isHopeless = Whole(Whole((Int128)different[0] * last.Length) + surplus) < Whole(different[1]);
        return isHopeless || surplus == before ? last : [];

        static Int128 Whole(Int128 value) => value / One * One;
    }

    /// <summary>The ballots, each as groups of options from best to worst.</summary>
    private sealed class Piles(ImmutableArray<long> counts, int[][] ballots, int options)
    {
        // A group ends with its last option written as its complement, so that one flat row holds a ballot.
        public static Piles Of(Poll poll)
        {
            var ballots = new int[poll.Ballots][];
            for (var b = 0; b < ballots.Length; b++)
            {
                if (poll.Repeats.TryGetValue(b, out var written))
                {
                    ballots[b] = [.. written.Select(o => ~o)];
                    continue;
                }

                var marks = poll.Ballot(b).ToArray();
                var ranked = Enumerable.Range(0, marks.Length).Where(i => marks[i] != Poll.Unranked).OrderBy(i => marks[i]).ThenBy(i => i).ToArray();
                ballots[b] = [.. ranked.Select((o, at) => at + 1 == ranked.Length || marks[ranked[at + 1]] != marks[o] ? ~o : o)];
            }

            return new(poll.Counts, ballots, poll.Options.Length);
        }

        public long[] Distribute(long[] keep)
        {
            var totals = new long[options];
            for (var b = 0; b < ballots.Length; b++)
            {
                var (weight, count, row) = (One, counts[b], ballots[b]);
                for (var at = 0; at < row.Length && weight > 0; at++)
                {
                    weight -= row[at] < 0 ? Give(~row[at], weight) : GiveGroup(row, ref at, weight);
                }

                long Give(int option, long held)
                {
                    var factor = keep[option];
                    var value =
                        factor == One ? held
                        : factor == 0 ? 0
                        : checked((long)((Int128)held * factor / One));
                    totals[option] = checked(totals[option] + (value * count));
                    return value;
                }

                long GiveGroup(int[] from, ref int start, long held)
                {
                    var end = start;
                    while (from[end] >= 0)
                    {
                        end++;
                    }

                    // Those who are out take no share.
                    var size = 0;
                    for (var i = start; i <= end; i++)
                    {
                        size += keep[Option(from[i])] > 0 ? 1 : 0;
                    }

                    var given = 0L;
                    for (var i = start; i <= end && size > 0; i++)
                    {
                        given += keep[Option(from[i])] > 0 ? Give(Option(from[i]), held / size) : 0;
                    }

                    start = end;
                    return given;
                }
            }

            return totals;
        }

        private static int Option(int cell) => cell < 0 ? ~cell : cell;
    }
}

/// <summary>How a count by Meek's rule went. Votes, quotas and keep factors are in ten-billionths of a vote.</summary>
/// <param name="Rounds">Every round.</param>
/// <param name="Eliminated">Who is out, in this order.</param>
public sealed record MeekTally(ImmutableArray<string> Options, long Votes, int Seats, ImmutableArray<MeekRound> Rounds, ImmutableArray<int> Eliminated)
    : Tally(MeekCount.Method, Options, Votes, Seats);

/// <summary>One round of Meek's rule.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Quota">What a candidate needs.</param>
/// <param name="Surplus">What those above the quota have too much, together.</param>
/// <param name="Totals">The votes of each.</param>
/// <param name="Keep">The part of each vote that each keeps.</param>
/// <param name="Elected">Who reached the quota in this round.</param>
/// <param name="Eliminated">Who goes after this round.</param>
public sealed record MeekRound(
    int Number,
    long Quota,
    long Surplus,
    ImmutableArray<long> Totals,
    ImmutableArray<long> Keep,
    ImmutableArray<int> Elected,
    ImmutableArray<int> Eliminated
);
