using Microsoft.AspNetCore.Http;

namespace Moot.Host.People;

/// <summary>Where a request says that it comes from.</summary>
internal enum Coming
{
    /// <summary>From a page of this host, as the browser vouches.</summary>
    FromHere,

    /// <summary>From another site.</summary>
    FromElsewhere,

    /// <summary>Nothing is said: a program, or a very old browser.</summary>
    Unsaid,
}

/// <summary>Tells requests that another site made a browser send.</summary>
internal static class Origins
{
    /// <summary>Where a request comes from: by Sec-Fetch-Site (W3C Fetch Metadata), which pages cannot set; else by Origin (RFC 6454).</summary>
    public static Coming Of(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return string.Equals(site, "same-origin", StringComparison.Ordinal) ? Coming.FromHere
                : string.Equals(site, "none", StringComparison.Ordinal) ? Coming.Unsaid
                : Coming.FromElsewhere;
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 ? Coming.Unsaid
            : Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsHost(from, request) ? Coming.FromHere
            : Coming.FromElsewhere;
    }

    /// <summary>True if the visitor speaks to us, or to a proxy before us, over TLS. A false word here harms only who says it.</summary>
    public static bool IsHttps(HttpRequest request) =>
        request.IsHttps || string.Equals(request.Headers["X-Forwarded-Proto"].ToString(), "https", StringComparison.OrdinalIgnoreCase);

    private static bool IsHost(Uri from, HttpRequest request) =>
        from.Scheme is "http" or "https"
        && (
            string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
            || string.Equals($"{from.Host}:{from.Port}", request.Host.Value, StringComparison.OrdinalIgnoreCase)
        );
}
