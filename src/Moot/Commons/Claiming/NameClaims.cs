using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Commons;

/// <summary>Which members say that names of other wikis are theirs, and what others say of that.</summary>
public sealed record NameClaims
{
    /// <summary>Nobody claims a name.</summary>
    public static NameClaims None { get; } = new();

    /// <summary>All claims, by their entries.</summary>
    public ImmutableSortedDictionary<long, NameClaim> All { get; private init; } = ImmutableSortedDictionary<long, NameClaim>.Empty;

    /// <summary>Entries of the claims that count, by the names.</summary>
    public ImmutableDictionary<BroughtName, long> Confirmed { get; private init; } = ImmutableDictionary<BroughtName, long>.Empty;

    /// <summary>A claim; null where there is none.</summary>
    public NameClaim? Find(long entry) => All.GetValueOrDefault(entry);

    /// <summary>The claims of a name that were not taken back, oldest first.</summary>
    public IEnumerable<NameClaim> Of(BroughtName name) => All.Values.Where(c => c.Name == name && !c.IsWithdrawn);

    /// <summary>The claims of a member that were not taken back, oldest first.</summary>
    public IEnumerable<NameClaim> Of(MemberId member) => All.Values.Where(c => c.By == member && !c.IsWithdrawn);

    /// <summary>The claim that counts for a name; null where none does.</summary>
    public NameClaim? ConfirmedOf(BroughtName name) => Confirmed.TryGetValue(name, out var entry) ? All[entry] : null;

    internal NameClaims With(NameClaim claim)
    {
        var counts = Confirmed.TryGetValue(claim.Name, out var entry) && entry != claim.Entry;
        return new()
        {
            All = All.SetItem(claim.Entry, claim),
            Confirmed =
                counts ? Confirmed
                : claim.IsConfirmed ? Confirmed.SetItem(claim.Name, claim.Entry)
                : Confirmed.Remove(claim.Name),
        };
    }

    internal void WriteRows(StateRows rows)
    {
        foreach (var claim in All.Values)
        {
            var (entry, proof) = (claim.Entry, WordJson<ClaimProof>.Word(claim.Proof));
            rows.Row(
                "claim",
                entry,
                claim.By,
                claim.Of,
                claim.Name.Import,
                claim.Name.Number,
                proof,
                (object?)claim.Revision ?? "-",
                claim.IsConfirmed,
                claim.IsWithdrawn
            );
            foreach (var (who, opinion) in claim.Opinions)
            {
                rows.Row("claim-opinion", claim.Entry, who, opinion.IsFor, opinion.Entry);
            }
        }
    }
}
