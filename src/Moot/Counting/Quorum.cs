using System.Globalization;
using System.Numerics;

namespace Moot.Counting;

/// <summary>How many are needed before a vote counts: a number, a share of all voters, or multiples of Debian's Q.</summary>
/// <param name="Form">How it is reckoned.</param>
/// <param name="Amount">The number, the share, or how many times Q.</param>
/// <param name="Voters">How many could vote; 0 where that is not asked.</param>
public sealed record Quorum(QuorumForm Form, Fraction Amount, long Voters)
{
    /// <summary>True if so many are enough. Exactly as many are enough (Debian constitution A.5.2); no root is ever drawn.</summary>
    public bool IsReached(long votes) =>
        Form switch
        {
            QuorumForm.Number => (Fraction)votes >= Amount,
            QuorumForm.Share => (Fraction)votes >= Amount * Voters,
            QuorumForm.Root => 4 * (Fraction)votes * votes >= Amount * Amount * Voters, // votes ≥ a·√N/2
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The least whole number that is enough.</summary>
    public long Least
    {
        get
        {
            var (low, high) = (0L, Poll.VotesMax * 100);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = IsReached(middle) ? (low, middle) : (middle + 1, high);
            }

            return low;
        }
    }

    /// <summary>Reads <c>15</c>, <c>45.2244</c>, <c>1/3</c> (of all voters) or <c>3Q</c> (Q is half the root of all voters).</summary>
    /// <param name="text">The text.</param>
    /// <param name="voters">How many could vote; 0 where that is not known.</param>
    /// <param name="quorum">The quorum.</param>
    /// <param name="error">What is wrong and what to do, or the empty string.</param>
    public static bool TryRead(string text, long voters, out Quorum? quorum, out string error)
    {
        quorum = text.EndsWith('Q')
            ? Number(text.Length == 1 ? "1" : text[..^1]) is { } times
                ? new(QuorumForm.Root, times, voters)
                : null
            : text.Split('/') is [var above, var below]
                ? Number(above) is { } a && Number(below) is { } b && b.Above.Sign > 0 && a <= b
                    ? new(QuorumForm.Share, a / b, voters)
                    : null
                : Number(text) is { } number
                    ? new(QuorumForm.Number, number, voters)
                    : null;
        error =
            quorum is null ? $"\"{text}\" is no quorum: write a number as 15, a share of all voters as 1/3, or 3Q as Debian does."
            : quorum.Form != QuorumForm.Number && voters <= 0 ? $"The quorum {text} depends on how many could vote: say it with --voters N."
            : "";
        return error.Length == 0;
    }

    /// <summary>A number that is not negative, perhaps with decimals; null where it is none.</summary>
    internal static Fraction? Number(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var (whole, after) = point < 0 ? (text, "") : (text[..point], text[(point + 1)..]);
        return
            whole is { Length: > 0 and <= 12 }
            && after.Length <= 15
            && (point < 0 || after.Length > 0)
            && whole.All(char.IsAsciiDigit)
            && after.All(char.IsAsciiDigit)
            ? new Fraction(BigInteger.Parse(whole + after, NumberStyles.None, CultureInfo.InvariantCulture), BigInteger.Pow(10, after.Length))
            : null;
    }

    public override string ToString() =>
        Form switch
        {
            QuorumForm.Root => Amount == 1 ? "Q" : $"{Amount}Q",
            _ => Amount.ToString(),
        };
}

/// <summary>How a quorum is reckoned.</summary>
public enum QuorumForm
{
    Number = 1,
    Share,
    Root,
}
