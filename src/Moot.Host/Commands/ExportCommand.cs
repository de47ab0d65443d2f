using System.CommandLine;
using Moot.Host.Folders;
using Moot.Host.Operations;

namespace Moot.Host.Commands;

/// <summary><c>moot export tiles DIR OUT</c>: a log as plain files.</summary>
internal static class ExportCommand
{
    public static Command Create() => new("export", "Write a log in a form that others read.") { Tiles(), ExportWiki.Create(), ExportGit.Create() };

    private static Command Tiles()
    {
        var directory = new Argument<string>("DIR") { Description = "The association's folder." };
        var output = new Argument<string>("OUT") { Description = "Where to write: a new folder, or an earlier export of the same log." };
        return new Command("tiles", "Write the checkpoint, tiles, entries and bodies as files that any web server can serve.") { directory, output }.Does(
            async (parsed, terminal, cancel) =>
            {
                var (folder, to) = (AssociationFolder.Open(parsed.GetRequiredValue(directory)), parsed.GetRequiredValue(output));
                var checkpoint = await terminal.Progress("Writing", progress => Task.Run(() => Export.Tiles(folder, to, progress, cancel), cancel));
                terminal.Answer(
                    $"Wrote {checkpoint.Size} entries of {checkpoint.Origin} to {to}. Serve it with any web server; moot verify {to} checks it.",
                    new()
                    {
                        ["ok"] = true,
                        ["origin"] = checkpoint.Origin,
                        ["vkey"] = folder.Vkey.ToString(),
                        ["size"] = checkpoint.Size,
                        ["directory"] = Path.GetFullPath(to),
                    }
                );
                return 0;
            }
        );
    }
}
