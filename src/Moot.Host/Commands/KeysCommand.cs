using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Folders;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Proofs;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot keys</c>: one's own keys, and whose keys there are.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Your keys, and those of an association's members.") { Show(), New(), List(), Sign() };

    private static Command Show()
    {
        var file = new Option<string?>("--key") { Description = "The key file; by default your own." };
        return new Command("show", "Show the public half of a key.") { file }.Does(
            (parsed, terminal, cancel) =>
            {
                using var key = YourKey.Read(parsed.GetValue(file), terminal);
                Tell(terminal, key, parsed.GetValue(file) ?? UserHome.KeyPath);
                return Task.FromResult(0);
            }
        );
    }

    private static Command New()
    {
        var file = new Argument<string>("FILE") { Description = "Where to write it; an existing file is never overwritten." };
        return new Command("new", "Make a new key.") { file }.Does(
            (parsed, terminal, cancel) =>
            {
                using var key = KeyFile.Create(parsed.GetRequiredValue(file));
                Tell(terminal, key, parsed.GetRequiredValue(file));
                return Task.FromResult(0);
            }
        );
    }

    private static Command Sign()
    {
        var text = new Argument<string>("TEXT") { Description = "The line that a page asks you to sign; - reads it from standard input." };
        var file = new Option<string?>("--key") { Description = "The key file; by default your own." };
        return new Command("sign", "Sign a line to show that a key is yours. Only lines made for that are signed, never an act.") { text, file }.Does(
            async (parsed, terminal, cancel) =>
            {
                var given = parsed.GetRequiredValue(text);
                var line = string.Equals(given, "-", StringComparison.Ordinal) ? (await Console.In.ReadToEndAsync(cancel)).TrimEnd('\r', '\n') : given;
                if (!NoteProof.IsProofText(line))
                {
                    throw new LogException("not-a-proof", $"Only a line that begins with {NoteProof.Prefix.Trim()} is signed here; moot act signs acts.");
                }

                using var key = YourKey.Read(parsed.GetValue(file), terminal);
                var proof = System.Text.Encoding.UTF8.GetString(NoteProof.Sign(line, key));
                terminal.Answer(
                    proof.TrimEnd('\n'),
                    new()
                    {
                        ["ok"] = true,
                        ["key"] = PublicKey.FromBytes(key.PublicKey).ToString(),
                        ["proof"] = proof,
                    }
                );
                return 0;
            }
        );
    }

    private static Command List()
    {
        var place = new Argument<string>("DIR|URL") { Description = "The association: its folder or its address." };
        return new Command("list", "List the members of an association with their living keys.") { place }.Does(
            async (parsed, terminal, cancel) =>
            {
                using var log = await Place.Open(parsed.GetRequiredValue(place), integrity: false, cancel);
                var replay = new Replay(Capabilities.Registry);
                var fault = await terminal.Progress(
                    "Reading",
                    progress => Task.Run(() => replay.Run(log.Read(0, log.Checkpoint.Size), n => progress(n, log.Checkpoint.Size), cancel), cancel)
                );
                if (fault is not null)
                {
                    throw new LogException(fault.Code, $"Entry {fault.Index} is not lawful: {fault.Sentence}");
                }

                var now = Moment.Of(TimeProvider.System.GetUtcNow());
                foreach (var member in replay.World.Get<Roster>().Members.Values.OrderBy(m => m.Joined))
                {
                    Tell(terminal, member, now);
                }

                return 0;
            }
        );
    }

    private static void Tell(Terminal terminal, Member member, Moment now)
    {
        var keys = member.Living(now).ToList();
        var lines = keys.Select(k => $"  {k.Key}  {k.Scope}{(k.Until == Moment.Never ? "" : $" until {k.Until}")}");
        var state = member.Left is null ? "" : " (left)";
        terminal.Answer(
            string.Join('\n', [$"#{member.Joined}  {member.Id}{state}", .. lines]),
            new()
            {
                ["member"] = member.Id.ToString(),
                ["joined"] = member.Joined,
                ["left"] = member.Left?.ToString(),
                ["vouchable"] = member.IsVouchable,
                ["keys"] = new JsonArray([.. keys.Select(k => (JsonNode)k.Key.ToString())]),
            }
        );
    }

    private static void Tell(Terminal terminal, SigningKey key, string path)
    {
        var name = PublicKey.FromBytes(key.PublicKey).ToString();
        var vkey = VerifierKey.Ed25519(name, key.PublicKey).ToString();
        terminal.Answer(
            $"{name}\n  file  {path}\n  vkey  {vkey}",
            new()
            {
                ["ok"] = true,
                ["key"] = name,
                ["vkey"] = vkey,
                ["file"] = path,
            }
        );
    }
}
