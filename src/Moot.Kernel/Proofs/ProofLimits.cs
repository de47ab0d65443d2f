namespace Moot.Kernel.Proofs;

/// <summary>How large a pasted signature may be.</summary>
public static class ProofLimits
{
    /// <summary>Characters of a signature as it is pasted, whatever tool made it.</summary>
    public const int ProofCharactersMax = 4_096;

    /// <summary>Base64 characters on a line of an SSH signature, as ssh-keygen writes them.</summary>
    public const int SshLineCharacters = 70;

    /// <summary>Decoded bytes of an SSH signature.</summary>
    public const int SshBytesMax = 1_024;

    /// <summary>Bytes of the namespace of an SSH signature.</summary>
    public const int SshNamespaceBytesMax = 64;

    /// <summary>UTF-8 bytes of a comment in a minisign file.</summary>
    public const int MinisignCommentBytesMax = 1_024;

    /// <summary>Characters of a text that is signed to prove a key.</summary>
    public const int TextCharactersMax = 1_024;
}
