using System.Xml;

namespace Moot.Host.Moving;

/// <summary>Values as the export's schema allows them: what came from elsewhere, or was typed here, may be anything.</summary>
internal static class XmlValues
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
    public static string Language(string? language) =>
        language is not null && language.Split('-') is [var first, .. var rest] && IsTag(first, isFirst: true) && rest.All(r => IsTag(r, isFirst: false))
            ? language
            : "en";

    /// <summary>How first letters of titles are treated; null where it is none of the ways that are known.</summary>
    public static string? Case(string? said) => said is "first-letter" or "case-sensitive" or "case-insensitive" ? said : null;

    /// <summary>An address; null where it is none.</summary>
    public static string? Address(string? said) => Uri.TryCreate(said, UriKind.Absolute, out _) ? said : null;

    /// <summary>What a text is and its media type; plain text where these have no names that are allowed.</summary>
    /// <remarks>MediaWiki itself has written <c>error-no-format</c> for wikitext that was suppressed.</remarks>
    public static (string Model, string Format) Model(string model, string format) =>
        IsName(model, '/') && format.Split('/') is [var kind, var sort] && IsName(kind) && IsName(sort) ? (model, format)
        : string.Equals(model, WikiRevision.UsualModel, StringComparison.Ordinal) ? (WikiRevision.UsualModel, WikiRevision.UsualFormat)
        : ("text", "text/plain");

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

    /// <summary>A part of a language's tag (XML Schema part 2, section 3.3.3).</summary>
    private static bool IsTag(string part, bool isFirst) => part.Length is >= 1 and <= 8 && part.All(isFirst ? char.IsAsciiLetter : char.IsAsciiLetterOrDigit);

    private static bool IsName(string name, params ReadOnlySpan<char> more)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '+' or '.') && !more.Contains(c))
            {
                return false;
            }
        }

        return name.Length > 0 && char.IsAsciiLetter(name[0]);
    }
}
