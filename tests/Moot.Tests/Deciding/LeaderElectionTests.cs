using System.Security.Cryptography;
using System.Text;
using Moot.Counting;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;
using Moot.Testing;
using Moot.Tests.Counting;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>The election of Debian's leader of 2006, as 972 members of an association hold it by the template: every real ballot is sealed, kept, published and counted.</summary>
public sealed class LeaderElectionTests
{
    private const int Developers = 972;

    /// <summary>Anthony Towns, the fourth option.</summary>
    private const int Winner = 3;

    /// <summary>Steve McIntyre, the third.</summary>
    private const int Second = 2;

    private readonly Chamber chamber = new();

    [Fact]
    public void Four_hundred_and_twenty_one_ballots_elect_whom_they_elected()
    {
        var votes = Votes(SharedData.Path("elections/debian-official/leader2006_tally.txt"));
        Assert.Equal(421, votes.Count);
        var candidates = votes[0].Split(',').Length - 1;
        chamber.Found(Templates.Read("debian"));
        for (var i = 0; i < Developers; i++)
        {
            Chamber.Lawful(chamber.Hall.Join($"M{i}"));
        }

        chamber.Hall.Now += TimeSpan.FromMinutes(1);
        Chamber.Lawful(chamber.Hall.Do("M9", "matter.open/1", """{"role":"leader"}""", """{"title":"The leader of 2006","text":"The term ends."}"""));
        var election = chamber.Hall.World.Size - 1;
        for (var i = 0; i < candidates; i++)
        {
            Chamber.Lawful(
                chamber.Hall.Do(
                    $"M{i}",
                    "option.nominate/1",
                    $$"""{"matter":{{election}},"member":"{{chamber.Hall.MemberOf($"M{i}")}}"}""",
                    """{"text":"My platform."}"""
                )
            );
        }

        chamber.Hall.Now += TimeSpan.FromDays(7 + 21);
        Assert.Equal("ballot", chamber.Standing(election));

        // Whoever voted: the candidates too, in no order that could be known.
        var sheet = new List<SheetLine>();
        for (var i = 0; i < votes.Count; i++)
        {
            var who = $"M{i * 2}";
            var voter = chamber.Hall.MemberOf(who)!.Value;
            var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(who)))[..32];
            Chamber.Lawful(Seal(who, election, Balloting.Seal(token, voter, election, votes[i])));
            sheet.Add(new(votes[i], Balloting.Receipt(token, voter, election)));
        }

        chamber.Hall.Now += TimeSpan.FromDays(14);
        sheet.Sort((a, b) => string.CompareOrdinal(a.Receipt, b.Receipt));
        foreach (var part in sheet.Chunk(Moot.Deciding.Acts.PublishSheet.LinesMax))
        {
            var lines = string.Join(',', part.Select(l => $"\"{l}\""));
            Chamber.Lawful(chamber.Hall.Vouch(null, "ballot.sheet/1", $$"""{"matter":{{election}},"lines":[{{lines}}]}"""));
        }

        // The sheet has the ballots of the official one, each as often, and every voter's own line.
        var published = chamber.Of(election).Balloting!.Sheet;
        Assert.Equal(votes.Order(StringComparer.Ordinal), published.Select(l => l.Marks).Order(StringComparer.Ordinal));
        Assert.Equal(sheet, published);

        chamber.Hall.Now += TimeSpan.FromDays(3);
        Assert.Equal("adopted", chamber.Standing(election));
        var result = Result(election);
        var tally = Assert.IsType<DebianTally>(result.Tally);
        Assert.Equal(Developers, result.Electorate);
        Assert.Equal(47, result.Balloting.Stage.Quorum!.Least(result.Electorate)); // 3Q is 46.77
        var expected = Polls.Json("debian-official/expected.json").EnumerateArray().First(e => e.GetProperty("name").GetString() is "DPL 2006");
        Assert.Equal(Polls.Matrix(expected.GetProperty("matrix")), tally.Matrix);
        Assert.Equal((190, 184), (tally.Matrix[Winner, Second], tally.Matrix[Second, Winner]));

        // Pollak by 158 to 202 and Walther by 73 to 301 against none of the above.
        Assert.Equal([1, 5], tally.Dropped.Select(d => d.Option));
        Assert.Equal((158, 202, 73, 301), (tally.Matrix[1, 7], tally.Matrix[7, 1], tally.Matrix[5, 7], tally.Matrix[7, 5]));
        Assert.Equal(result.Balloting.Options[Winner], Assert.Single(chamber.Of(election).Elected).Option);
        chamber.Record(election, "M900");
        Assert.True(chamber.Holds($"M{Winner}", "leader"));

        // Without Towns it would have been McIntyre: he beats everybody else.
        Assert.All(Enumerable.Range(0, 8).Where(o => o is not Winner and not Second), o => Assert.True(tally.Matrix[Second, o] > tally.Matrix[o, Second]));
    }

    /// <summary>The ballots of a sheet as devotee published it, with a comma between the marks.</summary>
    private static List<string> Votes(string path) =>
        [
            .. File.ReadLines(path, Encoding.Latin1)
                .Where(l => l.StartsWith("V: ", StringComparison.Ordinal))
                .Select(l => string.Join(',', l[3..].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[0].ToCharArray())),
        ];

    /// <summary>The voter signs, and the host as well.</summary>
    private Verdict Seal(string who, long election, string seal)
    {
        var hall = chamber.Hall;
        var draft = hall.Draft("ballot.seal/1", $$"""{"matter":{{election}},"seal":"{{seal}}"}""", hall.MemberOf(who), Hall.Key(who));
        return hall.Send(Hall.Sign(draft, Hall.Key(who), hall.Intake), Hall.Stored(null), out _);
    }

    private BallotResult Result(long matter)
    {
        var state = chamber.Hall.World.Get<Assembly>();
        return BallotResult.Of(chamber.Of(matter).PastBallots[^1], new Electorate(state, chamber.Hall.World.Get<Roster>(), chamber.Hall.World.Entries).Count);
    }
}
