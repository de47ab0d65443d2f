using System.Collections.Immutable;
using Moot.Counting;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>Approval, scores, STAR, quadratic votes and majorities.</summary>
public sealed class SumCountTests
{
    [Fact]
    public void Pythons_councils_are_those_who_were_elected()
    {
        var elections = Polls.Json("python/python-votes.json").GetProperty("approval").EnumerateObject().ToList();
        Assert.Equal(4, elections.Count);
        foreach (var election in elections.Select(e => e.Value))
        {
            var votes = election.GetProperty("votes").EnumerateObject().ToList();
            var seats = election.GetProperty("seats").GetInt32();
            // Only sums are published: one ballot for each vote gives the same sums.
            var builder = new PollBuilder([.. votes.Select(v => v.Name)], isScored: true);
            foreach (var (i, vote) in votes.Index())
            {
                var marks = new short[votes.Count];
                marks[i] = 1;
                builder.Add(vote.Value.GetInt64(), marks);
            }

            var tally = SumCount.Approvals(builder.Build(), seats, []);
            Assert.Equal(
                Polls.Texts(election.GetProperty("elected")).Order(StringComparer.Ordinal),
                tally.Winners.Select(w => votes[w].Name).Order(StringComparer.Ordinal)
            );
        }
    }

    [Fact]
    public void Pythons_bloc_star_has_five_runoffs_as_published()
    {
        var vote = Polls.Json("python/python-votes.json").GetProperty("bloc_star");
        var stars = vote.GetProperty("total_stars").EnumerateObject().ToList();
        ImmutableArray<string> names = [.. stars.Select(s => s.Name)];
        var runoffs = vote.GetProperty("runoffs").EnumerateArray().ToList();
        var cells = new long[names.Length * names.Length];
        foreach (var runoff in runoffs)
        {
            var (one, other) = (names.IndexOf(runoff[0].GetString()!), names.IndexOf(runoff[1].GetString()!));
            cells[(one * names.Length) + other] = runoff[2].GetInt64();
            cells[(other * names.Length) + one] = runoff[3].GetInt64();
        }

        var tally = StarCount.Of(
            StarCount.Bloc,
            names,
            vote.GetProperty("cast").GetInt64(),
            [.. stars.Select(s => s.Value.GetInt64())],
            new(names.Length, [.. cells]),
            vote.GetProperty("seats").GetInt32(),
            []
        );
        Assert.Equal(
            runoffs.Select(r => (r[0].GetString(), r[1].GetString(), r[2].GetInt64(), r[3].GetInt64(), r[4].GetInt64())),
            tally.Rounds.Select(r => ((string?)names[r.Winner], (string?)names[r.Loser!.Value], r.For, r.Against, r.Equal))
        );
        Assert.Equal(5, tally.Winners.Length);
    }

    [Fact]
    public void Star_is_won_in_the_runoff_and_not_by_the_sum()
    {
        var tally = StarCount.Of(StarCount.Method, Polls.Scored("A B C", "3 5 4 0; 4 2 3 0"), 1, []);
        Assert.Equal([23, 24, 0], tally.Totals);
        Assert.Equal([1], tally.Winners);
        var other = StarCount.Of(StarCount.Method, Polls.Scored("A B C", "4 5 0 0; 3 0 5 0; 2 3 4 0"), 1, []);
        Assert.Equal([1], other.Winners);
        Assert.Equal(new StarRound(1, 0, 5, 4, 0), other.Rounds[0]);
    }

    [Fact]
    public void Equal_sums_for_the_last_seat_stay_a_set()
    {
        var poll = Polls.Scored("A B C D", "3 1 1 0 0; 2 1 0 1 1; 1 0 0 0 0");
        var tally = SumCount.Approvals(poll, 3, []);
        Assert.Equal([5, 3, 2, 2], tally.Totals);
        Assert.Equal([0, 1], tally.Winners);
        Assert.Equal([2, 3], tally.Tied);
        Assert.Equal([0, 1, 3], SumCount.Approvals(poll, 3, [3, 2, 1, 0]).Winners);
    }

    [Theory]
    [InlineData("9 4 1 1", 99, true)]
    [InlineData("10 1 0 0", 101, false)]
    [InlineData("-9 4 1 1", 99, true)]
    public void Votes_cost_their_square(string votes, long cost, bool isLawful)
    {
        var poll = Polls.Scored("A B C D", "1 " + votes);
        Assert.Equal(cost, QuadraticCount.Cost(poll.Ballot(0)));
        Assert.Equal(isLawful ? 0 : 1, QuadraticCount.Of(poll, 1, 100, []).Refused);
    }

    [Fact]
    public void A_majority_needs_its_share_and_its_quorum()
    {
        var poll = Polls.Ranked("Yes No Abstain", "60 Yes; 40 No; 20 Abstain");
        Assert.Equal([0], MajorityCount.Of(poll, null, Majority.Simple, 2).Winners);
        Assert.Equal([0], MajorityCount.Of(poll, null, Majority.Read("60%")!.Value, 2).Winners);
        Assert.Empty(MajorityCount.Of(poll, null, Majority.Read("2/3")!.Value, 2).Winners);
        Assert.True(Quorum.TryRead("1/3", 361, out var quorum, out _));
        var tally = MajorityCount.Of(poll, quorum, Majority.Simple, 2);
        Assert.False(tally.HasQuorum);
        Assert.Empty(tally.Winners);
        Assert.Equal(20, tally.Abstained);
        Assert.Empty(MajorityCount.Of(Polls.Ranked("Yes No", "5 Yes; 5 No"), null, Majority.Simple, null).Winners);
    }

    [Fact]
    public void Nobody_has_more_than_two_seats_for_one_employer()
    {
        var vector = Polls.Json("process/process-vectors.json").GetProperty("nomcom_affiliation");
        var belongs = vector.GetProperty("affiliation").EnumerateObject().ToDictionary(a => int.Parse(a.Name), a => a.Value.GetString());
        var (chosen, skipped) = AffiliationCap.Choose(
            Polls.Numbers(vector.GetProperty("order")),
            p => belongs[p] is "-" ? null : belongs[p],
            vector.GetProperty("seats").GetInt32(),
            2
        );
        Assert.Equal(Polls.Numbers(vector.GetProperty("chosen")), chosen);
        Assert.Equal(Polls.Numbers(vector.GetProperty("skipped")), skipped);
    }

    [Fact]
    public void The_third_of_one_employer_makes_room_for_the_sixth()
    {
        var (chosen, skipped) = AffiliationCap.Choose([1, 2, 3, 4, 5, 6], p => p is 1 or 3 or 4 ? "X" : "", 5, 2);
        Assert.Equal([1, 2, 3, 5, 6], chosen);
        Assert.Equal([4], skipped);
    }
}
