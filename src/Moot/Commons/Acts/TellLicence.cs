using System.Text.Json.Serialization.Metadata;
using Moot.Commons.Licensing;
using Moot.Kernel.Acts;

namespace Moot.Commons.Acts;

/// <summary>A member says under which licence the texts of another wiki are given there, where that was not said or was wrong.</summary>
/// <param name="Import">The entry that began to bring the wiki in.</param>
/// <param name="Licence">An SPDX licence expression.</param>
/// <param name="Reason">How the member knows.</param>
public sealed record TellLicence(long Import, string Licence, Prose Reason = default) : IAct<TellLicence, Library>
{
    public static string Kind => "wiki.licence/1";

    public static JsonTypeInfo<TellLicence> Json => CommonsJson.Default.TellLicence;

    public static Verdict Judge(Library state, TellLicence act, in Circumstance how) =>
        !how.Actor.IsMember ? Verdict.Refused("members-only", "Saying this takes a member; join first.")
        : !state.Imports.Has(act.Import) ? Verdict.Refused("no-such-import", "There is no such import; begin it with wiki.import.")
        : string.Equals(state.Imports.Licences.GetValueOrDefault(act.Import), act.Licence, StringComparison.Ordinal)
            ? Verdict.Refused("licence-already", $"The licence is {act.Licence} already.")
        : Bringing.Judge(state.Licence, act.Licence);

    public static Library Fold(Library state, TellLicence act, in Circumstance how) =>
        state with
        {
            Imports = state.Imports.WithLicence(act.Import, act.Licence),
        };
}
