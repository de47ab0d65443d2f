using System.Collections.Immutable;

namespace Moot.Host.Moving;

/// <summary>The wiki that a file comes from, as the file tells.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Database">Name of its database.</param>
/// <param name="Base">Address of its main page.</param>
/// <param name="Generator">The program that wrote the file.</param>
/// <param name="Case">How it treats the first letter of titles.</param>
/// <param name="Language">Its language.</param>
/// <param name="Namespaces">Its namespaces.</param>
internal sealed record WikiSite(
    string? Name,
    string? Database,
    string? Base,
    string? Generator,
    string? Case,
    string? Language,
    ImmutableArray<WikiNamespace> Namespaces
)
{
    /// <summary>A wiki of which the file tells nothing.</summary>
    public static WikiSite Unknown { get; } = new(null, null, null, null, null, null, []);

    /// <summary>The namespace of a title, by its prefix; 0 where it has none.</summary>
    public int NamespaceOf(string title)
    {
        var colon = title.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : title[..colon].Replace('_', ' ');
        foreach (var space in Namespaces)
        {
            if (space.Name.Length > 0 && string.Equals(space.Name, prefix, StringComparison.OrdinalIgnoreCase))
            {
                return space.Key;
            }
        }

        return 0;
    }
}

/// <summary>A namespace of a wiki.</summary>
/// <param name="Key">Its number; talk has the odd ones.</param>
/// <param name="Name">What stands before the colon; empty for articles.</param>
/// <param name="Case">How it treats the first letter; null where the file does not say.</param>
internal sealed record WikiNamespace(int Key, string Name, string? Case);

/// <summary>A page of a wiki.</summary>
/// <param name="Title">Its title with its namespace.</param>
/// <param name="Namespace">Number of the namespace.</param>
/// <param name="Id">Its number there.</param>
/// <param name="Redirect">The title that it leads to; null where it is no redirect or the file does not say.</param>
internal sealed record WikiPage(string Title, int Namespace, long Id, string? Redirect);

/// <summary>How the author of a revision is told.</summary>
internal enum WikiAuthorKind
{
    /// <summary>The file names nobody.</summary>
    Unknown,

    /// <summary>By a name.</summary>
    Name,

    /// <summary>By an internet address: somebody who was not signed in.</summary>
    Address,

    /// <summary>The wiki took the name out of sight.</summary>
    Suppressed,
}

/// <summary>The author of a revision.</summary>
/// <param name="Kind">How they are told.</param>
/// <param name="Name">Name or address.</param>
/// <param name="Id">Their number there.</param>
internal readonly record struct WikiAuthor(WikiAuthorKind Kind, string? Name = null, long? Id = null);

/// <summary>Whether the text of a revision is in the file.</summary>
internal enum WikiTextState
{
    Present,

    /// <summary>The wiki took it out of sight.</summary>
    Suppressed,

    /// <summary>The file was written without texts.</summary>
    Stub,
}

/// <summary>One revision of a page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Id">Its number in that wiki.</param>
/// <param name="Parent">Number of the revision before it.</param>
/// <param name="At">When it was saved.</param>
/// <param name="Author">By whom.</param>
/// <param name="IsMinor">True if its author called it a small change.</param>
/// <param name="Comment">What they said of it.</param>
/// <param name="IsCommentSuppressed">True if the wiki took that out of sight.</param>
/// <param name="Origin">Number of the revision that first had this text; null where the file does not say.</param>
/// <param name="Model">What the text is, such as <c>wikitext</c>.</param>
/// <param name="Format">Its media type.</param>
/// <param name="TextState">Whether the text is there.</param>
/// <param name="Text">The text as UTF-8.</param>
/// <param name="Bytes">Bytes that the file says the text has; null where it does not say.</param>
/// <param name="Sha1">Base-36 SHA-1 of the text that the file tells; null where it tells none.</param>
internal sealed record WikiRevision(
    WikiPage Page,
    long Id,
    long? Parent,
    DateTimeOffset At,
    WikiAuthor Author,
    bool IsMinor,
    string? Comment,
    bool IsCommentSuppressed,
    long? Origin,
    string Model,
    string Format,
    WikiTextState TextState,
    ReadOnlyMemory<byte> Text,
    long? Bytes,
    string? Sha1
)
{
    /// <summary>What the text of a page usually is.</summary>
    public const string UsualModel = "wikitext";

    /// <summary>Its media type.</summary>
    public const string UsualFormat = "text/x-wiki";
}
