using System.Text;
using Moot.Host.Storage;
using Moot.Kernel.Storage;
using Xunit;

namespace Moot.Host.Tests.Storage;

public sealed class FileCheckpointLockTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string Lock => folder["a/b/lock"];

    public void Dispose() => folder.Dispose();

    private static byte[] Note(int number) => Encoding.UTF8.GetBytes($"moot.example/x\n{number}\n...\n");

    private void SwapTo(int number)
    {
        using var apart = FileCheckpointLock.Open(Lock);
        for (var i = 1; i <= number; i++)
        {
            Assert.True(apart.Swap(i == 1 ? null : Note(i - 1), Note(i)));
            Assert.Equal(Note(i), apart.Read());
        }
    }

    private void Spoil(int slot, int at = 60)
    {
        var bytes = File.ReadAllBytes(Lock);
        bytes[(slot * StorageLimits.LockSlotBytes) + at] ^= 1;
        File.WriteAllBytes(Lock, bytes);
    }

    private (byte[]? Note, string? Warning) Opened()
    {
        using var apart = FileCheckpointLock.Open(Lock);
        Assert.Equal(apart.Read(), FileCheckpointLock.Peek(Lock));
        return (apart.Read(), apart.Warning);
    }

    [Fact]
    public void A_new_lock_holds_nothing()
    {
        Assert.Null(FileCheckpointLock.Peek(Lock));
        Assert.Equal((null, null), Opened());
        Assert.Null(FileCheckpointLock.Peek(Lock));
        Assert.Equal(2 * StorageLimits.LockSlotBytes, new FileInfo(Lock).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void What_was_swapped_in_last_is_there_later(int swaps)
    {
        SwapTo(swaps);
        var (note, warning) = Opened();
        Assert.Equal(Note(swaps), note);
        Assert.Null(warning);
    }

    [Fact]
    public void Another_checkpoint_than_the_expected_one_is_not_replaced()
    {
        SwapTo(3);
        using var apart = FileCheckpointLock.Open(Lock);
        Assert.False(apart.Swap(null, Note(9)));
        Assert.False(apart.Swap(Note(2), Note(9)));
        Assert.Equal(Note(3), apart.Read());
        Assert.True(apart.Swap(Note(3), Note(4)));
    }

    [Fact]
    public void Only_one_program_holds_it()
    {
        using (FileCheckpointLock.Open(Lock))
        {
            Assert.Equal("in-use", Assert.Throws<LogException>(() => FileCheckpointLock.Open(Lock)).Code);
        }

        FileCheckpointLock.Open(Lock).Dispose();
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void Where_the_newest_slot_is_torn_the_one_before_counts_and_that_is_told(int swaps, int newest)
    {
        SwapTo(swaps);
        Spoil(newest);
        var (note, warning) = Opened();
        Assert.Equal(Note(swaps - 1), note);
        Assert.Contains("damaged", warning, StringComparison.Ordinal);

        // The next swap mends it.
        using (var apart = FileCheckpointLock.Open(Lock))
        {
            Assert.True(apart.Swap(Note(swaps - 1), Note(9)));
        }

        Assert.Equal(Note(9), Opened().Note);
        Assert.Null(Opened().Warning);
    }

    [Fact]
    public void Where_the_older_slot_is_rotten_the_newest_counts_and_that_is_told()
    {
        SwapTo(4);
        Spoil(1);
        Assert.Equal(Note(4), Opened().Note);
        Assert.NotNull(Opened().Warning);
    }

    [Fact]
    public void Where_both_are_broken_nothing_is_guessed()
    {
        SwapTo(4);
        Spoil(0);
        Spoil(1);
        Assert.Equal("lock-damaged", Assert.Throws<LogException>(() => FileCheckpointLock.Open(Lock)).Code);
        Assert.Equal("lock-damaged", Assert.Throws<LogException>(() => FileCheckpointLock.Peek(Lock)).Code);
    }

    [Fact]
    public void A_first_swap_that_was_torn_is_as_if_it_never_was()
    {
        SwapTo(1);
        Spoil(1);
        Assert.Null(Opened().Note);
        Assert.NotNull(Opened().Warning);
    }

    [Fact]
    public void A_lock_that_was_cut_off_is_told()
    {
        SwapTo(2);
        using (var file = File.OpenWrite(Lock))
        {
            file.SetLength(StorageLimits.LockSlotBytes);
        }

        Assert.Equal(Note(2), Opened().Note);
        SwapTo3();
        using (var file = File.OpenWrite(Lock))
        {
            file.SetLength(StorageLimits.LockSlotBytes);
        }

        Assert.Equal(Note(2), Opened().Note);
        Assert.NotNull(Opened().Warning);

        void SwapTo3()
        {
            using var apart = FileCheckpointLock.Open(Lock);
            Assert.True(apart.Swap(Note(2), Note(3)));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_told_or_unused()
    {
        SwapTo(4);
        var whole = File.ReadAllBytes(Lock);
        var used = 57 + Note(4).Length;
        for (var bit = 0; bit < whole.Length * 8; bit += bit % (StorageLimits.LockSlotBytes * 8) < used * 8 ? 1 : 797)
        {
            var bytes = (byte[])whole.Clone();
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(Lock, bytes);
            var (slot, at) = Math.DivRem(bit / 8, StorageLimits.LockSlotBytes);
            var (note, warning) = Opened();
            Assert.Equal(slot == 0 && at < used ? Note(3) : Note(4), note);
            Assert.Equal(at < used, warning is not null);
        }
    }

    [Fact]
    public void Each_log_has_a_lock_of_its_own_in_a_folder_that_can_be_chosen()
    {
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("moot.example/x"u8)),
            Path.GetFileName(FileCheckpointLock.PathFor("moot.example/x"))
        );
        Assert.NotEqual(FileCheckpointLock.PathFor("moot.example/x"), FileCheckpointLock.PathFor("moot.example/y"));
        Assert.StartsWith(FileCheckpointLock.DefaultDirectory(), FileCheckpointLock.PathFor("moot.example/x"), StringComparison.Ordinal);
        Assert.Equal(Environment.GetEnvironmentVariable("MOOT_LOCKS"), FileCheckpointLock.DefaultDirectory());
    }
}
