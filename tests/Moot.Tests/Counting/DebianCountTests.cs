using System.Collections.Immutable;
using System.Text.Json;
using Moot.Counting;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>Debian's way of counting gives Debian's results.</summary>
public sealed class DebianCountTests
{
    [Fact]
    public void Thirteen_edge_cases_go_as_the_constitution_says()
    {
        var cases = Polls.Json("constructed/debian-a5-cases.json").EnumerateArray().ToList();
        Assert.Equal(13, cases.Count);
        Assert.All(cases, expected => Check(expected, Ballots(expected)));
    }

    [Fact]
    public void Published_matrices_give_the_published_results()
    {
        var votes = Polls.Json("debian-official/expected.json").EnumerateArray().ToList();
        Assert.Equal(6, votes.Count);
        Assert.All(
            votes,
            expected =>
                Check(expected, new Poll(Polls.Texts(expected.GetProperty("options")), [], [], false) { Matrix = Polls.Matrix(expected.GetProperty("matrix")) })
        );
    }

    [Theory]
    [InlineData(15, 100, true)]
    [InlineData(14, 100, false)]
    [InlineData(10, 50, false)]
    [InlineData(11, 50, true)]
    [InlineData(45, 911, false)]
    [InlineData(46, 911, true)]
    public void The_quorum_is_reached_exactly(long votes, long voters, bool reached)
    {
        Assert.True(Quorum.TryRead("3Q", voters, out var quorum, out _));
        Assert.Equal(reached, quorum!.IsReached(votes));
    }

    [Fact]
    public void The_least_votes_for_the_quorum_are_the_published_ones()
    {
        foreach (var row in Polls.Json("process/process-vectors.json").GetProperty("debian_quorum").EnumerateArray())
        {
            Assert.True(Quorum.TryRead("3Q", row.GetProperty("developers").GetInt64(), out var quorum, out _));
            Assert.Equal(row.GetProperty("min_votes").GetInt64(), quorum!.Least);
        }
    }

    [Fact]
    public void Three_to_one_is_reached_exactly_and_a_tie_is_no_majority()
    {
        var three = Majority.Read("3:1")!.Value;
        Assert.True(three.IsReached(30, 10));
        Assert.False(three.IsReached(29, 10));
        Assert.False(Majority.Simple.IsReached(20, 20));
        Assert.True(Majority.Simple.IsReached(21, 20));
        Assert.Equal(Majority.Read("75%"), three);
        Assert.Equal(Majority.Read("3/4"), three);
        Assert.Equal(Majority.Read("1/2"), Majority.Simple);
        Assert.Null(Majority.Read("three"));
    }

    internal static Poll Ballots(JsonElement expected)
    {
        var options = Polls.Texts(expected.GetProperty("options"));
        var builder = new PollBuilder(options, isScored: false);
        foreach (var ballot in expected.GetProperty("ballots").EnumerateArray())
        {
            var ranks = ballot.GetProperty("ranks").EnumerateArray().Select(r => r.ValueKind == JsonValueKind.Number ? r.GetInt16() : Poll.Unranked).ToList();
            while (ranks.Count < options.Length)
            {
                ranks.Add(Poll.Unranked);
            }

            Assert.True(builder.Add(ballot.GetProperty("count").GetInt64(), [.. ranks]));
        }

        return builder.Build();
    }

    internal static DebianRules Rules(JsonElement expected)
    {
        var none = expected.GetProperty("default").GetInt32() - 1;
        Quorum? quorum = null;
        if (expected.GetProperty("developers") is { ValueKind: JsonValueKind.Number } developers)
        {
            Assert.True(Quorum.TryRead("3Q", developers.GetInt64(), out quorum, out _));
        }

        var majorities = Polls
            .Numbers(expected.GetProperty("ratios"))
            .Index()
            .Where(r => r.Item != 1)
            .ToImmutableDictionary(r => r.Index, r => Majority.Read($"{r.Item}:1")!.Value);
        ImmutableArray<int> casting =
            expected.TryGetProperty("casting_vote_for", out var cast) && cast.ValueKind == JsonValueKind.Number ? [cast.GetInt32() - 1] : [];
        return new(none, quorum, majorities, casting);
    }

    internal static void Check(JsonElement expected, Poll poll)
    {
        var tally = DebianCount.Of(poll, Rules(expected));

        Assert.Equal(Polls.Matrix(expected.GetProperty("matrix")), tally.Matrix);
        Assert.Equal(
            expected
                .GetProperty("dropped")
                .EnumerateArray()
                .Select(d =>
                    (
                        d.GetProperty("option").GetInt32(),
                        d.GetProperty("reason").GetString()!,
                        d.GetProperty("above").GetInt64(),
                        d.GetProperty("below").GetInt64()
                    )
                ),
            tally.Dropped.Select(d => (d.Option + 1, d.Reason == DropReason.Quorum ? "quorum" : "majority", d.Above, d.Below))
        );
        Assert.Equal(Defeats(expected.GetProperty("pairwise_defeats")), tally.Defeats.Select(Told).Order());
        var rounds = expected.GetProperty("rounds").EnumerateArray().ToList();
        Assert.Equal(rounds.Count, tally.Rounds.Length);
        foreach (var (round, told) in rounds.Zip(tally.Rounds))
        {
            Assert.Equal(Polls.Numbers(round.GetProperty("schwartz")), told.Schwartz.Select(o => o + 1));
            var falling = round.GetProperty("drop").EnumerateArray().Select(d => (d[0].GetInt32(), d[1].GetInt32())).Order();
            Assert.Equal(falling, told.Weakest.Select(d => (d.Winner + 1, d.Loser + 1)).Order());
        }

        Assert.Equal(Polls.Numbers(expected.GetProperty("schwartz")), tally.Rounds[^1].Schwartz.Select(o => o + 1));
        var winner = expected.TryGetProperty("final", out var final) ? final : expected.GetProperty("winner");
        Assert.Equal([winner.GetInt32() - 1], tally.Winners);
    }

    private static IEnumerable<(int, int, long, long)> Defeats(JsonElement list) =>
        list.EnumerateArray().Select(d => Polls.Numbers(d)).Select(d => (d[0], d[1], (long)d[2], (long)d[3])).Order();

    private static (int, int, long, long) Told(Defeat defeat) => (defeat.Winner + 1, defeat.Loser + 1, defeat.For, defeat.Against);
}
