using System.Net;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Tests.Foreign;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Hosts;

/// <summary>A mirror of an honest host.</summary>
public sealed class MirrorTests : IAsyncLifetime
{
    private readonly TestFolder folder = new();
    private History history = null!;
    private TestHost host = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        history = await History.Of(270);
        host = await TestHost.Start(folder["host"], history.Vkey, history.Log.World);
        Show();
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await history.DisposeAsync();
        folder.Dispose();
    }

    private void Show() => host.Show(history.Entries, history.Note);

    private Task<Mirroring> Begin(string name = "mirror", bool keep = false) =>
        Mirroring.Begin(host.Url, folder[name], pinned: null, history.Clock, keep, progress: null, Cancel);

    private static StoredBody Body(Mirroring mirror, long index) => mirror.Store.Read(index, index + 1).Single().Body;

    [Fact]
    public async Task It_takes_everything_and_cosigns_it()
    {
        using var mirror = await Begin();
        Assert.True(await mirror.Step(progress: null, Cancel));
        Assert.False(await mirror.Step(progress: null, Cancel));
        Assert.Equal(history.Entries.Select(e => e.Body), mirror.Store.Read(0, mirror.Store.Size).Select(e => e.Body));
        Assert.True(SignedNote.TryParse(mirror.Head.Note, out var note, out _));
        Assert.Equal(2, note.Signatures.Length);
        Assert.Equal(mirror.Cosigner.Name, note.Signatures[1].Name);
        Assert.True(Cosignature.Verify(note.Text.Span, mirror.Cosigner, note.Signatures[1], out var at) && at == history.Clock.GetUtcNow().ToUnixTimeSeconds());
        Assert.Empty(mirror.Withheld);
    }

    [Fact]
    public async Task It_goes_on_after_it_was_killed_in_the_middle()
    {
        using (var mirror = await Begin())
        {
            // Entries were staged on the way to a checkpoint that was noted, and then the power failed.
            File.WriteAllBytes(mirror.Folder.TargetPath, history.Note);
            mirror.Store.Stage(new([.. history.Entries[..100]], [], []));
        }

        using (var mirror = await Begin())
        {
            Assert.Equal(0, mirror.Head.Checkpoint.Size);
            await history.Log.Say("Ann", "Meanwhile.");
            Show();
            Assert.True(await mirror.Step(progress: null, Cancel));
            Assert.Equal(history.Log.World.Digest(), mirror.Head.World.Digest());
            Assert.False(File.Exists(mirror.Folder.TargetPath));
        }

        using (var mirror = await Begin())
        {
            // All entries are there, and the checkpoint is not.
            await history.Log.Say("Ann", "And then.");
            Show();
            mirror.Store.Stage(new([history.Entries[^1]], [], []));
        }

        using (var mirror = await Begin())
        {
            Assert.True(await mirror.Step(progress: null, Cancel));
            Assert.Equal(history.Entries.Count, mirror.Head.Checkpoint.Size);
        }
    }

    [Fact]
    public async Task It_goes_on_after_the_host_was_away()
    {
        using var mirror = await Begin();
        await mirror.Step(progress: null, Cancel);
        await history.Log.Say("Ann", "More.");
        // The checkpoint is there, the entries are not yet.
        host.Show(history.Entries[..^1], history.Note, TestHost.TreeOf(history.Entries));
        await Assert.ThrowsAnyAsync<Exception>(() => mirror.Step(progress: null, Cancel));
        Show();
        Assert.True(await mirror.Step(progress: null, Cancel));
        Assert.Equal(history.Entries.Count, mirror.Head.Checkpoint.Size);
    }

    [Fact]
    public async Task What_was_hidden_when_it_came_is_fetched_when_it_is_shown_again()
    {
        await history.Log.Hide("Cat", 50);
        await history.Log.Hide("Cat", 51);
        Show();
        using var mirror = await Begin();
        await mirror.Step(progress: null, Cancel);
        Assert.Equal(BodyState.Hidden, Body(mirror, 50).State);
        Assert.Empty(mirror.Withheld);
        await history.Log.Show("Ann", 50);
        Show();
        await mirror.Step(progress: null, Cancel);
        Assert.Equal(history.Entries[50].Body, Body(mirror, 50));
        Assert.Equal(BodyState.Hidden, Body(mirror, 51).State);
        Assert.Empty(mirror.Withheld);

        // And hidden again, and erased.
        await history.Log.Hide("Cat", 50);
        Show();
        await mirror.Step(progress: null, Cancel);
        Assert.Equal(BodyState.Hidden, Body(mirror, 50).State);
    }

    [Fact]
    public async Task What_was_erased_is_not_served_at_once_and_gone_after_thirty_days()
    {
        using var mirror = await Begin();
        using var keeper = await Begin("keeper", keep: true);
        await mirror.Step(progress: null, Cancel);
        await keeper.Step(progress: null, Cancel);
        var text = System.Text.Encoding.UTF8.GetBytes("Saying 60 of 270.");
        var author = 60L + 4; // after the founding and three joinings
        var index = Enumerable.Range(0, history.Entries.Count).First(i => history.Entries[i].Body.Bytes.Span.IndexOf(text) >= 0);
        Assert.Equal(author, index);
        await history.Log.Erase("Ann", index);
        Show();
        Assert.True(await mirror.Step(progress: null, Cancel));
        Assert.True(await keeper.Step(progress: null, Cancel));
        Assert.Equal(BodyState.Hidden, Body(mirror, index).State);
        Assert.True(Contains(mirror, text));

        history.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        Assert.False(await mirror.Step(progress: null, Cancel));
        Assert.Equal(BodyState.Hidden, Body(mirror, index).State);
        history.Clock.Advance(TimeSpan.FromMinutes(2));
        await mirror.Step(progress: null, Cancel);
        await keeper.Step(progress: null, Cancel);
        Assert.Equal(BodyState.Erased, Body(mirror, index).State);
        Assert.False(Contains(mirror, text));
        Assert.Equal(BodyState.Hidden, Body(keeper, index).State);

        // What the operator said once holds, however the mirror is opened.
        keeper.Dispose();
        using var again = Mirroring.Open(AssociationFolder.Open(folder["keeper"]), history.Clock);
        await again.Step(progress: null, Cancel);
        Assert.Equal(BodyState.Hidden, Body(again, index).State);
        Assert.True(Contains(again, text));
    }

    private static bool Contains(Mirroring mirror, byte[] text) =>
        new[] { "", "-wal" }.Any(end =>
        {
            var path = mirror.Folder.LogPath + end;
            if (!File.Exists(path))
            {
                return false;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes.AsSpan().IndexOf(text) >= 0;
        });

    [Fact]
    public async Task A_mirror_of_a_mirror_has_the_same_log_and_both_cosignatures()
    {
        using (var mirror = await Begin())
        {
            await mirror.Step(progress: null, Cancel);
        }

        await using var served = new MirroredLog(AssociationFolder.Open(folder["mirror"]), history.Clock, _ => { });
        await using var app = await Server.Start([served], isSingle: true, "http://127.0.0.1:0");
        using var second = await Mirroring.Begin(Server.Address(app), folder["second"], null, history.Clock, false, null, Cancel);
        Assert.True(await second.Step(progress: null, Cancel));
        Assert.Equal(history.Log.World.Digest(), second.Head.World.Digest());
        Assert.True(SignedNote.TryParse(second.Head.Note, out var note, out _));
        Assert.Equal(3, note.Signatures.Select(s => s.Name).Distinct().Count());

        // It takes no acts, and says where to.
        using var remote = new RemoteHost(Server.Address(app));
        using var http = new HttpClient();
        using var answer = await http.PostAsync($"{remote.Url}acts", new ByteArrayContent(history.Log.WriteSaying("Ann", "Hello.")), Cancel);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(host.Url, await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task One_program_follows_into_a_folder_and_another_source_needs_another()
    {
        using (await Begin())
        {
            Assert.Equal("in-use", (await Assert.ThrowsAsync<LogException>(() => Begin())).Code);
        }

        var other = () => Mirroring.Begin("http://127.0.0.1:1/", folder["mirror"], null, history.Clock, false, null, Cancel);
        Assert.Equal("folder-used", (await Assert.ThrowsAsync<LogException>(other)).Code);
        var another = VerifierKey.Ed25519(history.Log.Origin, TestLog.Key("another").PublicKey);
        var pinned = () => Mirroring.Begin(host.Url, folder["mirror"], another, history.Clock, false, null, Cancel);
        Assert.Equal("other-key", (await Assert.ThrowsAsync<LogException>(pinned)).Code);
    }

    [Fact]
    public async Task A_served_mirror_follows_and_says_when_the_host_is_caught()
    {
        using (var mirror = await Begin())
        {
            await mirror.Step(progress: null, Cancel);
        }

        var told = new TaskCompletionSource<string>();
        var clock = new FakeTimeProvider(history.Clock.GetUtcNow());
        await using var served = new MirroredLog(AssociationFolder.Open(folder["mirror"]), clock, s => told.TrySetResult(s));
        host.Show(history.Otherwise(200, 300), history.Key);
        for (var i = 0; i < 200 && !told.Task.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(11));
            await Task.Delay(50, Cancel);
        }

        Assert.Contains("two histories", await told.Task.WaitAsync(TimeSpan.FromSeconds(1), Cancel));
        Assert.Equal(history.Entries.Count, served.Head.Checkpoint.Size);
    }
}

/// <summary>A mirror of a fork.</summary>
public sealed class ForkMirrorTests(TwoLogs logs) : IClassFixture<TwoLogs>
{
    [Fact]
    public async Task It_takes_the_parents_part_and_the_forks()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var mirror = await Mirroring.Begin(logs.ForkUrl, logs.Folder["mirror-of-fork"], logs.Fork.Folder.Vkey, TimeProvider.System, false, null, cancel);
        Assert.True(await mirror.Step(progress: null, cancel));
        Assert.Equal(logs.Fork.Head.World.Digest(), mirror.Head.World.Digest());
        mirror.Dispose();

        // And a fork of that mirror is a log of its own.
        using var store = AssociationFolder.Open(logs.Folder["mirror-of-fork"]).OpenStore(readOnly: true);
        var order = new Forking.Order(logs.Fork.Folder.Vkey, logs.Folder["fork-of-mirror"], "Again", null, null);
        var (folder, head) = await Forking.Fork(order, new(store.LastPublished()!.Value.Note, store.Read), logs.Founder, TimeProvider.System, null, cancel);
        Assert.Equal(logs.Fork.Head.Checkpoint.Size + 1, head.Checkpoint.Size);
        await using var log = HostedLog.Open(folder, TimeProvider.System);
        Assert.Equal(3, log.Head.World.Get<Kernel.Association.Foundation>().Lineage.Length);
    }
}
