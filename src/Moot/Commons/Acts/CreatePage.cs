using System.Text.Json.Serialization.Metadata;
using Moot.Commons.Licensing;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>Somebody begins a page.</summary>
/// <param name="Text">The blob that holds its text.</param>
/// <param name="Bytes">Bytes of the text.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="SourceLicence">Where the text comes from elsewhere: under which licence it is given there (an SPDX expression).</param>
/// <param name="Title">What it is called.</param>
/// <param name="Summary">What was done, in a few words.</param>
/// <param name="Source">Where the text comes from: an address.</param>
/// <param name="Authors">Who wrote it there.</param>
public sealed record CreatePage(
    BlobId Text,
    int Bytes,
    TextFormat Format,
    string? SourceLicence = null,
    Prose Title = default,
    Prose Summary = default,
    Prose Source = default,
    Prose Authors = default
) : IAct<CreatePage, Library>
{
    public static string Kind => "page.create/1";

    public static JsonTypeInfo<CreatePage> Json => CommonsJson.Default.CreatePage;

    public static Verdict Judge(Library state, CreatePage act, in Circumstance how) =>
        CommonsLimits.JudgeTitle(act.Title) is { IsLawful: false } refused ? refused
        : Bringing.JudgeSource(state.Licence, act.SourceLicence, act.Source, act.Authors) is { IsLawful: false } foreign ? foreign
        : CommonsLimits.JudgeText(act.Text, act.Bytes, act.Summary, how);

    public static Library Fold(Library state, CreatePage act, in Circumstance how) =>
        state
            .WithPage(new(how.Index, how.Index, From: null, act.Text, act.Bytes, act.Format, IsMinor: false), CommonsLimits.NeedsReview(how))
            .WithElsewhere(how.Index, act.SourceLicence);
}
