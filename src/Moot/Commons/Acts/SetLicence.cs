using System.Text.Json.Serialization.Metadata;
using Moot.Commons.Licensing;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>Somebody says under which licence the words of the commons are given from now on. What was given before stays given as it was.</summary>
/// <param name="Licence">An SPDX licence expression, such as <c>CC-BY-SA-4.0</c>.</param>
/// <param name="Reason">Why.</param>
public sealed record SetLicence(string Licence, Prose Reason = default) : IAct<SetLicence, Library>
{
    public static string Kind => "commons.licence/1";

    public static JsonTypeInfo<SetLicence> Json => CommonsJson.Default.SetLicence;

    public static Verdict Judge(Library state, SetLicence act, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Choosing the licence takes a member; join first.")
        : !Spdx.IsExpression(act.Licence) ? Verdict.Refused("bad-licence", "A licence is named by its SPDX identifier, such as CC-BY-SA-4.0.")
        : string.Equals(state.Licence, act.Licence, StringComparison.Ordinal) ? Verdict.Refused("licence-already", $"The licence is {act.Licence} already.")
        : Bringing.JudgeChoice(state, act.Licence, how);

    public static Library Fold(Library state, SetLicence act, in Circumstance how) => state.WithLicence(act.Licence);
}
