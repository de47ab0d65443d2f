using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Moot.Commons;

/// <summary>Who wrote a page, when, from what, and under which licence: what has to be told wherever its text is used.</summary>
/// <param name="Head">The page.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Authors">Its authors, those of most revisions first.</param>
/// <param name="Unnamed">Authors, or revisions whose authors are not told one by one, that are left out: out of sight, unknown, or beyond the limit.</param>
/// <param name="From">The year in which it was begun.</param>
/// <param name="To">The year in which it was saved last.</param>
/// <param name="Licences">Its licences; more than one where one may choose.</param>
/// <param name="Sources">Where it, or parts of it, come from.</param>
/// <param name="Address">Its lasting address.</param>
/// <param name="Plain">The attribution, ready to be copied.</param>
/// <param name="Html">The same in HTML.</param>
public sealed record AttributionView(
    PageHead Head,
    string Title,
    ImmutableArray<AuthorNamed> Authors,
    int Unnamed,
    int From,
    int To,
    ImmutableArray<LicenceNamed> Licences,
    ImmutableArray<SourceNamed> Sources,
    string Address,
    string Plain,
    string Html
)
{
    /// <summary>For programs.</summary>
    public AttributionAnswer ToAnswer() =>
        new(Title, Address, [.. Authors.Select(a => new AuthorAnswer(a.Name, a.Revisions, a.Site, a.Here))], Unnamed, From, To, Licences, Sources, Plain, Html);
}

/// <summary>An author as they are named.</summary>
/// <param name="Name">A member's name, a guest's number, or the name in another wiki; of an internet address its first groups alone.</param>
/// <param name="Revisions">Revisions that they saved.</param>
/// <param name="Site">The wiki in which they wrote; null for here.</param>
/// <param name="Path">Where more is told of them, below the association; null where nothing is.</param>
public sealed record AuthorNamed(string Name, int Revisions, string? Site, string? Path)
{
    /// <summary>What the member is called whose name elsewhere it is; null where nobody is.</summary>
    public string? Here { get; init; }
}

/// <summary>A licence as it is named.</summary>
/// <param name="Id">Its SPDX identifier.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Url">Where its text is; null where that is not known.</param>
public sealed record LicenceNamed(string Id, string Name, string? Url);

/// <summary>Where a text, or a part of it, comes from.</summary>
/// <param name="Name">The wiki's name, or the address.</param>
/// <param name="Url">Where that is; null where it is nowhere to go to.</param>
/// <param name="Authors">Who wrote it there, as whoever took it says; null where that is told in the list of authors, or by nobody.</param>
/// <param name="Licence">Under which licence it is given there; null where nobody said.</param>
/// <param name="Entry">The entry that says so.</param>
public sealed record SourceNamed(string Name, string? Url, string? Authors, string? Licence, long Entry);

/// <summary>An attribution for programs.</summary>
public sealed record AttributionAnswer(
    string Title,
    string Url,
    ImmutableArray<AuthorAnswer> Authors,
    int Unnamed,
    int From,
    int To,
    ImmutableArray<LicenceNamed> Licences,
    ImmutableArray<SourceNamed> Sources,
    string Text,
    string Html
);

/// <summary>An author for programs.</summary>
public sealed record AuthorAnswer(string Name, int Revisions, string? Site, string? Here);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AttributionAnswer))]
internal sealed partial class AttributionJson : JsonSerializerContext;
