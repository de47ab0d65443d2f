namespace Moot.Stewarding;

/// <summary>Limits of powers.</summary>
internal static class StewardingLimits
{
    /// <summary>How long those who use a power together have to stand behind it; then it comes to nothing.</summary>
    public static readonly TimeSpan SecondedWithin = TimeSpan.FromDays(7);

    /// <summary>Uses of powers on one subject.</summary>
    public const int UsesMax = 1_000;
}
