using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>By what a member shows that a name of another wiki is theirs.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<ClaimProof>))]
public enum ClaimProof
{
    /// <summary>A line that they saved in the other wiki under that name; its address is told.</summary>
    Line = 1,

    /// <summary>The same line in a text of that name which was brought in.</summary>
    Revision,

    /// <summary>Members who know it.</summary>
    People,
}

/// <summary>A name by which somebody wrote in another wiki, without the name itself.</summary>
/// <param name="Import">The import.</param>
/// <param name="Number">The author's number there; where the other wiki has none, an entry that brought a text under that name, as a negative number.</param>
public readonly record struct BroughtName(long Import, long Number)
{
    /// <summary>True if the other wiki numbers its authors.</summary>
    public bool IsNumbered => Number > 0;

    /// <summary>The name of a revision's author; null where it is none, or out of sight there.</summary>
    public static BroughtName? Of(in BroughtRevision brought) =>
        brought.AuthorKind != AuthorThere.Name ? null : new(brought.Import, brought.Author > 0 ? brought.Author : -brought.Entry);

    /// <summary>True if two revisions may be by the same name, as far as numbers tell it.</summary>
    public static bool MayBeSame(in BroughtRevision one, in BroughtRevision other) =>
        Of(one) is { } first && Of(other) is { } second && first.Import == second.Import && (first.IsNumbered ? first == second : !second.IsNumbered);
}

/// <summary>What a member says of somebody's claim.</summary>
/// <param name="IsFor">True if they confirm it.</param>
/// <param name="Entry">Where they said so last.</param>
public readonly record struct ClaimOpinion(bool IsFor, long Entry);

/// <summary>A member says that a name of another wiki is theirs.</summary>
/// <param name="Entry">Its entry.</param>
/// <param name="By">Who.</param>
/// <param name="Of">An entry that brought a text under that name.</param>
/// <param name="Name">The name, as numbers tell it.</param>
/// <param name="Proof">By what they show it.</param>
/// <param name="Revision">The text that was brought in with their line; null for other proofs.</param>
public sealed record NameClaim(long Entry, MemberId By, long Of, BroughtName Name, ClaimProof Proof, long? Revision)
{
    /// <summary>What other members say of it.</summary>
    public ImmutableDictionary<MemberId, ClaimOpinion> Opinions { get; init; } = ImmutableDictionary<MemberId, ClaimOpinion>.Empty;

    /// <summary>True while it counts.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>True once whoever made it took it back.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Members who confirm it, less those who doubt it.</summary>
    public int Weight => Opinions.Values.Sum(o => o.IsFor ? 1 : -1);

    /// <summary>The weight from which on it counts.</summary>
    public int Needed => Proof == ClaimProof.People ? ClaimLimits.ConfirmationsOfPeople : ClaimLimits.ConfirmationsOfProof;

    internal NameClaim With(MemberId who, ClaimOpinion opinion)
    {
        var said = this with { Opinions = Opinions.SetItem(who, opinion) };
        return said with { IsConfirmed = said.Weight >= Needed };
    }
}

/// <summary>How many members a claim needs, and how much one may say. A charter will set the first two.</summary>
internal static class ClaimLimits
{
    /// <summary>Members more than doubt it who confirm a claim with a line that everybody can look at.</summary>
    public const int ConfirmationsOfProof = 1;

    /// <summary>The same for a claim that rests on what members know, as with sponsors.</summary>
    public const int ConfirmationsOfPeople = 2;

    /// <summary>Claims of one member that wait at once.</summary>
    public const int WaitingMax = 16;

    /// <summary>UTF-16 characters of an address.</summary>
    public const int LinkCharactersMax = 2_000;
}
