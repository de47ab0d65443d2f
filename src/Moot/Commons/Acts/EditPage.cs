using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Moot.Commons.Licensing;
using Moot.Kernel.Acts;
using Moot.Stewarding;

namespace Moot.Commons.Acts;

/// <summary>Somebody saves a new text of a page. Written from the newest revision it becomes the newest; else it stands beside it.</summary>
/// <param name="Page">The page.</param>
/// <param name="From">The revision that the text was written from.</param>
/// <param name="Text">The blob that holds the text.</param>
/// <param name="Bytes">Bytes of the text.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="Over">Open ends that this text takes in.</param>
/// <param name="Minor">True if it is a small change.</param>
/// <param name="Beside">True for a text that is proposed: it stands beside the newest until it is decided, also where it was written from that.</param>
/// <param name="SourceLicence">Where some of the text comes from elsewhere: under which licence it is given there (an SPDX expression).</param>
/// <param name="Summary">What was done, in a few words.</param>
/// <param name="Source">Where it comes from: an address.</param>
/// <param name="Authors">Who wrote it there.</param>
public sealed record EditPage(
    long Page,
    long From,
    BlobId Text,
    int Bytes,
    TextFormat Format,
    ImmutableArray<long> Over = default,
    bool Minor = false,
    bool Beside = false,
    string? SourceLicence = null,
    Prose Summary = default,
    Prose Source = default,
    Prose Authors = default
) : IAct<EditPage, Library>
{
    public static string Kind => "page.edit/1";

    public static JsonTypeInfo<EditPage> Json => CommonsJson.Default.EditPage;

    public static Verdict Judge(Library state, EditPage act, in Circumstance how) =>
        state.Find(act.Page) is not { } page ? Verdict.Refused("no-such-page", "There is no such page.")
        : state.FindRevision(act.From) is not { } from || from.Page != act.Page
            ? Verdict.Refused("no-such-revision", "The text must be written from a revision of this page.")
        : act.Ends.Length > CommonsLimits.OverMax ? Verdict.Refused("too-many-ends", $"One save takes in at most {CommonsLimits.OverMax} open ends.")
        : act.Ends.Any(e => !page.OpenEnds.Contains(e)) ? Verdict.Refused("no-such-end", "Only open ends of this page can be taken in.")
        : act.Beside && !act.Ends.IsEmpty ? Verdict.Refused("one-thing", "A text that is proposed takes in no other.")
        : act.Beside && page.OpenEnds.Length >= CommonsLimits.ProposedMax
            ? Verdict.Refused("too-many-ends", $"{CommonsLimits.ProposedMax} texts stand beside this page already: settle some first.")
        : !act.Beside && how.Read<Stewardship>().JudgeChange(act.Page, how) is { IsLawful: false } kept ? kept
        : Bringing.JudgeSource(state.Licence, act.SourceLicence, act.Source, act.Authors) is { IsLawful: false } foreign ? foreign
        : CommonsLimits.JudgeText(act.Text, act.Bytes, act.Summary, how);

    public static string? WorksOn(EditPage act) => act.Beside ? null : $"page:{act.Page}";

    public static BlobId? Resembles(Library state, EditPage act) => state.FindRevision(act.From) is { HasText: true } from ? from.Text : null;

    public static Library Fold(Library state, EditPage act, in Circumstance how)
    {
        var revision = new Revision(how.Index, act.Page, act.From, act.Text, act.Bytes, act.Format, act.Minor);
        var needsReview = CommonsLimits.NeedsReview(how);
        return (act.Beside ? state.WithProposed(revision, needsReview) : state.WithRevision(revision, act.Ends, needsReview)).WithElsewhere(
            how.Index,
            act.SourceLicence
        );
    }

    private ImmutableArray<long> Ends => Over.IsDefault ? [] : Over;
}
