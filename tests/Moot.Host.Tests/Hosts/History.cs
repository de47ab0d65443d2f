using System.Text;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Hosts;

/// <summary>An honest log in memory, and what a host that holds its key can make of it.</summary>
internal sealed class History : IAsyncDisposable
{
    private History() => Log = new(new MemoryLogStore(), new MemoryCheckpointLock(), Clock);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public TestLog Log { get; }

    public SigningKey Key => Log.LogKey;

    public VerifierKey Vkey => VerifierKey.Ed25519(Log.Origin, Key.PublicKey);

    public byte[] Note => Log.Writer.Head.Note.ToArray();

    /// <summary>The log's entries as they are now.</summary>
    public List<StoredEntry> Entries => [.. Log.Store.Read(0, Log.Store.Size)];

    /// <summary>Ann, Ben and Cat say so many things; Ben's phone was his key for a while.</summary>
    public static async Task<History> Of(int sayings)
    {
        var history = new History();
        await history.Log.Tell(sayings, "Ann", "Ben", "Cat");
        var phone = TestLog.Key("Ben's phone");
        var key = Convert.ToHexStringLower(phone.PublicKey);
        var add = SignedAct.Write(history.Draft("Ben", "key.add/1", $$"""{"key":"{{key}}"}""") with { Sequence = 1L << 40 }, TestLog.Key("Ben"), phone);
        Assert.True((await history.Log.Writer.Submit(add)).Verdict.IsLawful);
        var revoke = SignedAct.Write(history.Draft("Ben", "key.revoke/1", $$"""{"key":"{{key}}"}""") with { Sequence = (1L << 40) + 1 }, TestLog.Key("Ben"));
        Assert.True((await history.Log.Writer.Submit(revoke)).Verdict.IsLawful);
        return history;
    }

    /// <summary>An act as somebody would write it now.</summary>
    public ActDraft Draft(string who, string kind = "talk.say/1", string pub = "{}", string? body = null)
    {
        var seen = Log.Writer.Head.Checkpoint;
        Hash? commitment = body is null ? null : Submission.Commit(TestLog.Salt(body), Encoding.UTF8.GetBytes(body));
        return new(Log.World.Association, Log.Origin, Log.Member(who), kind, 1L << 45, seen.Size, seen.Root, pub, commitment);
    }

    /// <summary>The first entries, and after them an act under the host line that an honest host would write.</summary>
    public List<StoredEntry> With(byte[] act, string? body = null, Assurance assurance = Assurance.Signed)
    {
        var entries = Entries;
        Assert.True(SignedAct.TryParse(act, out var signed, out var error), error);
        var stored = body is null ? Submission.NoBody : new(BodyState.Present, TestLog.Salt(body), Encoding.UTF8.GetBytes(body));
        entries.Add(new(entries.Count, Entry.Of(signed!, entries.Count, Log.World.At, assurance).Bytes, stored));
        return entries;
    }

    /// <summary>The entries without one, and those after it numbered anew.</summary>
    public List<StoredEntry> Without(int dropped)
    {
        var entries = Entries;
        entries.RemoveAt(dropped);
        for (var i = dropped; i < entries.Count; i++)
        {
            var entry = Read(entries[i]);
            entries[i] = new(i, Entry.Of(entry.Act, i, entry.At, entry.Assurance).Bytes, entries[i].Body);
        }

        return entries;
    }

    /// <summary>The log told to somebody else: after so many entries, other things were said.</summary>
    public List<StoredEntry> Otherwise(int from, int more)
    {
        var entries = Entries[..from];
        var tree = TestHost.TreeOf(entries);
        for (var i = 0; i < more; i++)
        {
            var body = $$"""{"text":"Otherwise {{i}}."}""";
            var draft = Draft("Ann", body: body) with { Sequence = (1L << 45) + i, SeenSize = from, SeenRoot = tree.RootAt(from) };
            Assert.True(SignedAct.TryParse(SignedAct.Write(draft, TestLog.Key("Ann")), out var act, out var error), error);
            var stored = new StoredBody(BodyState.Present, TestLog.Salt(body), Encoding.UTF8.GetBytes(body));
            entries.Add(new(entries.Count, Entry.Of(act!, entries.Count, Log.World.At, Assurance.Signed).Bytes, stored));
        }

        return entries;
    }

    public static Entry Read(in StoredEntry stored) =>
        Entry.TryParse(stored.Bytes, out var entry, out var error) ? entry! : throw new InvalidOperationException(error);

    public static byte[] Sign(ActDraft draft, string signer) => SignedAct.Write(draft, TestLog.Key(signer));

    public ValueTask DisposeAsync() => Log.DisposeAsync();
}
