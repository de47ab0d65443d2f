using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>A name under which somebody wrote in another wiki.</summary>
/// <param name="Key">End of its address.</param>
/// <param name="Entry">An entry that brought a text under it.</param>
/// <param name="Name">The name.</param>
/// <param name="Site">What the wiki is called; null where that is out of sight.</param>
/// <param name="Address">Where the wiki is; null where nobody said, or out of sight.</param>
/// <param name="Count">Texts under it that are in sight; where authors there have no numbers, as many as were compared.</param>
/// <param name="Rows">Some of them, newest first.</param>
/// <param name="Older">Entry before which older ones are; null where these are the oldest.</param>
/// <param name="Claims">Who says that it is theirs, oldest first.</param>
/// <param name="Line">What the visitor would save in the other wiki; null for who is no member.</param>
/// <param name="LineIn">The entry of a text under this name that has that line; null where none of the newest has.</param>
public sealed record BroughtNameView(
    string Key,
    long Entry,
    string Name,
    string? Site,
    string? Address,
    int Count,
    ImmutableArray<BroughtTextView> Rows,
    long? Older,
    ImmutableArray<NameClaimView> Claims,
    string? Line,
    long? LineIn
)
{
    /// <summary>What was typed into the form that was refused.</summary>
    public string Link { get; init; } = "";

    /// <summary>The same, why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why a form was not taken; null where none was sent.</summary>
    public Verdict? Refused { get; init; }
}

/// <summary>A text that somebody wrote in another wiki.</summary>
/// <param name="Head">The page that it is of.</param>
/// <param name="Entry">Its entry.</param>
/// <param name="Saved">When it was saved there.</param>
/// <param name="Summary">What its author said of it; null where nothing.</param>
public sealed record BroughtTextView(PageHead Head, long Entry, Moment Saved, string? Summary);

/// <summary>A claim as it is shown.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Key">End of the name's address; null where nothing under it is in sight.</param>
/// <param name="Name">The name; null where it is out of sight.</param>
/// <param name="Site">What the wiki is called; null where that is out of sight.</param>
/// <param name="At">When it was made.</param>
/// <param name="Link">Where the line stands in the other wiki.</param>
/// <param name="Reason">What the claimant says.</param>
/// <param name="HasLine">Whether the text that was brought in has the line; null where none is the proof, or it is out of sight.</param>
/// <param name="Opinions">What others say, oldest first.</param>
public sealed record NameClaimView(
    NameClaim Claim,
    string? Key,
    string? Name,
    string? Site,
    Moment At,
    string? Link,
    string? Reason,
    bool? HasLine,
    ImmutableArray<ClaimOpinionView> Opinions
);

/// <summary>What a member says of a claim.</summary>
/// <param name="By">Who.</param>
/// <param name="Opinion">What.</param>
/// <param name="Reason">Why; null where they did not say, or it is out of sight.</param>
public sealed record ClaimOpinionView(MemberId By, ClaimOpinion Opinion, string? Reason);

/// <summary>A name that a member says is theirs.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Count">Texts under it; 0 while it does not count.</param>
/// <param name="Rows">The newest of them.</param>
public sealed record ClaimedNameView(NameClaimView Claim, int Count, ImmutableArray<BroughtTextView> Rows);

/// <summary>Claims, newest first.</summary>
/// <param name="Rows">Some of them.</param>
/// <param name="Older">Entry before which older ones are; null where these are the oldest.</param>
/// <param name="All">True where those that count are listed too.</param>
/// <param name="Refused">Why a form was not taken; null where none was sent.</param>
public sealed record ClaimsView(ImmutableArray<NameClaimView> Rows, long? Older, bool All, Verdict? Refused = null);
