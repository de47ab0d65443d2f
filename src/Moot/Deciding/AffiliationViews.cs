using System.Collections.Immutable;
using Moot.Kernel.Acts;
using Moot.Ui;

namespace Moot.Deciding;

/// <summary>The organisations to which somebody says that they belong, and those that could be chosen.</summary>
/// <param name="Declared">What they said, the most important one first; null where they said nothing.</param>
/// <param name="Known">Organisations that are named here, by their names; of many the first.</param>
public sealed record AffiliationsView(ImmutableArray<(long Id, string Name)>? Declared, ImmutableArray<(long Id, string Name)> Known)
{
    /// <summary>The form that was not taken: declare or name; null where none was sent.</summary>
    public string? Form { get; init; }

    /// <summary>Why.</summary>
    public Verdict? Refused { get; init; }

    /// <summary>What was in it.</summary>
    public Filled? Filled { get; init; }
}

/// <summary>Makes the views of organisations.</summary>
public static class AffiliationViews
{
    /// <summary>Organisations that are offered.</summary>
    private const int OrganisationsShown = 500;

    /// <summary>The form.</summary>
    public static AffiliationsView Of(Desk desk, MemberId member) =>
        new(
            Declared(desk, member),
            [
                .. desk.State<Assembly>()
                    .Organisations.Take(OrganisationsShown)
                    .Select(o => (o, NameOf(desk, o)))
                    .OrderBy(o => o.Item2, StringComparer.OrdinalIgnoreCase),
            ]
        );

    /// <summary>What a member says, in a line; empty for none, null where they said nothing.</summary>
    public static string? Said(Desk desk, MemberId member) => Declared(desk, member) is { } all ? string.Join(", ", all.Select(o => o.Name)) : null;

    private static ImmutableArray<(long Id, string Name)>? Declared(Desk desk, MemberId member) =>
        desk.State<Assembly>().Affiliations.TryGetValue(member, out var all) ? [.. all.Select(o => (o, NameOf(desk, o)))] : null;

    private static string NameOf(Desk desk, long organisation) => desk.Prose(organisation, "name") ?? desk.Words.Say("affiliation.nameless", organisation);
}
