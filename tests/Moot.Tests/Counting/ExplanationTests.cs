using Moot.Counting;
using Xunit;

namespace Moot.Tests.Counting;

using Words = Moot.Ui.Words;

/// <summary>A result is explained in sentences that follow from its trace, in every language.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public void A_circle_and_what_was_dropped_are_told()
    {
        var poll = Polls.Ranked("A B C None", "23 A>B>C>None; 17 B>C>A>None; 2 B>A>C>None; 10 C>A>B>None; 8 C>B>A>None");
        var tally = DebianCount.Of(poll, DebianRules.None with { Default = 3 });
        Assert.Equal(
            [
                "60 votes were counted.",
                "A, B and C beat each other in a circle, and nobody else beats them. What was decided most weakly does not count: A over B with 33 to 27.",
                "Of what is left, nothing beats B.",
                "B wins.",
            ],
            Explanation.Of(tally, Words.English)
        );
    }

    [Fact]
    public void A_quorum_and_a_majority_that_are_missed_are_told()
    {
        Assert.True(Quorum.TryRead("3Q", 100, out var quorum, out _));
        var poll = Polls.Ranked("A B None", "14 A>None; 29 B>None; 10 None>B; 10 None");
        var rules = new DebianRules(2, quorum, System.Collections.Immutable.ImmutableDictionary<int, Majority>.Empty.Add(1, Majority.Read("3:1")!.Value), []);
        var said = Explanation.Of(DebianCount.Of(poll, rules), Words.English);
        Assert.Contains("A was dropped: 14 prefer A to None; the quorum is 15.", said);
        Assert.Contains("B was dropped: 29 prefer B to None, 34 prefer None; a majority of 3:1 was needed.", said);
        Assert.Equal("None wins.", said[^1]);
    }

    [Fact]
    public void A_runoff_is_told_round_by_round()
    {
        var said = Explanation.Of(StvCount.InstantRunoff(Polls.Ranked("A B C", "42 A; 30 B>C; 28 C>B"), []), Words.English);
        Assert.Equal(
            [
                "100 votes were counted.",
                "Round 1: C has the fewest votes, 28, and is out. These votes go on to the next choices.",
                "Round 2: B is elected with 58 votes.",
                "B wins.",
            ],
            said
        );
    }

    [Fact]
    public void Every_method_is_explained_in_every_language_and_written_as_JSON()
    {
        Assert.True(Quorum.TryRead("50", 0, out var quorum, out _));
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var ranked = Polls.Random(new(seed), 5, 8);
            var scored = Polls.RandomScores(new(seed), 5, 8, 12);
            Tally[] tallies =
            [
                DebianCount.Of(ranked, new(4, quorum, System.Collections.Immutable.ImmutableDictionary<int, Majority>.Empty, [])),
                SchulzeCount.Of(ranked, []),
                StvCount.Of(ranked, 2, []),
                StvCount.InstantRunoff(ranked, [4, 3, 2, 1, 0]),
                MeekCount.Of(ranked, 2),
                MeekCount.Of(ranked, 2, fills: true),
                SumCount.Approvals(scored, 2, []),
                SumCount.Scores(scored, 2, []),
                StarCount.Of(StarCount.Bloc, scored, 3, []),
                QuadraticCount.Of(scored, 1, 100, []),
                MajorityCount.Of(ranked, quorum, Majority.Simple, null),
            ];
            foreach (var tally in tallies)
            {
                Assert.All(Words.Languages, words => Assert.All(Explanation.Of(tally, words), s => Assert.DoesNotContain("{", s, StringComparison.Ordinal)));
                Assert.Equal(tally.Winners.Select(w => tally.Options[w]), TallyJson.Of(tally, Words.English)["winners"]!.AsArray().Select(w => (string)w!));
            }
        }
    }
}
