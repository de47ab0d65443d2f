using System.Numerics;
using NSec.Cryptography;

namespace Moot.Kernel.Keys;

/// <summary>The one signature scheme of acts and checkpoints (RFC 8032), by libsodium.</summary>
/// <remarks>libsodium verifies without the cofactor and refuses small-order A and R and non-canonical S,
/// so what it accepts every other verifier accepts too.</remarks>
public static class Ed25519
{
    public const int PublicKeySize = 32;
    public const int SignatureSize = 64;
    public const int SeedSize = 32;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = BigInteger.Parse("37095705934669439343138083508754565189542113879843219016388785533085940283555");

    /// <summary>y of two of the four points of order 8; that of the other two is P - y.</summary>
    private static readonly BigInteger OrderEightY = BigInteger.Parse("2707385501144840649318225287225658788936804267575313519463743609750303402022");

    /// <summary>y of the eight points of small order: of order 1, 2, 4 and 8.</summary>
    private static readonly BigInteger[] SmallOrderY = [1, P - 1, 0, OrderEightY, P - OrderEightY];

    /// <summary>True if the signature over the message is by this key.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize
        && NSec.Cryptography.PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key)
        && key is not null
        && SignatureAlgorithm.Ed25519.Verify(key, message, signature);

    /// <summary>True if 32 bytes may be registered as a key: canonical encoding, on the curve, not of small order.</summary>
    /// <remarks>Signatures under such keys are judged alike by every verifier, which is why no other key enters a log.</remarks>
    public static bool IsRegistrable(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != PublicKeySize)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[PublicKeySize];
        publicKey.CopyTo(bytes);
        bytes[31] &= 0x7f;
        var y = new BigInteger(bytes, isUnsigned: true);
        if (y >= P || Array.IndexOf(SmallOrderY, y) >= 0)
        {
            return false;
        }

        // x² = (y² - 1) / (d·y² + 1) must be a square (RFC 8032 §5.1.3).
        var yy = y * y % P;
        var u = (yy - 1 + P) % P;
        var v = ((D * yy) + 1) % P;
        var xx = u * BigInteger.ModPow(v, P - 2, P) % P;
        return BigInteger.ModPow(xx, (P - 1) / 2, P) == BigInteger.One;
    }
}

/// <summary>A secret key that signs, with its public half.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly Key key;

    private SigningKey(Key key)
    {
        this.key = key;
        PublicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>The 32 public bytes.</summary>
    public byte[] PublicKey { get; }

    /// <summary>Makes a new key from the system's random source.</summary>
    public static SigningKey Create() => new(Key.Create(SignatureAlgorithm.Ed25519, Exportable));

    /// <summary>Takes the 32 bytes of a seed (RFC 8032 §5.1.5).</summary>
    public static SigningKey FromSeed(ReadOnlySpan<byte> seed) => new(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, Exportable));

    private static KeyCreationParameters Exportable => new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };

    /// <summary>The 32 secret bytes, for a key file.</summary>
    public byte[] ExportSeed() => key.Export(KeyBlobFormat.RawPrivateKey);

    /// <summary>Signs a message: 64 bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => SignatureAlgorithm.Ed25519.Sign(key, message);

    public void Dispose() => key.Dispose();
}
