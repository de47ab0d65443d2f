using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>What goes wrong around an election: people leave, lists are filled up, seats are given twice, counts are asked for at another time.</summary>
public sealed class ElectionAttackTests
{
    private const string Council = """
        charter 1
        role leader
          term 365d
          seats 1
          ahead 42d
          by election, decree
        pathway election
          stage names nomination
            by members
            for 7d
            then poll
            else names
          stage poll ballot
            by members
            for 7d
            count approval
            seats 1
            quorum 1/2
            else poll
        pathway decree
          stage now vote
            by members
            for 1d
            pass more than 1/2 of cast
        subject anything by election, decree
        """;

    private const string Choice = """
        charter 1
        pathway choice
          appeal choice
          stage talk discussion
            for 2d
            then poll
          stage poll ballot
            by members
            for 7d
            count approval
            tie poll
            then look
          stage look vote
            by members
            for 1d
            pass more than 1/2 of cast
            between at least 1/4 of cast then poll
        pathway short
          appeal choose
          stage talk discussion
            for 2d
            then poll
          stage poll ballot
            by members
            for 7d
            count approval
        pathway choose
          stage talk discussion
            for 2d
            then poll
          stage poll ballot
            by members
            for 7d
            count approval
        subject anything by short, choice
        """;

    private readonly Chamber chamber = new();

    [Fact]
    public void Who_leaves_before_the_polls_is_not_on_the_ballot()
    {
        Open(Council, 4);
        var election = Election();
        _ = Nominate(election, "M1", "M1");
        var two = Nominate(election, "M2", "M2");
        Chamber.Lawful(chamber.Hall.Do("M1", "member.leave/1"));
        Wait(7);
        Assert.Equal([two], chamber.Of(election).Balloting!.Options);

        // Who leaves later stays on it: what people have marked keeps its meaning.
        Chamber.Lawful(Cast(election, "M0", "1"));
        Chamber.Lawful(chamber.Hall.Do("M2", "member.leave/1"));
        Assert.Equal([two], chamber.Of(election).Balloting!.Options);
        Chamber.Lawful(Cast(election, "M3", "1"));
        Wait(7);
        chamber.Record(election, "M0");
        Assert.Empty(chamber.Hall.World.Get<Assembly>().HoldersOf("leader", chamber.Hall.Now));
    }

    [Fact]
    public void Nobody_names_so_many_that_others_cannot_stand()
    {
        Open(Council, 75);
        var election = Election();
        for (var by = 0; by < 6; by++)
        {
            for (var i = 0; i < OptionsOfOne; i++)
            {
                _ = Nominate(election, $"M{by}", $"M{6 + (by * OptionsOfOne) + i}");
            }
        }

        Assert.Equal("too-many-options", Code(chamber.Hall.Do("M70", "option.nominate/1", Named(election, "M71"), Why)));
        var own = Nominate(election, "M70", "M70");
        Wait(7);
        Assert.Equal([own], chamber.Of(election).Balloting!.Options);
    }

    [Fact]
    public void A_ballot_has_so_many_candidates_and_no_more()
    {
        Open(Council, 75);
        var election = Election();
        var named = Nominate(election, "M74", "M73");
        for (var i = 0; i < BallotRules.OptionsMax; i++)
        {
            _ = Nominate(election, $"M{i}", $"M{i}");
        }

        Assert.Equal("too-many-options", Code(chamber.Hall.Do("M70", "option.nominate/1", Named(election, "M70"), Why)));
        Assert.Equal("too-many-options", Code(chamber.Hall.Do("M73", "option.accept/1", $$"""{"option":{{named}}}""", Why)));
    }

    [Fact]
    public void A_seat_that_somebody_was_elected_to_ahead_is_not_given_to_another()
    {
        Open(Council, 3);
        Elect("M0");
        Wait(365 - 42);
        Elect("M1");
        Assert.True(chamber.Holds("M0", "leader"));
        Chamber.Lawful(chamber.Hall.Do("M0", "member.leave/1"));
        Assert.Equal(
            "no-seat",
            Code(
                chamber.Hall.Do(
                    "M2",
                    "matter.open/1",
                    $$"""{"role":"leader","member":"{{chamber.Hall.MemberOf("M2")}}","pathway":"decree"}""",
                    """{"title":"I","text":"Now."}"""
                )
            )
        );
        Wait(60);
        Assert.True(chamber.Holds("M1", "leader"));
        Assert.Single(chamber.Hall.World.Get<Assembly>().HoldersOf("leader", chamber.Hall.Now));
    }

    [Fact]
    public void A_count_follows_those_who_could_vote_whoever_asked_before()
    {
        Open(Council, 5);
        var election = Election();
        _ = Nominate(election, "M1", "M1");
        Wait(7);
        Chamber.Lawful(Cast(election, "M0", "1"));
        Chamber.Lawful(Cast(election, "M1", "1"));
        var balloting = chamber.Of(election).Balloting!;
        Assert.False(BallotResult.Of(balloting, (_, _) => 5).HasQuorum);
        Assert.True(BallotResult.Of(balloting, (_, _) => 4).HasQuorum); // a term that an appeal brought back, or took away
        Assert.False(BallotResult.Of(balloting, (_, _) => 5).HasQuorum);
    }

    [Fact]
    public void Polls_at_which_nobody_votes_cost_nothing_to_look_at()
    {
        Open(Council, 3);
        var election = Election();
        _ = Nominate(election, "M1", "M1");
        Wait(365 * 6);
        var asked = 0;
        var later = Progress.At(chamber.Hall.World.Get<Assembly>().Find(election)!, chamber.Hall.Now, (_, _) => ++asked);
        Assert.NotNull(later.Settled);
        Assert.Equal(0, asked);
    }

    [Fact]
    public void A_vote_that_begins_anew_forgets_whom_the_last_one_chose()
    {
        Open(Choice, 4);
        var matter = chamber.Propose("""{"title":"A pump?"}""", more: ",\"pathway\":\"choice\"");
        var well = Add(matter, "A well");
        Wait(2);
        Chamber.Lawful(Cast(matter, "M1", "-,1"));
        Wait(7);
        Assert.Equal("look", chamber.Standing(matter));
        Assert.Equal([well], chamber.Of(matter).Elected.Select(e => e.Option));
        chamber.Vote(matter, yes: 1, no: 2);
        Wait(1);
        Assert.Equal("poll", chamber.Standing(matter));
        Chamber.Lawful(Cast(matter, "M1", "1,-"));
        Wait(7);
        Assert.Equal([matter], chamber.Of(matter).Elected.Select(e => e.Option));
    }

    [Fact]
    public void Who_has_stepped_aside_does_not_break_a_tie()
    {
        Open(
            """
            charter 1
            pathway choice
              stage talk discussion
                for 2d
                then look
              stage look vote
                by members
                for 1d
                pass more than 1/2 of cast
                then poll
              stage poll ballot
                by members
                for 7d
                count approval
                casting members
                confirm 2d
            subject anything by choice
            """,
            4
        );
        var matter = chamber.Propose("""{"title":"A pump?"}""", more: ",\"pathway\":\"choice\"");
        var well = Add(matter, "A well");
        Wait(2);
        Chamber.Lawful(chamber.Hall.Do("M3", "matter.recuse/1", $$"""{"matter":{{matter}}}""", """{"reason":"It is my well."}"""));
        chamber.Vote(matter, yes: 1, no: 0);
        Wait(1);
        Assert.Equal("recused", Code(Cast(matter, "M3", "-,1")));
        Chamber.Lawful(Cast(matter, "M1", "1,1"));
        Wait(7);
        var put = $$"""{"matter":{{matter}},"options":[{{well}}]}""";
        Assert.Equal("recused", Code(chamber.Hall.Do("M3", "ballot.break/1", put, """{"reason":"Mine."}""")));
        Chamber.Lawful(chamber.Hall.Do("M2", "ballot.break/1", put, """{"reason":"It lasts."}"""));
    }

    [Fact]
    public void An_appeal_that_loses_to_another_option_turns_nothing_over()
    {
        Open(Choice, 4);
        var matter = chamber.Propose("""{"title":"A pump?"}""");
        Wait(2);
        Chamber.Lawful(Cast(matter, "M1", "1"));
        Wait(7);
        chamber.Record(matter, "M1");
        var decision = chamber.Hall.World.Size - 1;
        Assert.True(chamber.Stands(decision));
        Chamber.Lawful(
            chamber.Hall.Do("M2", "matter.open/1", $$"""{"appeals":{{decision}},"ground":"technical-error"}""", """{"title":"No pump","text":"It leaks."}""")
        );
        var appeal = chamber.Hall.World.Size - 1;
        _ = Add(appeal, "A better pump");
        Wait(2);
        Chamber.Lawful(Cast(appeal, "M1", "-,1"));
        Wait(7);
        chamber.Record(appeal, "M1");
        Assert.True(chamber.Stands(decision));
        Assert.False(chamber.Of(matter).IsAnnulled);
    }

    /// <summary>As many as one member adds.</summary>
    private const int OptionsOfOne = 10;

    private const string Why = """{"text":"I would mend the roof."}""";

    private static string Code(Verdict verdict) => verdict.Code ?? "lawful";

    private void Open(string charter, int members)
    {
        chamber.Found(charter);
        for (var i = 0; i < members; i++)
        {
            Chamber.Lawful(chamber.Hall.Join($"M{i}"));
        }
    }

    private long Election(string who = "M0")
    {
        Chamber.Lawful(chamber.Hall.Do(who, "matter.open/1", """{"role":"leader"}""", """{"title":"A leader","text":"The term ends."}"""));
        return chamber.Hall.World.Size - 1;
    }

    private void Elect(string who)
    {
        var election = Election();
        _ = Nominate(election, who, who);
        Wait(7);
        for (var i = 0; i < 3; i++)
        {
            Chamber.Lawful(Cast(election, $"M{i}", "1"));
        }

        Wait(7);
        chamber.Record(election, "M2");
    }

    private string Named(long election, string who) => $$"""{"matter":{{election}},"member":"{{chamber.Hall.MemberOf(who)}}"}""";

    private long Nominate(long election, string by, string who)
    {
        Chamber.Lawful(chamber.Hall.Do(by, "option.nominate/1", Named(election, who), Why));
        return chamber.Hall.World.Size - 1;
    }

    private long Add(long matter, string title)
    {
        Chamber.Lawful(chamber.Hall.Do("M1", "option.add/1", $$"""{"matter":{{matter}}}""", $$"""{"title":"{{title}}","text":"Dig."}"""));
        return chamber.Hall.World.Size - 1;
    }

    private Verdict Cast(long matter, string who, string marks) => chamber.Hall.Do(who, "ballot.cast/1", $$"""{"matter":{{matter}},"marks":"{{marks}}"}""");

    private void Wait(int days) => chamber.Hall.Now += TimeSpan.FromDays(days);
}
