namespace Moot.Counting;

/// <summary>How large a majority has to be: more than half, so many times those against, or at least a share.</summary>
/// <param name="Times">At least so many times those against.</param>
/// <param name="IsStrict">True if it has to be more than that and not as much.</param>
public readonly record struct Majority(Fraction Times, bool IsStrict)
{
    /// <summary>More for than against.</summary>
    public static Majority Simple { get; } = new(1, true);

    /// <summary>True if it is reached. N:1 is reached by N times those against, provided that it is more than those against (Debian constitution A.5.3).</summary>
    public bool IsReached(long votes, long against) =>
        votes > 0 && (IsStrict ? (Fraction)votes > Times * against : (Fraction)votes >= Times * against && (Times < 1 || votes > against));

    /// <summary>Reads <c>3:1</c>, <c>2/3</c>, <c>65%</c>, or <c>1/2</c> and <c>1:1</c>, which mean more than half; null where it is none of these.</summary>
    public static Majority? Read(string text)
    {
        if (text.Split(':') is [var times, var one])
        {
            return Quorum.Number(times) is { } t && Quorum.Number(one) is { } o && o > 0 && t > 0 ? Of(t / o) : null;
        }

        var share =
            text.EndsWith('%') ? Quorum.Number(text[..^1]) / 100
            : text.Split('/') is [var above, var below] && Quorum.Number(above) is { } a && Quorum.Number(below) is { } b && b > 0 ? a / b
            : null;
        return share is { } s && s > 0 && s < 1 ? Of(s / (1 - s)) : null;
    }

    private static Majority Of(Fraction times) => times == 1 ? Simple : new(times, false);

    /// <summary>As 3:1.</summary>
    public override string ToString() => $"{Times.Above}:{Times.Below}";
}
