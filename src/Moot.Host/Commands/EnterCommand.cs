using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Folders;
using Moot.Host.Operations;
using Moot.Host.People;
using Moot.Host.Web;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot enter DIR</c>: makes a link by which a browser is let in as a member, once.</summary>
internal static class EnterCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "The association's folder." };
        var member = new Option<string?>("--member") { Description = "Id of the member; by default the one to whom the key belongs." };
        var keyFile = new Option<string?>("--key") { Description = "That member's key file; by default your own." };
        return new Command("enter", "Make a link that lets a browser in as a member: good for a day, and once.") { directory, member, keyFile }.Does(
            async (parsed, terminal, cancel) =>
            {
                var folder = AssociationFolder.Open(parsed.GetRequiredValue(directory));
                if (folder.Card.Role == FolderRole.Mirror)
                {
                    throw new LogException("mirror", $"{folder.DirectoryPath} is a mirror of {folder.Card.Source}: members come in there.");
                }

                var named = parsed.GetValue(member);
                var keyPath = parsed.GetValue(keyFile) ?? UserHome.KeyPath;
                using var key = named is null || parsed.GetValue(keyFile) is not null || File.Exists(keyPath) ? KeyFile.Read(keyPath) : null;
                var id = await Allow(folder, named, key, cancel);
                using var people = PeopleFile.Open(folder.PeopleDatabasePath);
                var token = new Accounts(people, TimeProvider.System).OpenDoor(id);
                var url = $"{(folder.Serving ?? Server.DefaultUrl).TrimEnd('/')}/enter/{token}";
                terminal.Answer(
                    folder.Serving is null
                        ? $"Start moot serve {parsed.GetRequiredValue(directory)}, then open\n{url}\n(good for a day, once)"
                        : $"{url}\n(good for a day, once)",
                    new()
                    {
                        ["ok"] = true,
                        ["url"] = url,
                        ["member"] = id.ToString(),
                    }
                );
                return 0;
            }
        );
    }

    /// <summary>The member, for whom the host may speak from now on: a browser without a key could do nothing else.</summary>
    private static async Task<MemberId> Allow(AssociationFolder folder, string? named, SigningKey? key, CancellationToken cancel)
    {
        using var read = await Place.Open(folder.DirectoryPath, integrity: false, cancel);
        var replay = new Replay(Capabilities.Registry);
        if (replay.Run(read.Read(0, read.Checkpoint.Size), cancel: cancel) is { } fault)
        {
            throw new LogException(fault.Code, $"Entry {fault.Index} is not lawful: {fault.Sentence}");
        }

        var roster = replay.World.Get<Roster>();
        var owner = key is null ? null : roster.OwnerOf(PublicKey.FromBytes(key.PublicKey));
        var member = named is null ? owner : Find(roster, named);
        if (member is not { Left: null })
        {
            throw new LogException(
                "no-such-member",
                "There is no such member here. Give the id with --member, or the key file with --key (moot keys list shows both)."
            );
        }

        if (!member.IsVouchable)
        {
            if (owner?.Id != member.Id)
            {
                throw new LogException(
                    "own-key-needed",
                    "This member lets only their own keys act. They must make the link themselves, with their key file (--key)."
                );
            }

            Founding.Need(await ActCommand.Send(folder.DirectoryPath, SetVouching.Kind, new() { ["allowed"] = true }, key!, cancel));
        }

        return member.Id;
    }

    private static Member? Find(Roster roster, string id) =>
        id.Length >= PeopleLimits.IdPrefixMin
        && roster.Members.Values.Where(m => m.Id.ToString().StartsWith(id, StringComparison.Ordinal)).Take(2).ToList() is [var one]
            ? one
            : null;
}
