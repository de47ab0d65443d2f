using System.Collections.Immutable;
using System.Text;
using Moot.Kernel.Acts;
using Moot.Kernel.Keys;
using Moot.Kernel.Proofs;

namespace Moot.Signing;

/// <summary>With which tool a signature was made.</summary>
public enum ProofTool
{
    /// <summary><c>moot keys sign</c>, or a key in the browser.</summary>
    Moot,

    /// <summary><c>ssh-keygen -Y sign</c>.</summary>
    Ssh,

    /// <summary><c>minisign -S</c>.</summary>
    Minisign,
}

/// <summary>A signature that somebody pasted, found good.</summary>
/// <param name="Tool">With which tool it was made.</param>
/// <param name="Key">The key that made it.</param>
public sealed record PastedProof(ProofTool Tool, PublicKey Key)
{
    /// <summary>What <c>ssh-keygen -Y sign -n</c> is given.</summary>
    public const string SshNamespace = "moot";

    /// <summary>Checks a pasted signature over a challenge.</summary>
    /// <param name="text">The challenge. A line feed behind it may be signed with it, as most editors write one.</param>
    /// <param name="pasted">What was pasted.</param>
    /// <param name="minisignKeys">Public keys that a minisign signature, which names none in full, may be by.</param>
    /// <param name="proof">What was proven; null where nothing was.</param>
    public static Verdict Check(string text, string pasted, ImmutableArray<MinisignKey> minisignKeys, out PastedProof? proof)
    {
        proof = null;
        if (pasted.Length > ProofLimits.ProofCharactersMax)
        {
            return Refuse("This is too long for a signature.");
        }

        // White space around it is the pasting's; within it nothing is forgiven.
        var whole = pasted.Trim() + "\n";
        var bytes = Encoding.UTF8.GetBytes(whole);
        if (whole.StartsWith(NoteProof.Prefix, StringComparison.Ordinal))
        {
            if (!NoteProof.TryParse(bytes, out var note, out var error))
            {
                return Refuse(error);
            }

            proof = note.Verify(text) ? new(ProofTool.Moot, note.Key) : null;
        }
        else if (whole.StartsWith("-----BEGIN SSH", StringComparison.Ordinal))
        {
            if (!SshSignature.TryParse(bytes, out var ssh, out var error))
            {
                return Refuse(error);
            }

            proof = Spellings(text).Any(message => ssh.Verify(message, SshNamespace)) ? new(ProofTool.Ssh, ssh.Key) : null;
        }
        else if (whole.StartsWith("untrusted comment:", StringComparison.Ordinal))
        {
            if (!MinisignSignature.TryParse(bytes, out var minisign, out var error))
            {
                return Refuse(error);
            }

            var key = minisignKeys.FirstOrDefault(k => Spellings(text).Any(message => minisign.Verify(k, message)));
            proof = key is null ? null : new(ProofTool.Minisign, key.Key);
        }
        else
        {
            return Refuse("Paste the whole signature, from its first line to its last, as the tool wrote it.");
        }

        return proof is not null
            ? Verdict.Lawful
            : Verdict.Refused(
                "proof-wrong",
                "This signature is not by a key known here, or not over this line. Sign exactly the line below, and paste the result."
            );
    }

    private static byte[][] Spellings(string text) => [Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text + "\n")];

    private static Verdict Refuse(string sentence) => Verdict.Refused("proof-unreadable", sentence);
}
