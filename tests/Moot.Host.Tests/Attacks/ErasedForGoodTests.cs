using System.Text;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Attacks;

/// <summary>An erased text is gone from whatever else the host keeps, not from the log alone.</summary>
public sealed class ErasedForGoodTests : IDisposable
{
    private const string Secret = "the street and number that was said in anger";

    private static long next = 2_000_000_000_000_000; // beyond what the founding took of the clock

    private readonly TestFolder home = new();

    public ErasedForGoodTests() => Environment.SetEnvironmentVariable("MOOT_LOCKS", Path.Combine(Path.GetTempPath(), "moot-test-locks"));

    public void Dispose() => home.Dispose();

    private async Task<AssociationFolder> Found(SigningKey ann) =>
        (await Founding.Found(home["club"], "Club", purpose: null, "Ann", origin: null, ann, TimeProvider.System)).Folder;

    private static Submission Draw(HostedLog log, SigningKey key, string kind, string pub, string text, long sequence = 0)
    {
        var member = log.Head.World.Get<Roster>().OwnerOf(PublicKey.FromBytes(key.PublicKey))?.Id;
        var (salt, bytes) = (Hash.Of(Encoding.UTF8.GetBytes(text)), Encoding.UTF8.GetBytes(text));
        var act = SignedAct.Write(
            new(
                log.Head.World.Association,
                log.Folder.Origin,
                member,
                kind,
                sequence == 0 ? Interlocked.Increment(ref next) : sequence,
                log.Head.Checkpoint.Size,
                log.Head.Checkpoint.Root,
                pub,
                Submission.Commit(salt, bytes)
            ),
            key
        );
        Assert.True(SignedAct.TryParse(act, out var signed, out var error), error);
        return new(signed!, new(BodyState.Present, salt, bytes));
    }

    private bool IsSecretOnDisk() =>
        Directory
            .EnumerateFiles(home.Path, "*", SearchOption.AllDirectories)
            .Any(f => File.ReadAllBytes(f).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0);

    [Fact]
    public async Task A_refused_act_with_the_same_text_is_out_of_sight_with_it_and_erased_with_it()
    {
        using var ann = SigningKey.Create();
        using var gil = SigningKey.Create();
        var folder = await Found(ann);
        Submission again;
        await using (var log = HostedLog.Open(folder, TimeProvider.System))
        {
            var text = $$"""{"text":"{{Secret}}"}""";
            var said = await log.Submit(Draw(log, gil, "talk.say/1", "{}", text).ToBytes());
            Assert.True(said.Verdict.IsLawful);
            again = Draw(log, gil, "talk.say/1", "{}", text, sequence: 1);
            Assert.Equal("seq-used", (await log.Submit(again.ToBytes())).Verdict.Code);
            Assert.NotNull(log.Refused(again.Act.Id));

            var hide = $$"""{"entry":{{said.Index}},"ground":"privacy"}""";
            Assert.True((await log.Submit(Draw(log, ann, "body.hide/1", hide, """{"reason":"it is private"}""").ToBytes())).Verdict.IsLawful);
            Assert.Null(log.Refused(again.Act.Id));
            Assert.True(
                (await log.Submit(Draw(log, ann, "body.show/1", $$"""{"entry":{{said.Index}}}""", """{"reason":"it is not"}""").ToBytes())).Verdict.IsLawful
            );
            Assert.NotNull(log.Refused(again.Act.Id));

            Assert.True(IsSecretOnDisk());
            Assert.True((await log.Submit(Draw(log, gil, "body.erase/1", hide, """{"reason":"sorry"}""").ToBytes())).Verdict.IsLawful);
            Assert.Null(log.Refused(again.Act.Id));
            Assert.False(IsSecretOnDisk());

            Assert.Equal("seq-used", (await log.Submit(again.ToBytes())).Verdict.Code);
            Assert.Null(log.Refused(again.Act.Id));
            Assert.False(IsSecretOnDisk());
        }

        await using var reopened = HostedLog.Open(folder, TimeProvider.System);
        Assert.Equal("seq-used", (await reopened.Submit(again.ToBytes())).Verdict.Code);
        Assert.False(IsSecretOnDisk());
    }

    [Fact]
    public async Task What_nobody_signed_is_not_kept()
    {
        using var ann = SigningKey.Create();
        await using var log = HostedLog.Open(await Found(ann), TimeProvider.System);
        var sent = Encoding.UTF8.GetString(Draw(log, ann, "talk.say/1", "{}", $$"""{"text":"{{Secret}}"}""").ToBytes());
        var forged = Encoding.UTF8.GetBytes(sent.Replace("seq 2", "seq 3", StringComparison.Ordinal));
        var receipt = await log.Submit(forged);
        Assert.Equal("bad-signature", receipt.Verdict.Code);
        Assert.Null(log.Refused(receipt.Id));
        Assert.False(IsSecretOnDisk());
    }

    [Fact]
    public async Task Others_on_the_machine_cannot_read_what_is_hidden()
    {
        using var ann = SigningKey.Create();
        var folder = await Found(ann);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.LogPath) & Others);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.PrivatePath) & Others);
        }
    }

    [Fact]
    public void A_terminal_is_not_steered_by_what_a_host_says() =>
        Assert.Equal("a\uFFFD[31mb\uFFFDc\nd", Moot.Host.Commands.Terminal.Plain("a\u001b[31mb\u009bc\nd"));
}
