namespace Moot.Counting.Pictures;

/// <summary>Places on a circle and lengths of lines, in whole numbers.</summary>
internal static class Circle
{
    private const int Full = 3_600;
    private const int Half = Full / 2;

    /// <summary>A point on a circle; angles in tenths of a degree, from the top on, the way that a clock goes.</summary>
    public static (int X, int Y) Point(int angle, int radius) => (Times(radius, angle), -Times(radius, angle + 900));

    /// <summary>The length of a line.</summary>
    public static int Length(int x, int y)
    {
        var square = ((long)x * x) + ((long)y * y);
        var (low, high) = (0L, (long)Math.Abs(x) + Math.Abs(y) + 1);
        while (low + 1 < high)
        {
            var middle = (low + high) / 2;
            (low, high) = middle * middle <= square ? (middle, high) : (low, middle);
        }

        return (int)low;
    }

    // The sine as Bhaskara reckoned it in the seventh century: right to two thousandths, which is less than can be seen here.
    private static int Times(int radius, int angle)
    {
        var turned = ((angle % Full) + Full) % Full;
        var at = (long)(turned % Half);
        var product = at * (Half - at);
        var sine = 4 * radius * product / ((5L * Half * Half / 4) - product);
        return (int)(turned < Half ? sine : -sine);
    }
}
