using System.Text;
using Moot.Kernel;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Host.Operations;

/// <summary>The last checkpoint of each log that a person verified. What a host shows later must extend it.</summary>
/// <param name="directory">One file for each log, named by the hash of its origin: the verifier key, then the signed checkpoint.</param>
internal sealed class Pins(string directory)
{
    /// <summary>Takes a host's checkpoint if it extends the one that is known, and remembers it.</summary>
    /// <returns>The checkpoint, verified: what an act says that its author saw.</returns>
    /// <exception cref="HostCaughtException">It does not; both are signed by the same key.</exception>
    public async Task<Checkpoint> Follow(RemoteHost host, AssociationCard card, CancellationToken cancel)
    {
        var path = Path.Combine(directory, Hash.Of(Encoding.UTF8.GetBytes(card.Origin)).ToHex());
        var known = Read(path);
        if (!VerifierKey.TryParse(known?.Vkey ?? card.Vkey, out var key, out var error))
        {
            throw new LogException("bad-log-key", $"The host names a bad key: {error}");
        }

        if (!string.Equals(key.Name, card.Origin, StringComparison.Ordinal))
        {
            // Else a host could have an act signed for another log, and hand it on there.
            throw new LogException("bad-log-key", $"{host.Url} says that it is {card.Origin}, but its key is that of {key.Name}.");
        }

        if (known is not null && !string.Equals(known.Value.Vkey, card.Vkey, StringComparison.Ordinal))
        {
            throw new HostCaughtException(
                $"{host.Url} names another key for {card.Origin} than the one that you have trusted so far ({path}).",
                evidencePath: null
            );
        }

        var note = await host.Log.Checkpoint(cancel);
        if (!Checkpoint.TryOpen(note, key, out var next, out error))
        {
            throw new HostCaughtException($"The checkpoint that {host.Url} serves is not signed by {card.Origin}: {error}", evidencePath: null);
        }

        if (known is { Note: var before } && Checkpoint.TryOpen(before, key, out var last, out _))
        {
            Compare(host, key, (before, last), (note, next), cancel);
        }

        Write(path, key, note);
        return next;
    }

    /// <summary>Makes sure that an act which a host said yes to stands in its log, under a checkpoint that extends what is known.</summary>
    /// <exception cref="HostCaughtException">It does not.</exception>
    public async Task Prove(RemoteHost host, AssociationCard card, SignedAct act, Receipt receipt, CancellationToken cancel)
    {
        var checkpoint = await Follow(host, card, cancel);
        var (index, at, assurance) = (receipt.Index!.Value, receipt.At!.Value, receipt.Assurance!.Value);
        var leaf = Hash.Leaf(Entry.Of(act, index, at, assurance).Bytes.Span);
        if (
            index < 0
            || index >= checkpoint.Size
            || !Merkle.VerifyInclusion(
                index,
                checkpoint.Size,
                leaf,
                host.Log.Tree(checkpoint.Size, cancel).InclusionProof(index, checkpoint.Size).AsSpan(),
                checkpoint.Root
            )
        )
        {
            throw new HostCaughtException(
                $"{host.Url} said that your act is entry {index}, but its log does not have it there. Answers are not signed, so this leaves no evidence.",
                evidencePath: null
            );
        }
    }

    private void Compare(
        RemoteHost host,
        VerifierKey key,
        (byte[] Note, Checkpoint Checkpoint) last,
        (byte[] Note, Checkpoint Checkpoint) next,
        CancellationToken cancel
    )
    {
        var (from, to) = (last.Checkpoint, next.Checkpoint);
        if (to.Size < from.Size)
        {
            throw Caught("rolled-back", $"The host showed you {from.Size} entries before and shows only {to.Size} now.");
        }

        if (to.Size == from.Size && to.Root != from.Root)
        {
            throw Caught("two-histories", $"The host signed two different logs of {to.Size} entries.");
        }

        if (to.Size == from.Size || from.Size == 0)
        {
            return;
        }

        var tree = host.Log.Tree(to.Size, cancel);
        if (tree.Root() != to.Root)
        {
            throw new HostCaughtException(
                $"The tiles that {host.Url} serves are not those of the checkpoint that it signed. Answers are not signed, so this leaves no evidence.",
                evidencePath: null
            );
        }

        var proof = tree.ConsistencyProof(from.Size, to.Size);
        if (Merkle.VerifyConsistency(from.Size, to.Size, from.Root, to.Root, proof.AsSpan()))
        {
            return;
        }

        // With tiles that are not those of the root, the proof fails as well, but it proves nothing.
        if (!Merkle.VerifyConsistency(from.Size, to.Size, tree.RootAt(from.Size), to.Root, proof.AsSpan()))
        {
            throw new HostCaughtException(
                $"The tiles that {host.Url} serves do not show that its log goes on from what you saw. Answers are not signed, so this leaves no evidence.",
                evidencePath: null
            );
        }

        var evidence = Evidence.OfPrefix(key, (last.Note, from.Size), (next.Note, to.Size), tree);
        throw new HostCaughtException(evidence.Sentence, evidence.Write(Evidences));

        HostCaughtException Caught(string claim, string sentence)
        {
            var (first, second) = (Encoding.UTF8.GetString(last.Note), Encoding.UTF8.GetString(next.Note));
            return new(sentence, new Evidence(Evidence.FormatName, claim, sentence, key.ToString(), first, second).Write(Evidences));
        }
    }

    private string Evidences => Path.Combine(directory, "evidence");

    private static (string Vkey, byte[] Note)? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(path);
        var end = Array.IndexOf(bytes, (byte)'\n');
        return end < 0
            ? throw new LogException("bad-pin", $"{path} is damaged; remove it to trust the host anew.")
            : (Encoding.UTF8.GetString(bytes, 0, end), bytes[(end + 1)..]);
    }

    private void Write(string path, VerifierKey key, byte[] note)
    {
        Directory.CreateDirectory(directory);
        var part = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllBytes(part, [.. Encoding.UTF8.GetBytes(key + "\n"), .. note]);
        File.Move(part, path, overwrite: true);
    }
}
