using System.CommandLine;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Storage;
using Moot.Kernel;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Commands;

/// <summary><c>moot rebuild</c> and <c>moot adopt</c>: looking after a folder.</summary>
internal static class KeepCommands
{
    private static Argument<string> DirectoryArgument => new("DIR") { Description = "The association's folder." };

    public static Command Rebuild()
    {
        var directory = DirectoryArgument;
        return new Command("rebuild", "Make everything anew that is computed from the log.") { directory }.Does(
            async (parsed, terminal, cancel) =>
            {
                var folder = AssociationFolder.Open(parsed.GetRequiredValue(directory));
                using var checkpoint = folder.Card.Role == FolderRole.Host ? FileCheckpointLock.Open(FileCheckpointLock.PathFor(folder.Origin)) : null;
                var packed = checkpoint is not null && LogRepack.IsWanted(folder.LogPath) && await Pack(terminal, folder, cancel);
                using var store = folder.OpenStore(readOnly: false);
                var tiles = await terminal.Progress("Rebuilding", progress => Task.Run(() => Tiles(store, folder, n => progress(n, store.Size)), cancel));
                Caches.SearchFile.Delete(folder.SearchPath); // made again when the folder is served
                Gits.GitStore.Delete(folder.CachePath);
                terminal.Answer(
                    $"Rebuilt {tiles} tiles from {store.Size} entries." + (packed ? " The log was written anew and takes less room." : ""),
                    new()
                    {
                        ["ok"] = true,
                        ["packed"] = packed,
                        ["tiles"] = tiles,
                        ["size"] = store.Size,
                    }
                );
                return 0;
            }
        );
    }

    /// <summary>Writes a log that an older program made anew, packed; it takes the old one's place only if it is the same.</summary>
    private static async Task<bool> Pack(Terminal terminal, AssociationFolder folder, CancellationToken cancel)
    {
        folder.OpenStore(readOnly: false).Dispose(); // what stands in the write-ahead log comes into the file
        await terminal.Progress("Packing", progress => Task.Run(() => LogRepack.Write(folder.LogPath, n => progress(n, n)), cancel));
        LogRepack.Replace(folder.LogPath);
        return true;
    }

    public static Command Adopt()
    {
        var directory = DirectoryArgument;
        return new Command("adopt", "Go on with a folder that was moved here whole from another machine.") { directory }.Does(
            async (parsed, terminal, cancel) =>
            {
                var folder = AssociationFolder.Open(parsed.GetRequiredValue(directory));
                await using var log = HostedLog.Open(folder, TimeProvider.System, new(Adopt: true));
                var size = log.Head.Checkpoint.Size;
                terminal.Answer(
                    $"This machine goes on with {folder.Origin} at entry {size}. Let it run nowhere else.",
                    new()
                    {
                        ["ok"] = true,
                        ["origin"] = folder.Origin,
                        ["size"] = size,
                    }
                );
                return 0;
            }
        );
    }

    private static int Tiles(SqliteLogStore store, AssociationFolder folder, Action<long> progress)
    {
        var tree = new HashTree();
        foreach (var entry in store.Read(0, store.Size))
        {
            tree.Append(Hash.Leaf(entry.Bytes.Span));
            if (entry.Index % 4096 == 0)
            {
                progress(entry.Index);
            }
        }

        if (
            store.LastPublished() is not { } last
            || !Kernel.Encoding.Checkpoint.TryOpen(last.Note, folder.Vkey, out var checkpoint, out _)
            || tree.Size < checkpoint.Size
            || tree.RootAt(checkpoint.Size) != checkpoint.Root
        )
        {
            throw new LogException(
                "damaged",
                "The entries themselves are not those of the last checkpoint, so nothing can be rebuilt from them. Restore them from a mirror."
            );
        }

        var tiles = tree.TakeCompleted();
        store.Stage(new([], tiles, []));
        return tiles.Length;
    }
}
