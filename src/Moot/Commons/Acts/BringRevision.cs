using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;
using Moot.Stewarding;

namespace Moot.Commons.Acts;

/// <summary>A member brings one revision of another wiki in. Who wrote it there, when, and what they said is what the member claims; nobody is a member here by it.</summary>
/// <remarks>Numbers of the other wiki end in <c>There</c>. The page is the one that this page of the other wiki became; with its first revision it begins.</remarks>
/// <param name="Import">The import that it belongs to.</param>
/// <param name="PageThere">Number of the page.</param>
/// <param name="RevisionThere">Number of the revision.</param>
/// <param name="SavedThere">When it was saved there.</param>
/// <param name="AuthorKind">How its author is told.</param>
/// <param name="Bytes">Bytes of the text; of one that is not there, what the other wiki says.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="Space">Number of the page's namespace.</param>
/// <param name="Text">The blob that holds the text; left out where it lacks.</param>
/// <param name="Lacks">Why there is no text.</param>
/// <param name="ParentThere">Number of the revision before it.</param>
/// <param name="OriginThere">Number of the revision that first had the text, where that is another.</param>
/// <param name="AuthorThere">Number of the author.</param>
/// <param name="Minor">True if its author called it a small change.</param>
/// <param name="SummaryHidden">True if the other wiki took the summary out of sight.</param>
/// <param name="Title">What the page is called here; with its first revision.</param>
/// <param name="Was">What it was called there, where that is something else.</param>
/// <param name="Author">Name or address of the author.</param>
/// <param name="Summary">What they said of it.</param>
/// <param name="Model">What the text is and its media type, parted by a space, where it is no wikitext.</param>
/// <param name="Sum">Base-36 SHA-1 that the other wiki tells of a text that is not there.</param>
public sealed record BringRevision(
    long Import,
    long PageThere,
    long RevisionThere,
    Moment SavedThere,
    AuthorThere AuthorKind,
    int Bytes,
    TextFormat Format,
    int Space = 0,
    BlobId? Text = null,
    TextLack? Lacks = null,
    long? ParentThere = null,
    long? OriginThere = null,
    long? AuthorThere = null,
    bool Minor = false,
    bool SummaryHidden = false,
    Prose Title = default,
    Prose Was = default,
    Prose Author = default,
    Prose Summary = default,
    Prose Model = default,
    Prose Sum = default
) : IAct<BringRevision, Library>
{
    public static string Kind => "page.bring/1";

    public static JsonTypeInfo<BringRevision> Json => CommonsJson.Default.BringRevision;

    public static Verdict Judge(Library state, BringRevision act, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Bringing a wiki in takes a member; join first.")
        : !state.Imports.Has(act.Import) ? Verdict.Refused("no-such-import", "There is no such import; begin it with wiki.import.")
        : act.PageThere < 0 || act.RevisionThere < 0 ? Verdict.Refused("number-negative", "Pages and revisions have numbers from 0.")
        : state.Imports.Find(act.Import, act.RevisionThere) is { } entry ? Verdict.Refused("brought-already", $"This revision was brought in entry {entry}.")
        : JudgeNames(state, act) is { IsLawful: false } refused ? refused
        : state.Imports.PageOf(act.Import, act.PageThere) is { } page
        && state.Find(page.Page)?.Newest == page.Last
        && how.Read<Stewardship>().JudgeChange(page.Page, how) is { IsLawful: false } kept
            ? kept
        : JudgeText(act, how);

    public static BlobId? Resembles(Library state, BringRevision act) =>
        state.Imports.PageOf(act.Import, act.PageThere) is { } page && state.FindRevision(page.Last) is { HasText: true } last ? last.Text : null;

    public static Library Fold(Library state, BringRevision act, in Circumstance how)
    {
        var page = state.Imports.PageOf(act.Import, act.PageThere);
        var from =
            act.ParentThere is { } parent && state.Imports.Find(act.Import, parent) is { } known && state.FindRevision(known) is { } before
                ? before
                : default(Revision?);
        // A revision whose parent lies on another page, or is not known, follows the last that was brought.
        var onto =
            page is null ? (long?)null
            : from?.Page == page.Page ? from!.Value.Entry
            : page.Last;
        var revision = new Revision(how.Index, page?.Page ?? how.Index, onto, act.Text ?? default, act.Bytes, act.Format, act.Minor);
        return state.WithBrought(revision, page, new(how.Index, act));
    }

    private static Verdict JudgeNames(Library state, BringRevision act) =>
        state.Imports.PageOf(act.Import, act.PageThere) is null && CommonsLimits.JudgeTitle(act.Title) is { IsLawful: false } wrong ? wrong
        : (act.AuthorKind is Commons.AuthorThere.Name or Commons.AuthorThere.Address ? act.Author.IsMissing : act.Author.Text is not null)
            ? Verdict.Refused("author-wrong", "An author is named where the other wiki names one, and only there.")
        : act.SummaryHidden && act.Summary.Text is not null ? Verdict.Refused("summary-hidden", "A summary that the other wiki hides is not brought.")
        : act.Author.Length > CommonsLimits.TitleCharactersMax
            ? Verdict.Refused("author-too-long", $"A name has at most {CommonsLimits.TitleCharactersMax} characters.")
        : Verdict.Lawful;

    private static Verdict JudgeText(BringRevision act, in Circumstance how) =>
        (act.Text is null) == (act.Lacks is null) ? Verdict.Refused("text-missing", "A revision has its text, or says why it lacks.")
        : act.Text is { } text ? CommonsLimits.JudgeText(text, act.Bytes, summary: default, how)
        : act.Bytes < 0 ? Verdict.Refused("wrong-size", "A text has at least 0 bytes.")
        : Verdict.Lawful;
}
