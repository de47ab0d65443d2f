using System.CommandLine;
using Moot.Host.Folders;
using Moot.Host.Moving;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot export wiki DIR [-o FILE]</c>: all pages with their histories as MediaWiki's XML.</summary>
internal static class ExportWiki
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "The association's folder, or that of a mirror or fork." };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; by default standard output." };
        return new Command("wiki", "Write all pages with their histories as XML that MediaWiki and others read (schema 0.11).") { directory, output }.Does(
            async (parsed, terminal, cancel) =>
            {
                var place = parsed.GetRequiredValue(directory);
                if (RemoteHost.IsUrl(place))
                {
                    throw new LogException("url", $"Copy it first: moot mirror {place} COPY --once, and then moot export wiki COPY.");
                }

                using var store = AssociationFolder.Open(place).OpenStore(readOnly: true);
                var size = store.LastPublished()?.Size ?? throw new LogException("no-checkpoint", $"{place} holds no checkpoint yet.");
                var replay = new Replay(Capabilities.Registry, verifySignatures: false);
                if (replay.Run(store.Read(0, size), cancel: cancel) is { } fault)
                {
                    throw new LogException(fault.Code, $"Entry {fault.Index} is not lawful: {fault.Sentence}");
                }

                if (parsed.GetValue(output) is not { } path)
                {
                    await using var standard = Console.OpenStandardOutput();
                    WikiExport.Write(store, replay.World, standard, progress: null, cancel);
                    return 0;
                }

                var (pages, revisions) = await terminal.Progress(
                    "Writing",
                    tell => Task.Run(() => WholeFile.Write(path, to => WikiExport.Write(store, replay.World, to, done => tell(done, 0), cancel)), cancel)
                );
                terminal.Answer(
                    $"Wrote {pages} pages with {revisions} revisions to {path}.",
                    new()
                    {
                        ["ok"] = true,
                        ["pages"] = pages,
                        ["revisions"] = revisions,
                        ["file"] = Path.GetFullPath(path),
                    }
                );
                return 0;
            }
        );
    }
}
