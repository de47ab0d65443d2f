using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>What every store of a log does alike.</summary>
public abstract class LogStoreContract : IDisposable
{
    private readonly List<ILogStore> made = [];

    protected abstract ILogStore Make();

    /// <summary>The same log after its program ended.</summary>
    protected abstract ILogStore Again(ILogStore store);

    private ILogStore New()
    {
        made.Add(Make());
        return made[^1];
    }

    public virtual void Dispose()
    {
        made.ForEach(s => s.Dispose());
        GC.SuppressFinalize(this);
    }

    private static byte[] Bytes(long seed, int length)
    {
        var bytes = new byte[length];
        new Random((int)seed).NextBytes(bytes);
        return bytes;
    }

    private static StoredEntry Entry(long index, int body = -1) =>
        new(
            index,
            Bytes(index, 200 + (int)(index % 7)),
            body < 0 ? new(BodyState.None, default, default) : new(BodyState.Present, Hash.Of(Bytes(index, 9)), Bytes(index + 1_000_000, body))
        );

    private static Batch Entries(long from, int count, int body = 100) =>
        new([.. Enumerable.Range(0, count).Select(i => Entry(from + i, i % 3 == 0 ? -1 : body))], [], []);

    private static Batch Redact(params (long, Redaction)[] redactions) => new([], [], [.. redactions]);

    private static StoredBody Body(ILogStore store, long index) => store.Read(index, index + 1).Single().Body;

    private static void Same(IEnumerable<StoredEntry> expected, IEnumerable<StoredEntry> actual)
    {
        var (left, right) = (expected.ToList(), actual.ToList());
        Assert.Equal(left.Count, right.Count);
        foreach (var (a, b) in left.Zip(right))
        {
            Assert.Equal(a.Index, b.Index);
            Assert.True(a.Bytes.Span.SequenceEqual(b.Bytes.Span), $"bytes of entry {a.Index}");
            Assert.Equal(a.Body, b.Body);
        }
    }

    private static void AssertPublished(ILogStore store, long size, byte[] note)
    {
        var (last, bytes) = store.LastPublished()!.Value;
        Assert.Equal(size, last);
        Assert.Equal(note, bytes);
    }

    [Fact]
    public void A_new_log_is_empty()
    {
        var store = New();
        Assert.Equal(0, store.Size);
        Assert.Null(store.LastPublished());
        Assert.Null(store.PublishedAt(long.MaxValue));
        Assert.Null(store.Tile(0, 0));
        Assert.Empty(store.Read(0, 0));
    }

    [Fact]
    public void What_is_staged_is_read_again_from_any_place()
    {
        var store = New();
        const int Count = (2 * StorageLimits.ReadEntriesMax) + 17;
        store.Stage(Entries(0, 1));
        store.Stage(Entries(1, Count - 1));
        var all = Entries(0, 1).Entries.AddRange(Entries(1, Count - 1).Entries);
        Assert.Equal(Count, store.Size);
        Same(all, store.Read(0, Count));
        Same(all.Skip(1000).Take(60), store.Read(1000, 1060));
        Same([], store.Read(Count, Count));
        store = Again(store);
        Same(all, store.Read(0, store.Size));
    }

    [Fact]
    public void Large_entries_and_bodies_are_read_in_parts()
    {
        var store = New();
        var large = Enumerable
            .Range(0, 100)
            .Select(i => new StoredEntry(i, Bytes(i, Limits.EntryBytesMax), new(BodyState.Present, Hash.Of([1]), Bytes(-i, Limits.BodyBytesMax))));
        store.Stage(new([.. large], [], []));
        Same(large, store.Read(0, 100));
    }

    [Fact]
    public void Empty_bytes_are_bytes()
    {
        var store = New();
        store.Stage(new([new(0, ReadOnlyMemory<byte>.Empty, new(BodyState.Present, Hash.Of([1]), ReadOnlyMemory<byte>.Empty))], [], []));
        Same([new(0, ReadOnlyMemory<byte>.Empty, new(BodyState.Present, Hash.Of([1]), ReadOnlyMemory<byte>.Empty))], store.Read(0, 1));
    }

    [Fact]
    public void Nothing_is_read_beyond_the_end_or_before_the_beginning()
    {
        var store = New();
        store.Stage(Entries(0, 5));
        Assert.ThrowsAny<ArgumentException>(() => store.Read(0, 6).Count());
        Assert.ThrowsAny<ArgumentException>(() => store.Read(-1, 2).Count());
        Assert.ThrowsAny<ArgumentException>(() => store.Read(3, 2).Count());
    }

    [Fact]
    public void A_batch_that_does_not_go_on_at_the_end_leaves_no_trace()
    {
        var store = New();
        store.Stage(Entries(0, 3));
        Assert.Throws<ArgumentException>(() => store.Stage(Entries(2, 3)));
        Assert.Throws<ArgumentException>(() => store.Stage(Entries(4, 3)));
        Assert.Equal(3, store.Size);
        store.Stage(Entries(3, 1));
        Assert.Equal(4, Again(store).Size);
    }

    [Fact]
    public void Tiles_are_found_by_level_and_number()
    {
        var store = New();
        var (a, b) = (new FullTile(0, 7, Bytes(1, HashTree.TileBytes)), new FullTile(1, 0, Bytes(2, HashTree.TileBytes)));
        store.Stage(new([Entry(0)], [a, b], []));
        Assert.Equal(a.Bytes, store.Tile(0, 7));
        Assert.Equal(b.Bytes, store.Tile(1, 0));
        Assert.Null(store.Tile(1, 7));
        Assert.Null(store.Tile(0, 0));
        Assert.Equal(a.Bytes, Again(store).Tile(0, 7));
    }

    [Fact]
    public void One_checkpoint_for_each_tile_stays_and_the_newest()
    {
        var store = New();
        store.Stage(Entries(0, 600));
        foreach (var size in new long[] { 10, 20, 256, 257, 300, 513, 520 })
        {
            store.Publish(size, Bytes(size, 100));
            AssertPublished(store, size, Bytes(size, 100));
        }

        foreach (var _ in new[] { "before", "after" })
        {
            Assert.Null(store.PublishedAt(255));
            Assert.Equal(256, store.PublishedAt(256)!.Value.Size);
            Assert.Equal(256, store.PublishedAt(299)!.Value.Size);
            Assert.Equal(300, store.PublishedAt(519)!.Value.Size);
            Assert.Equal(Bytes(520, 100), store.PublishedAt(520)!.Value.Note);
            Assert.Equal(520, store.PublishedAt(1_000_000)!.Value.Size);
            store.Stage(Entries(store.Size, 1)); // whatever was not flushed is now
            store = Again(store);
        }
    }

    [Fact]
    public void A_checkpoint_published_again_replaces_itself()
    {
        var store = New();
        store.Publish(10, Bytes(1, 10));
        store.Publish(10, Bytes(2, 10));
        AssertPublished(store, 10, Bytes(2, 10));
    }

    [Fact]
    public void A_hidden_body_is_not_read_and_comes_back()
    {
        var store = New();
        store.Stage(Entries(0, 6));
        var before = Body(store, 4);
        store.Stage(Redact((4, Redaction.Hide)));
        Assert.Equal(new(BodyState.Hidden, default, default), Body(store, 4));
        store = Again(store);
        Assert.Equal(BodyState.Hidden, Body(store, 4).State);
        store.Stage(Redact((4, Redaction.Show)));
        Assert.Equal(before, Body(store, 4));
        Assert.Equal(BodyState.Present, Body(store, 5).State);
    }

    [Fact]
    public void An_erased_body_is_gone_whatever_comes_after()
    {
        var store = New();
        store.Stage(Entries(0, 6));
        store.Stage(Redact((1, Redaction.Erase), (2, Redaction.Hide), (2, Redaction.Erase)));
        store.Stage(Redact((1, Redaction.Show), (2, Redaction.Hide), (2, Redaction.Show)));
        foreach (var index in new[] { 1, 2 })
        {
            Assert.Equal(new(BodyState.Erased, default, default), Body(store, index));
            store = Again(store);
            Assert.Equal(new(BodyState.Erased, default, default), Body(store, index));
        }
    }

    [Fact]
    public void An_entry_without_a_body_stays_so()
    {
        var store = New();
        store.Stage(Entries(0, 3));
        store.Stage(Redact((0, Redaction.Hide), (0, Redaction.Erase), (0, Redaction.Show)));
        Assert.Equal(BodyState.None, Body(store, 0).State);
    }

    [Fact]
    public void A_batch_can_erase_what_it_brings()
    {
        var store = New();
        store.Stage(new([Entry(0, 50), Entry(1, 50)], [], [(0, Redaction.Erase), (1, Redaction.Hide)]));
        Assert.Equal([BodyState.Erased, BodyState.Hidden], store.Read(0, 2).Select(e => e.Body.State));
    }

    [Fact]
    public void Bodies_that_come_hidden_or_erased_from_a_mirror_stay_so()
    {
        var store = New();
        StoredBody hidden = new(BodyState.Hidden, default, default),
            erased = new(BodyState.Erased, default, default);
        store.Stage(new([Entry(0) with { Body = hidden }, Entry(1) with { Body = erased }], [], []));
        store.Stage(Redact((0, Redaction.Show), (1, Redaction.Show)));
        Assert.Equal([hidden, erased], store.Read(0, 2).Select(e => e.Body));
    }

    [Fact]
    public void A_body_that_comes_later_is_kept_where_none_was_and_nowhere_else()
    {
        var store = New();
        StoredBody hidden = new(BodyState.Hidden, default, default),
            erased = new(BodyState.Erased, default, default),
            late = new(BodyState.Present, Hash.Of([7]), Bytes(7, 300));
        store.Stage(new([Entry(0) with { Body = hidden }, Entry(1) with { Body = erased }, Entry(2), Entry(3, 50), Entry(4, 50)], [], []));
        store.Stage(Redact((4, Redaction.Hide)));
        store.Stage(new([], [], []) { Bodies = [.. Enumerable.Range(0, 5).Select(i => ((long)i, late))] });
        foreach (var _ in new[] { "before", "after" })
        {
            Assert.Equal([late, erased, late, Entry(3, 50).Body, hidden], store.Read(0, 5).Select(e => e.Body));
            store = Again(store);
        }

        store.Stage(new([], [], [(0, Redaction.Hide), (2, Redaction.Hide), (4, Redaction.Show)]) { Bodies = [(0, late)] });
        Assert.Equal([hidden, hidden, Entry(4, 50).Body], new[] { 0, 2, 4 }.Select(i => Body(store, i)));
        store.Stage(Redact((0, Redaction.Show), (2, Redaction.Erase)));
        store.Stage(new([], [], [(2, Redaction.Show)]) { Bodies = [(2, late)] });
        store = Again(store);
        Assert.Equal([late, erased], new[] { 0, 2 }.Select(i => Body(store, i)));
    }

    [Fact]
    public void A_tile_staged_again_is_replaced()
    {
        var store = New();
        store.Stage(new([Entry(0)], [new(0, 0, Bytes(1, HashTree.TileBytes))], []));
        store.Stage(new([], [new(0, 0, Bytes(2, HashTree.TileBytes))], []));
        Assert.Equal(Bytes(2, HashTree.TileBytes), Again(store).Tile(0, 0));
    }

    [Fact]
    public async Task Readers_see_whole_batches_while_one_writes()
    {
        var store = New();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(
                    () =>
                    {
                        var reads = 0;
                        while (!stop.IsCancellationRequested || reads == 0)
                        {
                            var size = store.Size;
                            Assert.Equal(0, size % 7);
                            Assert.Equal(size, store.Read(0, size).Count());
                            Assert.True((store.LastPublished()?.Size ?? 0) % 7 == 0);
                            reads++;
                        }

                        return reads;
                    },
                    TestContext.Current.CancellationToken
                )
            )
            .ToList();
        for (var i = 0; i < 100; i++)
        {
            store.Stage(Entries(i * 7, 7));
            store.Publish((i + 1) * 7, Bytes(i, 50));
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    [Fact]
    public async Task A_log_opened_again_stands_where_it_stood()
    {
        var apart = new MemoryCheckpointLock();
        var clock = new FakeTimeProvider();
        await using var log = new TestLog(New(), apart, clock);
        await log.Tell(600, "Ann", "Ben", "Cat");
        await log.Hide("Ann", 10);
        clock.Advance(Limits.ErasureWait);
        await log.Erase("Ben", 10);
        await log.Erase("Cat", 6);
        var (digest, head) = (log.World.Digest(), log.Writer.Head);
        Assert.Equal(607, head.Checkpoint.Size);
        await log.Writer.DisposeAsync();

        log.Reopen(Again(log.Store));
        Assert.Equal(digest, log.World.Digest());
        Assert.Equal(head.Checkpoint, log.Writer.Head.Checkpoint);
        Assert.True(head.Note.Span.SequenceEqual(log.Writer.Head.Note.Span));
        Assert.Equal(head.Note, log.Store.LastPublished()!.Value.Note);

        var replay = new Replay(Capabilities.Registry);
        Assert.Null(replay.Run(log.Store.Read(0, log.Store.Size), cancel: TestContext.Current.CancellationToken));
        Assert.Equal(digest, replay.World.Digest());
        Assert.Equal(head.Checkpoint.Root, replay.Machine.Tree.Root());
        var (withheld, stillThere) = replay.CompareBodies();
        Assert.Empty(withheld);
        Assert.Empty(stillThere);
        Assert.Equal([6L, 10L], replay.World.Get<Erasures>().Withdrawn.Keys);
        Assert.True((await log.Say("Cat", "We go on.")).Verdict.IsLawful);
    }

    [Fact]
    public async Task The_same_bytes_sent_again_get_the_same_receipt_also_after_a_restart()
    {
        await using var log = new TestLog(New(), new MemoryCheckpointLock(), new FakeTimeProvider());
        await log.Tell(10, "Ann");
        var act = log.WriteSaying("Ann", "Once.");
        var receipt = await log.Writer.Submit(act);
        await log.Say("Ann", "And more.");
        Assert.Equal(receipt, await log.Writer.Submit(act));
        await log.Writer.DisposeAsync();
        log.Reopen(Again(log.Store));
        Assert.Equal(receipt, await log.Writer.Submit(act));
        Assert.Equal(14, log.Store.Size);
    }

    [Fact]
    public async Task Sixty_four_people_at_once_get_receipts_without_a_gap()
    {
        const int People = 64;
        const int Each = 20;
        await using var log = new TestLog(New(), new MemoryCheckpointLock(), TimeProvider.System);
        await log.Found();
        var before = log.Writer.Head.Checkpoint.Size;
        var receipts = await Task.WhenAll(
            Enumerable
                .Range(0, People)
                .Select(p =>
                    Task.Run(
                        async () =>
                        {
                            var mine = new List<(Receipt Receipt, string Text)>();
                            for (var i = 0; i < Each; i++)
                            {
                                var text = $"{p} says {i}.";
                                var receipt = await log.Say($"Guest {p}", text);
                                Assert.True(log.Writer.Head.Checkpoint.Size > receipt.Index, "acknowledged before it was published");
                                mine.Add((receipt, text));
                            }

                            return mine;
                        },
                        TestContext.Current.CancellationToken
                    )
                )
        );
        Assert.All(receipts.SelectMany(r => r), r => Assert.True(r.Receipt.Verdict.IsLawful, r.Receipt.Verdict.ToString()));
        Assert.All(receipts, mine => Assert.Equal(mine.Select(r => r.Receipt.Index).Order(), mine.Select(r => r.Receipt.Index)));
        Assert.Equal(Enumerable.Range((int)before, People * Each).Select(i => (long?)i), receipts.SelectMany(r => r).Select(r => r.Receipt.Index).Order());
        foreach (var (receipt, text) in receipts.SelectMany(r => r))
        {
            var stored = log.Store.Read(receipt.Index!.Value, receipt.Index.Value + 1).Single();
            Assert.True(Kernel.Acts.Entry.TryParse(stored.Bytes, out var entry, out _));
            Assert.Equal(receipt.Id, entry!.Act.Id);
            Assert.Equal((receipt.At, receipt.Assurance), (entry.At, entry.Assurance));
            Assert.Contains(text, System.Text.Encoding.UTF8.GetString(stored.Body.Bytes.Span), StringComparison.Ordinal);
        }
    }
}
