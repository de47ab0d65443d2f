using System.Text;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>Texts of pages: kept small, read at random, erased without a trace, and still there for those that rested on them.</summary>
public sealed class BlobTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public async Task A_page_of_many_revisions_is_kept_small_and_each_is_read_back()
    {
        var texts = Revisions(200);
        using (var store = SqliteLogStore.Create(folder["log.db"]))
        {
            await using var log = await Filled(store, texts);
            for (var i = 0; i < texts.Length; i++)
            {
                Assert.Equal(texts[i], Text(store, texts[i]));
            }
        }

        var whole = texts.Sum(t => (long)t.Length);
        var kept = Directory.EnumerateFiles(folder.Path).Sum(f => new FileInfo(f).Length);
        Assert.True(kept < whole / 2, $"{whole} bytes of text take {kept} on disk.");
    }

    [Fact]
    public async Task Erasing_a_text_leaves_no_trace_of_it_and_those_kept_as_differences_from_it_whole()
    {
        var texts = Revisions(40);
        texts[7] = texts[7] + "Ilka lives at 12 Brook Lane, behind the mill.";
        using (var store = SqliteLogStore.Create(folder["log.db"]))
        {
            await using var log = await Filled(store, texts);
            var erased = log.World.Get<Commons.Library>().Revisions[7].Entry;
            Assert.True((await log.Erase("Ann", erased)).Verdict.IsLawful);

            Assert.Equal(BodyState.Erased, store.Blob(Id(texts[7]))!.Value.State);
            foreach (var (text, i) in texts.Select((t, i) => (t, i)).Where(t => t.i != 7))
            {
                Assert.True(text == Text(store, text), $"revision {i}");
            }

            var replay = new Replay(Capabilities.Registry);
            Assert.Null(replay.Run(store.ReadWhole(0, store.Size), cancel: TestContext.Current.CancellationToken));
            Assert.Equal(log.World.Digest(), replay.World.Digest());
            Assert.Empty(replay.CompareBodies().Withheld);
        }

        foreach (var file in Directory.EnumerateFiles(folder.Path))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.True(bytes.AsSpan().IndexOf("12 Brook Lane"u8) < 0, file);
            Assert.True(bytes.AsSpan().IndexOf(Salt(texts[7]).ToBytes()) < 0, file);
        }
    }

    [Fact]
    public async Task A_hidden_text_is_not_served_and_comes_back()
    {
        var texts = Revisions(5);
        using var store = SqliteLogStore.Create(folder["log.db"]);
        await using var log = await Filled(store, texts);
        var entry = log.World.Get<Commons.Library>().Revisions[2].Entry;

        Assert.True((await log.Hide("Ann", entry)).Verdict.IsLawful);
        Assert.Equal((BodyState.Hidden, 0), (store.Blob(Id(texts[2]))!.Value.State, store.Blob(Id(texts[2]))!.Value.Bytes.Length));
        Assert.Equal(texts[4], Text(store, texts[4]));
        Assert.True((await log.Show("Ann", entry)).Verdict.IsLawful);
        Assert.Equal(texts[2], Text(store, texts[2]));
    }

    [Fact]
    public async Task Both_stores_give_the_same()
    {
        var texts = Revisions(12);
        using var store = SqliteLogStore.Create(folder["log.db"]);
        using var memory = new MemoryLogStore();
        await using var log = await Filled(store, texts);
        memory.Stage(new([.. store.ReadWhole(0, store.Size)], [], []));
        foreach (var (one, other) in store.ReadWhole(0, store.Size).Zip(memory.ReadWhole(0, store.Size)))
        {
            Assert.Equal(
                one.Blobs.Select(b => (b.Id, b.State, b.Salt, Convert.ToHexString(b.Bytes.Span))),
                other.Blobs.Select(b => (b.Id, b.State, b.Salt, Convert.ToHexString(b.Bytes.Span)))
            );
        }

        Assert.Null(store.Blob(new(Hash.EmptyTree)));
        Assert.Null(memory.Blob(new(Hash.EmptyTree)));
    }

    [Fact]
    public void Names_that_begin_alike_are_told_apart()
    {
        var (one, other) = (new byte[32], new byte[32]);
        other[31] = 1;
        StoredBlob Named(byte[] name, string text) => Blob(text) with { Id = new(Hash.FromBytes(name)) };
        using var store = SqliteLogStore.Create(folder["log.db"]);
        store.Stage(new([new(0, new byte[] { 9 }, new(BodyState.None, default, default), [Named(one, "one"), Named(other, "other")])], [], []));
        Assert.Equal("one", Encoding.UTF8.GetString(store.Blob(new(Hash.FromBytes(one)))!.Value.Bytes.Span));
        Assert.Equal("other", Encoding.UTF8.GetString(store.Blob(new(Hash.FromBytes(other)))!.Value.Bytes.Span));
        other[31] = 2;
        Assert.Null(store.Blob(new(Hash.FromBytes(other))));
        Assert.Equal(2, store.ReadWhole(0, 1).Single().Blobs.Length);
    }

    [Fact]
    public void What_is_packed_is_unpacked()
    {
        var random = new Random(7);
        var noise = new byte[5000];
        random.NextBytes(noise);
        byte[][] samples =
        [
            [],
            [1],
            "hello"u8.ToArray(),
            new byte[100_000],
            new byte[3_000_000],
            noise,
            Encoding.UTF8.GetBytes(Revisions(3)[2]),
            Encoding.UTF8.GetBytes(Revisions(3)[2] + "and so on"),
            Encoding.UTF8.GetBytes("In front: " + Revisions(3)[2]),
            Encoding.UTF8.GetBytes(Revisions(3)[2].Insert(300, "in between, " + new string('x', 200))),
            Encoding.UTF8.GetBytes(Revisions(3)[2].Remove(300, 100)),
            [.. noise[..2000], .. new byte[999], .. noise[2000..]],
        ];
        using var pack = new BlobPack();
        foreach (var sample in samples)
        {
            var packed = pack.Pack(sample);
            Assert.Equal(sample, pack.Unpack(packed, null));
            Assert.True(packed.Length <= sample.Length + 1);
            foreach (var like in samples)
            {
                if (pack.Pack(sample, like) is { } against)
                {
                    Assert.Equal(sample, pack.Unpack(against, like));
                    Assert.True(against.Length <= sample.Length);
                    Assert.Throws<LogException>(() => pack.Unpack(against, null));
                }
            }
        }

        // Rubbish, and what says that it is longer than a text can be.
        foreach (
            var rubbish in new byte[][]
            {
                [],
                [1],
                [2],
                [3],
                [4],
                [9, 1],
                [1, 0, 0, 0, 9, 1, 2, 3],
                [1, 0x7f, 0, 0, 9, 1, 2, 3],
                [3, 9, 1, 2, 3],
                [3, 0xff, 0xff, 0xff, 0xff, 0x7f, 1, 2],
                [3, 0xff, 0xff],
                [5],
                [5, 11, 0, 0],
                [5, 6, 5, 0],
                [5, 1, 1, 2, 9],
                [5, 1, 1, 2, 9, 9, 9],
                [5, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x7f, 9],
                [5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1, 0],
                [5, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0],
                [6, 1, 1, 2, 9, 9],
                [7, 1, 1, 0],
            }
        )
        {
            Assert.Throws<LogException>(() => pack.Unpack(rubbish, null));
            Assert.Throws<LogException>(() => pack.Unpack(rubbish, new byte[10]));
        }

        // An edit of a word costs the word, and some bytes that say where; the same again is those alone.
        var page = Encoding.UTF8.GetBytes(string.Join('\n', Revisions(3)));
        byte[] edited = [.. page.AsSpan(0, 400), .. "word"u8, .. page.AsSpan(410)];
        Assert.InRange(pack.Pack(edited, page)!.Length, 1, 12);
        Assert.InRange(pack.Pack(page, page)!.Length, 1, 8);

        // A frame that grows beyond what was said of it.
        var grown = pack.Pack(new byte[100_000]);
        grown[1]--;
        Assert.Throws<LogException>(() => pack.Unpack(grown, null));
    }

    public void Dispose() => folder.Dispose();

    internal static async Task<TestLog> Filled(SqliteLogStore store, string[] texts)
    {
        var log = new TestLog(store, new MemoryCheckpointLock(), TimeProvider.System);
        await log.Found();
        await log.Join("Ann");
        long page = 0,
            last = 0;
        foreach (var (text, i) in texts.Select((t, i) => (t, i)))
        {
            var content = $"\"text\":\"{Id(text)}\",\"bytes\":{Encoding.UTF8.GetByteCount(text)},\"format\":\"markdown\"";
            var receipt =
                i == 0
                    ? await log.Do("Ann", "page.create/1", $"{{{content}}}", """{"title":"The tap"}""", Blob(text))
                    : await log.Do("Ann", "page.edit/1", $"{{\"page\":{page},\"from\":{last},{content}}}", body: null, Blob(text));
            Assert.True(receipt.Verdict.IsLawful, receipt.Verdict.ToString());
            last = receipt.Index!.Value;
            page = i == 0 ? last : page;
        }

        return log;
    }

    internal static string Text(SqliteLogStore store, string text) => Encoding.UTF8.GetString(store.Blob(Id(text))!.Value.Bytes.Span);

    internal static BlobId Id(string text) => Blob(text).Id;

    internal static StoredBlob Blob(string text) =>
        new(BlobId.Of(Salt(text), Encoding.UTF8.GetBytes(text)), BodyState.Present, Salt(text), Encoding.UTF8.GetBytes(text));

    internal static Hash Salt(string text) => Hash.Of(Encoding.UTF8.GetBytes("salt " + text));

    internal static string[] Revisions(int count)
    {
        var random = new Random(1);
        var words = Enumerable
            .Range(0, 900)
            .Select(_ => new string([.. Enumerable.Range(0, random.Next(3, 9)).Select(_ => (char)('a' + random.Next(26)))]))
            .ToList();
        var texts = new string[count];
        for (var i = 0; i < count; i++)
        {
            words[random.Next(words.Count)] = "changed" + i;
            texts[i] = string.Join(' ', words);
        }

        return texts;
    }
}
