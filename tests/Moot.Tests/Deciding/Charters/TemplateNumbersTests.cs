using System.Collections.Immutable;
using Moot.Counting;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Tests.Deciding.Charters;

/// <summary>Published numbers of real votes, judged by the rules of the templates.</summary>
public sealed class TemplateNumbersTests
{
    /// <summary>Wikipedia's arbitrators: twelve active need seven; with one or two who abstain six, with three or four five.</summary>
    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 6)]
    [InlineData(2, 6)]
    [InlineData(3, 5)]
    [InlineData(4, 5)]
    public void A_majority_of_the_arbitrators_who_do_not_abstain(int abstain, int least)
    {
        var stage = Ballot("wikipedia", "arbitration");
        Assert.True(VoteCount.Of(stage, least, 0, abstain, 0, 12).HasPassed);
        Assert.False(VoteCount.Of(stage, least - 1, 0, abstain, 0, 12).HasPassed);
    }

    /// <summary>Real votes and the rules they fell under.</summary>
    [Theory]
    [InlineData("wikipedia", "bureaucrat-request", 85, 15, 0, 0, true)]
    [InlineData("wikipedia", "bureaucrat-request", 84, 16, 0, 0, false)]
    [InlineData("wikipedia", "policy", 100, 99, 0, 0, true)]
    [InlineData("wikipedia", "policy", 99, 0, 0, 0, false)]
    [InlineData("w3c", "formal-objection", 5, 5, 0, 20, false)] // a tie upholds nothing
    [InlineData("python", "council-eject", 4, 1, 0, 5, true)]
    [InlineData("python", "council-eject", 3, 2, 0, 5, false)]
    [InlineData("ietf-working-group", "recall", 6, 2, 0, 0, true)]
    [InlineData("ietf-working-group", "recall", 5, 2, 0, 0, false)]
    [InlineData("apache-project", "code-change", 2, 0, 0, 0, false)]
    [InlineData("apache-project", "release", 3, 1, 0, 0, true)]
    [InlineData("apache-project", "release", 3, 3, 0, 0, false)]
    public void A_real_vote_comes_out_as_it_did(string template, string pathway, int yes, int no, int abstain, int electorate, bool passes) =>
        Assert.Equal(passes, VoteCount.Of(Ballot(template, pathway), yes, no, abstain, 0, electorate).HasPassed);

    /// <summary>Real results of ballots: of one candidate or text, so many for, so many against, or for none of the above, and so many for neither.</summary>
    [Theory]
    [InlineData("wikipedia", "election", 374, 66, 101, 0, true)] // July 2025: 85.00 %; who abstains does not count
    [InlineData("wikipedia", "election", 69, 31, 900, 0, false)]
    [InlineData("wikipedia", "election", 7, 3, 0, 0, true)]
    [InlineData("wikipedia", "arbitrator-election", 1103, 256, 377, 0, true)] // 2024: 81.16 %
    [InlineData("wikipedia", "steward-election", 29, 0, 0, 0, false)] // thirty at the least
    [InlineData("wikipedia", "steward-election", 32, 8, 0, 0, true)]
    [InlineData("wikipedia", "steward-election", 31, 8, 0, 0, false)]
    [InlineData("debian", "constitution", 270, 93, 0, 908, false)] // 2004-004, option C: 2.9 to one
    [InlineData("debian", "constitution", 270, 90, 0, 908, true)]
    [InlineData("debian", "resolution", 293, 78, 0, 908, true)]
    [InlineData("debian", "resolution", 46, 0, 0, 911, true)] // 3Q of 911 is 45.27
    [InlineData("debian", "resolution", 45, 0, 0, 911, false)]
    [InlineData("debian", "resolution", 48, 0, 0, 1037, false)] // 48.30
    [InlineData("debian", "resolution", 49, 0, 0, 1037, true)]
    public void A_real_ballot_comes_out_as_it_did(string template, string pathway, int yes, int no, int neither, int electorate, bool isChosen)
    {
        var stage = BallotOf(template, pathway);
        var isRanked = BallotRules.IsRanked(stage);
        var papers = ImmutableDictionary.CreateBuilder<Actor, Paper>();
        for (var i = 0; i < yes + no + neither; i++)
        {
            var marks =
                i < yes
                    ? isRanked
                        ? "1,2"
                        : "1"
                    : i < yes + no
                        ? isRanked
                            ? "2,1"
                            : "-1"
                        : isRanked
                            ? "1,1"
                            : "-";
            papers.Add(Actor.Of(new MemberId(Moot.Kernel.Tree.Hash.Of(System.Text.Encoding.UTF8.GetBytes($"voter {i}")))), new(i, marks, null));
        }

        var ballots = new Balloting(stage with { IsSecret = false }, default, [7], 1) { Papers = papers.ToImmutable() };
        var result = BallotResult.Of(ballots, (_, _) => electorate);
        Assert.Equal(isChosen, result.Elected.Length == 1);
        Assert.Empty(result.Tied);
    }

    /// <summary>Arbitrators: three fifths exactly for the whole term, a half exactly for a year, less for none.</summary>
    [Theory]
    [InlineData(60, 40, 730)]
    [InlineData(59, 41, 365)]
    [InlineData(50, 50, 365)]
    [InlineData(49, 51, 0)]
    [InlineData(1103, 256, 730)]
    public void Whoever_has_less_than_three_fifths_is_an_arbitrator_for_a_year(int yes, int no, int days)
    {
        var stage = BallotOf("wikipedia", "arbitrator-election");
        var tally = SupportCount.Of(Polled(yes, no), 1, new(stage.Pass!.Above, stage.Pass.Below), stage.Pass.IsMore, 0, []);
        Assert.Equal(days == 0 ? 0 : 1, tally.Winners.Length);
        Assert.Equal(days == 365, days != 0 && yes * stage.Shorter!.Below < (yes + no) * stage.Shorter.Above);

        static Poll Polled(int yes, int no)
        {
            var builder = new PollBuilder(["one"], true);
            _ = builder.Add(yes, [1]);
            _ = builder.Add(no, [-1]);
            return builder.Build();
        }
    }

    [Theory]
    [InlineData("K", 50, 4)]
    [InlineData("2K", 50, 8)]
    [InlineData("3Q", 50, 11)]
    [InlineData("K", 911, 5)]
    [InlineData("3Q", 1045, 49)]
    [InlineData("1/20", 350, 18)]
    [InlineData("1/20", 340, 17)]
    [InlineData("25", 10, 25)]
    public void So_many_are_the_least_that_is_enough(string heads, int of, int least)
    {
        var count = HeadCount.Read(heads)!;
        Assert.Equal(least, count.Least(of));
        Assert.True(count.IsReached(least, of));
        Assert.False(count.IsReached(least - 1, of));
    }

    /// <summary>A vote with a veto is not certain while one who has not voted could use it.</summary>
    [Fact]
    public void What_is_still_missing_can_change_it()
    {
        var stage = new Stage("b", Method.Vote)
        {
            Approvals = HeadCount.Read("2"),
            HasVeto = true,
            EndsWhenCertain = true,
        };
        Assert.False(VoteCount.Of(stage, 2, 0, 0, 0, 3).IsCertain(stage));
        Assert.True(VoteCount.Of(stage, 2, 0, 1, 0, 3).IsCertain(stage));
        Assert.True(VoteCount.Of(stage with { HasVeto = false }, 2, 0, 0, 0, 3).IsCertain(stage with { HasVeto = false }));
    }

    private static Stage Ballot(string template, string pathway) => StageOf(template, pathway, Method.Vote);

    private static Stage BallotOf(string template, string pathway) => StageOf(template, pathway, Method.Ballot);

    private static Stage StageOf(string template, string pathway, Method method)
    {
        Assert.True(CharterText.TryRead(Templates.Read(template), out var charter, out var error), error);
        return charter.Pathways[pathway].Stages.Single(s => s.Method == method);
    }
}
