using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Moot.Counting;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>What a method promises holds over random elections; a failing one prints its seed.</summary>
public sealed class PropertyTests
{
    private const ulong Seeds = 300;

    private static readonly (string Name, Func<Poll, Tally> Count)[] Ranked =
    [
        ("debian-a5", p => DebianCount.Of(p, DebianRules.None)),
        ("debian-a5 with default", p => DebianCount.Of(p, DebianRules.None with { Default = p.Find("A") })),
        ("schulze", p => SchulzeCount.Of(p, [])),
        ("stv", p => StvCount.Of(p, 2, [])),
        ("irv", p => StvCount.InstantRunoff(p, [])),
        ("meek", p => MeekCount.Of(p, 2)),
        ("approval", p => SumCount.Approvals(p, 2, [])),
        ("majority", p => MajorityCount.Of(p, null, Majority.Simple, null)),
    ];

    private static readonly (string Name, Func<Poll, Tally> Count)[] Scored =
    [
        ("score", p => SumCount.Scores(p, 2, [])),
        ("star", p => StarCount.Of(StarCount.Method, p, 1, [])),
        ("bloc-star", p => StarCount.Of(StarCount.Bloc, p, 2, [])),
        ("quadratic", p => QuadraticCount.Of(p, 2, 60, [])),
    ];

    private static void EverySeed(Action<Dice> check)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            check(new(seed));
        }
    }

    /// <summary>Who won and who is tied, by name.</summary>
    private static string Outcome(Tally tally) => Named(tally, tally.Winners) + "/" + Named(tally, tally.Tied) + "/" + tally.TiedSeats;

    private static string Named(Tally tally, IEnumerable<int> options) => string.Join(' ', options.Select(o => tally.Options[o]).Order(StringComparer.Ordinal));

    private static Poll Rebuilt(Poll poll, int[] order, Func<int, int> ballot)
    {
        var builder = new PollBuilder([.. order.Select(o => poll.Options[o])], poll.IsScored);
        for (var b = 0; b < poll.Ballots; b++)
        {
            var marks = poll.Ballot(ballot(b)).ToArray();
            builder.Add(poll.Counts[ballot(b)], [.. order.Select(o => marks[o])]);
        }

        return builder.Build();
    }

    [Fact]
    public void Neither_the_order_of_options_nor_that_of_ballots_matters() =>
        EverySeed(dice =>
        {
            var ranked = Polls.Random(dice, 2 + dice.Below(4), 1 + dice.Below(9));
            var scored = Polls.RandomScores(dice, 2 + dice.Below(4), 1 + dice.Below(9), 5);
            foreach (var (poll, methods) in new[] { (ranked, Ranked), (scored, Scored) })
            {
                var options = Enumerable.Range(0, poll.Options.Length).OrderBy(_ => dice.Next()).ToArray();
                var ballots = Enumerable.Range(0, poll.Ballots).OrderBy(_ => dice.Next()).ToArray();
                var other = Rebuilt(poll, options, b => ballots[b]);
                foreach (var (name, count) in methods)
                {
                    Assert.True(Outcome(count(poll)) == Outcome(count(other)), $"seed {dice.Seed}, {name}: {Outcome(count(poll))} and {Outcome(count(other))}");
                }
            }
        });

    [Fact]
    public void Equal_ballots_together_or_apart_count_the_same() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 4, 6);
            var apart = new Poll(
                poll.Options,
                [.. Enumerable.Range(0, poll.Ballots).SelectMany(b => Enumerable.Repeat(1L, (int)poll.Counts[b]))],
                [.. Enumerable.Range(0, poll.Ballots).SelectMany(b => Enumerable.Repeat(poll.Ballot(b).ToArray(), (int)poll.Counts[b]).SelectMany(m => m))],
                false
            );
            foreach (var (name, count) in Ranked)
            {
                Assert.True(Outcome(count(poll)) == Outcome(count(apart)), $"seed {dice.Seed}, {name}");
            }
        });

    [Fact]
    public void Who_wins_alone_does_not_win_when_every_ballot_is_turned_round() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 3 + dice.Below(3), 1 + dice.Below(9), strict: true);
            var turned = poll with { Marks = [.. poll.Marks.Select(m => (short)(poll.Options.Length + 1 - m))] };
            var (one, other) = (SchulzeCount.Of(poll, []), SchulzeCount.Of(turned, []));
            Assert.False(one.Winners.Length == 1 && other.Winners.Contains(one.Winners[0]), $"seed {dice.Seed}");
        });

    [Fact]
    public void A_clone_changes_nothing_for_the_others() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 4, 1 + dice.Below(9), strict: true);
            var cloned = dice.Below(4);
            var builder = new PollBuilder([.. poll.Options, "clone"], isScored: false);
            for (var b = 0; b < poll.Ballots; b++)
            {
                var isAbove = dice.OnceIn(2);
                var marks = poll.Ballot(b).ToArray().Select(m => (short)(2 * m)).ToArray();
                builder.Add(poll.Counts[b], [.. marks, (short)(marks[cloned] + (isAbove ? -1 : 1))]);
            }

            var withClone = builder.Build();
            var merged = SchulzeCount.Of(withClone, []).Winners.Select(w => w == 4 ? cloned : w).Distinct().Order();
            Assert.True(SchulzeCount.Of(poll, []).Winners.SequenceEqual(merged), $"seed {dice.Seed}");
        });

    [Fact]
    public void To_be_raised_harms_nobody_by_Schulze() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 4, 1 + dice.Below(9));
            var winner = dice.PickFrom(SchulzeCount.Of(poll, []).Winners);
            var builder = new PollBuilder(poll.Options, isScored: false);
            for (var b = 0; b < poll.Ballots; b++)
            {
                var marks = poll.Ballot(b).ToArray();
                if (dice.OnceIn(3))
                {
                    marks[winner] = 1;
                    marks = [.. marks.Select((m, i) => i == winner || m == Poll.Unranked ? m : (short)(m + 1))];
                }

                builder.Add(poll.Counts[b], marks);
            }

            Assert.True(SchulzeCount.Of(builder.Build(), []).Winners.Contains(winner), $"seed {dice.Seed}");
        });

    [Fact]
    public void Who_beats_everybody_wins_and_who_loses_to_everybody_does_not() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 5, 1 + dice.Below(9));
            var matrix = Pairwise.Of(poll);
            var all = Enumerable.Range(0, 5).ToList();
            foreach (var winners in new[] { SchulzeCount.Of(poll, []).Winners, DebianCount.Of(poll, DebianRules.None).Winners })
            {
                Assert.All(all.Where(a => all.All(b => a == b || matrix.Beats(a, b))), a => Assert.Equal([a], winners));
                Assert.All(all.Where(a => all.All(b => a == b || matrix.Beats(b, a))), a => Assert.DoesNotContain(a, winners));
            }
        });

    [Fact]
    public void Debians_way_without_default_and_Schulzes_have_the_same_winners_as_a_slow_count() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 2 + dice.Below(5), 1 + dice.Below(9));
            var slow = Slow.Schulze(poll);
            Assert.True(slow.SequenceEqual(SchulzeCount.Of(poll, []).Winners), $"seed {dice.Seed}, schulze");
            Assert.True(slow.SequenceEqual(DebianCount.Of(poll, DebianRules.None).Winners), $"seed {dice.Seed}, debian");
        });

    [Fact]
    public void Many_options_and_many_equal_ballots_are_compared_as_one_by_one() =>
        EverySeed(dice =>
        {
            var options = 1 + dice.Below(40);
            var builder = new PollBuilder([.. Enumerable.Range(0, options).Select(i => $"{i}")], isScored: dice.OnceIn(2));
            for (var b = 0; b < 30; b++)
            {
                var count = dice.Pick(1L, 7L, 30_000L, 32_767L, 32_768L, 70_000L, 3_000_000L);
                builder.Add(count, [.. Enumerable.Range(0, options).Select(_ => (short)dice.Below(9))]);
            }

            var poll = builder.Build();
            var matrix = Pairwise.Of(poll);
            for (var i = 0; i < options; i++)
            {
                for (var j = 0; j < options; j++)
                {
                    var slow = Enumerable
                        .Range(0, poll.Ballots)
                        .Where(b => poll.IsScored ? poll.Ballot(b)[i] > poll.Ballot(b)[j] : poll.Ballot(b)[i] < poll.Ballot(b)[j]);
                    Assert.True(slow.Sum(b => poll.Counts[b]) == matrix[i, j], $"seed {dice.Seed}, {i} and {j}");
                }
            }
        });

    [Fact]
    public void Meek_agrees_with_a_slow_count_to_the_last_decimal() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 3 + dice.Below(4), 3 + dice.Below(9), strict: true);
            var seats = 1 + dice.Below(2);
            var tally = MeekCount.Of(poll, seats);
            foreach (var round in tally.Rounds)
            {
                Assert.True(Slow.Distribute(poll, round.Keep).SequenceEqual(round.Totals), $"seed {dice.Seed}, round {round.Number}");
            }
        });

    [Fact]
    public void No_vote_is_lost_and_none_is_made_in_any_round() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 3 + dice.Below(4), 3 + dice.Below(9));
            var tally = StvCount.Of(poll, 2, []);
            var named = Enumerable.Range(0, poll.Ballots).Where(b => poll.Ballot(b).ContainsAnyExcept(Poll.Unranked)).Sum(b => poll.Counts[b]);
            var kept = new Fraction(0, 1);
            foreach (var round in tally.Rounds)
            {
                var held = round.Totals.Aggregate(kept + round.Exhausted, (sum, t) => sum + (t ?? 0));
                Assert.True(held == named, $"seed {dice.Seed}, round {round.Number}: {held} of {named}");
                kept += round.Passing is null ? 0 : round.Quota;
            }
        });

    [Fact]
    public void A_lot_leaves_no_tie_and_chooses_from_the_tied() =>
        EverySeed(dice =>
        {
            var poll = Polls.Random(dice, 4, 1 + dice.Below(4));
            ImmutableArray<int> lot = [.. Enumerable.Range(0, 4).OrderBy(_ => dice.Next())];
            foreach (
                var (open, drawn) in new (Tally, Tally)[]
                {
                    (SchulzeCount.Of(poll, []), SchulzeCount.Of(poll, lot)),
                    (StvCount.Of(poll, 2, []), StvCount.Of(poll, 2, lot)),
                    (StvCount.InstantRunoff(poll, []), StvCount.InstantRunoff(poll, lot)),
                    (SumCount.Approvals(poll, 2, []), SumCount.Approvals(poll, 2, lot)),
                }
            )
            {
                Assert.True(drawn.Tied.IsEmpty, $"seed {dice.Seed}, {drawn.Method}");
                Assert.True(drawn.Winners.All(w => open.Winners.Contains(w) || open.Tied.Contains(w)), $"seed {dice.Seed}, {drawn.Method}");
            }
        });

    /// <summary>Belenios counts the same votes; it is an outside program that may be missing.</summary>
    [Fact]
    public async Task An_outside_program_finds_the_same_winners()
    {
        var tool = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(p => Path.Combine(p, "belenios-tool"))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(tool is null, "belenios-tool is not installed");
        for (var seed = 1UL; seed <= 40; seed++)
        {
            var dice = new Dice(seed);
            var poll = Polls.Random(dice, 4, 8, strict: dice.OnceIn(2));
            var ballots = Enumerable
                .Range(0, poll.Ballots)
                .SelectMany(b => Enumerable.Repeat(poll.Ballot(b).ToArray().Select(m => Math.Min(m, (short)99)).ToArray(), (int)poll.Counts[b]));
            var start = new ProcessStartInfo(tool!, ["method", "schulze", "--nchoices", "4", "--blank-allowed", "false"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            using var program = Process.Start(start)!;
            await program.StandardInput.WriteAsync(JsonSerializer.Serialize(ballots));
            program.StandardInput.Close();
            var said = JsonDocument.Parse(await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).RootElement;
            var first = Polls.Numbers(said.GetProperty("winners")[0]).Order();
            Assert.True(SchulzeCount.Of(poll, []).Winners.SequenceEqual(first), string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        }
    }

    /// <summary>Counts the plain way, as the rule is written, and slowly.</summary>
    private static class Slow
    {
        /// <summary>Every chain without repeats between every two options, in a search through all of them.</summary>
        public static List<int> Schulze(Poll poll)
        {
            var n = poll.Options.Length;
            var prefers = new long[n, n];
            for (var b = 0; b < poll.Ballots; b++)
            {
                var marks = poll.Ballot(b).ToArray();
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < n; j++)
                    {
                        prefers[i, j] += marks[i] < marks[j] ? poll.Counts[b] : 0;
                    }
                }
            }

            return Enumerable.Range(0, n).Where(a => Enumerable.Range(0, n).All(b => a == b || Chain(a, b).CompareTo(Chain(b, a)) >= 0)).ToList();

            (long For, long Against) Chain(int from, int to) => Best(from, to, [from]);

            (long For, long Against) Best(int at, int to, ImmutableHashSet<int> seen)
            {
                var best = (0L, 0L);
                for (var next = 0; next < n; next++)
                {
                    if (seen.Contains(next) || prefers[at, next] <= prefers[next, at])
                    {
                        continue;
                    }

                    var link = (prefers[at, next], -prefers[next, at]);
                    var rest = next == to ? link : Best(next, to, seen.Add(next));
                    var chain = rest.CompareTo(link) < 0 ? rest : link;
                    best = chain.Item1 > 0 && (best.Item1 == 0 || chain.CompareTo(best) > 0) ? chain : best;
                }

                return best;
            }
        }

        /// <summary>One vote after the other, in decimals.</summary>
        public static IEnumerable<long> Distribute(Poll poll, ImmutableArray<long> keep)
        {
            var totals = new decimal[poll.Options.Length];
            for (var b = 0; b < poll.Ballots; b++)
            {
                var marks = poll.Ballot(b).ToArray();
                var weight = 1m;
                foreach (var option in Enumerable.Range(0, marks.Length).Where(o => marks[o] != Poll.Unranked).OrderBy(o => marks[o]))
                {
                    var value = Math.Truncate(weight * keep[option]) / MeekCount.One;
                    totals[option] += value * poll.Counts[b];
                    weight -= value;
                }
            }

            return totals.Select(t => (long)(t * MeekCount.One));
        }
    }
}
