using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Demos;
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
        var directory = new Argument<string>("DIR")
        {
            Description = "An association's folder, a folder with several, or a new one in which to found.",
            DefaultValueFactory = _ => ".",
        };
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => Server.DefaultUrl };
        var demo = new Option<bool>("--demo") { Description = "Serve a small living example from a folder of its own." };
        var hooks = new Option<bool>("--allow-private-hooks") { Description = "Let webhooks lead to this machine and its network." };
        var uncounted = new Option<bool>("--without-limits")
        {
            Description = "Do not count how often people act: where something in front of it does, or to measure.",
        };
        return new Command("serve", "Serve associations over HTTP.") { directory, urls, demo, hooks, uncounted }.Does(
            async (parsed, terminal, cancel) =>
            {
                var root = parsed.GetRequiredValue(directory);
                if (File.Exists(root))
                {
                    throw new LogException("not-a-folder", $"{root} is a file; name a folder, or one that is to be made.");
                }

                if (parsed.GetValue(demo))
                {
                    root = Path.Combine(root, "demo");
                    if (!AssociationFolder.Exists(root))
                    {
                        await Demo.Create(root, TimeProvider.System);
                    }
                }

                var isCounted = !parsed.GetValue(uncounted);
                await Serve(root, parsed.GetRequiredValue(urls), parsed.GetValue(hooks), isCounted, terminal, cancel);
                return 0;
            }
        );
    }

    private static async Task Serve(string root, string urls, bool isPrivateAllowed, bool isCounted, Terminal terminal, CancellationToken cancel)
    {
        var (folders, isSingle) = (AssociationFolder.FindAll(root), AssociationFolder.Exists(root));
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

            var site = new Site(isSingle, TimeProvider.System)
            {
                Limits = isCounted ? DoorLimits.Usual : null,
                Tell = terminal.Note,
                HookTargets = Hooks.HookTargets.Usual with { IsPrivateAllowed = isPrivateAllowed },
            };
            foreach (var log in logs)
            {
                site.Add(log);
            }

            await using var hall = new FoundingHall(site, Path.GetFullPath(root), TimeProvider.System, terminal.Note);
            var first = site.Rooms.FirstOrDefault();
            var warmUp = first is null ? null : new WarmUp();
            await using var app = await Server.Start(site, urls, hall, warmUp);
            var address = hall.Address = Server.Address(app);
            await (warmUp?.Run(new(address), first!, isSingle ? "/" : $"/{first!.Slug}/", cancel) ?? Task.CompletedTask);
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
            if (hall.IsOpen)
            {
                terminal.Note(
                    $"Found {(logs.Count == 0 ? "an association" : "another one")}: {address}/found  From another machine this code is asked for: {hall.Code}"
                );
            }

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
