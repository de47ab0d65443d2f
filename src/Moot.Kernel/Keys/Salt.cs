using System.Security.Cryptography;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Kernel.Storage;
using Moot.Kernel.Tree;

namespace Moot.Kernel.Keys;

/// <summary>Random bytes that make a commitment say nothing of what it commits to.</summary>
public static class Salt
{
    /// <summary>32 fresh random bytes.</summary>
    public static Hash Fresh() => Hash.FromBytes(RandomNumberGenerator.GetBytes(Hash.Size));

    /// <summary>A new text or file under a salt of its own.</summary>
    public static StoredBlob NewBlob(ReadOnlyMemory<byte> bytes)
    {
        var salt = Fresh();
        return new(BlobId.Of(salt, bytes.Span), BodyState.Present, salt, bytes);
    }
}
