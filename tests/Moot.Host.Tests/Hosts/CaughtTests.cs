using System.Text;
using System.Text.Json;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Tests.Foreign;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Hosts;

/// <summary>A host that holds the log's key and does wrong is caught by a mirror; the evidence stands by itself; the copy stays whole.</summary>
public sealed class CaughtTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private History history = null!;
    private TestHost host = null!;
    private Mirroring? mirror;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        history = await History.Of(300);
        host = await TestHost.Start(folder["host"], history.Vkey, history.Log.World);
        host.Show(history.Entries, history.Note);
    }

    public async ValueTask DisposeAsync()
    {
        mirror?.Dispose();
        await host.DisposeAsync();
        await history.DisposeAsync();
        folder.Dispose();
    }

    private async Task<Mirroring> Begin(string name = "mirror") =>
        mirror = await Mirroring.Begin(host.Url, folder[name], history.Vkey, history.Clock, keepErased: false, progress: null, Cancel);

    /// <summary>Catches the host, and sees that the copy is what it was and is still served.</summary>
    private async Task<HostCaughtException> Catch(int whole)
    {
        var before = mirror!.Head.Checkpoint;
        Assert.Equal(whole, before.Size);
        var caught = await Assert.ThrowsAsync<HostCaughtException>(() => mirror.Step(progress: null, Cancel));
        Assert.Equal(before, mirror.Head.Checkpoint);

        // It is caught again, not forgotten, also by a program that is started anew.
        mirror.Dispose();
        await Begin();
        Assert.Equal(caught.Message, (await Assert.ThrowsAsync<HostCaughtException>(() => mirror!.Step(progress: null, Cancel))).Message);
        mirror!.Dispose();
        mirror = null;

        if (whole > 0)
        {
            await using var served = new MirroredLog(Folders.AssociationFolder.Open(folder["mirror"]), history.Clock, _ => { });
            await using var app = await Server.Start([served], isSingle: true, "http://127.0.0.1:0");
            using var remote = new RemoteHost(Server.Address(app));
            var report = Audit(remote, await remote.Log.Checkpoint(Cancel));
            Assert.Null(report.Fault);
            Assert.Equal(before, report.Checkpoint);
        }

        return caught;
    }

    private AuditReport Audit(RemoteHost remote, byte[] note) =>
        new Audit(Capabilities.Registry).Run(
            note,
            history.Vkey,
            (from, to) => remote.Log.Read(from, to, to, withBlobs: true, Cancel),
            (level, n) => remote.Log.Tile(level, n, Cancel),
            cancel: Cancel
        );

    /// <summary>Evidence as a third person reads it: whole it has this verdict, and with anything altered it proves nothing.</summary>
    private static Evidence Evidence(HostCaughtException caught, string claim, string? verdict)
    {
        Assert.True(caught.EvidencePath is not null, caught.Message);
        var bytes = File.ReadAllBytes(caught.EvidencePath);
        var evidence = Operations.Evidence.Read(bytes)!;
        Assert.Equal(claim, evidence.Claim);
        Assert.Equal(verdict, evidence.Check().Code);
        var other = TestLog.Key("somebody else");
        Assert.Equal("not-proved", (evidence with { Vkey = VerifierKey.Ed25519(TestLog.FirstOrigin, other.PublicKey).ToString() }).Check().Code);
        Assert.Equal("not-proved", (evidence with { First = Flip(evidence.First) }).Check().Code);
        Assert.NotNull((evidence with { Claim = "something" }).Check().Code);
        if (evidence.Second is { } second)
        {
            Assert.Equal("not-proved", (evidence with { Second = Flip(second) }).Check().Code);
            Assert.Equal("not-proved", (evidence with { Second = evidence.First, Prefix = null, SecondLeaf = evidence.FirstLeaf }).Check().Code);
        }

        if (evidence.Entry is { } entry)
        {
            var altered = Convert.FromBase64String(entry);
            altered[100] ^= 1;
            Assert.Equal("not-proved", (evidence with { Entry = Convert.ToBase64String(altered) }).Check().Code);
            Assert.Equal("not-proved", (evidence with { Index = evidence.Index - 1 }).Check().Code);
        }

        if (evidence.FirstProof is { Length: > 0 } proof)
        {
            Assert.Equal("not-proved", (evidence with { FirstProof = [.. proof.Skip(1)] }).Check().Code);
        }

        if (evidence.PrefixProof is { } steps)
        {
            Assert.Equal("not-proved", (evidence with { PrefixProof = [.. steps.Reverse().Skip(1)] }).Check().Code);
            Assert.Equal("not-proved", (evidence with { Prefix = new string('0', 64) }).Check().Code);
        }

        // The program says the same of the file.
        var said = Tool.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "moot.dll"), "verify", caught.EvidencePath, "--json"])!;
        Assert.Equal(verdict is null ? 0 : 3, said.Status);
        Assert.Equal(verdict, (string?)System.Text.Json.Nodes.JsonNode.Parse(said.Out)!["code"]);
        return evidence;
    }

    /// <summary>Another root.</summary>
    private static string Flip(string note)
    {
        var lines = note.Split('\n');
        lines[2] = (lines[2][0] == 'A' ? 'B' : 'A') + lines[2][1..];
        return string.Join('\n', lines);
    }

    private static void NoEvidence(HostCaughtException caught, string said)
    {
        Assert.Null(caught.EvidencePath);
        Assert.Contains(said, caught.Message);
        Assert.Contains("no evidence", caught.Message);
    }

    [Theory]
    [InlineData("stranger", "not-your-key", "needs-log")]
    [InlineData("revoked", "key-dead", "needs-log")]
    [InlineData("assurance", "wrong-assurance", "needs-log")]
    [InlineData("forged", "bad-signature", null)]
    [InlineData("unknown", "malformed", null)]
    [InlineData("numbered", "wrong-index", null)]
    public async Task An_unlawful_act_is_let_in(string how, string code, string? verdict)
    {
        const string Body = """{"text":"I never said that."}""";
        var draft = history.Draft("Ben", body: Body);
        var act = how switch
        {
            "stranger" => History.Sign(draft, "Mallory"),
            "revoked" => History.Sign(draft, "Ben's phone"),
            "unknown" => History.Sign(draft with { Public = """{"volume":11}""" }, "Ben"),
            _ => History.Sign(draft, "Ben"),
        };
        if (how == "forged")
        {
            act[^12] = act[^12] == (byte)'A' ? (byte)'B' : (byte)'A';
        }

        var entries = history.With(act, Body, how == "assurance" ? Assurance.Vouched : Assurance.Signed);
        if (how == "numbered")
        {
            entries[^1] = entries[^1] with { Bytes = Entry.Of(History.Read(entries[^1]).Act, entries.Count, history.Log.World.At, Assurance.Signed).Bytes };
        }

        foreach (var known in new[] { 0, history.Entries.Count })
        {
            host.Show(history.Entries[..known], TestHost.Sign(history.Log.Origin, history.Entries[..known], history.Key));
            await Begin();
            if (known > 0)
            {
                Assert.True(await mirror!.Step(progress: null, Cancel));
            }

            host.Show(entries, history.Key);
            var evidence = Evidence(await Catch(known), "unlawful-entry", verdict);
            Assert.Equal((code, entries.Count - 1L), (evidence.Code, evidence.Index));

            // Where the file is not enough, the log itself is.
            using var remote = new RemoteHost(host.Url);
            var report = Audit(remote, await remote.Log.Checkpoint(Cancel));
            Assert.Equal((evidence.Code, evidence.Index), (report.Fault!.Code, report.Fault.Index));
            Directory.Delete(folder["mirror"], recursive: true);
        }
    }

    [Fact]
    public async Task An_entry_is_dropped_from_a_mirror_that_had_it()
    {
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        host.Show(history.Without(150), history.Key);
        var caught = await Catch(history.Entries.Count);
        Evidence(caught, "two-histories", null);
    }

    [Fact]
    public async Task An_entry_is_dropped_from_a_log_that_nobody_has_seen_yet()
    {
        host.Show(history.Without(150), history.Key);
        await Begin();
        var evidence = Evidence(await Catch(0), "unlawful-entry", "needs-log");
        Assert.Contains(evidence.Code, new[] { "seen-differs", "seen-ahead" }); // as the next author had seen the dropped entry or not yet
    }

    [Fact]
    public async Task Two_histories_of_one_size()
    {
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        host.Show(history.Otherwise(200, history.Entries.Count - 200), history.Key);
        var evidence = Evidence(await Catch(history.Entries.Count), "two-histories", null);
        Assert.Null(evidence.Index);
    }

    [Theory]
    [InlineData(200, 150)]
    [InlineData(256, 60)]
    [InlineData(1, 700)]
    public async Task Two_histories_of_which_the_second_is_longer(int from, int more)
    {
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        host.Show(history.Otherwise(from, more), history.Key);
        var evidence = Evidence(await Catch(history.Entries.Count), "two-histories", null);
        Assert.Equal(from, evidence.Index);
    }

    [Fact]
    public async Task Two_histories_of_which_the_second_is_shorter()
    {
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        host.Show(history.Otherwise(200, 20), history.Key);
        Assert.NotNull(Evidence(await Catch(history.Entries.Count), "two-histories", null).Prefix);
    }

    [Fact]
    public async Task An_older_copy_is_shown_again()
    {
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        host.Show(history.Entries[..250], history.Key);
        Evidence(await Catch(history.Entries.Count), "rolled-back", "half-proved");
    }

    [Fact]
    public async Task Another_history_is_shown_to_a_mirror_that_was_killed_on_its_way()
    {
        // Killed after the host's checkpoint was noted and before any entry was taken.
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        var whole = history.Entries.Count;
        var longer = history.Otherwise(whole, 20);
        File.WriteAllBytes(mirror.Folder.TargetPath, TestHost.Sign(history.Log.Origin, longer, history.Key));
        host.Show(history.Otherwise(whole, 41)[..(whole + 30)], history.Key);
        Assert.True(await mirror.Step(progress: null, Cancel)); // the same acts: no other history

        mirror.Dispose();
        Directory.Delete(folder["mirror"], recursive: true);
        host.Show(history.Entries, history.Note);
        await Begin();
        await mirror.Step(progress: null, Cancel);
        File.WriteAllBytes(mirror.Folder.TargetPath, TestHost.Sign(history.Log.Origin, longer, history.Key));
        host.Show(history.With(History.Sign(history.Draft("Cat", body: "{}"), "Cat")), history.Key);
        Evidence(await Catch(whole), "rolled-back", "half-proved");
        var other = history.With(History.Sign(history.Draft("Cat", "key.vouching/1", """{"allowed":false}"""), "Cat"));
        await Begin();
        for (var i = 0; i < 25; i++)
        {
            var draft = history.Draft("Ann", "key.vouching/1", """{"allowed":false}""") with { Sequence = (1L << 46) + i };
            Assert.True(SignedAct.TryParse(History.Sign(draft, "Ann"), out var act, out _));
            other.Add(new(other.Count, Entry.Of(act!, other.Count, history.Log.World.At, Assurance.Signed).Bytes, Submission.NoBody));
        }

        host.Show(other, history.Key);
        Assert.NotNull(Evidence(await Catch(whole), "two-histories", null).Prefix);
    }

    [Fact]
    public async Task Tiles_are_wrong()
    {
        await Begin();
        var entries = history.Entries;
        var wrong = history.Without(10);
        host.Show(entries, history.Note, TestHost.TreeOf([.. wrong, entries[^1]]));
        NoEvidence(await Catch(0), "tiles");
    }

    [Fact]
    public async Task Tiles_are_wrong_for_a_mirror_that_goes_on()
    {
        host.Show(history.Entries[..280], history.Key);
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        var wrong = history.Without(10);
        host.Show(history.Entries, history.Note, TestHost.TreeOf([.. wrong, history.Entries[^1]]));
        NoEvidence(await Catch(280), "tiles");
    }

    [Fact]
    public async Task Entries_are_not_those_of_the_tiles()
    {
        await Begin();
        var entries = history.Entries;
        var entry = History.Read(entries[100]);
        entries[100] = entries[100] with { Bytes = Entry.Of(entry.Act, 100, new(entry.At.Milliseconds), Assurance.Guest).Bytes };
        host.Show(entries, history.Note, TestHost.TreeOf(history.Entries));
        NoEvidence(await Catch(0), "is not the one under its checkpoint");

        Directory.Delete(folder["mirror"], recursive: true);
        await Begin();
        entries[100] = history.Entries[100];
        entry = History.Read(entries[^1]);
        entries[^1] = entries[^1] with { Bytes = Entry.Of(entry.Act, entry.Index, new(entry.At.Milliseconds + 1), entry.Assurance).Bytes };
        host.Show(entries, history.Note, TestHost.TreeOf(history.Entries));
        NoEvidence(await Catch(0), "one was changed, dropped or added");
    }

    [Fact]
    public async Task A_text_is_altered()
    {
        await Begin();
        var entries = history.Entries;
        entries[100] = entries[100] with { Body = entries[100].Body with { Bytes = Encoding.UTF8.GetBytes("""{"text":"put in by the host"}""") } };
        host.Show(entries, history.Note);
        NoEvidence(await Catch(0), "The body is not the one that the act commits to");
    }

    [Fact]
    public async Task A_text_is_withheld_and_given_later()
    {
        var entries = history.Entries;
        foreach (var (index, state) in new[] { (100, BodyState.Hidden), (101, BodyState.None), (102, BodyState.Erased) })
        {
            entries[index] = entries[index] with { Body = new(state, default, default) };
        }

        host.Show(entries, history.Note);
        await Begin();
        Assert.True(await mirror!.Step(progress: null, Cancel));
        Assert.Equal([100L, 101, 102], mirror.Withheld);
        Assert.True((await history.Log.Say("Ann", "More.")).Verdict.IsLawful);
        host.Show(history.Entries, history.Note);
        Assert.True(await mirror.Step(progress: null, Cancel));

        Assert.Empty(mirror.Withheld);
        Assert.Equal(history.Entries[100..103].Select(e => e.Body), mirror.Store.Read(100, 103).Select(e => e.Body));
    }

    [Fact]
    public async Task A_text_that_is_given_later_is_another_one()
    {
        var entries = history.Entries;
        entries[100] = entries[100] with { Body = new(BodyState.Hidden, default, default) };
        host.Show(entries, history.Note);
        await Begin();
        await mirror!.Step(progress: null, Cancel);
        await history.Log.Say("Ann", "More.");
        entries = history.Entries;
        entries[100] = entries[100] with { Body = entries[99].Body };
        host.Show(entries, history.Note);
        var caught = await Assert.ThrowsAsync<HostCaughtException>(() => mirror.Step(progress: null, Cancel));
        NoEvidence(caught, "not the one that its author signed");
        Assert.Equal(BodyState.Hidden, mirror.Store.Read(100, 101).Single().Body.State);
    }

    [Fact]
    public async Task The_checkpoint_is_signed_by_somebody_else()
    {
        host.Show(history.Entries, TestLog.Key("somebody else"));
        await Begin();
        Assert.Contains("not signed by", (await Catch(0)).Message);
    }

    [Fact]
    public async Task The_log_was_founded_under_another_key()
    {
        // The host shows a log under a name and key that it was not founded under.
        var key = TestLog.Key("another log");
        var vkey = VerifierKey.Ed25519(history.Log.Origin, key.PublicKey);
        await using var other = await TestHost.Start(folder["other"], vkey, history.Log.World);
        other.Show(history.Entries, key);
        using var copy = await Mirroring.Begin(other.Url, folder["copy"], pinned: null, history.Clock, keepErased: false, progress: null, Cancel);
        var caught = await Assert.ThrowsAsync<HostCaughtException>(() => copy.Step(progress: null, Cancel));
        Assert.Contains($"under another key than the one that signs it: {history.Vkey}", caught.Message);
        Assert.Equal(0, copy.Head.Checkpoint.Size);
    }

    [Fact]
    public async Task A_clients_pin_catches_two_histories_and_an_older_copy()
    {
        using var remote = new RemoteHost(host.Url);
        var pins = new Pins(folder["pins"]);
        Task<Checkpoint> Follow() => pins.Follow(remote, new("", history.Log.Origin, history.Vkey.ToString(), null, 0), Cancel);
        var size = history.Entries.Count;
        Assert.Equal(size, (await Follow()).Size);

        host.Show(history.Otherwise(200, 300), history.Key);
        Assert.NotNull(Evidence(await Assert.ThrowsAsync<HostCaughtException>(Follow), "two-histories", null).Prefix);
        host.Show(history.Otherwise(200, size - 200), history.Key);
        Evidence(await Assert.ThrowsAsync<HostCaughtException>(Follow), "two-histories", null);
        host.Show(history.Entries[..200], history.Key);
        Evidence(await Assert.ThrowsAsync<HostCaughtException>(Follow), "rolled-back", "half-proved");
        var longer = history.Otherwise(size, 100);
        host.Show(longer, TestHost.Sign(history.Log.Origin, longer, history.Key), TestHost.TreeOf(history.Otherwise(200, longer.Count - 200)));
        NoEvidence(await Assert.ThrowsAsync<HostCaughtException>(Follow), "tiles");
        host.Show(longer, TestLog.Key("somebody else"));
        Assert.Null((await Assert.ThrowsAsync<HostCaughtException>(Follow)).EvidencePath);

        host.Show(longer, history.Key);
        Assert.Equal(size + 100, (await Follow()).Size);
        var swapped = VerifierKey.Ed25519(history.Log.Origin, TestLog.Key("somebody else").PublicKey).ToString();
        var caught = await Assert.ThrowsAsync<HostCaughtException>(() => pins.Follow(remote, new("", history.Log.Origin, swapped, null, 0), Cancel));
        Assert.Contains("another key", caught.Message);
    }

    [Fact]
    public async Task An_act_whose_author_saw_another_history_is_refused()
    {
        await using var open = await TestHost.Start(folder["open"], history.Vkey, history.Log.World, s => history.Log.Writer.Submit(s));
        open.Show(history.Entries, history.Note);
        using var remote = new RemoteHost(open.Url);
        const string Body = """{"text":"I saw something else."}""";
        var act = History.Sign(history.Draft("Ann", body: Body) with { SeenRoot = Hash.Of("another history"u8) }, "Ann");
        Assert.True(SignedAct.TryParse(act, out var signed, out _));
        var stored = new StoredBody(BodyState.Present, TestLog.Salt(Body), Encoding.UTF8.GetBytes(Body));
        var receipt = await remote.Submit(new(signed!, stored), Cancel);
        Assert.Equal("seen-differs", receipt.Verdict.Code);
    }

    [Fact]
    public void What_is_no_evidence_is_not_read_as_evidence()
    {
        foreach (
            var text in new[]
            {
                "",
                "{}",
                "[]",
                "null",
                "\"moot/evidence/v1\"",
                """{"format":"moot/evidence/v1"}""",
                """{"format":"moot/evidence/v2","claim":"two-histories"}""",
            }
        )
        {
            var read = Operations.Evidence.Read(Encoding.UTF8.GetBytes(text));
            Assert.True(read is null || !read.Check().IsLawful, text);
        }

        var nulls = JsonSerializer.Deserialize<Dictionary<string, object?>>("""{"format":"moot/evidence/v1","claim":"unlawful-entry","firstProof":[null]}""")!;
        Assert.False(Operations.Evidence.Read(JsonSerializer.SerializeToUtf8Bytes(nulls))?.Check().IsLawful ?? false);
    }
}
