using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody names an organisation that members belong to: an employer, a firm, a body. It is known by this entry, whatever it is called.</summary>
/// <param name="Name">What it is called.</param>
public sealed record NameOrganisation(Prose Name = default) : IAct<NameOrganisation, Assembly>
{
    public static string Kind => "affiliation.name/1";

    public static JsonTypeInfo<NameOrganisation> Json => DecidingJson.Default.NameOrganisation;

    public static Verdict Judge(Assembly state, NameOrganisation act, in Circumstance how) =>
        !how.Actor.IsMember ? Floor.MembersOnly
        : state.Organisations.Count >= Floor.OrganisationsMax
            ? Verdict.Refused("too-many-organisations", $"At most {Floor.OrganisationsMax} organisations are named here.")
        : how.DoneBefore(Kind).Count >= Floor.OrganisationsOfOneMax
            ? Verdict.Refused("too-many-organisations", $"One member names at most {Floor.OrganisationsOfOneMax} organisations.")
        : Floor.Needs(act.Name, "organisation-name-missing", "What is the organisation called?");

    public static Assembly Fold(Assembly state, NameOrganisation act, in Circumstance how) => state.WithOrganisation(how.Index);
}
