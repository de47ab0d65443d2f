using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

/// <summary>What can be wrong with a log's file or its lock, and that the program says which.</summary>
public sealed class LogFileTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string Log => folder["log"];

    private string Lock => folder["lock"];

    public void Dispose() => folder.Dispose();

    private static string CodeOf(Action action) => Assert.Throws<LogException>(action).Code;

    private TestLog OpenLog(string origin = TestLog.FirstOrigin) =>
        new(File.Exists(Log) ? SqliteLogStore.Open(Log) : SqliteLogStore.Create(Log), FileCheckpointLock.Open(Lock), new FakeTimeProvider(), origin);

    private static async Task Close(TestLog log)
    {
        await log.DisposeAsync();
        log.Store.Dispose();
        log.Lock.Dispose();
    }

    private async Task<int> Tell(int sayings)
    {
        var log = OpenLog();
        await log.Tell(sayings, "Ann", "Ben");
        var size = (int)log.Store.Size;
        await Close(log);
        return size;
    }

    private string WhyNotOpened()
    {
        using var store = SqliteLogStore.Open(Log);
        using var apart = FileCheckpointLock.Open(Lock);
        return CodeOf(() => _ = new TestLog(store, apart, new FakeTimeProvider()));
    }

    [Fact]
    public void What_is_not_there_is_not_opened() => Assert.Equal("no-log", CodeOf(() => SqliteLogStore.Open(Log)));

    [Fact]
    public void What_is_there_is_not_made_again()
    {
        SqliteLogStore.Create(Log).Dispose();
        Assert.Equal("log-exists", CodeOf(() => SqliteLogStore.Create(Log)));
    }

    [Fact]
    public void A_log_is_not_made_where_there_is_no_folder() => Assert.Equal("cannot-open", CodeOf(() => SqliteLogStore.Create(folder["no/such/folder"])));

    [Theory]
    [InlineData("")]
    [InlineData("A letter to the members, of more than a hundred characters, so that it is taken for the header of a database; which it is not.")]
    public void Another_file_is_no_log(string text)
    {
        File.WriteAllText(Log, text);
        Assert.Equal("not-a-log", CodeOf(() => SqliteLogStore.Open(Log)));
        Assert.Equal("not-a-log", CodeOf(() => SqliteLogStore.Open(Log, readOnly: true)));
        Assert.Equal(text, File.ReadAllText(Log));
    }

    [Fact]
    public void Another_database_is_no_log_and_a_newer_log_is_told()
    {
        using (var other = new SqliteConnection($"Data Source={Log};Pooling=False"))
        {
            other.Open();
            Run(other, "CREATE TABLE t(x)");
            Assert.Equal("not-a-log", CodeOf(() => SqliteLogStore.Open(Log)));
            Run(other, "PRAGMA application_id=0x4d4f4f54; PRAGMA user_version=3");
            Assert.Equal("newer-log", CodeOf(() => SqliteLogStore.Open(Log)));
        }

        static void Run(SqliteConnection connection, string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_log_opened_for_reading_is_not_written_and_follows_the_writer()
    {
        await Tell(10);
        var log = OpenLog();
        using var reader = SqliteLogStore.Open(Log, readOnly: true);
        Assert.Equal("read-only", CodeOf(() => reader.Stage(new([], [], []))));
        Assert.Equal("read-only", CodeOf(() => reader.Publish(1, default)));
        Assert.Equal(13, reader.Size);
        await log.Say("Ann", "More.");
        Assert.Equal(14, reader.Size);
        Assert.Equal(14, reader.LastPublished()!.Value.Size);
        Assert.Equal(14, reader.Read(0, 14).Count());
        Assert.Null(reader.IntegrityProblem());
        await Close(log);
    }

    [Fact]
    public async Task A_log_on_a_medium_that_cannot_be_written_can_be_read()
    {
        using var medium = Medium.Mount("16m");
        await Tell(300);
        File.Copy(Log, medium["log"]);
        medium.Remount("ro");
        Assert.Equal("read-only", CodeOf(() => SqliteLogStore.Open(medium["log"])));
        Assert.Equal("cannot-open", CodeOf(() => SqliteLogStore.Create(medium["new"])));
        Assert.Equal("read-only", CodeOf(() => FileCheckpointLock.Open(medium["lock"])));
        using var reader = SqliteLogStore.Open(medium["log"], readOnly: true);
        Assert.Equal(303, reader.Read(0, reader.Size).Count());
        Assert.Null(reader.IntegrityProblem());
    }

    [Fact]
    public async Task A_full_disk_is_told_and_nothing_acknowledged_is_lost()
    {
        using var medium = Medium.Mount("1m");
        var store = SqliteLogStore.Create(medium["log"]);
        var log = new TestLog(store, FileCheckpointLock.Open(medium["lock"]), new FakeTimeProvider());
        var (acknowledged, doubtful) = await FillUp(log);
        Assert.Equal("disk-full", Assert.IsType<LogException>(log.Writer.Failure).Code);
        await Close(log);

        medium.Remount("size=8m");
        store = SqliteLogStore.Open(medium["log"]);
        Assert.Null(store.IntegrityProblem());
        log.Reopen(store, FileCheckpointLock.Open(medium["lock"]));
        await GoOn(log, acknowledged, doubtful);
    }

    [Fact]
    public async Task A_file_that_may_not_grow_is_told_and_nothing_acknowledged_is_lost()
    {
        var log = OpenLog();
        await log.Tell(20, "Ann");
        ((SqliteLogStore)log.Store).LeaveRoom(200_000);
        var (acknowledged, doubtful) = await FillUp(log);
        Assert.Equal("disk-full", Assert.IsType<LogException>(log.Writer.Failure).Code);
        await Close(log);
        log.Reopen(SqliteLogStore.Open(Log), FileCheckpointLock.Open(Lock));
        await GoOn(log, acknowledged, doubtful);
    }

    private static async Task<(List<Receipt> Acknowledged, byte[] Doubtful)> FillUp(TestLog log)
    {
        var acknowledged = new List<Receipt>();
        if (log.World.Association is null)
        {
            acknowledged.Add(await log.Found());
        }

        while (true)
        {
            var bytes = log.WriteSaying("Guest", new string('x', 15_000));
            var receipt = await log.Writer.Submit(bytes);
            if (!receipt.Verdict.IsLawful)
            {
                Assert.Equal("in-doubt", receipt.Verdict.Code);
                return (acknowledged, bytes);
            }

            acknowledged.Add(receipt);
            Assert.True(acknowledged.Count < 1000);
        }
    }

    private static async Task GoOn(TestLog log, List<Receipt> acknowledged, byte[] doubtful)
    {
        foreach (var receipt in acknowledged)
        {
            var stored = log.Store.Read(receipt.Index!.Value, receipt.Index.Value + 1).Single();
            Assert.True(Kernel.Acts.Entry.TryParse(stored.Bytes, out var entry, out _) && entry!.Act.Id == receipt.Id);
        }

        var size = acknowledged[^1].Index!.Value + 1;
        var again = await log.Writer.Submit(doubtful);
        Assert.True(again.Verdict.IsLawful, again.Verdict.ToString());
        Assert.Equal(size, again.Index);
        Assert.Equal(size + 1, log.Store.Size);
        await Close(log);
    }

    [Fact]
    public async Task A_restored_backup_is_refused()
    {
        await Tell(10);
        File.Copy(Log, folder["backup"]);
        var log = OpenLog();
        await log.Say("Guest", "After the backup.");
        await Close(log);
        File.Copy(folder["backup"], Log, overwrite: true);
        Assert.Equal("restored-from-backup", WhyNotOpened());
    }

    [Fact]
    public async Task A_restored_backup_on_which_somebody_went_on_elsewhere_is_refused()
    {
        await Tell(10);
        File.Copy(Log, folder["backup"]);
        File.Copy(Lock, folder["old-lock"]);
        var log = OpenLog();
        await log.Say("Guest", "One history.");
        await Close(log);
        File.Copy(Lock, folder["new-lock"]);

        File.Copy(folder["backup"], Log, overwrite: true);
        File.Copy(folder["old-lock"], Lock, overwrite: true);
        log = OpenLog();
        await log.Say("Stranger", "Another history.");
        await log.Say("Stranger", "And longer.");
        await Close(log);
        File.Copy(folder["new-lock"], Lock, overwrite: true);
        Assert.Equal("damaged", WhyNotOpened());
    }

    [Fact]
    public async Task A_log_whose_lock_is_missing_is_refused_until_it_is_adopted()
    {
        var size = await Tell(10);
        File.Delete(Lock);
        Assert.Equal("lock-missing", WhyNotOpened());
        using var store = SqliteLogStore.Open(Log);
        using var apart = FileCheckpointLock.Open(Lock);
        var parts = new WriterParts(
            Capabilities.Registry,
            store,
            apart,
            TestLog.Key("log of " + TestLog.FirstOrigin),
            TestLog.FirstOrigin,
            new FakeTimeProvider()
        );
        await using (var writer = Writer.Open(parts with { Adopt = true }))
        {
            Assert.Equal(size, writer.Head.Checkpoint.Size);
        }

        await using (var writer = Writer.Open(parts))
        {
            Assert.Equal(size, writer.Head.Checkpoint.Size);
        }
    }

    [Fact]
    public async Task The_lock_of_another_log_is_refused()
    {
        await Tell(10);
        using (var other = FileCheckpointLock.Open(folder["other-lock"]))
        {
            await using var log = new TestLog(new MemoryLogStore(), other, new FakeTimeProvider(), "moot.example/choir");
            await log.Tell(10, "Ann");
        }

        File.Copy(folder["other-lock"], Lock, overwrite: true);
        Assert.Equal("lock-foreign", WhyNotOpened());
    }

    [Fact]
    public async Task A_copy_from_before_the_founding_is_refused()
    {
        SqliteLogStore.Create(folder["empty"]).Dispose();
        await Tell(10);
        File.Copy(folder["empty"], Log, overwrite: true);
        Assert.Equal("restored-from-backup", WhyNotOpened());
    }

    [Theory]
    [InlineData(WriteStep.Stage, false)]
    [InlineData(WriteStep.Stage, true)]
    [InlineData(WriteStep.Swap, false)]
    [InlineData(WriteStep.Swap, true)]
    public async Task A_fork_that_fails_in_its_first_act_is_done_again(WriteStep step, bool isPersisted)
    {
        var size = await Tell(10);
        File.Copy(Log, folder["fork"]);
        using var store = new FaultyStore(SqliteLogStore.Open(folder["fork"]));
        using var apart = new FaultyLock(FileCheckpointLock.Open(folder["fork-lock"]));
        const string Origin = "moot.example/allotment-8";
        Assert.Equal("lock-missing", CodeOf(() => _ = new TestLog(store, apart, new FakeTimeProvider(), Origin)));
        await using var log = new TestLog(store, apart, new FakeTimeProvider(), Origin, adopt: true);
        var fork = log.WriteFork("Ben", store.LastPublished()!.Value.Note);
        store.Fault = apart.Fault = new FaultPlan(step, 1, isPersisted);
        Assert.Equal("in-doubt", (await log.Writer.Submit(fork)).Verdict.Code);
        store.Fault = apart.Fault = null;

        log.Reopen();
        var receipt = await log.Writer.Submit(fork);
        Assert.True(receipt.Verdict.IsLawful, receipt.Verdict.ToString());
        Assert.Equal(size, receipt.Index);
        Assert.Equal(size + 1, (await log.Say("Ann", "Here we are.")).Index);
        await log.Writer.DisposeAsync();
        log.Reopen();
        Assert.Equal(size + 2, log.Writer.Head.Checkpoint.Size);
    }

    [Fact]
    public void Two_who_write_the_same_file_are_told()
    {
        using var first = SqliteLogStore.Create(Log);
        using var second = SqliteLogStore.Open(Log);
        Batch batch = new([new(0, new byte[] { 1 }, new(BodyState.None, default, default))], [], []);
        first.Stage(batch);
        Assert.Equal("other-writer", CodeOf(() => second.Stage(batch)));
        Assert.Equal(1, second.Size);
    }

    [Fact]
    public async Task A_log_that_has_not_begun_may_be_opened_again()
    {
        var log = OpenLog();
        await Close(log);
        log = OpenLog();
        Assert.Equal(0, (await log.Found()).Index);
        await Close(log);
    }

    [Fact]
    public async Task A_log_is_verified_without_its_lock_being_taken()
    {
        var log = OpenLog();
        await log.Tell(5, "Ann");
        Assert.True(FileCheckpointLock.Peek(Lock).AsSpan().SequenceEqual(log.Writer.Head.Note.Span));
        Assert.Equal("in-use", CodeOf(() => FileCheckpointLock.Open(Lock)));
        await Close(log);
    }

    [Fact]
    public async Task A_file_cut_off_at_any_length_is_told()
    {
        await Tell(550);
        var whole = File.ReadAllBytes(Log);
        Assert.Null(LogWhole.Problem(Log, FileCheckpointLock.Peek(Lock)!, out var before));
        Assert.NotNull(before);
        var random = new Random(7);
        int[] lengths =
        [
            1,
            16,
            99,
            100,
            101,
            512,
            4096,
            8191,
            8192,
            8193,
            16384,
            .. Enumerable.Range(0, 40).Select(_ => random.Next(whole.Length)),
            whole.Length - 8192,
            whole.Length - 1,
        ];
        foreach (var length in lengths)
        {
            File.WriteAllBytes(Log, whole[..length]);
            var told = LogWhole.Problem(Log, FileCheckpointLock.Peek(Lock)!, out var rows);
            // Bytes at the very end that were zeros are read as zeros: then nothing was lost.
            Assert.True(told is not null || before.Difference(rows!) is null, $"cut off at {length} of {whole.Length}");
        }
    }
}
