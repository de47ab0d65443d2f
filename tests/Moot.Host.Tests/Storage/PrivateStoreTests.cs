using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

public sealed class PrivateStoreTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string File => folder["private.db"];

    public void Dispose() => folder.Dispose();

    private static async Task<List<Refusal>> Refusals(int count)
    {
        await using var log = new TestLog(new MemoryLogStore(), new MemoryCheckpointLock(), new FakeTimeProvider());
        await log.Found();
        for (var i = 0; i < count; i++)
        {
            await log.Do("Ann", "talk.say/1", $$"""{"replyTo":{{i + 100}}}""", """{"text":"To nothing."}""");
        }

        return [.. log.Refused];
    }

    [Fact]
    public async Task A_refused_act_is_found_by_its_name_with_what_was_said()
    {
        var refusals = await Refusals(3);
        using (var store = PrivateStore.Open(File))
        {
            store.Keep(refusals);
            store.Keep([]);
        }

        using var again = PrivateStore.Open(File);
        var kept = again.Find(refusals[1].Submission.Act.Id)!;
        Assert.Equal("no-such-message", kept.Code);
        Assert.Equal(refusals[1].Verdict.Sentence, kept.Sentence);
        Assert.Equal(refusals[1].At, kept.At);
        Assert.Equal(refusals[1].Submission.ToBytes(), kept.Submission);
        Assert.Null(again.Find(default));
        Assert.Equal(refusals.Select(r => r.Submission.Act.Id).Reverse(), again.List(10).Select(k => k.Id));
        Assert.Equal(2, again.List(2).Length);
    }

    [Fact]
    public async Task An_act_refused_again_is_kept_once()
    {
        var refusals = await Refusals(2);
        using var store = PrivateStore.Open(File);
        store.Keep(refusals);
        store.Keep([refusals[0]]);
        Assert.Equal([refusals[0].Submission.Act.Id, refusals[1].Submission.Act.Id], store.List(10).Select(k => k.Id));
    }

    [Fact]
    public async Task The_oldest_go_when_there_are_too_many()
    {
        const int More = 50;
        var refusals = await Refusals(200);
        using var store = PrivateStore.Open(File);
        var all = Enumerable.Range(0, StorageLimits.RefusalsMax + More).Select(i => refusals[0] with { Submission = Named(refusals[0], i) }).ToList();
        foreach (var part in all.Chunk(1000))
        {
            store.Keep(part);
        }

        var kept = store.List(int.MaxValue);
        Assert.Equal(StorageLimits.RefusalsMax, kept.Length);
        Assert.Equal(all.Skip(More).Select(r => r.Submission.Act.Id).Reverse(), kept.Select(k => k.Id));
    }

    [Fact]
    public async Task Strangers_cannot_fill_the_disk_with_refused_acts()
    {
        await using var log = new TestLog(new MemoryLogStore(), new MemoryCheckpointLock(), new FakeTimeProvider());
        await log.Found();
        await log.Do("Ann", "talk.say/1", """{"replyTo":100}""", $$"""{"text":"{{new string('x', 60_000)}}"}""");
        var large = Assert.Single(log.Refused);
        using var store = PrivateStore.Open(File);
        for (var i = 0; i < 1200; i++)
        {
            store.Keep([large with { Submission = Named(large, i) }]);
        }

        var kept = store.List(int.MaxValue);
        Assert.InRange(kept.Sum(k => (long)k.Submission.Length), StorageLimits.RefusalBytesMax - 200_000, StorageLimits.RefusalBytesMax);
        Assert.Equal(Named(large, 1199).Act.Id, kept[0].Id);
        store.Keep([large with { At = large.At + StorageLimits.RefusalKept + TimeSpan.FromDays(1) }]);
        Assert.Equal(large.Submission.Act.Id, Assert.Single(store.List(int.MaxValue)).Id);
    }

    [Fact]
    public void Another_database_is_not_taken_for_it()
    {
        SqliteLogStore.Create(File).Dispose();
        Assert.Equal("not-a-store", Assert.Throws<LogException>(() => PrivateStore.Open(File)).Code);
    }

    /// <summary>An act of another name: the same text by another signature line.</summary>
    private static Kernel.Acts.Submission Named(Refusal refusal, int number)
    {
        var act = refusal.Submission.Act;
        var text = System.Text.Encoding.UTF8.GetString(act.Bytes.Span).Replace($"seq {act.Sequence}\n", $"seq {number + 1000}\n", StringComparison.Ordinal);
        Assert.True(Kernel.Acts.SignedAct.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var other, out var error), error);
        return new(other!, refusal.Submission.Body);
    }
}
