using System.CommandLine;
using Moot.Host.Folders;
using Moot.Host.Gits;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot export git DIR -o OUT</c>: pages and files with their histories as a git repository.</summary>
internal static class ExportGit
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "The association's folder, or that of a mirror or fork." };
        var output = new Option<string>("--output", "-o") { Description = "Where to write: a new folder, or an earlier export.", Required = true };
        return new Command("git", "Write pages and files with their histories as a bare git repository.") { directory, output }.Does(
            async (parsed, terminal, cancel) =>
            {
                var (place, to) = (parsed.GetRequiredValue(directory), parsed.GetRequiredValue(output));
                if (RemoteHost.IsUrl(place))
                {
                    throw new LogException("url", $"Git itself can do that: git clone {place} {to}");
                }

                using var store = AssociationFolder.Open(place).OpenStore(readOnly: true);
                var size = store.LastPublished()?.Size ?? throw new LogException("no-checkpoint", $"{place} holds no checkpoint yet.");
                var replay = new Replay(Capabilities.Registry, verifySignatures: false);
                if (replay.Run(store.Read(0, size), cancel: cancel) is { } fault)
                {
                    throw new LogException(fault.Code, $"Entry {fault.Index} is not lawful: {fault.Sentence}");
                }

                var (commits, last) = await terminal.Progress(
                    "Writing",
                    tell => Task.Run(() => GitRepository.Write(store, replay.World, to, done => tell(done, size), cancel), cancel)
                );
                terminal.Answer(
                    $"Wrote {commits} commits to {to}. To have the files: git clone {to} FOLDER",
                    new()
                    {
                        ["ok"] = true,
                        ["commits"] = commits,
                        ["last"] = last?.ToString(),
                        ["directory"] = Path.GetFullPath(to),
                    }
                );
                return 0;
            }
        );
    }
}
