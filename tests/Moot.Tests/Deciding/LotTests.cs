using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>People are drawn by public numbers: the list and the sources first, then the numbers, and everybody works out the same.</summary>
public sealed class LotTests
{
    private readonly Chamber chamber = new();

    [Fact]
    public void A_jury_of_members_who_took_no_part_is_drawn_and_decides()
    {
        Open(8);
        var matter = chamber.Propose("""{"title":"Who is right?"}""");
        Code("not-announced", Draw("M1", matter, "9319./2.5.8.10.12./"));
        Code("too-early", Announce("M1", matter, TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1)));
        Code("draws-too-late", Announce("M1", matter, TimeSpan.FromDays(14)));
        Code("too-many-sources", Announce("M1", matter, TimeSpan.FromDays(2), sources: 17));
        Code("sources-missing", Announce("M1", matter, TimeSpan.FromDays(2), named: ""));
        Lawful(Announce("M1", matter, TimeSpan.FromDays(2)));

        // The list is fixed: nobody draws with another one, and whoever takes a part now stays on it.
        Code("announced-already", Announce("M2", matter, TimeSpan.FromDays(3)));
        var pool = chamber.Of(matter).Lot!.Pool;
        Assert.Equal(7, pool.Length);
        Assert.DoesNotContain(chamber.Hall.MemberOf("M0")!.Value, pool);

        chamber.Hall.Now += TimeSpan.FromDays(2) - TimeSpan.FromMilliseconds(1);
        Code("too-early", Draw("M1", matter, "9319./2.5.8.10.12./"));
        chamber.Hall.Now += TimeSpan.FromMilliseconds(1);
        foreach (
            var wrong in new[] { "9319./", "9319./2.5.8.10.12.", "9319./12.5.8.10.2./", "09319./2.5.8.10.12./", "9319./2.5.8.10.12./7./", "a./b./", "/", "" }
        )
        {
            Code("numbers-unreadable", Draw("M1", matter, wrong));
        }

        Lawful(Draw("M1", matter, "9319./2.5.8.10.12./"));
        Code("drawn-already", Draw("M2", matter, "1./2./"));
        chamber.Hall.Now += TimeSpan.FromDays(2) - TimeSpan.FromMilliseconds(1);
        Assert.Equal("draw", chamber.Standing(matter));
        chamber.Hall.Now += TimeSpan.FromMilliseconds(1);
        Assert.Equal("verdict", chamber.Standing(matter));
        var drawn = chamber.Of(matter).Drawn;
        Assert.Equal(ByHand(pool, "9319./2.5.8.10.12./", 3), drawn);

        // Two of the three decide, and nobody else votes.
        var jury = Enumerable.Range(0, 8).Where(i => drawn.Contains(chamber.Hall.MemberOf($"M{i}")!.Value)).ToList();
        Code("not-yours", Vote(Enumerable.Range(0, 8).First(i => !jury.Contains(i)), matter, "yes"));
        Lawful(Vote(jury[0], matter, "yes"));
        Assert.Equal("verdict", chamber.Standing(matter));
        Lawful(Vote(jury[2], matter, "yes"));
        Assert.Equal("adopted", chamber.Standing(matter));
    }

    [Fact]
    public void Whoever_steps_aside_is_replaced_by_a_chain_that_nobody_else_knows()
    {
        Open(8);
        var chain = Moot.Kernel.Chance.ReplacementChain.Make("seed"u8, 3);
        var matter = chamber.Propose("""{"title":"Who is right?"}""");
        Lawful(
            chamber.Hall.Do(
                "M1",
                "lot.announce/1",
                $$"""{"matter":{{matter}},"draws":{{(chamber.Hall.Now + TimeSpan.FromDays(2)).Milliseconds}},"sources":2,"chain":"{{chain[2].ToHex()}}"}""",
                """{"named":"The lottery."}"""
            )
        );
        chamber.Hall.Now += TimeSpan.FromDays(2);
        Lawful(Draw("M1", matter, "9319./2.5.8.10.12./"));
        Code("no-chain", Replace("M1", matter, chamber.Hall.MemberOf("M2")!.Value, chain[1]));
        chamber.Hall.Now += TimeSpan.FromDays(2);
        var drawn = chamber.Of(matter).Drawn;
        var pool = chamber.Of(matter).Drew!.Lot.Pool;
        var names = Enumerable.Range(0, 8).ToDictionary(i => chamber.Hall.MemberOf($"M{i}")!.Value, i => $"M{i}");
        Code("still-there", Replace("M1", matter, drawn[0], chain[1]));
        Lawful(chamber.Hall.Do(names[drawn[0]], "matter.recuse/1", $$"""{"matter":{{matter}}}""", """{"reason":"I know him."}"""));
        Code("chain-differs", Replace("M1", matter, drawn[0], chain[2]));
        Code("chain-differs", Replace("M1", matter, drawn[0], chain[0]));
        Code("not-drawn", Replace("M1", matter, pool.First(p => !drawn.Contains(p)), chain[1]));
        Lawful(Replace("M1", matter, drawn[0], chain[1]));
        var expected = ByHand(pool, $"9319./2.5.8.10.12./{chain[1].ToHex()}./", pool.Length).First(m => !drawn.Contains(m));
        Assert.Equal([expected, .. drawn.Skip(1)], chamber.Of(matter).Drawn);
        Code("not-yours", Vote(int.Parse(names[drawn[0]][1..], CultureInfo.InvariantCulture), matter, "yes"));
        Lawful(Vote(int.Parse(names[expected][1..], CultureInfo.InvariantCulture), matter, "yes"));

        // Who leaves is replaced too, by the next value; then the chain is used up.
        Lawful(chamber.Hall.Do(names[drawn[1]], "member.leave/1"));
        Code("chain-differs", Replace("M1", matter, drawn[1], chain[1]));
        Lawful(Replace(names[expected], matter, drawn[1], chain[0]));
        Assert.DoesNotContain(drawn[1], chamber.Of(matter).Drawn);
        Assert.Equal(3, chamber.Of(matter).Drawn.Distinct().Count());
    }

    private Verdict Replace(string who, long matter, MemberId member, Moot.Kernel.Tree.Hash value) =>
        chamber.Hall.Do(who, "lot.replace/1", $$"""{"matter":{{matter}},"member":"{{member}}","value":"{{value.ToHex()}}"}""");

    [Theory]
    [InlineData("9319./2.5.8.10.12./", "verdict")]
    [InlineData("9319./2.5.8.10.13./", "verdict-of-all")]
    public void Disputed_numbers_are_read_by_somebody_else(string second, string then)
    {
        Open(8);
        var matter = chamber.Propose("""{"title":"Who is right?"}""");
        Lawful(Announce("M1", matter, TimeSpan.FromDays(2)));
        Code("not-drawn", Dispute("M2", matter));
        chamber.Hall.Now += TimeSpan.FromDays(2);
        Lawful(Draw("M1", matter, "9319./2.5.8.10.12./"));
        Code("reason-missing", Dispute("M2", matter, ""));
        Lawful(Dispute("M2", matter));
        Code("disputed-already", Dispute("M3", matter));
        Code("drawn-already", Draw("M1", matter, "9319./2.5.8.10.12./"));
        chamber.Hall.Now += TimeSpan.FromDays(3);
        Assert.Equal("draw", chamber.Standing(matter));
        Lawful(Draw("M3", matter, second));
        Assert.Equal(then, chamber.Standing(matter));
        Assert.Equal(then is "verdict" ? 3 : 0, chamber.Of(matter).Drawn.Length);
    }

    [Fact]
    public void What_nobody_draws_in_time_goes_another_way_also_a_week_later()
    {
        Open(8);
        var matter = chamber.Propose("""{"title":"Who is right?"}""");
        chamber.Hall.Now += TimeSpan.FromDays(14) - TimeSpan.FromMilliseconds(1);
        Assert.Equal("draw", chamber.Standing(matter));
        chamber.Hall.Now += TimeSpan.FromMilliseconds(1);
        Assert.Equal("verdict-of-all", chamber.Standing(matter));
        chamber.Hall.Now += TimeSpan.FromDays(7);
        Assert.Equal("rejected", chamber.Standing(matter));
    }

    [Fact]
    public void Of_one_organisation_no_more_are_drawn_than_the_charter_says()
    {
        Open(8);
        Lawful(chamber.Hall.Do("M1", "affiliation.name/1", "{}", """{"name":"Acme"}"""));
        var acme = chamber.Hall.World.Size - 1;
        for (var i = 1; i < 6; i++)
        {
            Lawful(chamber.Hall.Do($"M{i}", "affiliation.declare/1", $$"""{"organisations":[{{acme}}]}"""));
        }

        var matter = chamber.Propose("""{"title":"Who is right?"}""");
        Lawful(Announce("M1", matter, TimeSpan.FromDays(2)));
        chamber.Hall.Now += TimeSpan.FromDays(2);
        Lawful(Draw("M1", matter, "4./8./"));
        chamber.Hall.Now += TimeSpan.FromDays(2);
        var drawn = chamber.Of(matter).Drawn;
        Assert.Equal(3, drawn.Length);
        Assert.Equal(1, Enumerable.Range(1, 5).Count(i => drawn.Contains(chamber.Hall.MemberOf($"M{i}")!.Value)));
    }

    [Fact]
    public void A_role_is_filled_by_lot_and_an_appeal_empties_it()
    {
        Open(8);
        Lawful(chamber.Hall.Do("M0", "matter.open/1", """{"role":"core"}""", """{"title":"The core of this year","text":"By lot."}"""));
        var matter = chamber.Hall.World.Size - 1;
        Lawful(Announce("M1", matter, TimeSpan.FromDays(2), sources: 1));
        chamber.Hall.Now += TimeSpan.FromDays(2);
        Lawful(Draw("M1", matter, "77./"));
        chamber.Hall.Now += TimeSpan.FromDays(2);
        Assert.Equal("adopted", chamber.Standing(matter));
        chamber.Record(matter, "M5");
        var decision = chamber.Hall.World.Size - 1;
        Assert.Equal(2, Enumerable.Range(0, 8).Count(i => chamber.Holds($"M{i}", "core")));
        Code("no-seat", chamber.Hall.Do("M0", "matter.open/1", """{"role":"core"}""", """{"title":"Once more","text":"By lot."}"""));

        var appeal = $$"""{"appeals":{{decision}},"ground":"process-failure"}""";
        Lawful(chamber.Hall.Do("M6", "matter.open/1", appeal, """{"title":"The numbers were known","text":"See the paper."}"""));
        var second = chamber.Hall.World.Size - 1;
        chamber.Vote(second, 5, 1);
        chamber.Hall.Now += TimeSpan.FromDays(1);
        chamber.Record(second, "M5");
        Assert.Equal(0, Enumerable.Range(0, 8).Count(i => chamber.Holds($"M{i}", "core")));
    }

    /// <summary>RFC 3797 §4 with SHA-256, written again.</summary>
    private static IEnumerable<MemberId> ByHand(IEnumerable<MemberId> list, string key, int seats)
    {
        var left = list.ToList();
        for (var i = 0; i < seats; i++)
        {
            byte[] bytes = [(byte)(i / 256), (byte)(i % 256), .. Encoding.ASCII.GetBytes(key), (byte)(i / 256), (byte)(i % 256)];
            var number = BigInteger.Parse("0" + Convert.ToHexString(SHA256.HashData(bytes)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var at = (int)(number % left.Count);
            yield return left[at];
            left.RemoveAt(at);
        }
    }

    private void Open(int members)
    {
        chamber.Found(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Deciding", "policykit", "jury.charter")));
        for (var i = 0; i < members; i++)
        {
            Lawful(chamber.Hall.Join($"M{i}"));
        }
    }

    private Verdict Announce(string who, long matter, TimeSpan after, int sources = 2, string named = "The lotteries of Saturday and Sunday.") =>
        chamber.Hall.Do(
            who,
            "lot.announce/1",
            $$"""{"matter":{{matter}},"draws":{{(chamber.Hall.Now + after).Milliseconds}},"sources":{{sources}}}""",
            named.Length == 0 ? null : $$"""{"named":"{{named}}"}"""
        );

    private Verdict Draw(string who, long matter, string key) => chamber.Hall.Do(who, "lot.draw/1", $$"""{"matter":{{matter}},"key":"{{key}}"}""");

    private Verdict Dispute(string who, long matter, string reason = "It was 13.") =>
        chamber.Hall.Do(who, "lot.dispute/1", $$"""{"matter":{{matter}}}""", reason.Length == 0 ? null : $$"""{"reason":"{{reason}}"}""");

    private Verdict Vote(int who, long matter, string vote) => chamber.Hall.Do($"M{who}", "matter.vote/1", $$"""{"matter":{{matter}},"vote":"{{vote}}"}""");

    private static void Lawful(Verdict verdict) => Chamber.Lawful(verdict);

    private static void Code(string code, Verdict verdict) => Assert.Equal(code, verdict.Code);
}
