using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>Each step by which an act becomes durable fails, with or without effect: what its author is told, what is there afterwards, and what the same bytes do then.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    public enum Medium
    {
        Memory,
        Files,
    }

    public enum Act
    {
        Founding,
        Saying,
        Erasing,
        FillingATile,
    }

    /// <summary>Step, whether it took effect; then whether the act is in the log afterwards.</summary>
    private static readonly (WriteStep Step, bool IsPersisted, bool IsThere)[] Table =
    [
        (WriteStep.Stage, false, false),
        (WriteStep.Stage, true, true),
        (WriteStep.Swap, false, true),
        (WriteStep.Swap, true, true),
        (WriteStep.Publish, false, true),
        (WriteStep.Publish, true, true),
    ];

    public static TheoryData<Medium, Act, WriteStep, bool, bool> Rows()
    {
        var rows = new TheoryData<Medium, Act, WriteStep, bool, bool>();
        foreach (var medium in Enum.GetValues<Medium>())
        {
            foreach (var act in Enum.GetValues<Act>())
            {
                foreach (var (step, isPersisted, isThere) in Table)
                {
                    rows.Add(medium, act, step, isPersisted, isThere);
                }
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_step_fails(Medium medium, Act act, WriteStep step, bool isPersisted, bool isThere)
    {
        var (store, apart) = Make(medium);
        await using var log = new TestLog(store, apart, new FakeTimeProvider());
        if (act != Act.Founding)
        {
            await log.Tell(act == Act.FillingATile ? 253 : 5, "Ann");
        }

        var before = log.Store.Size;
        var bytes = act switch
        {
            Act.Founding => log.WriteFounding(),
            Act.Erasing => log.Write("Ann", "body.erase/1", """{"entry":2,"ground":"privacy"}""", """{"reason":"I take it back."}"""),
            _ => log.WriteSaying("Ann", "Is it there?"),
        };

        // What the author is told.
        var plan = new FaultPlan(step, 1, isPersisted);
        store.Fault = apart.Fault = plan;
        var told = await log.Writer.Submit(bytes);
        Assert.True(plan.HasStruck);
        Assert.Equal("in-doubt", told.Verdict.Code);
        Assert.Null(told.Index);

        // The writer stops at once and says so.
        await log.Writer.Stopped;
        Assert.IsType<IOException>(log.Writer.Failure);
        Assert.Equal("unavailable", (await log.Say("Ann", "Hello?")).Verdict.Code);

        // What is there afterwards.
        (store, apart) = Again(medium, store, apart);
        log.Reopen(store, apart);
        Assert.Equal(before + (isThere ? 1 : 0), log.Store.Size);
        Assert.Equal(log.Store.Size, log.Writer.Head.Checkpoint.Size);
        Assert.Equal(log.Store.Size, log.World.Size);
        Assert.Equal(log.Store.Size, log.Store.LastPublished()?.Size ?? 0);
        var mark = log.World.Digest();

        // What the same bytes do.
        var again = await log.Writer.Submit(bytes);
        Assert.True(again.Verdict.IsLawful, again.Verdict.ToString());
        Assert.Equal(before, again.Index);
        Assert.Equal(before + 1, log.Store.Size);
        Assert.Equal(again, await log.Writer.Submit(bytes));
        Assert.Equal(before + 1, log.Store.Size);
        Assert.Equal(isThere, mark == log.World.Digest());
        if (act == Act.Founding)
        {
            log.Founded(again);
        }

        // And it goes on, and is whole.
        Assert.Equal(before + 1, (await log.Say("Guest", "Now it is.")).Index);
        await log.Writer.DisposeAsync();
        Verify(log);
        (store, apart) = Again(medium, store, apart);
        log.Reopen(store, apart);
        Assert.Equal(before + 2, log.World.Size);
        store.Dispose();
        apart.Dispose();
    }

    [Fact]
    public async Task A_refusal_in_a_group_that_fails_is_told_as_a_refusal()
    {
        var (store, apart) = Make(Medium.Memory);
        await using var log = new TestLog(store, apart, new FakeTimeProvider());
        await log.Tell(3, "Ann");
        store.Fault = new(WriteStep.Stage, 1, isPersisted: true);
        var told = await Task.WhenAll(log.Say("Ann", "Lawful."), log.Say("Ann", " "), log.Say("Guest", "Lawful too."));
        // They may come in one group or in several; whatever is in doubt or not done may be sent again.
        Assert.Equal("in-doubt", told[0].Verdict.Code);
        Assert.True(told[1].Verdict.Code is "text-missing" or "unavailable", told[1].Verdict.Code);
        Assert.True(told[2].Verdict.Code is "in-doubt" or "unavailable", told[2].Verdict.Code);
    }

    [Fact]
    public async Task A_writer_whose_lock_another_one_moved_stops()
    {
        var (store, apart) = Make(Medium.Memory);
        await using var log = new TestLog(store, apart, new FakeTimeProvider());
        await log.Tell(3, "Ann");
        Assert.True(apart.Swap(apart.Read(), "another writer's checkpoint"u8.ToArray()));
        Assert.Equal("in-doubt", (await log.Say("Ann", "Mine?")).Verdict.Code);
        Assert.Equal("lock-lost", Assert.IsType<LogException>(log.Writer.Failure).Code);
    }

    private static void Verify(TestLog log)
    {
        var replay = new Replay(log.Parts.Registry);
        Assert.Null(replay.Run(log.Store.Read(0, log.Store.Size), cancel: TestContext.Current.CancellationToken));
        Assert.Equal(log.World.Digest(), replay.World.Digest());
        Assert.Equal(log.Writer.Head.Checkpoint.Root, replay.Machine.Tree.Root());
        Assert.Equal((0, 0), (replay.CompareBodies().Withheld.Count, replay.CompareBodies().StillThere.Count));
        var ids = log.Store.Read(0, log.Store.Size).Select(e => Entry.TryParse(e.Bytes, out var entry, out _) ? entry!.Act.Id : default).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private (FaultyStore Store, FaultyLock Lock) Make(Medium medium) =>
        medium == Medium.Memory
            ? (new(new MemoryLogStore()), new(new MemoryCheckpointLock()))
            : (new(SqliteLogStore.Create(folder["log"])), new(FileCheckpointLock.Open(folder["lock"])));

    private (FaultyStore Store, FaultyLock Lock) Again(Medium medium, FaultyStore store, FaultyLock apart)
    {
        if (medium == Medium.Memory)
        {
            ((MemoryLogStore)store.Inner).Crash();
            return (new(store.Inner), new(apart.Inner));
        }

        store.Dispose();
        apart.Dispose();
        return (new(SqliteLogStore.Open(folder["log"])), new(FileCheckpointLock.Open(folder["lock"])));
    }
}
