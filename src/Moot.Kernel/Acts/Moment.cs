namespace Moot.Kernel.Acts;

/// <summary>A point in time as the log tells it.</summary>
/// <param name="Milliseconds">Milliseconds since 1970-01-01T00:00:00Z, without leap seconds.</param>
public readonly record struct Moment(long Milliseconds) : IComparable<Moment>
{
    /// <summary>A time that never comes: of what does not end.</summary>
    public static Moment Never { get; } = new(Limits.IntegerMax);

    /// <summary>The moment of a date.</summary>
    public static Moment Of(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    /// <summary>The date, in UTC; the last date that there is for <see cref="Never"/>.</summary>
    public DateTimeOffset ToDate() => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(Milliseconds, 0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    public int CompareTo(Moment other) => Milliseconds.CompareTo(other.Milliseconds);

    public override string ToString() => ToDate().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    public static Moment operator +(Moment moment, TimeSpan span) => new(checked(moment.Milliseconds + (long)(span.Ticks / TimeSpan.TicksPerMillisecond)));

    public static TimeSpan operator -(Moment later, Moment earlier) => new(checked((later.Milliseconds - earlier.Milliseconds) * TimeSpan.TicksPerMillisecond));

    public static bool operator <(Moment left, Moment right) => left.Milliseconds < right.Milliseconds;

    public static bool operator >(Moment left, Moment right) => left.Milliseconds > right.Milliseconds;

    public static bool operator <=(Moment left, Moment right) => left.Milliseconds <= right.Milliseconds;

    public static bool operator >=(Moment left, Moment right) => left.Milliseconds >= right.Milliseconds;
}
