using System.Collections.Immutable;
using System.Globalization;
using Moot.Deciding;
using Moot.Deciding.Acts;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>Elections and other choices by ballots, from the first name to the term.</summary>
public sealed class ElectionTests
{
    /// <summary>Debian constitution §5.2: nominations for a week, three weeks of campaign, two weeks of polling.</summary>
    private const string Leader = """
        charter 1
        role leader
          term 365d
          seats 1
          ahead 42d
          by election
        pathway election
          stage names nomination
            by members
            for 7d
            then campaign
            else names
          stage campaign discussion
            for 21d
            then poll
          stage poll ballot
            by members
            for 14d
            count debian-a5
            quorum 3Q
            default
            else names
        subject anything by election
        """;

    private readonly Chamber chamber = new();

    [Fact]
    public void Who_is_named_accepts_and_is_elected_by_the_rules_of_debian()
    {
        Open(Leader, 9);
        var election = Election("leader");
        Assert.Equal("elected-already", Code(chamber.Hall.Do("M1", "matter.open/1", """{"role":"leader"}""", Text)));

        // Whoever names themselves stands; who is named by others accepts, or does not stand.
        Assert.Equal("text-missing", Code(chamber.Hall.Do("M1", "option.nominate/1", Named(election, "M1"))));
        var one = Nominate(election, "M1", "M1");
        var two = Nominate(election, "M1", "M2");
        var three = Nominate(election, "M3", "M4");
        Assert.Equal("named-already", Code(chamber.Hall.Do("M5", "option.nominate/1", Named(election, "M2"), Text1)));
        Assert.Equal("not-yours", Code(chamber.Hall.Do("Gil", "option.nominate/1", Named(election, "M6"), Text1)));
        Assert.Equal("not-your-option", Code(chamber.Hall.Do("M1", "option.accept/1", $$"""{"option":{{two}}}""", Text1)));
        Chamber.Lawful(chamber.Hall.Do("M2", "option.accept/1", $$"""{"option":{{two}}}""", Text1));
        Assert.Equal("accepted-already", Code(chamber.Hall.Do("M2", "option.accept/1", $$"""{"option":{{two}}}""", Text1)));
        Assert.Equal("not-your-option", Code(chamber.Hall.Do("M1", "option.withdraw/1", $$"""{"option":{{two}}}""")));
        Assert.Equal("no-options", Code(chamber.Hall.Do("M1", "option.add/1", $$"""{"matter":{{election}}}""", """{"title":"Other","text":"Text"}""")));

        Wait(7, ticks: -1);
        Assert.Equal("names", chamber.Standing(election));
        Wait(0, ticks: 1);
        Assert.Equal("campaign", chamber.Standing(election));
        Assert.Equal("not-this-stage", Code(chamber.Hall.Do("M5", "option.nominate/1", Named(election, "M5"), Text1)));
        Assert.Equal("options-stand", Code(chamber.Hall.Do("M4", "option.accept/1", $$"""{"option":{{three}}}""", Text1)));
        Chamber.Lawful(chamber.Hall.Do("M1", "option.amend/1", $$"""{"option":{{one}}}""", """{"text":"I would also mend the roof."}"""));
        Assert.Equal("not-this-stage", Code(Cast(election, "M5", "1,2,-")));

        Wait(21);
        Assert.Equal([one, two], chamber.Of(election).Balloting!.Options);
        Assert.Equal("options-stand", Code(chamber.Hall.Do("M1", "option.withdraw/1", $$"""{"option":{{one}}}""")));
        foreach (var wrong in new[] { "1,2", "1,2,3,4", "0,1,2", "1,100,2", "a,1,2", "01,1,2", "+1,2,3", "1, 2,3", "", ",,", "-1,2,3", "1,2,3," })
        {
            Assert.Equal("ballot-unreadable", Code(Cast(election, "M5", wrong)));
        }

        Chamber.Lawful(Cast(election, "M0", "1,2,3"));
        Chamber.Lawful(Cast(election, "M3", "2,1,3"));
        Chamber.Lawful(Cast(election, "M4", "2,1,3"));
        Chamber.Lawful(Cast(election, "M5", "2,1,3"));
        Chamber.Lawful(Cast(election, "M5", "1,-,2"));
        Chamber.Lawful(Cast(election, "M6", "5,9,7"));
        Wait(14, ticks: -1);
        Chamber.Lawful(Cast(election, "M7", "1,1,-"));
        Wait(0, ticks: 1);
        Assert.Equal("matter-closed", Code(Cast(election, "M8", "-,1,2")));

        // 9 could vote: 3Q is 4.5, so that five have to prefer somebody to none. M1 has six, M2 four (M5 changed), and is dropped.
        Assert.Equal("adopted", chamber.Standing(election));
        var result = Result(election);
        Assert.Equal([one], chamber.Of(election).Elected.Select(e => e.Option));
        var tally = Assert.IsType<Moot.Counting.DebianTally>(result.Tally);
        Assert.Equal(["M2"], tally.Dropped.Select(d => Candidate(election, result.Poll.Options[d.Option])));
        Assert.Equal(6, result.Poll.Votes);
        Assert.False(chamber.Holds("M1", "leader"));
        chamber.Record(election, "M8");
        Assert.True(chamber.Holds("M1", "leader"));
    }

    [Fact]
    public void Nobody_named_means_another_week_and_nobody_chosen_another_election()
    {
        Open(Leader, 4);
        var election = Election("leader");
        Wait(7);
        Assert.Equal("names", chamber.Standing(election));
        Assert.Equal(
            "role-member-missing",
            Code(chamber.Hall.Do("M1", "option.nominate/1", $$"""{"matter":{{election}},"member":"{{new string('0', 64)}}"}""", Text1))
        );
        var one = Nominate(election, "M1", "M1");
        Wait(28);
        foreach (var who in new[] { "M0", "M1", "M2", "M3" })
        {
            Chamber.Lawful(Cast(election, who, "2,1"));
        }

        Wait(14, ticks: -1);
        Assert.Equal("poll", chamber.Standing(election));
        Wait(0, ticks: 1);
        Assert.Equal("names", chamber.Standing(election));
        Assert.True(Result(election).HasDefaultWon);
        Chamber.Lawful(chamber.Hall.Do("M1", "option.withdraw/1", $$"""{"option":{{one}}}"""));
        Wait(7);
        Assert.Equal("names", chamber.Standing(election));
        Assert.Single(chamber.Of(election).PastBallots);
    }

    [Fact]
    public void A_term_that_is_filled_ahead_begins_where_the_last_one_ends()
    {
        Open(Leader, 3);
        Elect("M0");
        Assert.True(chamber.Holds("M0", "leader"));
        var begin = chamber.Hall.Now;
        Wait(365 - 42, ticks: -1);
        Assert.Equal("no-seat", Code(chamber.Hall.Do("M1", "matter.open/1", """{"role":"leader"}""", Text)));
        Wait(0, ticks: 1);
        Elect("M1");
        Assert.Equal(begin + TimeSpan.FromDays(365), chamber.Hall.Now);
        Assert.True(chamber.Holds("M1", "leader"));
        Assert.False(chamber.Holds("M0", "leader"));
        var terms = chamber.Hall.World.Get<Assembly>().Terms["leader"];
        Assert.Equal([begin + TimeSpan.FromDays(365), begin + TimeSpan.FromDays(730)], terms.Select(t => t.Until));

        void Elect(string who)
        {
            var election = Election("leader");
            Nominate(election, who, who);
            Wait(28);
            for (var i = 0; i < 3; i++)
            {
                Chamber.Lawful(Cast(election, $"M{i}", "1,2"));
            }

            Wait(14);
            chamber.Record(election, "M2");
        }
    }

    [Theory]
    [InlineData("approval", "seats 3", "1,1,1,-,-|1,1,1,-,-|1,-,-,1,-|-,1,-,-,1", "M0 M1 M2", "")]
    [InlineData("score", "seats 2\n    scores 9", "9,1,-,-,-|1,8,7,-,-|-,-,2,-,-", "M0 M1", "M2")]
    [InlineData("schulze", "", "1,2,3,-,-|2,1,3,-,-|1,3,2,-,-", "M0", "")]
    [InlineData("irv", "", "1,2,-,-,-|1,-,-,-,-|-,1,-,-,-|-,1,-,-,-|-,2,1,-,-", "M1", "")]
    [InlineData("star", "", "5,4,-,-,-|-,3,1,-,-|5,-,-,-,-", "M0", "")]
    [InlineData("quadratic", "seats 1\n    budget 10", "3,-,-,-,1|-,2,-,-,-|-,2,1,-,-", "M1", "")]
    [InlineData("support", "seats 2\n    pass at least 7/10 of cast", "1,1,1,-,-|1,1,-1,-,-|1,-,1,-,-|-1,1,1,-,-", "M1 M0", "M2")]
    public void Each_way_of_counting_fills_seats(string method, string keys, string ballots, string elected, string tied)
    {
        Open(Council(method, keys), 10);
        var election = Election("council");
        var options = Enumerable.Range(0, 5).Select(i => Nominate(election, $"M{i}", $"M{i}")).ToArray();
        Wait(7);
        var i = 0;
        foreach (var ballot in ballots.Split('|'))
        {
            Chamber.Lawful(Cast(election, $"M{i++}", ballot));
        }

        Wait(7);
        var result = Result(election);
        var who = result.Elected.Select(e => Candidate(election, $"{e.Option}"));
        var open = result.Tied.Select(o => Candidate(election, $"{o}"));
        if (tied.Length > 0 && method is "support" or "score")
        {
            Assert.Equal(method is "support" ? "M1" : "M0", string.Join(' ', who));
            Assert.Equal(method is "support" ? ["M0", "M2"] : ["M1", "M2"], open);
            return;
        }

        Assert.Equal(elected, string.Join(' ', who));
        Assert.Empty(open);
        chamber.Record(election, "M9");
        foreach (var name in elected.Split(' '))
        {
            Assert.True(chamber.Holds(name, "council"));
        }

        Assert.All(options, o => Assert.Contains(o, chamber.Of(election).Options.Keys));
    }

    [Fact]
    public void Of_one_employer_no_more_than_two_sit_on_the_council()
    {
        // PEP 13: three of the top five work for the same employer; the last of them is out, and the sixth moves up.
        Open(Council("approval", "seats 5\n    per affiliation 2"), 10);
        Chamber.Lawful(chamber.Hall.Do("M0", "affiliation.name/1", "{}", """{"name":"Acme"}"""));
        var acme = chamber.Hall.World.Size - 1;
        foreach (var who in new[] { "M0", "M2", "M3" })
        {
            Chamber.Lawful(chamber.Hall.Do(who, "affiliation.declare/1", $$"""{"organisations":[{{acme}}]}"""));
        }

        var election = Election("council");
        var options = Enumerable.Range(0, 7).Select(i => Nominate(election, $"M{i}", $"M{i}")).ToArray();

        // Whoever leaves the employer after having accepted, or joins it, changes nothing.
        Chamber.Lawful(chamber.Hall.Do("M3", "affiliation.declare/1", """{"organisations":[]}"""));
        Wait(7);
        for (var i = 0; i < 7; i++)
        {
            Chamber.Lawful(Cast(election, $"M{i}", string.Join(',', Enumerable.Range(0, 7).Select(o => o <= i ? "1" : "-"))));
        }

        Wait(7);
        var result = Result(election);
        Assert.Equal(["M0", "M1", "M2", "M4", "M5"], result.Elected.Select(e => Candidate(election, $"{e.Option}")).Order(StringComparer.Ordinal));
        Assert.Equal([options[3]], result.PassedOver);
    }

    [Fact]
    public void Who_has_less_support_is_elected_for_a_shorter_term()
    {
        // Wikipedia's arbitration committee: 60 % for two years, 50 % for one; seats stay empty where too few reach that.
        Open(Council("support", "seats 5\n    pass at least 1/2 of cast\n    below 3/5 for 365d"), 10);
        var election = Election("council");
        var options = Enumerable.Range(0, 4).Select(i => Nominate(election, $"M{i}", $"M{i}")).ToArray();
        Wait(7);
        for (var i = 0; i < 10; i++)
        {
            // 6 : 4, 5 : 5, 4 : 6 and 3 : 0.
            Chamber.Lawful(Cast(election, $"M{i}", $"{(i < 6 ? 1 : -1)},{(i < 5 ? 1 : -1)},{(i < 4 ? 1 : -1)},{(i < 3 ? "1" : "-")}"));
        }

        Wait(7);
        Assert.Equal([new(options[3], null), new(options[0], null), new(options[1], TimeSpan.FromDays(365))], chamber.Of(election).Elected);
        chamber.Record(election, "M9");
        var terms = chamber.Hall.World.Get<Assembly>().Terms["council"];
        Assert.Equal([730, 730, 365], terms.Select(t => (t.Until.Milliseconds - t.From.Milliseconds) / 86_400_000));
    }

    [Theory]
    [InlineData("9319./", true)]
    [InlineData("8./", true)]
    [InlineData(null, false)]
    public void A_tie_is_broken_by_a_lot_where_the_charter_says_so(string? numbers, bool isElected)
    {
        Open(Council("approval", "seats 2\n    tie draw", "\n  stage draw lot\n    by members\n    at most 14d\n    confirm 2d"), 6);
        var election = Election("council");
        var options = Enumerable.Range(0, 3).Select(i => Nominate(election, $"M{i}", $"M{i}")).ToArray();
        Wait(7);
        Chamber.Lawful(Cast(election, "M3", "1,1,1"));
        Chamber.Lawful(Cast(election, "M4", "1,-,-"));
        Wait(7);
        Assert.Equal("draw", chamber.Standing(election));
        Assert.Equal([options[1], options[2]], chamber.Of(election).Tied);
        if (numbers is not null)
        {
            Chamber.Lawful(
                chamber.Hall.Do(
                    "M5",
                    "lot.announce/1",
                    $$"""{"matter":{{election}},"draws":{{(chamber.Hall.Now + TimeSpan.FromDays(1)).Milliseconds}},"sources":1}""",
                    """{"named":"The lottery."}"""
                )
            );
            Wait(1);
            Chamber.Lawful(chamber.Hall.Do("M5", "lot.draw/1", $$"""{"matter":{{election}},"key":"{{numbers}}"}"""));
            Wait(2);
        }
        else
        {
            Wait(14);
        }

        Assert.Equal("adopted", chamber.Standing(election));
        var elected = chamber.Of(election).Elected.Select(e => e.Option).ToArray();
        if (isElected)
        {
            var drawn = Moot.Kernel.Chance.PublicLot.Draw(2, 1, numbers!, Moot.Kernel.Chance.LotHash.Sha256).First().Selected;
            Assert.Equal([options[0], options[drawn]], elected);
        }
        else
        {
            // Who has more than all others sits, whatever became of the draw.
            Assert.Equal([options[0]], elected);
        }
    }

    [Fact]
    public void A_casting_vote_decides_a_tie_and_nothing_else()
    {
        Open(
            """
            charter 1
            role chair
              by decree
            pathway decree
              stage now vote
                by members
                for 1d
                pass more than 1/2 of cast
            pathway choice
              open members
              stage talk discussion
                for 7d
                extend 2d
                at most 14d
                then poll
              stage poll ballot
                by members
                for 7d
                count debian-a5
                default
                casting role chair
                confirm 2d
            subject anything by choice, decree
            """,
            5
        );
        var chair = chamber.Propose("""{"title":"Chair"}""", "chair", "M0");
        Chamber.Lawful(chamber.Hall.Do("M1", "matter.vote/1", $$"""{"matter":{{chair}},"vote":"yes"}"""));
        Wait(1);
        chamber.Record(chair, "M1");
        var matter = chamber.Propose("""{"title":"A pump or a well?"}""", more: ",\"pathway\":\"choice\"");
        Chamber.Lawful(chamber.Hall.Do("M1", "option.add/1", $$"""{"matter":{{matter}}}""", """{"title":"A well","text":"Dig."}"""));
        var well = chamber.Hall.World.Size - 1;
        Assert.Equal("title-missing", Code(chamber.Hall.Do("M1", "option.add/1", $$"""{"matter":{{matter}}}""", """{"text":"Dig."}""")));
        Wait(7);
        Assert.Equal([matter, well], chamber.Of(matter).Balloting!.Options);
        Chamber.Lawful(Cast(matter, "M1", "1,2,3"));
        Chamber.Lawful(Cast(matter, "M2", "2,1,3"));
        Assert.Equal("no-tie", Code(Break("M0", matter, well)));
        Wait(7);
        Assert.Equal("poll", chamber.Standing(matter));
        Assert.Equal("polls-closed", Code(Cast(matter, "M3", "1,2,3")));
        Assert.Equal("not-yours", Code(Break("M1", matter, well)));
        Assert.Equal("not-tied", Code(Break("M0", matter, 0)));
        Assert.Equal("not-tied", Code(Break("M0", matter, well, matter)));
        Chamber.Lawful(Break("M0", matter, well));
        Assert.Equal("broken-already", Code(Break("M0", matter, matter)));
        Wait(2);
        Assert.Equal("adopted", chamber.Standing(matter));
        Assert.Equal(well, Assert.Single(chamber.Of(matter).Elected).Option);
    }

    [Fact]
    public void A_charter_that_loses_to_another_option_does_not_hold()
    {
        const string Charter = """
            charter 1
            pathway choice
              stage talk discussion
                for 2d
                extend 2d
                then poll
              stage poll ballot
                by members
                for 7d
                count schulze
            subject anything by choice
            """;
        Open(Charter, 3);
        foreach (var (ballot, holds) in new[] { ("1,2", true), ("2,1", false) })
        {
            var text = System.Text.Json.JsonSerializer.Serialize(
                Moot.Deciding.Charters.CharterText.Tidy(Charter.Replace("for 7d", holds ? "for 8d" : "for 9d", StringComparison.Ordinal))
            );
            var matter = chamber.Propose("""{"title":"Longer"}""", more: ",\"charter\":" + text);
            Chamber.Lawful(chamber.Hall.Do("M1", "option.add/1", $$"""{"matter":{{matter}}}""", """{"title":"Later","text":"Not now."}"""));
            Wait(2);
            Chamber.Lawful(Cast(matter, "M1", ballot));
            Wait(9);
            chamber.Record(matter, "M1");
            Assert.Equal("adopted", chamber.Standing(matter));
            Assert.Equal(TimeSpan.FromDays(8), chamber.Hall.World.Get<Assembly>().Charter.Pathways["choice"].Stages[1].For);
        }
    }

    [Theory]
    [InlineData("count schulze\n    quorum K", "quorum K")]
    [InlineData("count irv\n    seats 2", "seats")]
    [InlineData("count irv\n    default", "default")]
    [InlineData("count debian-a5", "default")]
    [InlineData("count schulze\n    majority 3:1", "majority")]
    [InlineData("count schulze\n    secret receipts", "confirm")]
    [InlineData("count schulze\n    secret receipts\n    confirm 2d", "at most")]
    [InlineData("count schulze\n    secret trustees", "secret trustees")]
    [InlineData("count support", "pass")]
    [InlineData("count support\n    pass at least 1/2 of electorate", "pass of anything but cast")]
    [InlineData("count approval\n    scores 9", "scores")]
    [InlineData("count score\n    scores 101", "scores 101")]
    [InlineData("count score\n    budget 9", "budget")]
    [InlineData("count score\n    below 1/2 for 3d", "below")]
    [InlineData("count stv\n    per affiliation 2", "per affiliation")]
    [InlineData("count stv\n    seats 13", "13 seats")]
    [InlineData("count majority", "count majority")]
    [InlineData("count schulze\n    tie talk", "talk")]
    [InlineData("quorum 3", "count")]
    public void What_a_way_of_counting_does_not_know_is_said_with_its_line(string keys, string wrong)
    {
        var text =
            $"charter 1\npathway p\n  stage talk discussion\n    for 1d\n    then poll\n  stage poll ballot\n    by members\n    for 1d\n    {keys}\nsubject anything by p\n";
        Assert.False(Moot.Deciding.Charters.CharterText.TryRead(text, out _, out var error));
        Assert.Contains(wrong, error, StringComparison.Ordinal);
    }

    private const string Text = """{"title":"A leader","text":"The term ends."}""";

    private const string Text1 = """{"text":"I would mend the roof."}""";

    private static string Council(string method, string keys, string more = "") =>
        $"charter 1\nrole council\n  term 730d\n  seats 5\n  by election\npathway election\n  stage names nomination\n    by members\n    for 7d\n    then poll\n"
        + $"  stage poll ballot\n    by members\n    for 7d\n    count {method}\n    {keys}{more}\nsubject anything by election\n";

    private static string Code(Verdict verdict) => verdict.Code ?? "lawful";

    private void Open(string charter, int members)
    {
        chamber.Found(charter);
        for (var i = 0; i < members; i++)
        {
            Chamber.Lawful(chamber.Hall.Join($"M{i}"));
        }
    }

    private long Election(string role)
    {
        Chamber.Lawful(chamber.Hall.Do("M0", "matter.open/1", $$"""{"role":"{{role}}"}""", Text));
        return chamber.Hall.World.Size - 1;
    }

    private string Named(long election, string who) => $$"""{"matter":{{election}},"member":"{{chamber.Hall.MemberOf(who)}}"}""";

    private long Nominate(long election, string by, string who)
    {
        Chamber.Lawful(chamber.Hall.Do(by, "option.nominate/1", Named(election, who), Text1));
        return chamber.Hall.World.Size - 1;
    }

    private Verdict Cast(long matter, string who, string marks) => chamber.Hall.Do(who, "ballot.cast/1", $$"""{"matter":{{matter}},"marks":"{{marks}}"}""");

    private Verdict Break(string who, long matter, params long[] options) =>
        chamber.Hall.Do(who, "ballot.break/1", $$"""{"matter":{{matter}},"options":[{{string.Join(',', options)}}]}""", """{"reason":"A well lasts."}""");

    private BallotResult Result(long matter)
    {
        var state = chamber.Hall.World.Get<Assembly>();
        var at = chamber.Of(matter);
        return BallotResult.Of(
            at.Balloting ?? at.PastBallots[^1],
            new Electorate(state, chamber.Hall.World.Get<Moot.Kernel.Membership.Roster>(), chamber.Hall.World.Entries).Count
        );
    }

    private string Candidate(long matter, string option) =>
        Enumerable
            .Range(0, 10)
            .Select(i => $"M{i}")
            .First(n => chamber.Of(matter).Options[long.Parse(option, CultureInfo.InvariantCulture)].Member == chamber.Hall.MemberOf(n));

    private void Wait(int days, int ticks = 0) => chamber.Hall.Now += TimeSpan.FromDays(days) + TimeSpan.FromMilliseconds(ticks);
}
