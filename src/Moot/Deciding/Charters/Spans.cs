using System.Globalization;

namespace Moot.Deciding.Charters;

/// <summary>Lengths of time as charters write them: <c>14d</c>, <c>72h</c>, <c>30m</c>.</summary>
public static class Spans
{
    /// <summary>The longest: a hundred years of 365 days.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(36_500);

    /// <summary>Reads a length of time; null where it has another form.</summary>
    public static TimeSpan? Read(string text)
    {
        if (
            text.Length is < 2 or > 8
            || text[0] is < '1' or > '9'
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        )
        {
            return null;
        }

        var span = text[^1] switch
        {
            'd' => TimeSpan.FromDays(count),
            'h' => TimeSpan.FromHours(count),
            'm' => TimeSpan.FromMinutes(count),
            _ => TimeSpan.Zero,
        };
        return span > TimeSpan.Zero && span <= Max ? span : null;
    }

    /// <summary>Writes a length of time in the largest unit in which it is whole.</summary>
    public static string Write(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 ? $"{span.Days}d"
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? $"{(long)span.TotalHours}h"
        : $"{(long)span.TotalMinutes}m";
}
