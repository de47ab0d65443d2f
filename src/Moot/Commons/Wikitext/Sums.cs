using System.Globalization;
using System.Numerics;

namespace Moot.Commons.Wikitext;

/// <summary>A number that is exactly what was written: a fraction of whole numbers.</summary>
internal readonly record struct Exact(BigInteger Over, BigInteger Under)
{
    private const int SignificantDigits = 14;

    public static Exact Zero { get; } = new(0, 1);

    public static Exact One { get; } = new(1, 1);

    public bool IsWhole => Under.IsOne;

    public static Exact? Of(BigInteger over, BigInteger under)
    {
        if (under.IsZero)
        {
            return null;
        }

        var common = BigInteger.GreatestCommonDivisor(over, under) * under.Sign;
        var (o, u) = (over / common, under / common);
        return Math.Max(o.GetBitLength(), u.GetBitLength()) > WikitextLimits.SumDigitsMax * 10L / 3 ? null : new Exact(o, u);
    }

    /// <summary>The next whole number below, or the number itself.</summary>
    public BigInteger Floor() => BigInteger.DivRem(Over, Under, out var rest) - (rest.Sign < 0 ? 1 : 0);

    /// <summary>Rounded half away from zero, to so many digits behind the point (before it where negative).</summary>
    public Exact? Round(int digits)
    {
        if (digits is < -WikitextLimits.SumDigitsMax or > WikitextLimits.SumDigitsMax)
        {
            return null;
        }

        var scale = BigInteger.Pow(10, Math.Abs(digits));
        var (over, under) = digits >= 0 ? (Over * scale, Under) : (Over, Under * scale);
        var rounded = (BigInteger.Abs(over) * 2 + under) / (under * 2) * over.Sign;
        return digits >= 0 ? Of(rounded, scale) : Of(rounded * scale, 1);
    }

    /// <summary>All digits of a whole number; of others, as many as mean something.</summary>
    public override string ToString()
    {
        if (IsWhole)
        {
            return Over.ToString(CultureInfo.InvariantCulture);
        }

        var whole = BigInteger.Abs(Over) / Under;
        var before = whole.IsZero ? 0 : whole.ToString(CultureInfo.InvariantCulture).Length;
        var zeros = 0;
        for (var part = BigInteger.Abs(Over) * 10; before == 0 && part < Under && zeros < WikitextLimits.SumDigitsMax; part *= 10)
        {
            zeros++;
        }

        var digits = Math.Max(0, SignificantDigits - before + zeros);
        var scaled = (BigInteger.Abs(Over) * BigInteger.Pow(10, digits) * 2 + Under) / (Under * 2);
        var text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var result = digits == 0 ? text : (text[..^digits] + "." + text[^digits..]).TrimEnd('0').TrimEnd('.');
        return Over.Sign < 0 && result is not "0" ? "-" + result : result;
    }
}

/// <summary>Works out sums as <c>(1 + 2) * 3 round 1</c>, exactly.</summary>
internal sealed class Sums
{
    private static readonly string[] Signs = ["<>", "!=", "<=", ">=", "+", "-", "*", "/", "^", "=", "<", ">", "(", ")"];

    private readonly string text;
    private int at;
    private int depth;
    private string? fault;

    private Sums(string text) => this.text = text;

    /// <summary>The value of a sum, or why it has none. An empty one has neither.</summary>
    public static (Exact? Value, string? Fault) Of(string sum)
    {
        var text = sum.Trim()
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&minus;", "-", StringComparison.Ordinal)
            .Replace('\u2212', '-');
        if (text.Length == 0)
        {
            return (null, null);
        }

        if (text.Length > WikitextLimits.SumCharactersMax)
        {
            return (null, "Expression error: too long.");
        }

        var sums = new Sums(text);
        var value = sums.Read(0);
        sums.Skip();
        return sums.fault is { } fault ? (null, $"Expression error: {fault}.")
            : sums.at < text.Length ? (null, "Expression error: unexpected words.")
            : (value, null);
    }

    private Exact Read(int least)
    {
        if (++depth > WikitextLimits.SumDepthMax)
        {
            fault ??= "nested too deeply";
            return Exact.Zero;
        }

        var left = Operand();
        while (fault is null)
        {
            var before = at;
            var sign = Next();
            var rank = Rank(sign);
            if (rank == 0 || rank <= least)
            {
                at = before;
                break;
            }

            var right = Read(rank);
            left = fault is null ? Apply(sign, left, right) : left;
        }

        depth--;
        return left;
    }

    private static int Rank(string sign) =>
        sign switch
        {
            "or" => 2,
            "and" => 3,
            "=" or "!=" or "<>" or "<" or ">" or "<=" or ">=" => 4,
            "round" => 5,
            "+" or "-" => 6,
            "*" or "/" or "div" or "mod" or "fmod" => 7,
            "^" => 8,
            "e" => 10,
            _ => 0,
        };

    private Exact Operand()
    {
        Skip();
        if (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
        {
            return Number();
        }

        switch (Next())
        {
            case "(":
                var inside = Read(0);
                if (Next() is not ")")
                {
                    fault ??= "a bracket is not closed";
                }

                return inside;
            case "-":
                return Read(9) is var minus ? minus with { Over = -minus.Over } : default;
            case "+":
                return Read(9);
            case "not":
                return Truth(Read(8).Over.IsZero);
            case "abs":
                return Read(8) is var signed ? signed with { Over = BigInteger.Abs(signed.Over) } : default;
            case "floor":
                return new(Read(8).Floor(), 1);
            case "ceil":
                return Read(8) is var above ? new(-(above with { Over = -above.Over }).Floor(), 1) : default;
            case "trunc":
                return Read(8) is var cut ? new(cut.Over / cut.Under, 1) : default;
            default:
                fault ??= "a number is missing or a word is unknown";
                return Exact.Zero;
        }
    }

    private Exact Apply(string sign, Exact a, Exact b)
    {
        Exact? result = sign switch
        {
            "+" => Exact.Of(a.Over * b.Under + b.Over * a.Under, a.Under * b.Under),
            "-" => Exact.Of(a.Over * b.Under - b.Over * a.Under, a.Under * b.Under),
            "*" => Exact.Of(a.Over * b.Over, a.Under * b.Under),
            "/" or "div" => Exact.Of(a.Over * b.Under, a.Under * b.Over),
            "mod" when (b.Over / b.Under).IsZero => null,
            "mod" => new(BigInteger.Remainder(a.Over / a.Under, b.Over / b.Under), 1),
            "fmod" when !b.Over.IsZero => Exact.Of(BigInteger.Remainder(a.Over * b.Under, b.Over * a.Under), a.Under * b.Under),
            "^" => Power(a, b),
            "e" => Power(new(10, 1), b) is { } scale ? Exact.Of(a.Over * scale.Over, a.Under * scale.Under) : null,
            "round" when BigInteger.Abs(b.Over / b.Under) < WikitextLimits.SumDigitsMax => a.Round((int)(b.Over / b.Under)),
            "=" => Truth(a == b),
            "!=" or "<>" => Truth(a != b),
            "<" => Truth(a.Over * b.Under < b.Over * a.Under),
            ">" => Truth(a.Over * b.Under > b.Over * a.Under),
            "<=" => Truth(a.Over * b.Under <= b.Over * a.Under),
            ">=" => Truth(a.Over * b.Under >= b.Over * a.Under),
            "and" => Truth(!a.Over.IsZero && !b.Over.IsZero),
            "or" => Truth(!a.Over.IsZero || !b.Over.IsZero),
            _ => null,
        };
        if (result is null)
        {
            fault ??= sign is "/" or "div" or "mod" or "fmod" && b.Over.IsZero ? "division by zero" : "the number has too many digits";
        }

        return result ?? Exact.Zero;
    }

    private Exact? Power(Exact a, Exact b)
    {
        if (!b.IsWhole)
        {
            fault ??= "a power has to be whole";
            return null;
        }

        var power = BigInteger.Abs(b.Over);
        var bits = Math.Max(a.Over.GetBitLength(), a.Under.GetBitLength());
        if (power * bits > WikitextLimits.SumDigitsMax * 10)
        {
            return null;
        }

        var (over, under) = (BigInteger.Pow(a.Over, (int)power), BigInteger.Pow(a.Under, (int)power));
        return b.Over.Sign < 0 ? Exact.Of(under, over) : Exact.Of(over, under);
    }

    private static Exact Truth(bool isTrue) => isTrue ? Exact.One : Exact.Zero;

    private Exact Number()
    {
        var start = at;
        var point = -1;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && point < 0)))
        {
            point = text[at] == '.' ? at : point;
            at++;
        }

        var digits = text[start..at].Replace(".", "", StringComparison.Ordinal);
        if (digits.Length is 0 or > WikitextLimits.SumDigitsMax)
        {
            fault ??= "a number has too many digits or none";
            return Exact.Zero;
        }

        var value = BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return Exact.Of(value, BigInteger.Pow(10, point < 0 ? 0 : at - point - 1)) ?? Exact.Zero;
    }

    private void Skip()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private string Next()
    {
        Skip();
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0)
            {
                at += sign.Length;
                return sign;
            }
        }

        var start = at;
        while (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        return text[start..at].ToLowerInvariant();
    }
}
