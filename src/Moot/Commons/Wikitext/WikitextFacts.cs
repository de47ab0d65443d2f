using System.Collections.Immutable;

namespace Moot.Commons.Wikitext;

/// <summary>What a wikitext page may say about the place where it stands.</summary>
public sealed record WikitextFacts
{
    /// <summary>Name of the whole.</summary>
    public string SiteName { get; init; } = "";

    /// <summary>Address of the host, without / at the end; empty where it is not known.</summary>
    public string Server { get; init; } = "";

    /// <summary>When the page is shown, as CURRENTYEAR and the like say; null where that is not known.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Code of the language that pages are written in.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Other names of rooms, as <c>Datei</c> for <c>File</c>: small letters, spaces for underscores.</summary>
    public ImmutableDictionary<string, string> Rooms { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Addresses of other wikis by their prefix in small letters; <c>$1</c> stands for the title.</summary>
    public ImmutableDictionary<string, string> Elsewhere { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Prefixes that name the same page in another language: such links stand beside the text, not in it.</summary>
    public ImmutableHashSet<string> Languages { get; init; } = [];

    /// <summary>True if pages of the main room have pages below them, as those of other rooms have.</summary>
    public bool HasSubpages { get; init; } = true;

    /// <summary>True if the first letter of a title is always a capital.</summary>
    public bool IsFirstLetterLarge { get; init; } = true;
}
