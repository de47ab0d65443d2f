using Moot.Deciding;
using Moot.Deciding.Charters;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>Procedures that PolicyKit publishes as examples, as charters and nothing else: they are read, checked and run.</summary>
/// <remarks>
/// Sources: Zhang, Hugh and Bernstein, "PolicyKit" (UIST 2020), its starter kits and its examples.
/// What is counted as reputation here is what somebody did, not what others thought of it.
/// </remarks>
public sealed class PolicyKitTests
{
    private readonly Chamber chamber = new();

    [Theory]
    [InlineData("caucus", "")]
    [InlineData("jury", "")]
    [InlineData("reputation", "")]
    [InlineData("promotion", "")]
    [InlineData("moderators", "gatekeeper subject anything")]
    [InlineData("democracy", "gatekeeper subject anything")]
    [InlineData("consensus-vote", "gatekeeper subject anything")]
    public void Each_is_a_charter_and_is_told_who_rules(string name, string told)
    {
        Assert.True(CharterText.TryRead(Text(name), out var charter, out var error), error);
        Assert.True(CharterText.TryRead(CharterText.Write(charter), out _, out error), error);
        var findings = CharterCheck.Of(charter);
        Assert.DoesNotContain(findings, f => f.Severity == Severity.Severe);
        Assert.Equal(told, string.Join(", ", findings.Where(f => f.Code is "gatekeeper").Select(f => $"{f.Code} {f.Article}")));
    }

    /// <summary>Of 21, fifteen in a hundred are four who stand for somebody, one of whom is the one who says so and is not counted.</summary>
    [Fact]
    public void A_caucus_has_stages()
    {
        Open("caucus", 21);
        var (viable, other) = (Delegate("M0"), Delegate("M1", who: "M1"));
        for (var i = 2; i < 6; i++)
        {
            Assert.Equal("first-alignment", chamber.Standing(viable));
            Chamber.Lawful(chamber.Sign(viable, i));
        }

        Assert.Equal("speeches", chamber.Standing(viable));
        for (var i = 6; i < 9; i++)
        {
            Chamber.Lawful(chamber.Sign(other, i));
        }

        chamber.Hall.Now += TimeSpan.FromDays(1);
        Assert.Equal(("final-alignment", "no-consensus"), (chamber.Standing(viable), chamber.Standing(other)));
        chamber.Vote(viable, 7, 5);
        chamber.Hall.Now += TimeSpan.FromDays(1);
        Assert.Equal("adopted", chamber.Standing(viable));
        chamber.Record(viable, "M3");
        Assert.True(chamber.Holds("M0", "delegate"));
    }

    [Fact]
    public void What_one_may_do_grows_with_what_one_did()
    {
        Open("reputation", 5);
        var matter = chamber.Propose("""{"title":"By vote"}""", more: ",\"pathway\":\"vote\"");
        Assert.Equal("not-yours", Try("M1", "matter.vote/1", $$"""{"matter":{{matter}},"vote":"yes"}""").Code);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("not-yours", Try("M1", "matter.open/1", "{}", """{"title":"By closing","text":"Why."}""").Code);
            Say("M1");
        }

        Chamber.Lawful(Try("M1", "matter.vote/1", $$"""{"matter":{{matter}},"vote":"yes"}"""));
        var closing = chamber.Propose("""{"title":"By closing"}""", who: "M1");
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("not-yours", Try("M2", "matter.close/1", $$"""{"matter":{{closing}},"as":"for"}""", """{"rationale":"Reasons."}""").Code);
            Say("M2");
        }

        Chamber.Lawful(Try("M2", "matter.close/1", $$"""{"matter":{{closing}},"as":"for"}""", """{"rationale":"Reasons."}"""));
        Assert.Equal("adopted", chamber.Standing(closing));
    }

    [Theory]
    [InlineData(15, 5, "adopted")]
    [InlineData(13, 7, "discretion")]
    [InlineData(12, 8, "rejected")]
    public void Promotion_is_seconded_talked_about_voted_on_and_weighed(int yes, int no, string expected)
    {
        Open("promotion", 21);
        chamber.Hall.Now += TimeSpan.FromDays(4);
        var request = chamber.Propose("""{"title":"M0 for moderator"}""", role: "moderator", member: "M0");
        Assert.Equal("second", chamber.Standing(request));
        Chamber.Lawful(chamber.Sign(request, 1));
        Assert.Equal("talk", chamber.Standing(request));
        chamber.Hall.Now += TimeSpan.FromDays(7);
        chamber.Vote(request, yes, no);
        chamber.Hall.Now += TimeSpan.FromDays(7);
        Assert.Equal(expected, chamber.Standing(request));
        var closes = Try("M0", "matter.close/1", $$"""{"matter":{{request}},"as":"for"}""", """{"rationale":"Me."}""");
        Assert.Equal(expected is "discretion" ? "involved" : "matter-closed", closes.Code);
    }

    [Fact]
    public void What_a_moderator_proposes_holds_and_what_others_propose_does_not()
    {
        Open("moderators", 3);
        var first = chamber.Propose("""{"title":"M0 moderates"}""", role: "moderator", member: "M0");
        chamber.Hall.Now += TimeSpan.FromMinutes(1);
        chamber.Record(first, "M0");
        Assert.Equal("not-yours", Try("M1", "matter.open/1", "{}", """{"title":"By a user","text":"Why."}""").Code);
        var rule = chamber.Propose("""{"title":"By a moderator"}""");
        chamber.Hall.Now += TimeSpan.FromMinutes(1);
        Assert.Equal("adopted", chamber.Standing(rule));
    }

    /// <summary>Of three who vote two are half and more: it passes with the second. Of two one is enough.</summary>
    [Fact]
    public void Half_of_those_who_vote_pass_it_at_once_and_a_day_fails_it()
    {
        Open("democracy", 4);
        var first = chamber.Propose("""{"title":"M0 votes"}""", role: "voter", member: "M0");
        chamber.Vote(first, 2, 0);
        Assert.True(chamber.Holds("M0", "voter"));
        foreach (var next in new[] { "M1", "M2" })
        {
            var more = chamber.Propose($$"""{"title":"{{next}} votes"}""", role: "voter", member: next);
            Chamber.Lawful(Try("M0", "matter.vote/1", $$"""{"matter":{{more}},"vote":"yes"}"""));
            Assert.True(chamber.Holds(next, "voter"));
            chamber.Hall.Now += TimeSpan.FromMinutes(1);
        }

        var rule = chamber.Propose("""{"title":"A rule"}""", who: "M3");
        Assert.Equal("not-yours", Try("M3", "matter.vote/1", $$"""{"matter":{{rule}},"vote":"yes"}""").Code);
        Chamber.Lawful(Try("M0", "matter.vote/1", $$"""{"matter":{{rule}},"vote":"yes"}"""));
        Assert.Equal("ballot", chamber.Standing(rule));
        Chamber.Lawful(Try("M1", "matter.vote/1", $$"""{"matter":{{rule}},"vote":"yes"}"""));
        Assert.Equal("adopted", chamber.Standing(rule));
        var slow = chamber.Propose("""{"title":"Another rule"}""");
        Chamber.Lawful(Try("M0", "matter.vote/1", $$"""{"matter":{{slow}},"vote":"yes"}"""));
        chamber.Hall.Now += TimeSpan.FromDays(1);
        Assert.Equal("rejected", chamber.Standing(slow));
    }

    /// <summary>Two for it and nobody against after five days; at once when all have spoken; never before, while others may still object. Who has not voted, and until when, is there to be reminded of.</summary>
    [Fact]
    public void A_core_group_decides_by_consensus_and_whoever_has_not_voted_can_be_reminded()
    {
        Open("consensus-vote", 7);
        for (var i = 0; i < 6; i++)
        {
            var seat = chamber.Propose($$"""{"title":"M{{i}} is in the group"}""", role: "core-group", member: $"M{i}");
            chamber.Vote(seat, 5, 0);
            chamber.Hall.Now += TimeSpan.FromDays(5);
            chamber.Record(seat, "M0");
        }

        var began = chamber.Hall.Now;
        var quiet = Decide("Two are for it");
        Cast(quiet, ("M0", "yes"), ("M1", "yes"));
        Assert.Equal("ballot", chamber.Standing(quiet));
        chamber.Hall.Now += TimeSpan.FromDays(4);
        Assert.Equal(began + TimeSpan.FromDays(5), Progress.WindowOf(chamber.Of(quiet)));
        Assert.Equal(2, chamber.Of(quiet).Votes.Count);
        chamber.Hall.Now += TimeSpan.FromDays(1);
        Assert.Equal("adopted", chamber.Standing(quiet));

        var all = Decide("All have spoken");
        Cast(all, ("M0", "yes"), ("M1", "yes"), ("M2", "abstain"), ("M3", "abstain"), ("M4", "abstain"));
        Assert.Equal("ballot", chamber.Standing(all));
        Cast(all, ("M5", "abstain"));
        Assert.Equal("adopted", chamber.Standing(all));

        var blocked = Decide("One objects");
        Cast(blocked, ("M0", "yes"), ("M1", "yes"), ("M2", "yes"));
        Chamber.Lawful(Try("M5", "matter.vote/1", $$"""{"matter":{{blocked}},"vote":"veto"}""", """{"reason":"It harms the seventh."}"""));
        var few = Decide("One is for it");
        Cast(few, ("M0", "yes"), ("M1", "abstain"));
        chamber.Hall.Now += TimeSpan.FromDays(5);
        Assert.Equal(("rejected", "rejected"), (chamber.Standing(blocked), chamber.Standing(few)));

        long Decide(string title) => chamber.Propose($$"""{"title":"{{title}}"}""", who: "M6");
    }

    private long Delegate(string member, string who = "M0") => chamber.Propose($$"""{"title":"{{member}} goes"}""", role: "delegate", member: member, who: who);

    private void Cast(long matter, params (string Who, string Vote)[] votes)
    {
        foreach (var (who, vote) in votes)
        {
            Chamber.Lawful(Try(who, "matter.vote/1", $$"""{"matter":{{matter}},"vote":"{{vote}}"}"""));
        }
    }

    private Moot.Kernel.Acts.Verdict Try(string who, string kind, string pub, string? body = null) => chamber.Hall.Do(who, kind, pub, body);

    private void Say(string who) => Chamber.Lawful(Try(who, "talk.say/1", "{}", """{"text":"a contribution"}"""));

    private void Open(string charter, int members)
    {
        chamber.Found(Text(charter));
        for (var i = 0; i < members; i++)
        {
            Chamber.Lawful(chamber.Hall.Join($"M{i}"));
        }

        chamber.Hall.Now += TimeSpan.FromMinutes(1);
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Deciding", "policykit", name + ".charter"));
}
