using System.Numerics;
using System.Security.Cryptography;

namespace Moot.Host.Moving;

/// <summary>The checksum by which MediaWiki names a text: SHA-1 in base 36, 31 digits (Wikimedia\base_convert). It proves nothing here; it tells that a copy is whole.</summary>
internal static class WikiSha1
{
    /// <summary>Digits of a checksum.</summary>
    public const int Digits = 31;

    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Of no bytes.</summary>
    public static string OfNothing { get; } = Of([]);

    /// <summary>The checksum of a text.</summary>
    public static string Of(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(text, hash);
        var number = new BigInteger(hash, isUnsigned: true, isBigEndian: true);
        Span<char> digits = stackalloc char[Digits];
        for (var i = Digits - 1; i >= 0; i--)
        {
            (number, var digit) = BigInteger.DivRem(number, Alphabet.Length);
            digits[i] = Alphabet[(int)digit];
        }

        return new(digits);
    }
}
