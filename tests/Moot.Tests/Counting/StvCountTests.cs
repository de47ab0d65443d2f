using Moot.Counting;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>Transferable votes in exact fractions.</summary>
public sealed class StvCountTests
{
    private static string?[] Totals(StvRound round) => [.. round.Totals.Select(t => t?.ToString())];

    [Fact]
    public void A_surplus_goes_on_in_thirds()
    {
        var tally = StvCount.Of(Polls.Ranked("A B C D", "28 A>B>C>D; 14 A>C>D>B; 15 B>C>A>D; 17 C>A>B>D; 26 D>B>C>A"), 2, []);
        Assert.Equal([0, 1], tally.Winners);
        Assert.Equal(34, tally.Rounds[0].Quota);
        Assert.Equal(["42", "15", "17", "26"], Totals(tally.Rounds[0]));
        Assert.Equal((0, 8), (tally.Rounds[0].Passing, tally.Rounds[0].Surplus));
        Assert.Equal([null, "61/3", "59/3", "26"], Totals(tally.Rounds[1]));
        Assert.Equal([2], tally.Rounds[1].Eliminated);
        Assert.Equal([null, "112/3", null, "86/3"], Totals(tally.Rounds[2]));
        Assert.Equal(3, tally.Rounds.Length);
    }

    [Fact]
    public void Three_seats_are_filled_with_chocolate_orange_and_strawberry()
    {
        var tally = StvCount.Of(
            Polls.Ranked(
                "Orange Pear Chocolate Strawberry Hamburger",
                "4 Orange; 2 Pear>Orange; 8 Chocolate>Strawberry; 4 Chocolate>Hamburger; 1 Strawberry; 1 Hamburger"
            ),
            3,
            []
        );
        Assert.Equal(6, tally.Rounds[0].Quota);
        Assert.Equal([2, 0, 3], tally.Winners);
        Assert.Empty(tally.Tied);
    }

    [Fact]
    public void An_open_tie_stays_a_set_and_a_lot_breaks_it()
    {
        var poll = Polls.Ranked("A B C", "4 A; 3 B; 3 C");
        var open = StvCount.Of(poll, 2, []);
        Assert.Equal([0], open.Winners);
        Assert.Equal([1, 2], open.Tied);
        Assert.Equal(1, open.TiedSeats);
        var drawn = StvCount.Of(poll, 2, [2, 1, 0]);
        Assert.Equal([0, 2], drawn.Winners);
        Assert.Empty(drawn.Tied);
        Assert.Equal([2], drawn.Broken);
    }

    [Fact]
    public void A_tie_that_changes_nothing_is_no_tie()
    {
        var tally = StvCount.InstantRunoff(Polls.Ranked("A B C D", "9 A>B; 8 B>A; 1 C>A; 1 D>B"), []);
        Assert.Equal([0], tally.Winners);
        Assert.Empty(tally.Tied);
    }

    [Fact]
    public void The_runoff_goes_on_until_more_than_half_of_what_counts()
    {
        var tally = StvCount.InstantRunoff(Polls.Ranked("A B C", "42 A; 30 B>C; 28 C>B"), []);
        Assert.Equal([1], tally.Winners);
        Assert.Equal([2], tally.Rounds[0].Eliminated);
        Assert.Equal(51, tally.Rounds[0].Quota);
        Assert.Equal("58", tally.Rounds[1].Totals[1].ToString());
    }

    [Fact]
    public void Votes_for_equals_are_halved_and_none_is_lost()
    {
        var tally = StvCount.Of(Polls.Ranked("A B C", "3 A=B; 2 C"), 1, []);
        Assert.Equal(["3/2", "3/2", "2"], Totals(tally.Rounds[0]));
        Assert.Equal("3", tally.Rounds[^1].Totals.Max().ToString());
    }
}
