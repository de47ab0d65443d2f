using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Operations;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot mirror</c> and <c>moot fork</c>: taking everything along.</summary>
internal static class CopyCommands
{
    /// <summary>Time between two looks at a host that is followed.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    public static Command Mirror()
    {
        var url = new Argument<string>("URL") { Description = "The association's address." };
        var directory = new Argument<string>("DIR") { Description = "The mirror's folder: a new one, or the one of before." };
        var once = new Option<bool>("--once") { Description = "Catch up once instead of following." };
        var vkey = new Option<string?>("--vkey") { Description = "The key that the log must be signed by; by default the one that the host names at first." };
        var keep = new Option<bool>("--keep-erased") { Description = "Do not destroy after 30 days what the host erased." };
        return new Command("mirror", "Copy a log, check everything again, and follow it.") { url, directory, once, vkey, keep }.Does(
            async (parsed, terminal, cancel) =>
            {
                var (from, to) = (parsed.GetRequiredValue(url), parsed.GetRequiredValue(directory));
                if (!RemoteHost.IsUrl(from))
                {
                    throw new LogException("not-a-url", $"{from} is no address; a mirror follows http://... or https://...");
                }

                using var mirror = await Mirroring.Begin(
                    from,
                    to,
                    VerifyCommand.Pinned(parsed.GetValue(vkey)),
                    TimeProvider.System,
                    parsed.GetValue(keep),
                    progress: null,
                    cancel
                );
                var isFirst = true;
                while (true)
                {
                    try
                    {
                        var isNew = await terminal.Progress("Mirroring", progress => mirror.Step(progress, cancel));
                        if (isNew || isFirst)
                        {
                            Tell(terminal, mirror, to);
                        }
                    }
                    catch (LogException e) when (!parsed.GetValue(once) && !isFirst && string.Equals(e.Code, "unreachable", StringComparison.Ordinal))
                    {
                        terminal.Note($"{e.Message} Trying again.");
                    }

                    if (parsed.GetValue(once))
                    {
                        return 0;
                    }

                    isFirst = false;
                    await Task.Delay(Pause, cancel);
                }
            }
        );
    }

    public static Command Fork()
    {
        var place = new Argument<string>("DIR|URL|FILE")
        {
            Description = "What to fork: a folder (a host's or a mirror's), a log's file (log.db) or an address.",
        };
        var directory = new Argument<string>("NEWDIR") { Description = "A new folder." };
        var name = new Option<string>("--name") { Description = "What the fork is called.", Required = true };
        var reason = new Option<string?>("--reason") { Description = "Why." };
        var origin = new Option<string?>("--origin") { Description = "Lasting name of the new log; by default made of the name and the key." };
        var vkey = new Option<string?>("--vkey") { Description = "The key that the parent must be signed by." };
        var key = new Option<string?>("--key") { Description = "Your key file; by default your own." };
        return new Command("fork", "Take the whole history and go on under another name.") { place, directory, name, reason, origin, vkey, key }.Does(
            async (parsed, terminal, cancel) =>
            {
                using var forker = YourKey.Read(parsed.GetValue(key), terminal);
                using var parent = await Place.Open(parsed.GetRequiredValue(place), integrity: false, cancel);
                var pinned = VerifyCommand.Pinned(parsed.GetValue(vkey)) ?? parent.Key;
                var order = new Forking.Order(
                    pinned,
                    parsed.GetRequiredValue(directory),
                    parsed.GetRequiredValue(name),
                    parsed.GetValue(reason),
                    parsed.GetValue(origin)
                );
                var (folder, head) = await terminal.Progress(
                    "Forking",
                    progress => Task.Run(() => Forking.Fork(order, new(parent.Note, parent.ReadWhole), forker, TimeProvider.System, progress, cancel), cancel)
                );
                terminal.Answer(
                    $"{order.Name} goes on in {folder.DirectoryPath} from entry {head.Checkpoint.Size - 1}, with the whole history before it, checked.\n  its log    {folder.Vkey}",
                    new()
                    {
                        ["ok"] = true,
                        ["directory"] = folder.DirectoryPath,
                        ["origin"] = folder.Origin,
                        ["vkey"] = folder.Vkey.ToString(),
                        ["size"] = head.Checkpoint.Size,
                        ["parentSize"] = head.Checkpoint.Size - 1,
                    }
                );
                return 0;
            }
        );
    }

    private static void Tell(Terminal terminal, Mirroring mirror, string directory) =>
        terminal.Answer(
            $"Mirrored {mirror.Head.Checkpoint.Size} entries of {mirror.Folder.Origin} into {directory}, each checked; cosigned by {mirror.Cosigner}.{Missing(mirror)}",
            new()
            {
                ["ok"] = true,
                ["origin"] = mirror.Folder.Origin,
                ["vkey"] = mirror.Folder.Vkey.ToString(),
                ["cosigner"] = mirror.Cosigner.ToString(),
                ["size"] = mirror.Head.Checkpoint.Size,
                ["root"] = mirror.Head.Checkpoint.Root.ToBase64(),
                ["withheld"] = new JsonArray([.. mirror.Withheld.Select(i => (JsonNode)i)]),
            }
        );

    private static string Missing(Mirroring mirror) =>
        mirror.Withheld is [var first, ..] missing
            ? $" {missing.Count} texts are withheld although no act took them away, the first that of entry {first}; that is no proof against the host, who may give them yet."
            : "";
}
