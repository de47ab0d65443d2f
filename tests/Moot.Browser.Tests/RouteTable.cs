using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Moot.Browser.Tests;

/// <summary>Which addresses a host answers.</summary>
internal static class RouteTable
{
    /// <summary>Addresses that are no pages: files, records and feeds for programs, and links that work once (a story follows one).</summary>
    private static readonly HashSet<string> NoPages = new(StringComparer.Ordinal)
    {
        "assets/{version}/{name}",
        "association.json",
        "blob/{id}",
        "blobs/{**path}",
        "body/{**path}",
        "checkpoint",
        "enter/{token}",
        "entry/{index:long}.tlog-proof",
        "feed/{**path}",
        "file/{entry:long}/{name}",
        "info/refs",
        "invite.svg",
        "keys/{key}",
        "look.css",
        "matter/{id:long}.json",
        "matter/{id:long}/count.json",
        "matter/{id:long}/sheet.txt",
        "openapi.json",
        "powers.json",
        "powers/{id:long}.json",
        "refused/{id}",
        "robots.txt",
        "tile/{**path}",
        "titles",
        "waiting.atom",
    };

    /// <summary>The patterns of all routes that show a page, as they were written.</summary>
    public static List<string> Pages(Hall hall) =>
        [
            .. hall
                .Routes.Where(r => r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? false)
                .Select(r => r.RoutePattern.RawText!)
                .Select(r => r.Length > 1 ? r.TrimStart('/') : r)
                .Where(r => !NoPages.Contains(r))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>True if a path below the association is of this route.</summary>
    public static bool Is(string pattern, string path)
    {
        var parts = RoutePatternFactory.Parse(pattern).PathSegments;
        var words = path.Trim('/').Split('/');
        for (var i = 0; i < parts.Count; i++)
        {
            switch (parts[i].Parts)
            {
                case [RoutePatternParameterPart { IsCatchAll: true }]:
                    return words.Length > i && words[i].Length > 0;
                case [RoutePatternParameterPart { ParameterPolicies: [{ Content: "long" }] }] when i < words.Length && long.TryParse(words[i], out _):
                case [RoutePatternParameterPart { ParameterPolicies: [] }] when i < words.Length && words[i].Length > 0:
                case [RoutePatternLiteralPart literal] when i < words.Length && string.Equals(words[i], literal.Content, StringComparison.Ordinal):
                    continue;
                default:
                    return false;
            }
        }

        return words.Length == Math.Max(1, parts.Count) && (parts.Count > 0 || words[0].Length == 0);
    }
}
