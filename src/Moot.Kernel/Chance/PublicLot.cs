using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Moot.Kernel.Encoding;

namespace Moot.Kernel.Chance;

/// <summary>Which hash stirs the sources of a draw.</summary>
public enum LotHash
{
    /// <summary>As RFC 3797 has it, so that draws made elsewhere can be repeated here.</summary>
    Md5,

    /// <summary>The same steps with SHA-256, which RFC 3797 §3.3 allows.</summary>
    Sha256,
}

/// <summary>One step of a draw, as it is published for all to repeat.</summary>
/// <param name="Index">Number of the step, from 1.</param>
/// <param name="Digest">The hash of this step: upper-case hexadecimal digits.</param>
/// <param name="Divisor">How many were still in the pool.</param>
/// <param name="Selected">Who was drawn: a number in the published list, from 1.</param>
public readonly record struct LotStep(int Index, string Digest, int Divisor, int Selected);

/// <summary>A draw that nobody can steer and everybody can repeat, from numbers that the world makes public.</summary>
/// <remarks>
/// RFC 3797 §4. The list, the sources and their order are published before the sources speak.
/// A source is a handful of numbers, such as the balls of a lottery. Decimals run together without a mark between
/// ("3.75" and "12.5" become "3.7512.5/"), so that different numbers can make the same key: whole numbers are the better sources.
/// Text is no source; the RFC has no rule for it.
/// </remarks>
public static class PublicLot
{
    /// <summary>People in a pool; a step's number is two bytes (RFC 3797 §4).</summary>
    public const int PoolMax = 65_535;

    /// <summary>Sources of one draw; the RFC finds ten too many.</summary>
    public const int SourcesMax = 16;

    /// <summary>Numbers of one source, as in the RFC's own program.</summary>
    public const int ValuesMax = 16;

    /// <summary>Characters in one number.</summary>
    public const int ValueCharactersMax = 64;

    /// <summary>Makes the key of a draw from its sources.</summary>
    /// <param name="sources">For each source in announced order its numbers in any order: digits, perhaps with one '.' and more digits.</param>
    /// <param name="key">The key, such as <c>9319./2.5.8.10.12./9.18.26.34.41.45./</c>.</param>
    /// <param name="error">One sentence that says what is wrong, or the empty string.</param>
    /// <remarks>RFC 3797 §4 steps 1 to 3: no leading zeros, no trailing zeros after the period, each number with a period,
    /// sorted from small to large within a source, and '/' after each source.</remarks>
    public static bool TryKey(IReadOnlyList<IReadOnlyList<string>> sources, out string key, out string error)
    {
        key = "";
        if (sources.Count is 0 or > SourcesMax)
        {
            return Strict.Refuse("A draw has 1 to 16 sources.", out error);
        }

        var text = new StringBuilder();
        foreach (var source in sources)
        {
            if (source.Count is 0 or > ValuesMax)
            {
                return Strict.Refuse("A source has 1 to 16 numbers.", out error);
            }

            var values = new List<Value>(source.Count);
            foreach (var spelled in source)
            {
                if (!Value.TryParse(spelled, out var value))
                {
                    return Strict.Refuse("A number of a source is digits, perhaps with a period and more digits.", out error);
                }

                values.Add(value);
            }

            values.Sort(Value.Order);
            text.AppendJoin("", values).Append('/');
        }

        key = text.ToString();
        error = "";
        return true;
    }

    /// <summary>Draws from a list, one after another; a person once drawn is not drawn again.</summary>
    /// <param name="pool">Length of the published list, 1 to 65,535.</param>
    /// <param name="count">How many to draw, 0 to <paramref name="pool"/>.</param>
    /// <param name="key">The key, ASCII.</param>
    /// <param name="hash">Which hash stirs it.</param>
    /// <remarks>RFC 3797 §4: step i takes hash(i ‖ key ‖ i), i as two bytes from 0, as a big-endian number modulo those left.</remarks>
    public static ImmutableArray<LotStep> Draw(int pool, int count, string key, LotHash hash = LotHash.Md5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pool, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pool, PoolMax);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, pool);
        if (!Ascii.IsValid(key))
        {
            throw new ArgumentException("The key of a draw is ASCII.", nameof(key));
        }

        var left = Enumerable.Range(1, pool).ToList();
        var message = new byte[2 + key.Length + 2];
        System.Text.Encoding.ASCII.GetBytes(key, message.AsSpan(2));
        var steps = ImmutableArray.CreateBuilder<LotStep>(count);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)i);
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(message.Length - 2), (ushort)i);
            var digest = Digest(message, hash);
            var at = (int)(new BigInteger(digest, isUnsigned: true, isBigEndian: true) % left.Count);
            steps.Add(new(i + 1, Convert.ToHexString(digest), left.Count, left[at]));
            left.RemoveAt(at);
        }

        return steps.MoveToImmutable();
    }

    /// <summary>How much chance the sources must hold for every outcome to be possible: log2 of the ways to draw, in hundredths of a bit.</summary>
    /// <param name="pool">Length of the list, 1 to 65,535.</param>
    /// <param name="count">How many are drawn, 0 to <paramref name="pool"/>.</param>
    /// <remarks>RFC 3797 §3.3: log2(P! / (N! (P-N)!)). Whole numbers throughout, so that every machine gives the same figure.</remarks>
    public static int EntropyCentibits(int pool, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pool, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pool, PoolMax);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, pool);
        var ways = BigInteger.One;
        for (var i = 1; i <= Math.Min(count, pool - count); i++)
        {
            ways = ways * (pool - i + 1) / i;
        }

        return Centibits(ways);
    }

    /// <summary>100·log2 of a number, rounded to nearest: the bit length, then one more binary digit for each squaring.</summary>
    private static int Centibits(BigInteger number)
    {
        const int Precision = 128;
        const int Digits = 32;
        var whole = (int)number.GetBitLength() - 1;
        var mantissa = whole > Precision ? number >> (whole - Precision) : number << (Precision - whole);
        var fraction = 0L;
        for (var i = 0; i < Digits; i++)
        {
            mantissa = (mantissa * mantissa) >> Precision;
            var carry = mantissa.GetBitLength() > Precision + 1 ? 1 : 0;
            mantissa >>= carry;
            fraction = (fraction << 1) | (uint)carry;
        }

        return (100 * whole) + (int)(((fraction * 100) + (1L << (Digits - 1))) >> Digits);
    }

    [SuppressMessage(
        "Security",
        "CA5351:Do Not Use Broken Cryptographic Algorithms",
        Justification = "RFC 3797 fixes MD5, and draws of other bodies must be repeated bit for bit. Collisions do not help here: "
            + "the sources are not chosen by anybody, and MD5 only spreads them evenly (RFC 3797 §3.3, §7)."
    )]
    private static byte[] Digest(byte[] message, LotHash hash) => hash == LotHash.Md5 ? MD5.HashData(message) : SHA256.HashData(message);

    /// <summary>A number of a source: its digits before and after the period, without idle zeros.</summary>
    private readonly record struct Value(string Whole, string Fraction)
    {
        internal static bool TryParse(string spelled, out Value value)
        {
            value = default;
            if (spelled is not { Length: > 0 and <= ValueCharactersMax })
            {
                return false;
            }

            var period = spelled.IndexOf('.', StringComparison.Ordinal);
            var whole = period < 0 ? spelled : spelled[..period];
            var fraction = period < 0 ? "" : spelled[(period + 1)..];
            if (whole.Length == 0 || whole.AsSpan().ContainsAnyExceptInRange('0', '9') || fraction.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            whole = whole.TrimStart('0');
            value = new(whole.Length == 0 ? "0" : whole, fraction.TrimEnd('0'));
            return true;
        }

        internal static int Order(Value left, Value right)
        {
            var order = left.Whole.Length.CompareTo(right.Whole.Length);
            order = order != 0 ? order : string.CompareOrdinal(left.Whole, right.Whole);
            return order != 0 ? order : string.CompareOrdinal(left.Fraction, right.Fraction);
        }

        public override string ToString() => $"{Whole}.{Fraction}";
    }
}
