using System.Collections.Immutable;
using Moot.Kernel.Acts;

namespace Moot.Ui;

/// <summary>An association about to be founded.</summary>
/// <param name="Words">The visitor's language.</param>
/// <param name="Licences">Licences to choose from: SPDX name and words.</param>
/// <param name="Name">What it will be called.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Licence">Under which licence words will be given.</param>
/// <param name="Charters">Charters to choose from, each with what it is for in a sentence.</param>
/// <param name="Charter">Name of the one that is chosen.</param>
/// <param name="Member">What the founder is called.</param>
/// <param name="Code">The code from the console, as typed.</param>
/// <param name="NeedsCode">True where somebody else than the machine's owner could have reached the page.</param>
/// <param name="IsFirst">True if nothing is founded here yet.</param>
/// <param name="Refused">Why it was not founded; null where it was not tried.</param>
public sealed record FoundingView(
    Words Words,
    ImmutableArray<(string Id, string Words)> Licences,
    string Name,
    string Purpose,
    string Licence,
    ImmutableArray<(string Name, string Words)> Charters,
    string Charter,
    string Member,
    string Code,
    bool NeedsCode,
    bool IsFirst,
    Verdict? Refused = null
);

/// <summary>The associations of a host.</summary>
/// <param name="Words">The visitor's language.</param>
/// <param name="Associations">What each is called and for, and where it lies.</param>
public sealed record AssociationsView(Words Words, ImmutableArray<(string Name, string? Purpose, string Path, long Entries)> Associations);
