using System.Globalization;
using System.Text;

namespace Moot.Commons.Texts;

/// <summary>Where an address leads.</summary>
public enum UrlKind
{
    /// <summary>It is not linked to: it could run something, or looks like what it is not.</summary>
    Refused,

    /// <summary>On this host.</summary>
    Here,
    Outside,
    Mail,
}

/// <summary>Tells addresses that may be linked to from all others.</summary>
public static class SafeUrl
{
    /// <summary>Judges an address as a browser would read it. Anything in doubt is refused.</summary>
    public static UrlKind Judge(string url)
    {
        if (url.Length is 0 or > MarkdownLimits.UrlCharactersMax || url[0] == ' ' || url[^1] == ' ' || HasUnclear(url))
        {
            return UrlKind.Refused;
        }

        if (url.StartsWith("//", StringComparison.Ordinal))
        {
            return UrlKind.Outside;
        }

        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var path = url.AsSpan().IndexOfAny('/', '?', '#');
        if (colon < 0 || (path >= 0 && path < colon))
        {
            return UrlKind.Here;
        }

        var scheme = url[..colon];
        var isHttp = string.Equals(scheme, "http", StringComparison.OrdinalIgnoreCase) || string.Equals(scheme, "https", StringComparison.OrdinalIgnoreCase);
        return isHttp && url.AsSpan(colon + 1).StartsWith("//") ? UrlKind.Outside
            : string.Equals(scheme, "mailto", StringComparison.OrdinalIgnoreCase) ? UrlKind.Mail
            : UrlKind.Refused;
    }

    /// <summary>The address in ASCII: whatever an address cannot have is written with %.</summary>
    public static string Written(string url)
    {
        var written = new StringBuilder(url.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(url))
        {
            var c = (char)b;
            _ =
                char.IsAsciiLetterOrDigit(c) || "-._~:/?#[]@!$&()*+,;=%".Contains(c, StringComparison.Ordinal)
                    ? written.Append(c)
                    : written.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return written.ToString();
    }

    // Browsers read \ as / and drop tabs and line ends.
    private static bool HasUnclear(string url) =>
        url.AsSpan().ContainsAnyInRange('\0', '\x1f') || url.AsSpan().ContainsAnyInRange('\x7f', '\x9f') || url.Contains('\\', StringComparison.Ordinal);
}
