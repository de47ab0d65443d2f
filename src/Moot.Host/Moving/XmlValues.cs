using System.Text.RegularExpressions;
using System.Xml;

namespace Moot.Host.Moving;

/// <summary>Values as the export's schema allows them: what came from elsewhere, or was typed here, may be anything.</summary>
internal static partial class XmlValues
{
    private const char Lost = '\uFFFD';

    /// <summary>A text without the signs that XML 1.0 cannot hold (section 2.2); the same object where it has none.</summary>
    public static string Text(string text)
    {
        var at = FirstWrong(text, 0);
        if (at < 0)
        {
            return text;
        }

        var held = text.ToCharArray();
        for (; at >= 0; at = FirstWrong(text, at + 1))
        {
            held[at] = Lost;
        }

        return new(held);
    }

    /// <summary>A language; English where it is none that has a name.</summary>
    public static string Language(string? language) => language is not null && LanguageTag().IsMatch(language) ? language : "en";

    /// <summary>How first letters of titles are treated; null where it is none of the ways that are known.</summary>
    public static string? Case(string? said) => said is "first-letter" or "case-sensitive" or "case-insensitive" ? said : null;

    /// <summary>An address; null where it is none.</summary>
    public static string? Address(string? said) => Uri.TryCreate(said, UriKind.Absolute, out _) ? said : null;

    /// <summary>What a text is and its media type; plain text where these have no names that are allowed.</summary>
    public static (string Model, string Format) Model(string model, string format) =>
        ModelName().IsMatch(model) && FormatName().IsMatch(format) ? (model, format) : ("text", "text/plain");

    private static int FirstWrong(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    [GeneratedRegex("^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();

    [GeneratedRegex("^[a-zA-Z][-+./a-zA-Z0-9]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelName();

    [GeneratedRegex("^[a-zA-Z][-+.a-zA-Z0-9]*/[a-zA-Z][-+.a-zA-Z0-9]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex FormatName();
}
