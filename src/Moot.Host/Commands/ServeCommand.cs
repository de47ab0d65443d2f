using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Door;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Host.Web;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot serve [DIR]</c>: serves one association or many.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "An association's folder, or a folder with several.", DefaultValueFactory = _ => "." };
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => Server.DefaultUrl };
        var demo = new Option<bool>("--demo") { Description = "Serve a small living example from a folder of its own." };
        return new Command("serve", "Serve associations over HTTP.") { directory, urls, demo }.Does(
            async (parsed, terminal, cancel) =>
            {
                var root = parsed.GetRequiredValue(directory);
                if (!Directory.Exists(root) && !parsed.GetValue(demo))
                {
                    throw new LogException("not-a-folder", $"There is no folder {root} (moot init {root} --name NAME founds an association there).");
                }

                if (parsed.GetValue(demo))
                {
                    root = Path.Combine(root, "demo");
                    if (!AssociationFolder.Exists(root))
                    {
                        await Demo.Create(root, TimeProvider.System);
                    }
                }

                await Serve(AssociationFolder.FindAll(root), AssociationFolder.Exists(root), parsed.GetRequiredValue(urls), terminal, cancel);
                return 0;
            }
        );
    }

    private static async Task Serve(IReadOnlyList<AssociationFolder> folders, bool isSingle, string urls, Terminal terminal, CancellationToken cancel)
    {
        var logs = new List<IServedLog>();
        try
        {
            foreach (var folder in folders)
            {
                logs.Add(
                    folder.Card.Role == FolderRole.Mirror
                        ? new MirroredLog(folder, TimeProvider.System, terminal.Note)
                        : await terminal.Progress(
                            $"Reading {folder.Origin}",
                            progress => Task.Run(() => (IServedLog)HostedLog.Open(folder, TimeProvider.System, new(Progress: n => progress(n, 0))), cancel)
                        )
                );
            }

            await using var app = await Server.Start(logs, isSingle, urls, DoorLimits.Usual, terminal.Note);
            var address = Server.Address(app);
            foreach (var log in logs)
            {
                await File.WriteAllTextAsync(log.Folder.ServingPath, isSingle ? address : $"{address}/{Server.Slug(log)}", cancel);
            }

            terminal.Answer(
                $"Serving {logs.Count} association{(logs.Count == 1 ? "" : "s")} at {address}  (Ctrl-C stops)",
                new()
                {
                    ["ok"] = true,
                    ["address"] = address,
                    ["associations"] = new JsonArray([.. logs.Select(l => (JsonNode)l.Folder.Origin)]),
                }
            );
            var stopped = new TaskCompletionSource();
            await using var registration = cancel.Register(() => stopped.TrySetResult());
            await stopped.Task;
            await app.StopAsync(CancellationToken.None);
        }
        finally
        {
            foreach (var log in logs)
            {
                File.Delete(log.Folder.ServingPath);
                await log.DisposeAsync();
            }
        }
    }
}
