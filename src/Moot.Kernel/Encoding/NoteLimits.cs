namespace Moot.Kernel.Encoding;

/// <summary>How large a note and its parts may be, so that no stranger's bytes can tire a reader out.</summary>
public static class NoteLimits
{
    /// <summary>Bytes in a whole note, text and signatures (as in Go's <c>note.Open</c>).</summary>
    public const int NoteBytesMax = 1_000_000;

    /// <summary>Signature lines in a note; C2SP signed-note demands that at least 16 are accepted.</summary>
    public const int SignaturesMax = 64;

    /// <summary>Bytes of a decoded signature line: key id and signature. Post-quantum ones come near 5,000.</summary>
    public const int SignatureBytesMax = 8_192;

    /// <summary>UTF-8 bytes in the name of a key (C2SP tlog-cosignature: <c>cosigner_name&lt;1..2^8-1&gt;</c>).</summary>
    public const int KeyNameBytesMax = 255;

    /// <summary>UTF-8 bytes in the origin of a log (C2SP tlog-cosignature: <c>log_origin&lt;1..2^8-1&gt;</c>).</summary>
    public const int OriginBytesMax = 255;

    /// <summary>Characters in a verifier key: name, id, and the longest key we read (ML-DSA-44) in base64.</summary>
    public const int VerifierKeyCharactersMax = 4_096;

    /// <summary>Hashes in an inclusion or consistency proof: one for each level a tree of 2^63 entries can have.</summary>
    public const int ProofHashesMax = 63;

    /// <summary>Decoded bytes of the <c>extra</c> line of a proof file.</summary>
    public const int ProofExtraBytesMax = 65_535;
}
