using System.Security.Cryptography;
using System.Text;
using Moot.Deciding;
using Moot.Kernel.Acts;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>Ballots that nobody sees: what the log has of them, what the host can do, and who finds it out.</summary>
public sealed class SecretBallotTests
{
    private const string Charter = """
        charter 1
        role council
          term 730d
          seats 2
          by election
        pathway election
          stage names nomination
            by members
            for 7d
            then poll
          stage poll ballot
            by members
            for 7d
            at most 7d
            confirm 3d
            count schulze
            secret receipts
            else again
          stage again discussion
            for 1d
            then poll
        subject anything by election
        """;

    private readonly Chamber chamber = new();
    private readonly Dictionary<string, (string Token, string Marks)> box = new(StringComparer.Ordinal);
    private long election;

    [Fact]
    public void A_secret_vote_is_sealed_while_it_is_open_and_counted_from_the_sheet()
    {
        Open(6);
        Code("secret", chamber.Hall.Do("M0", "ballot.cast/1", $$"""{"matter":{{election}},"marks":"1,2"}"""));
        Code("seal-unreadable", Vouch("M0", new string('A', 64)));

        // Without the host's word that it has the ballot there is no seal: otherwise a voter could keep the sheet from ever being whole.
        Code("no-ballot", chamber.Hall.Do("M0", "ballot.seal/1", $$"""{"matter":{{election}},"seal":"{{new string('a', 64)}}"}"""));
        Chamber.Lawful(Seal("M0", "1,2"));
        Chamber.Lawful(Seal("M1", "2,1"));
        Chamber.Lawful(Seal("M2", "2,1"));
        Code("no-sheet", Contest("M0"));
        Chamber.Lawful(Seal("M2", "1,2")); // the last one counts
        Code("too-early", Publish(Lines()));
        Wait(7, ticks: -1);
        Chamber.Lawful(Seal("M3", "1,-"));
        Code("too-early", Publish(Lines()));
        Wait(0, ticks: 1);
        Code("polls-closed", Seal("M4", "2,1"));
        box.Remove("M4");
        Assert.Equal("poll", chamber.Standing(election));

        Code("host-only", chamber.Hall.Do("M0", "ballot.sheet/1", Sheet(Lines())));
        Code("host-only", chamber.Hall.Do("Gil", "ballot.sheet/1", Sheet(Lines())));
        Code("host-only", chamber.Hall.Vouch(chamber.Hall.MemberOf("M0"), "ballot.sheet/1", Sheet(Lines())));
        Code("sheet-part", Publish([]));
        Code("line-unreadable", Publish(["1,2"]));
        Code("line-unreadable", Publish([.. Lines().Select(l => l[1..])]));
        Code("lines-out-of-order", Publish([.. Lines().Reverse()]));
        Code("more-ballots-than-voters", Publish([.. Lines(), .. Lines()]));

        // In two parts: it is whole with the last line.
        Chamber.Lawful(Publish([.. Lines().Take(1)]));
        Assert.Null(chamber.Of(election).Balloting!.Published);
        Code("lines-out-of-order", Publish([.. Lines().Take(1)]));
        Chamber.Lawful(Publish([.. Lines().Skip(1)]));
        Code("published-already", Publish([.. Lines().Take(1)]));
        Code("on-the-sheet", Contest("M2"));
        Code("seal-differs", Contest("M2", marks: "2,1"));
        Code("seal-differs", Contest("M2", token: "0123456789ABCDE"));
        Code("not-a-voter", chamber.Hall.Do("M5", "ballot.contest/1", $$"""{"matter":{{election}},"token":"a","marks":"1,2"}"""));
        Wait(3, ticks: -1);
        Assert.Equal("poll", chamber.Standing(election));
        Wait(0, ticks: 1);
        Assert.Equal("adopted", chamber.Standing(election));
        Assert.Equal(chamber.Of(election).PastBallots[0].Options[0], Assert.Single(chamber.Of(election).Elected).Option);
    }

    [Fact]
    public void A_secretary_who_changes_a_ballot_is_found_by_its_voter()
    {
        Open(5);
        Cast("1,2", "1,2", "2,1");
        Wait(7);
        var voter = chamber.Hall.MemberOf("M0")!.Value;
        var receipt = Balloting.Receipt(box["M0"].Token, voter, election);
        Chamber.Lawful(Publish([.. Lines().Select(l => l.EndsWith(receipt, StringComparison.Ordinal) ? $"2,1 {receipt}" : l)]));
        Code("on-the-sheet", Contest("M1"));
        Chamber.Lawful(Contest("M0"));
        Assert.Equal("again", chamber.Standing(election));
        Assert.NotNull(chamber.Of(election).PastBallots[0].Void);
        Wait(1);
        Assert.Equal("poll", chamber.Standing(election));
        Assert.Empty(chamber.Of(election).Balloting!.Papers);
    }

    [Fact]
    public void A_secretary_who_puts_another_ballot_in_the_place_of_one_is_found_by_its_voter()
    {
        Open(5);
        Cast("1,2", "1,2", "2,1");
        Wait(7);
        var made = $"2,1 {Balloting.Receipt("made up", chamber.Hall.MemberOf("M4")!.Value, election)}";
        var receipt = Balloting.Receipt(box["M1"].Token, chamber.Hall.MemberOf("M1")!.Value, election);
        Chamber.Lawful(
            Publish([.. Lines().Where(l => !l.EndsWith(receipt, StringComparison.Ordinal)).Append(made).OrderBy(l => l.Split(' ')[1], StringComparer.Ordinal)])
        );
        Chamber.Lawful(Contest("M1"));
        Assert.Equal("again", chamber.Standing(election));
    }

    [Fact]
    public void A_secretary_who_leaves_ballots_out_or_adds_some_cannot_publish_the_sheet()
    {
        Open(5);
        Cast("1,2", "1,2", "2,1");
        Wait(7);
        var made = $"2,1 {new string('f', 64)}";
        Code("more-ballots-than-voters", Publish([.. Lines(), made]));
        Chamber.Lawful(Publish([.. Lines().Take(2)])); // and the third never comes
        Wait(7, ticks: -1);
        Assert.Equal("poll", chamber.Standing(election));
        Wait(0, ticks: 1);
        Assert.Equal("again", chamber.Standing(election));
        Assert.Empty(chamber.Of(election).Elected);
    }

    [Fact]
    public void A_seal_that_was_vouched_for_in_one_poll_is_not_taken_in_the_next()
    {
        // The host has destroyed the ballots of the first one by then: with such a seal the sheet of the second could never be whole.
        Open(5);
        Chamber.Lawful(Seal("M0", "1,2"));
        var kept = chamber.Hall.Draft(
            "ballot.seal/1",
            $$"""{"matter":{{election}},"seal":"{{new string('a', 64)}}"}""",
            chamber.Hall.MemberOf("M3"),
            Hall.Key("M3")
        );
        Wait(15);
        Assert.Equal("poll", chamber.Standing(election));
        Code("poll-over", chamber.Hall.Send(Hall.Sign(kept, Hall.Key("M3"), chamber.Hall.Intake), Hall.Stored(null), out _));
        box.Clear();
        Chamber.Lawful(Seal("M1", "2,1", poll: 2));
        Code("poll-over", Seal("M2", "2,1", poll: 3));
        box.Remove("M2");
        Wait(7);
        Chamber.Lawful(Publish(Lines()));
        Wait(3);
        Assert.Equal("adopted", chamber.Standing(election));
    }

    [Fact]
    public void Where_nobody_votes_there_is_no_sheet_and_nobody_is_chosen()
    {
        Open(2);
        Wait(7);
        Code("no-sheet", Publish(["1,2 " + new string('a', 64)]), "more-ballots-than-voters");
        Wait(3);
        Assert.Equal("again", chamber.Standing(election));
    }

    [Fact]
    public void Nothing_public_links_a_ballot_to_a_voter_better_than_chance()
    {
        // The same twenty vote in forty elections, each always with marks of their own kind of mind: what an observer could try is tried.
        const int Voters = 20;
        const int Elections = 40;
        var dice = new Random(7);
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        var (byPlace, byReverse, byDigits, byEarlier, tries) = (0, 0, 0, 0, 0);
        for (var e = 0; e < Elections; e++)
        {
            var order = Enumerable.Range(0, Voters).Select(i => $"voter {i}").OrderBy(_ => dice.Next()).ToArray();
            var ballots = order
                .Select(voter =>
                {
                    var id = new MemberId(Moot.Kernel.Tree.Hash.Of(Encoding.UTF8.GetBytes(voter)));
                    var bytes = new byte[16];
                    dice.NextBytes(bytes);
                    var token = Convert.ToHexStringLower(bytes);
                    return (Voter: voter, Seal: Balloting.Seal(token, id, e, "1,2"), Receipt: Balloting.Receipt(token, id, e));
                })
                .ToArray();
            var sheet = ballots.OrderBy(b => b.Receipt, StringComparer.Ordinal).ToArray();
            for (var i = 0; i < Voters; i++)
            {
                tries++;
                byPlace += sheet[i].Voter == ballots[i].Voter ? 1 : 0;
                byReverse += sheet[^(i + 1)].Voter == ballots[i].Voter ? 1 : 0;
                byDigits += sheet.MaxBy(l => l.Receipt.Zip(ballots[i].Seal).Count(p => p.First == p.Second)).Voter == ballots[i].Voter ? 1 : 0;
                byEarlier += last.TryGetValue(ballots[i].Voter, out var place) && sheet[place].Voter == ballots[i].Voter ? 1 : 0;
            }

            for (var i = 0; i < Voters; i++)
            {
                last[sheet[i].Voter] = i;
            }
        }

        // By chance one in twenty is right: 40 of 800, give or take 6; five times that would be a link.
        Assert.Equal(800, tries);
        foreach (var hits in new[] { byPlace, byReverse, byDigits, byEarlier })
        {
            Assert.InRange(hits, 9, 71);
        }
    }

    [Fact]
    public void Receipts_are_made_as_debian_makes_them()
    {
        // devotee's form, with its login: HMAC-SHA256 keyed by the token. Ours has the member and the matter in the place of the login.
        Assert.Equal(
            "7358b4f2cfb4af09ebcb2e6959d744b37a5987c3979629fd8913da341e5de5ff",
            Convert.ToHexStringLower(HMACSHA256.HashData("0123456789ABCDE"u8, "srivasta"u8))
        );
        var voter = new MemberId(Moot.Kernel.Tree.Hash.Of("srivasta"u8));
        Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData("0123456789ABCDE"u8, Encoding.UTF8.GetBytes($"{voter} 7"))),
            Balloting.Receipt("0123456789ABCDE", voter, 7)
        );
    }

    private static void Code(string code, Verdict verdict, params string[] or) => Assert.Contains(verdict.Code ?? "lawful", or.Append(code));

    private void Open(int members)
    {
        chamber.Found(Charter);
        for (var i = 0; i < members; i++)
        {
            Chamber.Lawful(chamber.Hall.Join($"M{i}"));
        }

        Chamber.Lawful(chamber.Hall.Do("M0", "matter.open/1", """{"role":"council"}""", """{"title":"Who sits?","text":"Two seats."}"""));
        election = chamber.Hall.World.Size - 1;
        foreach (var who in new[] { "M0", "M1" })
        {
            Chamber.Lawful(
                chamber.Hall.Do(who, "option.nominate/1", $$"""{"matter":{{election}},"member":"{{chamber.Hall.MemberOf(who)}}"}""", """{"text":"I."}""")
            );
        }

        Wait(7);
    }

    private void Cast(params string[] ballots)
    {
        for (var i = 0; i < ballots.Length; i++)
        {
            Chamber.Lawful(Seal($"M{i}", ballots[i]));
        }
    }

    /// <summary>What the host does when somebody votes on its page: it keeps the ballot, and vouches for the seal.</summary>
    private Verdict Seal(string who, string marks, int poll = 1)
    {
        var token = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{who} {box.Count} {marks}")))[..32];
        box[who] = (token, marks);
        return Vouch(who, Balloting.Seal(token, chamber.Hall.MemberOf(who)!.Value, election, marks), poll);
    }

    /// <summary>The voter signs, and the host signs as well.</summary>
    private Verdict Vouch(string who, string seal, int poll = 1)
    {
        var hall = chamber.Hall;
        var draft = hall.Draft("ballot.seal/1", $$"""{"matter":{{election}},"seal":"{{seal}}","poll":{{poll}}}""", hall.MemberOf(who), Hall.Key(who));
        return hall.Send(Hall.Sign(draft, Hall.Key(who), hall.Intake), Hall.Stored(null), out _);
    }

    private string[] Lines() =>
        [
            .. box.Select(b => new SheetLine(b.Value.Marks, Balloting.Receipt(b.Value.Token, chamber.Hall.MemberOf(b.Key)!.Value, election)))
                .OrderBy(l => l.Receipt, StringComparer.Ordinal)
                .Select(l => l.ToString()),
        ];

    private string Sheet(string[] lines) => $$"""{"matter":{{election}},"lines":[{{string.Join(',', lines.Select(l => $"\"{l}\""))}}]}""";

    private Verdict Publish(string[] lines) => chamber.Hall.Vouch(null, "ballot.sheet/1", Sheet(lines));

    private Verdict Contest(string who, string? token = null, string? marks = null) =>
        chamber.Hall.Do(who, "ballot.contest/1", $$"""{"matter":{{election}},"token":"{{token ?? box[who].Token}}","marks":"{{marks ?? box[who].Marks}}"}""");

    private void Wait(int days, int ticks = 0) => chamber.Hall.Now += TimeSpan.FromDays(days) + TimeSpan.FromMilliseconds(ticks);
}
