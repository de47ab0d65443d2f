using System.Buffers.Binary;
using System.Security.Cryptography;
using Moot.Host.Folders;
using Moot.Kernel;
using Moot.Kernel.Storage;

namespace Moot.Host.Gits;

/// <summary>Writes a repository as git keeps it on disk: bare, with one pack and its index (gitrepository-layout, gitformat-pack).</summary>
internal static class GitRepository
{
    private const string Config = "[core]\n\trepositoryformatversion = 0\n\tfilemode = false\n\tbare = true\n";

    /// <summary>Writes it, or writes an earlier one anew.</summary>
    /// <param name="log">The log.</param>
    /// <param name="world">How things stand.</param>
    /// <param name="output">A folder that is empty, not there, or an earlier export.</param>
    /// <param name="progress">Told entries done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Commits, and the name of the last one; null where there is none.</returns>
    public static async Task<(int Commits, ObjectName? Last)> Write(ILogStore log, World world, string output, Action<long>? progress, CancellationToken cancel)
    {
        if (!IsOurs(output))
        {
            AssociationFolder.RefuseUsed(output);
        }

        Directory.CreateDirectory(output);
        var work = Path.Combine(output, "moot-work");
        GitStore.Delete(work);
        var packs = Directory.CreateDirectory(Path.Combine(output, "objects", "pack")).FullName;
        try
        {
            using var store = GitStore.Open(work, world.Association!.Value);
            new GitMaking(log, store).Make(world, progress, cancel);
            string? kept = null;
            if (store.Commits > 0)
            {
                kept = await WritePack(store, packs, cancel);
            }

            // A text that went out of sight since an earlier export must not stay in it.
            foreach (
                var pack in Directory.EnumerateFiles(packs).Where(p => !string.Equals(Path.GetFileNameWithoutExtension(p), kept, StringComparison.Ordinal))
            )
            {
                File.Delete(pack);
            }

            Directory.CreateDirectory(Path.Combine(output, "objects", "info"));
            var heads = Directory.CreateDirectory(Path.Combine(output, "refs", "heads")).FullName;
            Directory.CreateDirectory(Path.Combine(output, "refs", "tags"));
            await File.WriteAllTextAsync(Path.Combine(output, "config"), Config, cancel);
            await File.WriteAllTextAsync(Path.Combine(output, "description"), "Written by moot export git.\n", cancel);
            ObjectName? last = store.Commits > 0 ? store.Object(store.Commit(store.Commits - 1).Object).Name : null;
            if (last is not null)
            {
                await File.WriteAllTextAsync(Path.Combine(heads, "main"), $"{last}\n", cancel);
            }

            await File.WriteAllTextAsync(Path.Combine(output, "HEAD"), $"ref: {UploadPack.Branch}\n", cancel);
            return (store.Commits, last);
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    private static bool IsOurs(string output) =>
        File.Exists(Path.Combine(output, "description"))
        && File.ReadAllText(Path.Combine(output, "description")).StartsWith("Written by moot", StringComparison.Ordinal);

    private static async Task<string> WritePack(GitStore store, string packs, CancellationToken cancel)
    {
        var half = Path.Combine(packs, "half");
        byte[] sum = [];
        await using (var file = File.Create(half))
        {
            using var sender = new PackSender(
                store,
                async bytes =>
                {
                    sum = bytes.Length == SHA1.HashSizeInBytes ? bytes.ToArray() : sum;
                    await file.WriteAsync(bytes, cancel);
                }
            );
            await sender.Send(PackPlan.Between(store, -1, store.Commits - 1, isThin: false), cancel);
        }

        var name = "pack-" + Convert.ToHexStringLower(sum);
        await File.WriteAllBytesAsync(Path.Combine(packs, name + ".idx"), Index(store, sum), cancel);
        File.Move(half, Path.Combine(packs, name + ".pack"), overwrite: true);
        return name;
    }

    /// <summary>The index of the pack, version 2.</summary>
    private static byte[] Index(GitStore store, byte[] packSum)
    {
        var count = store.Commit(store.Commits - 1).Object + 1;
        var made = Enumerable.Range(0, count).Select(n => (Number: n, Object: store.Object(n))).ToArray();
        Array.Sort(
            made,
            (a, b) => (a.Object.Name.High, a.Object.Name.Middle, a.Object.Name.Low).CompareTo((b.Object.Name.High, b.Object.Name.Middle, b.Object.Name.Low))
        );
        var index = new MemoryStream();
        index.Write([0xFF, (byte)'t', (byte)'O', (byte)'c', 0, 0, 0, 2]);
        var upTo = 0;
        for (var first = 0; first < 256; first++)
        {
            while (upTo < count && (int)(made[upTo].Object.Name.High >> 56) <= first)
            {
                upTo++;
            }

            Put(index, (uint)upTo);
        }

        var name = new byte[ObjectName.Size];
        foreach (var (_, one) in made)
        {
            one.Name.CopyTo(name);
            index.Write(name);
        }

        foreach (var (number, one) in made)
        {
            var packed = new byte[store.EndOf(number) - one.At];
            store.Read(one.At, packed);
            Put(index, Crc(packed));
        }

        // What begins beyond 2 GiB stands in a list of its own.
        var far = made.Where(m => m.Object.At > int.MaxValue).Select(m => m.Object.At).ToList();
        var next = 0u;
        foreach (var (_, one) in made)
        {
            Put(index, one.At > int.MaxValue ? 0x80000000 | next++ : (uint)one.At);
        }

        foreach (var at in far)
        {
            Put(index, (uint)(at >> 32));
            Put(index, (uint)at);
        }

        index.Write(packSum);
        index.Write(SHA1.HashData(index.GetBuffer().AsSpan(0, (int)index.Length)));
        return index.ToArray();
    }

    private static void Put(MemoryStream to, uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        to.Write(bytes);
    }

    /// <summary>CRC-32 as zlib has it (RFC 1952 §8).</summary>
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var b in bytes)
        {
            sum = CrcTable[(byte)(sum ^ b)] ^ (sum >> 8);
        }

        return ~sum;
    }

    private static readonly uint[] CrcTable =
    [
        .. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1)),
    ];
}
