using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Moot.Deciding.Charters;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Tests.People;
using Moot.Host.Web;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Elections that go wrong: votes that fail, programs that are stopped, mirrors, ties between texts.</summary>
public sealed partial class DecidingTests
{
    private const string Tie = """
        charter 1
        pathway choice
          stage talk discussion
            for 3d
            then poll
          stage poll ballot
            by members
            for 4d
            count approval
            tie draw
          stage draw lot
            by members
            at most 14d
            confirm 2d
        subject anything by choice
        """;

    [Fact]
    public async Task Ballots_of_a_vote_that_failed_are_destroyed()
    {
        await using var village = await Village.Found();
        var (election, bea) = await AtThePolls(village);
        Says(await bea.Do(election + "/ballot", ("mark-0", "1"), ("token", Token("b"))), HttpStatusCode.OK);
        Assert.Contains(Kept(village), f => f.Contains(Token("b"), StringComparison.Ordinal));

        // The host is down, and nobody publishes the sheet: the vote fails. What says so is the log.
        await village.Stop();
        village.Clock.Advance(TimeSpan.FromDays(14));
        await village.Start();
        Says(await bea.Get(election), "Naming candidates");
        Says(await bea.Do(election + "/publish"), HttpStatusCode.UnprocessableEntity, "There is no tally sheet to publish here.");
        Assert.Contains(Kept(village), f => f.Contains(Token("b"), StringComparison.Ordinal));
        Says(await bea.Do("matters/new", ("title", "A pump?"), ("about", ""), ("text", "Electric."), ("pathway", "choice")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain(Kept(village), f => f.Contains(Token("b"), StringComparison.Ordinal));

        // The next poll of the same matter takes ballots, the same token too.
        village.Clock.Advance(TimeSpan.FromDays(14));
        Says(await bea.Do(election + "/ballot", ("mark-0", "1"), ("token", Token("b"))), HttpStatusCode.OK);
        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await bea.Do(election + "/publish"), HttpStatusCode.SeeOther);
        Says(await bea.Get(election + "/count"), "Elected", "Bea");
        Assert.DoesNotContain(Kept(village), f => f.Contains(Token("b"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ballots_that_a_stopped_program_left_behind_are_destroyed_when_it_starts()
    {
        await using var village = await Village.Found();
        var (election, bea) = await AtThePolls(village);
        Says(await bea.Do(election + "/ballot", ("mark-0", "1"), ("token", Token("b"))), HttpStatusCode.OK);
        await village.Restart();
        Assert.Contains(Kept(village), f => f.Contains(Token("b"), StringComparison.Ordinal));
        await village.Stop();
        village.Clock.Advance(TimeSpan.FromDays(7));
        var before = Directory.GetFiles(village.Folder.PrivatePath, "ballots.db*").ToDictionary(f => f, File.ReadAllBytes);
        await village.Start();
        Says(await bea.Do(election + "/publish"), HttpStatusCode.SeeOther);
        await village.Stop();
        foreach (var (file, bytes) in before)
        {
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken); // as it was before they were destroyed
        }

        Assert.Contains(Kept(village), f => f.Contains(Token("b"), StringComparison.Ordinal));
        await village.Start();
        Says(await bea.Get(election + "/count"), "Elected");
        Assert.DoesNotContain(Kept(village), f => f.Contains(Token("b"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_changes_a_ballot_is_found_and_nobody_is_elected()
    {
        await using var village = await Village.Found();
        var (election, bea) = await AtThePolls(village);
        Says(await bea.Do(election + "/ballot", ("mark-0", "1"), ("token", Token("b"))), HttpStatusCode.OK);
        await village.Stop();
        await using (
            var box = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(village.Folder.PrivatePath, "ballots.db")};Pooling=False")
        )
        {
            await box.OpenAsync(TestContext.Current.CancellationToken);
            await using var change = box.CreateCommand();
            change.CommandText = "UPDATE ballot SET marks = '1,2'";
            Assert.Equal(1, await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        await village.Start();
        village.Clock.Advance(TimeSpan.FromDays(7));
        Says(await bea.Do(election + "/publish"), HttpStatusCode.SeeOther);
        Says(await bea.Get(election + "/count"), "Elected");
        Says(await bea.Do(election + "/contest", ("token", Token("b")), ("mark-0", "1")), HttpStatusCode.SeeOther);
        var count = await bea.Get(election + "/count");
        Says(count, "This vote is void", "Nobody was chosen.");
        Assert.DoesNotContain("<h2>Elected", count.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_says_that_it_publishes_no_sheet()
    {
        await using var village = await Village.Found();
        var (election, bea) = await AtThePolls(village);
        Says(await bea.Do(election + "/ballot", ("mark-0", "1"), ("token", Token("b"))), HttpStatusCode.OK);
        village.Clock.Advance(TimeSpan.FromDays(7));
        using (var mirror = await Mirroring.Begin(village.Url, village["mirror"], null, village.Clock, false, null, TestContext.Current.CancellationToken))
        {
            await mirror.Step(progress: null, TestContext.Current.CancellationToken);
        }

        await using var served = new MirroredLog(AssociationFolder.Open(village["mirror"]), village.Clock, _ => { });
        var site = new Site(isSingle: true, village.Clock);
        _ = site.Add(served);
        await using var app = await Server.Start(site, "http://127.0.0.1:0");
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([]);
        using var answer = await http.PostAsync($"{Server.Address(app)}/{election}/publish", form, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode}: {said}");
        Assert.Contains("This is a mirror", said, StringComparison.Ordinal);
        var count = await http.GetStringAsync($"{Server.Address(app)}/{election}/count", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("/publish\"", count, StringComparison.Ordinal);
        Assert.Contains(village.Url, count, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tie_between_texts_is_drawn_by_lot()
    {
        await using var village = await Village.Found();
        Assert.True((await village.Sign("charter.adopt/1", new JsonObject { ["charter"] = CharterText.Tidy(Tie) })).Verdict.IsLawful);
        var people = await Join(village, "Bea", "Cyd");
        var (bea, cyd) = (people[0], people[1]);
        var put = await bea.Do("matters/new", ("title", "A pump?"), ("about", ""), ("text", "Electric."), ("pathway", "choice"));
        var matter = put.Location.TrimStart('/');
        Says(await cyd.Do(matter + "/option", ("title", "A <i>well</i>"), ("text", "By hand.")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(3));
        Says(await cyd.Do(matter + "/ballot", ("mark-0", "1"), ("mark-1", "1")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(4));
        Says(await cyd.Get(matter), "Drawing by lot");
        var day = village.Clock.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Says(await cyd.Do(matter + "/lot-announce", ("named", "The lottery."), ("count", "1"), ("day", day)), HttpStatusCode.SeeOther);
        Says(await cyd.Get(matter), "The list is fixed, with 2 on it.", "A pump?", "A <i>well</i>");
        village.Clock.Advance(TimeSpan.FromDays(4));
        Says(await bea.Do(matter + "/lot-draw", ("numbers", "1 2 3")), HttpStatusCode.SeeOther);
        Says(await bea.Get(matter), "Drawn, in this order", "How anybody can repeat it");
        village.Clock.Advance(TimeSpan.FromDays(2));
        Says(await bea.Do(matter + "/record"), HttpStatusCode.SeeOther);
        Says(await bea.Get(matter), HttpStatusCode.OK);
    }

    /// <summary>Bea stands for election, and the polls are open.</summary>
    private static async Task<(string Election, Browser Bea)> AtThePolls(Village village)
    {
        Assert.True((await village.Sign("charter.adopt/1", new JsonObject { ["charter"] = CharterText.Tidy(Polls) })).Verdict.IsLawful);
        var bea = (await Join(village, "Bea"))[0];
        var put = await bea.Do("matters/new", ("role", "chair"), ("title", "Who chairs?"), ("text", "The seat is free."), ("pathway", "election"));
        var election = put.Location.TrimStart('/');
        Says(await bea.Do(election + "/stand", ("text", "I open the doors.")), HttpStatusCode.SeeOther);
        village.Clock.Advance(TimeSpan.FromDays(14));
        return (election, bea);
    }

    /// <summary>Everything that the host keeps of ballots, as it stands on the disk.</summary>
    private static IEnumerable<string> Kept(Village village) =>
        Directory
            .GetFiles(village.Folder.PrivatePath, "ballots.db*")
            .Select(f =>
            {
                using var file = new FileStream(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var bytes = new MemoryStream();
                file.CopyTo(bytes);
                return Encoding.Latin1.GetString(bytes.ToArray());
            });
}
