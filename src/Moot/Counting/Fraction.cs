using System.Numerics;

namespace Moot.Counting;

/// <summary>A number that is exact: one whole number over another, in lowest terms.</summary>
public readonly record struct Fraction : IComparable<Fraction>
{
    private readonly BigInteger below;

    public Fraction(BigInteger above, BigInteger below)
    {
        if (below.IsZero)
        {
            throw new DivideByZeroException();
        }

        var common = BigInteger.GreatestCommonDivisor(above, below) * below.Sign;
        (Above, this.below) = (above / common, below / common);
    }

    /// <summary>What is divided.</summary>
    public BigInteger Above { get; }

    /// <summary>By what; always more than 0.</summary>
    public BigInteger Below => below.IsZero ? BigInteger.One : below;

    public static implicit operator Fraction(long whole) => new(whole, 1);

    public static Fraction operator +(in Fraction left, in Fraction right) =>
        new((left.Above * right.Below) + (right.Above * left.Below), left.Below * right.Below);

    public static Fraction operator -(in Fraction left, in Fraction right) =>
        new((left.Above * right.Below) - (right.Above * left.Below), left.Below * right.Below);

    public static Fraction operator *(in Fraction left, in Fraction right) => new(left.Above * right.Above, left.Below * right.Below);

    public static Fraction operator /(in Fraction left, in Fraction right) => new(left.Above * right.Below, left.Below * right.Above);

    public static bool operator <(in Fraction left, in Fraction right) => left.CompareTo(right) < 0;

    public static bool operator >(in Fraction left, in Fraction right) => left.CompareTo(right) > 0;

    public static bool operator <=(in Fraction left, in Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >=(in Fraction left, in Fraction right) => left.CompareTo(right) >= 0;

    public int CompareTo(Fraction other) => (Above * other.Below).CompareTo(other.Above * Below);

    public bool Equals(Fraction other) => Above == other.Above && Below == other.Below;

    public override int GetHashCode() => HashCode.Combine(Above, Below);

    /// <summary>As decimals, rounded to the nearest (a half away from zero), without idle zeros: only for reading.</summary>
    /// <param name="digits">Most digits after the point.</param>
    /// <param name="point">What stands between.</param>
    public string Decimals(int digits, string point)
    {
        var scale = BigInteger.Pow(10, digits);
        var scaled = ((2 * BigInteger.Abs(Above) * scale) + Below) / (2 * Below);
        var text = scaled.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var after = text[^digits..].TrimEnd('0');
        return (Above.Sign < 0 && !scaled.IsZero ? "−" : "") + text[..^digits] + (after.Length > 0 ? point + after : "");
    }

    /// <summary>As 61/3, or 20.</summary>
    public override string ToString() => Below.IsOne ? $"{Above}" : $"{Above}/{Below}";
}
