using System.Globalization;
using System.Numerics;

namespace Moot.Deciding.Charters;

/// <summary>Of which number a share is asked.</summary>
public enum ShareOf
{
    /// <summary>Votes for and against; who abstains does not count.</summary>
    Cast = 1,

    /// <summary>Everybody who voted, abstentions too.</summary>
    Voting,

    /// <summary>Everybody who could vote.</summary>
    Electorate,

    /// <summary>Everybody who could vote, less those who abstain.</summary>
    NotAbstaining,
}

/// <summary>A share that is to be reached: <c>more than 1/2 of cast</c>, <c>at least 3/4 of cast</c>. Compared in whole numbers.</summary>
/// <param name="Above">The upper number of the fraction.</param>
/// <param name="Below">The lower one, not zero.</param>
/// <param name="IsMore">True where exactly the share is too little.</param>
/// <param name="Of">Of what.</param>
public sealed record Share(int Above, int Below, bool IsMore, ShareOf Of)
{
    /// <summary>The largest number in a fraction.</summary>
    public const int NumberMax = 10_000;

    /// <summary>True if so many votes for are enough.</summary>
    /// <param name="votes">The votes for.</param>
    /// <param name="count">What they are a share of.</param>
    /// <remarks>Of nothing, nothing is a share.</remarks>
    public bool IsReached(long votes, long count) =>
        count > 0 && (IsMore ? (BigInteger)votes * Below > (BigInteger)count * Above : (BigInteger)votes * Below >= (BigInteger)count * Above);

    /// <summary>Reads a share; null where it has another form.</summary>
    public static Share? Read(string text)
    {
        var words = text.Split(' ');
        return
            words is ["more" or "at", "than" or "least", var fraction, "of", var of]
            && string.Equals(words[0], "more", StringComparison.Ordinal) == string.Equals(words[1], "than", StringComparison.Ordinal)
            && Fraction(fraction) is var (above, below)
            && OfWhat(of) is { } what
            ? new(above, below, string.Equals(words[0], "more", StringComparison.Ordinal), what)
            : null;
    }

    internal static (int Above, int Below)? Fraction(string text) =>
        text.Split('/') is [var above, var below]
        && int.TryParse(above, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && int.TryParse(below, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
        && b is > 0 and <= NumberMax
        && a <= b
            ? (a, b)
            : null;

    private static ShareOf? OfWhat(string text) =>
        text switch
        {
            "cast" => ShareOf.Cast,
            "voting" => ShareOf.Voting,
            "electorate" => ShareOf.Electorate,
            "not-abstaining" => ShareOf.NotAbstaining,
            _ => null,
        };

    public override string ToString() => $"{(IsMore ? "more than" : "at least")} {Above}/{Below} of {Kernel.Acts.WordJson<ShareOf>.Word(Of)}";
}

/// <summary>How many people something takes: a number, a share of those who could (<c>1/20</c>), or Debian's K, 2K, Q and 3Q, which grow with the root of their number.</summary>
/// <remarks>Q is half the root of N, never rounded; K is Q, but at most 5. Source: Debian constitution v1.9, §4.2. Compared in whole numbers.</remarks>
/// <param name="Form">How it is reckoned.</param>
/// <param name="Above">The number, or the upper one of the fraction, or how many K or Q.</param>
/// <param name="Below">The lower number of the fraction.</param>
public sealed record HeadCount(HeadForm Form, int Above, int Below = 1)
{
    /// <summary>The largest number.</summary>
    public const int NumberMax = 100_000;

    /// <summary>True if so many are enough.</summary>
    /// <param name="heads">Those who did it.</param>
    /// <param name="of">Those who could.</param>
    public bool IsReached(long heads, long of) =>
        Form switch
        {
            HeadForm.Number => heads >= Above,
            HeadForm.Fraction => (BigInteger)heads * Below >= (BigInteger)of * Above,
            HeadForm.Root => 4 * (BigInteger)heads * heads >= (BigInteger)Above * Above * of, // heads ≥ a·√N/2
            HeadForm.RootToFive => heads >= 5L * Above || 4 * (BigInteger)heads * heads >= (BigInteger)Above * Above * of,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>The least whole number that is enough.</summary>
    public long Least(long of)
    {
        var (low, high) = (0L, Math.Max(Math.Max(5L * Above, Above), of) + 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = IsReached(middle, of) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Reads one; null where it has another form.</summary>
    public static HeadCount? Read(string text) =>
        text.Contains('/', StringComparison.Ordinal)
            ? Charters.Share.Fraction(text) is var (above, below)
                ? new(HeadForm.Fraction, above, below)
                : null
            : text.EndsWith('K')
                ? Times(text[..^1]) is { } k
                    ? new(HeadForm.RootToFive, k)
                    : null
                : text.EndsWith('Q')
                    ? Times(text[..^1]) is { } q
                        ? new(HeadForm.Root, q)
                        : null
                    : Number(text) is { } number
                        ? new(HeadForm.Number, number)
                        : null;

    public override string ToString() =>
        Form switch
        {
            HeadForm.Number => $"{Above}",
            HeadForm.Fraction => $"{Above}/{Below}",
            HeadForm.Root => Above == 1 ? "Q" : $"{Above}Q",
            _ => Above == 1 ? "K" : $"{Above}K",
        };

    private static int? Times(string text) =>
        text.Length == 0 ? 1
        : text is [>= '2' and <= '9'] ? text[0] - '0'
        : null;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= NumberMax ? number : null;
}

/// <summary>How a number of people is reckoned.</summary>
public enum HeadForm
{
    Number = 1,
    Fraction,
    Root,
    RootToFive,
}
