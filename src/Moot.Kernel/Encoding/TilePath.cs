namespace Moot.Kernel.Encoding;

/// <summary>Where the pieces of a log lie on a server: the same names at every host.</summary>
/// <remarks>
/// C2SP tlog-tiles: <c>tile/L/N[.p/W]</c> and <c>tile/entries/N[.p/W]</c>, and <c>body/N[.p/W]</c>, <c>blobs/N[.p/W]</c> and <c>blob/NAME</c> of our own.
/// N is written in groups of three digits, all but the last with an 'x' before: 1234067 is <c>x001/x234/067</c>.
/// W, from 1 to 255, is the width of a piece that is not full.
/// </remarks>
public static class TilePath
{
    /// <summary>Highest level a tile can name.</summary>
    public const int LevelMax = 63;

    /// <summary>Hashes or entries in a full piece.</summary>
    public const int Width = 256;

    /// <summary>Highest N: its entries still have 63-bit indices.</summary>
    public const long TileIndexMax = long.MaxValue / Width;

    private const int GroupsMax = 6;
    private const string TilePrefix = "tile/";
    private const string EntriesPrefix = "tile/entries/";
    private const string BodiesPrefix = "body/";
    private const string BlobsPrefix = "blobs/";

    /// <summary>Path of a tile of hashes.</summary>
    public static string Tile(int level, long n, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, LevelMax);
        return $"{TilePrefix}{level}/{Number(n)}{Partial(width)}";
    }

    /// <summary>Path of a bundle of entries.</summary>
    public static string Entries(long n, int width) => $"{EntriesPrefix}{Number(n)}{Partial(width)}";

    /// <summary>Path of a bundle of bodies.</summary>
    public static string Bodies(long n, int width) => $"{BodiesPrefix}{Number(n)}{Partial(width)}";

    /// <summary>Path of a bundle of blobs.</summary>
    public static string Blobs(long n, int width) => $"{BlobsPrefix}{Number(n)}{Partial(width)}";

    /// <summary>Path of one blob.</summary>
    public static string Blob(Acts.BlobId id) => $"blob/{id}";

    /// <summary>Reads the path of a bundle of blobs.</summary>
    public static bool TryParseBlobs(string path, out long n, out int width)
    {
        (n, width) = (0, 0);
        return path.StartsWith(BlobsPrefix, StringComparison.Ordinal) && TryPiece(path.AsSpan(BlobsPrefix.Length), out n, out width);
    }

    /// <summary>Reads the path of a tile.</summary>
    public static bool TryParseTile(string path, out int level, out long n, out int width)
    {
        (level, n, width) = (0, 0, 0);
        if (!path.StartsWith(TilePrefix, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = path.AsSpan(TilePrefix.Length);
        var slash = rest.IndexOf('/');
        if (slash is not (1 or 2) || !TrySmall(rest[..slash], LevelMax, out var l) || !TryPiece(rest[(slash + 1)..], out n, out width))
        {
            return false;
        }

        level = l;
        return true;
    }

    /// <summary>Reads the path of a bundle of entries.</summary>
    public static bool TryParseEntries(string path, out long n, out int width)
    {
        (n, width) = (0, 0);
        return path.StartsWith(EntriesPrefix, StringComparison.Ordinal) && TryPiece(path.AsSpan(EntriesPrefix.Length), out n, out width);
    }

    /// <summary>Reads the path of a bundle of bodies.</summary>
    public static bool TryParseBodies(string path, out long n, out int width)
    {
        (n, width) = (0, 0);
        return path.StartsWith(BodiesPrefix, StringComparison.Ordinal) && TryPiece(path.AsSpan(BodiesPrefix.Length), out n, out width);
    }

    private static string Number(long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, TileIndexMax);
        var text = $"{n % 1000:d3}";
        for (n /= 1000; n > 0; n /= 1000)
        {
            text = $"x{n % 1000:d3}/{text}";
        }

        return text;
    }

    private static string Partial(int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Width);
        return width == Width ? "" : $".p/{width}";
    }

    private static bool TryPiece(ReadOnlySpan<char> text, out long n, out int width)
    {
        (n, width) = (0, 0);
        var w = Width;
        var suffix = text.IndexOf(".p/");
        if (suffix >= 0 && (!TrySmall(text[(suffix + 3)..], Width - 1, out w) || w == 0))
        {
            return false;
        }

        if (!TryNumber(suffix < 0 ? text : text[..suffix], out n))
        {
            return false;
        }

        width = w;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long n)
    {
        n = 0;
        const int Group = 5; // x, three digits, slash
        var groups = (text.Length + 2) / Group;
        if (groups is < 1 or > GroupsMax || text.Length != (groups * Group) - 2)
        {
            return false;
        }

        var sum = 0L;
        for (var i = 0; i < groups; i++)
        {
            var last = i == groups - 1;
            var digits = last ? text : text[1..4];
            if (!last && (text[0] != 'x' || text[4] != '/') || digits.ContainsAnyExceptInRange('0', '9') || (i == 0 && !last && digits is "000"))
            {
                return false;
            }

            sum = (sum * 1000) + ((digits[0] - '0') * 100) + ((digits[1] - '0') * 10) + (digits[2] - '0');
            text = last ? default : text[Group..];
        }

        n = sum <= TileIndexMax ? sum : 0;
        return sum <= TileIndexMax;
    }

    private static bool TrySmall(ReadOnlySpan<char> text, int max, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 3 || text.ContainsAnyExceptInRange('0', '9') || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        foreach (var c in text)
        {
            value = (value * 10) + (c - '0');
        }

        return value <= max;
    }
}
