using System.Text.Json;
using Moot.Counting;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>Schulze's method gives the results of Schulze's papers and of the votes that were held by it.</summary>
public sealed class SchulzeCountTests
{
    [Fact]
    public void Nineteen_elections_have_the_winners_that_others_found()
    {
        var elections = Polls.Json("schulze-paper/schulze-examples.json").GetProperty("elections").EnumerateArray().ToList();
        Assert.Equal(19, elections.Count);
        foreach (var election in elections)
        {
            var poll = Ballots(election);
            var options = poll.Options;
            var tally = SchulzeCount.Of(poll, []);
            Assert.Equal(Polls.Matrix(election.GetProperty("matrix")), tally.Matrix);
            Assert.Equal(Polls.Texts(election.GetProperty("expected_schulze_winning_votes")), tally.Winners.Select(w => options[w]));

            var debian = DebianCount.Of(poll, DebianRules.None);
            var trace = election.GetProperty("debian_a5_no_default");
            Assert.Equal(Polls.Texts(trace.GetProperty("schwartz")), debian.Winners.Select(w => options[w]));
            Assert.Equal(
                trace
                    .GetProperty("rounds")
                    .EnumerateArray()
                    .Select(r =>
                        string.Join(' ', Polls.Texts(r.GetProperty("schwartz")))
                        + ":"
                        + string.Join(
                            ' ',
                            r.GetProperty("dropped_defeats").EnumerateArray().Select(d => $"{d[0]}>{d[1]} {d[2]}:{d[3]}").Order(StringComparer.Ordinal)
                        )
                    ),
                debian.Rounds.Select(r =>
                    string.Join(' ', r.Schwartz.Select(o => options[o]))
                    + ":"
                    + string.Join(' ', r.Weakest.Select(d => $"{options[d.Winner]}>{options[d.Loser]} {d.For}:{d.Against}").Order(StringComparer.Ordinal))
                )
            );
        }
    }

    internal static Poll Ballots(JsonElement election)
    {
        var options = Polls.Texts(election.GetProperty("options"));
        var ballots = election
            .GetProperty("ballots")
            .EnumerateArray()
            .Select(b =>
                $"{b.GetProperty("count").GetInt64()} "
                + string.Join('>', b.GetProperty("ranking").EnumerateArray().Select(g => string.Join('=', Polls.Texts(g))))
            );
        return Polls.Ranked(string.Join(' ', options), string.Join(';', ballots));
    }

    [Fact]
    public void Pythons_governance_vote_is_in_the_order_that_was_published()
    {
        var vote = Polls.Json("python/python-votes.json").GetProperty("condorcet");
        var options = Polls.Texts(vote.GetProperty("options"));
        var poll = new Poll(options, [], [], false) { Matrix = Polls.Matrix(vote.GetProperty("matrix")) };
        var tally = SchulzeCount.Of(poll, []);
        Assert.Equal(Polls.Texts(vote.GetProperty("expected_order")), tally.Places.Select(p => options[Assert.Single(p)]));
        Assert.Equal("PEP 8016", options[Assert.Single(tally.Winners)]);
        Assert.Equal("PEP 8016", options[Assert.Single(DebianCount.Of(poll, DebianRules.None with { Default = 7 }).Winners)]);
    }

    [Fact]
    public void A_lot_decides_between_those_who_are_tied_and_nobody_else()
    {
        var poll = Polls.Ranked("A B C", "2 A>B>C; 2 B>A>C");
        Assert.Equal([0, 1], SchulzeCount.Of(poll, []).Winners);
        var drawn = SchulzeCount.Of(poll, [2, 1, 0]);
        Assert.Equal([1], drawn.Winners);
        Assert.Equal([1], drawn.Broken);
    }
}
