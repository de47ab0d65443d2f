using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Moot.Host.Folders;
using Moot.Host.Live;
using Moot.Host.Operations;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Storage;

namespace Moot.Host.Commands;

/// <summary><c>moot act DIR|URL KIND JSON</c>: signs an act and sends it.</summary>
internal static class ActCommand
{
    private sealed record Wanted(
        string Kind,
        JsonObject Public,
        JsonObject Prose,
        ImmutableArray<StoredBlob> Blobs,
        SigningKey Key,
        SigningKey[] CoSigners,
        bool AsGuest
    );

    public static Command Create()
    {
        var place = new Argument<string>("DIR|URL") { Description = "The association: its folder or its address." };
        var kind = new Argument<string>("KIND") { Description = "Kind of act, such as talk.say/1." };
        var json = new Argument<string>("JSON") { Description = "What it says, such as '{\"text\":\"hello\"}'; - reads it from standard input." };
        var key = new Option<string?>("--key") { Description = "The key file to sign with; by default your own." };
        var cosign = new Option<string[]>("--cosign")
        {
            Description = "A key file that signs the same act, such as a new key that is being added.",
            DefaultValueFactory = _ => [],
        };
        var guest = new Option<bool>("--guest") { Description = "Act as a guest under a key made for this act alone." };
        return new Command("act", "Sign an act and send it.") { place, kind, json, key, cosign, guest }.Does(
            async (parsed, terminal, cancel) =>
            {
                var text = parsed.GetRequiredValue(json);
                var (content, prose, blobs) = ActPen.Part(
                    parsed.GetRequiredValue(kind),
                    string.Equals(text, "-", StringComparison.Ordinal) ? await Console.In.ReadToEndAsync(cancel) : text
                );
                var coSigners = parsed.GetRequiredValue(cosign).Select(KeyFile.Read).ToArray();
                using var signer = parsed.GetValue(guest) ? SigningKey.Create() : YourKey.Read(parsed.GetValue(key), terminal);
                try
                {
                    var wanted = new Wanted(parsed.GetRequiredValue(kind), content, prose, blobs, signer, coSigners, parsed.GetValue(guest));
                    var (submission, receipt) = await Send(parsed.GetRequiredValue(place), wanted, cancel);
                    return Tell(terminal, wanted, submission, receipt);
                }
                finally
                {
                    foreach (var coSigner in coSigners)
                    {
                        coSigner.Dispose();
                    }
                }
            }
        );
    }

    /// <summary>Signs an act of a member without prose and sends it: to the folder, or to the server that has it open.</summary>
    public static async Task<Receipt> Send(string place, string kind, JsonObject content, SigningKey key, CancellationToken cancel) =>
        (await Send(place, new(kind, content, [], [], key, [], AsGuest: false), cancel)).Item2;

    private static async Task<(Submission, Receipt)> Send(string place, Wanted wanted, CancellationToken cancel)
    {
        if (RemoteHost.IsUrl(place))
        {
            return await SendTo(place, wanted, cancel);
        }

        var folder = AssociationFolder.Open(place);
        try
        {
            await using var log = HostedLog.Open(folder, TimeProvider.System);
            var member = wanted.AsGuest ? null : log.Head.World.Get<Roster>().OwnerOf(PublicKey.FromBytes(wanted.Key.PublicKey))?.Id;
            var submission = Compose(ActPen.Place.Of(log.Head, folder.Origin, member), wanted);
            return (submission, await log.Submit(submission.ToBytes()));
        }
        catch (LogException e) when (string.Equals(e.Code, "in-use", StringComparison.Ordinal) && folder.Serving is { } url)
        {
            return await SendTo(url, wanted, cancel);
        }
    }

    private static async Task<(Submission, Receipt)> SendTo(string url, Wanted wanted, CancellationToken cancel)
    {
        using var host = new RemoteHost(url);
        var card = await host.Card(cancel);
        if (!Kernel.Tree.Hash.TryParseHex(card.Id, out var association))
        {
            throw new LogException("bad-answer", $"{host.Url} does not say which association it is.");
        }

        var seen = await new Pins(UserHome.Pins).Follow(host, card, cancel);
        var member = wanted.AsGuest ? null : await host.MemberOf(PublicKey.FromBytes(wanted.Key.PublicKey), cancel);
        var submission = Compose(new(association, card.Origin, member, seen.Size, seen.Root), wanted);
        try
        {
            return (submission, await host.Submit(submission, cancel));
        }
        catch (Exception e) when (e is LogException or OperationCanceledException)
        {
            // It may be in the log: written anew it would be a second act, and these very bytes are not.
            var kept = Keep(submission);
            throw new LogException(
                "in-doubt",
                $"{e.Message} Your act may have arrived or not. It is kept in {kept}; send the same bytes again, they are never entered twice: "
                    + $"curl --data-binary @{kept} {host.Url}acts",
                e
            );
        }
    }

    /// <summary>Keeps an act that is not known to be in the log; what is in it is nobody else's business.</summary>
    private static string Keep(Submission submission)
    {
        UserHome.MakePrivate(UserHome.Refused);
        var kept = Path.Combine(UserHome.Refused, submission.Act.Id.ToHex()[..16] + ".act");
        File.WriteAllBytes(kept, submission.ToBytes());
        return kept;
    }

    private static Submission Compose(ActPen.Place place, Wanted wanted) =>
        ActPen.Compose(place, TimeProvider.System, wanted.Kind, wanted.Public, wanted.Prose, wanted.Key, wanted.CoSigners) with
        {
            Blobs = wanted.Blobs,
        };

    private static int Tell(Terminal terminal, Wanted wanted, Submission submission, Receipt receipt)
    {
        if (receipt.Verdict.IsLawful)
        {
            terminal.Answer(
                $"#{receipt.Index}  {wanted.Kind}  {Entry.Word(receipt.Assurance!.Value)}  {receipt.Id}",
                new()
                {
                    ["ok"] = true,
                    ["index"] = receipt.Index,
                    ["id"] = receipt.Id.ToHex(),
                    ["at"] = receipt.At!.Value.ToString(),
                    ["assurance"] = Entry.Word(receipt.Assurance.Value),
                }
            );
            return 0;
        }

        // What was written is not lost: it can be read, mended and sent again.
        var kept = Keep(submission);
        return Run.Fail(terminal, receipt.Verdict.Code, $"{receipt.Verdict.Sentence} ({receipt.Verdict.Code}; your act is kept in {kept})", Run.Refused);
    }
}
