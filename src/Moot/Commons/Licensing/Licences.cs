using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Moot.Commons.Licensing;

/// <summary>The licences that are known here.</summary>
public static class Licences
{
    private const string CreativeCommons = "https://creativecommons.org/licenses/";
    private const string Gnu = "https://www.gnu.org/licenses/";

    /// <summary>Those of which somebody declared that a text has no owner.</summary>
    internal static ImmutableArray<string> PublicDomain { get; } = ["CC0-1.0", "CC-PDM-1.0", "LicenseRef-public-domain", "PDDL-1.0"];

    internal static ImmutableArray<string> By { get; } = ["CC-BY-2.0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0"];

    internal static ImmutableArray<string> BySa { get; } = ["CC-BY-SA-1.0", "CC-BY-SA-2.0", "CC-BY-SA-2.5", "CC-BY-SA-3.0", "CC-BY-SA-4.0"];

    internal static ImmutableArray<string> Gfdl { get; } =
    ["GFDL-1.1-only", "GFDL-1.1-or-later", "GFDL-1.2-only", "GFDL-1.2-or-later", "GFDL-1.3-only", "GFDL-1.3-or-later"];

    internal static ImmutableArray<string> Gpl { get; } = ["GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later"];

    internal static ImmutableArray<string> Agpl { get; } = ["AGPL-3.0-only", "AGPL-3.0-or-later"];

    /// <summary>All of them.</summary>
    public static ImmutableArray<Licence> Known { get; } =
    [
        new("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", AttributionForm.Courtesy),
        new("CC-PDM-1.0", "Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/", AttributionForm.Courtesy),
        new("LicenseRef-public-domain", "Public domain", "https://creativecommons.org/publicdomain/mark/1.0/", AttributionForm.Courtesy),
        new("PDDL-1.0", "Public Domain Dedication and License 1.0", "https://opendatacommons.org/licenses/pddl/1-0/", AttributionForm.Courtesy),
        .. By.Select(id => Cc(id, "by")),
        .. BySa.Select(id => Cc(id, "by-sa")),
        Cc("CC-BY-NC-SA-4.0", "by-nc-sa"),
        new("LAL-1.3", "Free Art License 1.3", "https://artlibre.org/licence/lal/en/", AttributionForm.TitleAuthorSourceLicence),
        .. Gfdl.Select(id =>
            OfGnu(
                id,
                "GFDL-",
                "GNU Free Documentation License",
                id.Contains("1.3", StringComparison.Ordinal) ? "fdl-1.3.html" : $"old-licenses/fdl-{id[5..8]}.html"
            )
        ),
        new("ODbL-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", AttributionForm.Database),
        new("ODC-By-1.0", "Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/", AttributionForm.Database),
        .. Gpl.Select(id => OfGnu(id, "GPL-", "GNU General Public License", id[4] == '2' ? "old-licenses/gpl-2.0.html" : "gpl-3.0.html")),
        .. Agpl.Select(id => OfGnu(id, "AGPL-", "GNU Affero General Public License", "agpl-3.0.html")),
        new("MIT", "MIT License", "https://opensource.org/license/mit", AttributionForm.Notice),
        new("Apache-2.0", "Apache License 2.0", "https://www.apache.org/licenses/LICENSE-2.0", AttributionForm.Notice),
    ];

    private static readonly FrozenDictionary<string, Licence> ById = Known.ToFrozenDictionary(l => l.Id, StringComparer.Ordinal);

    /// <summary>The licence of an identifier; null for one that is not known here.</summary>
    public static Licence? Find(string id) => ById.GetValueOrDefault(Normal(id));

    /// <summary>An identifier as it is written today: of the older ones of GNU it is said whether later versions are meant (SPDX 3.0 and before: <c>GPL-2.0</c>, <c>GPL-2.0+</c>).</summary>
    public static string Normal(string id) =>
        ById.ContainsKey(id) ? id
        : id.EndsWith('+') && ById.ContainsKey(id[..^1] + "-or-later") ? id[..^1] + "-or-later"
        : ById.ContainsKey(id + "-only") ? id + "-only"
        : id;

    private static Licence Cc(string id, string path)
    {
        var version = id[(id.LastIndexOf('-') + 1)..];
        return new(id, $"CC {path.ToUpperInvariant()} {version}", $"{CreativeCommons}{path}/{version}/", AttributionForm.TitleAuthorSourceLicence);
    }

    private static Licence OfGnu(string id, string prefix, string name, string path)
    {
        var version = id[prefix.Length..(prefix.Length + 3)];
        var later = id.EndsWith("-or-later", StringComparison.Ordinal) ? " or any later version" : "";
        return new(
            id,
            $"{name}, version {version}{later}",
            Gnu + path,
            prefix.StartsWith("GFDL", StringComparison.Ordinal) ? AttributionForm.FreeDocumentation : AttributionForm.Notice
        );
    }
}
