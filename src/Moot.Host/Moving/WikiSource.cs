using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moot.Kernel.Tree;

namespace Moot.Host.Moving;

/// <summary>A wiki as the act that begins its import tells it, and back.</summary>
internal static class WikiSource
{
    /// <summary>UTF-16 characters of the list of namespaces that are kept.</summary>
    private const int SpacesCharactersMax = 16_000;

    private const string NoCase = "-";

    /// <summary>Tells a wiki from others.</summary>
    public static Hash Of(WikiSite site) => Hash.Of(Encoding.UTF8.GetBytes($"moot/wiki/v1\n{site.Base ?? site.Name}\n{site.Database}\n"));

    /// <summary>The words of the act.</summary>
    public static JsonObject Words(WikiSite site)
    {
        var spaces = new StringBuilder();
        foreach (var space in site.Namespaces)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{space.Key} {space.Case ?? NoCase} {space.Name}\n");
            if (spaces.Length + line.Length > SpacesCharactersMax)
            {
                break;
            }

            spaces.Append(line);
        }

        var words = new JsonObject();
        foreach (
            var (name, text) in new[]
            {
                ("site", site.Name),
                ("address", site.Base),
                ("generator", site.Generator),
                ("database", site.Database),
                ("language", site.Language),
                ("letters", site.Case),
                ("spaces", spaces.ToString()),
            }
        )
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                words[name] = text;
            }
        }

        return words;
    }

    /// <summary>The wiki that an act tells; what is out of sight is left out.</summary>
    public static WikiSite Site(Commons.Acts.BeginImport act) =>
        new(
            act.Site.Text,
            act.Database.Text,
            act.Address.Text,
            act.Generator.Text,
            act.Letters.Text,
            act.Language.Text,
            [.. (act.Spaces.Text ?? "0 - ").Split('\n').Select(Space).OfType<WikiNamespace>()]
        );

    private static WikiNamespace? Space(string line) =>
        line.Split(' ', 3) is [var number, var letters, var name] && int.TryParse(number, CultureInfo.InvariantCulture, out var key)
            ? new(key, name, string.Equals(letters, NoCase, StringComparison.Ordinal) ? null : letters)
            : null;
}
