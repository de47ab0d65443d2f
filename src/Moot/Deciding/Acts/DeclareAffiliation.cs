using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member says to which organisations they belong, or that it is none. It holds from now on; what was voted and signed before keeps what was said then.</summary>
/// <param name="Organisations">The organisations, the most important one first.</param>
public sealed record DeclareAffiliation(ImmutableArray<long> Organisations) : IAct<DeclareAffiliation, Assembly>
{
    public static string Kind => "affiliation.declare/1";

    public static JsonTypeInfo<DeclareAffiliation> Json => DecidingJson.Default.DeclareAffiliation;

    public static Verdict Judge(Assembly state, DeclareAffiliation act, in Circumstance how) =>
        !how.Actor.IsMember ? Floor.MembersOnly
        : act.Organisations.Length > Floor.AffiliationsMax || act.Organisations.Distinct().Count() != act.Organisations.Length
            ? Verdict.Refused("too-many-organisations", $"Name each organisation once, and at most {Floor.AffiliationsMax}.")
        : act.Organisations.Any(o => !state.Organisations.Contains(o))
            ? Verdict.Refused("no-such-organisation", "There is no such organisation: name it first.")
        : Verdict.Lawful;

    public static Assembly Fold(Assembly state, DeclareAffiliation act, in Circumstance how) =>
        state.WithAffiliations(how.Actor.Member!.Value, act.Organisations);
}
