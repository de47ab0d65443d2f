using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Membership;

namespace Moot.Deciding.Acts;

/// <summary>Whoever is alone in an association chooses its charter. Once there are two, a charter is proposed and decided like anything else.</summary>
/// <param name="Charter">The charter.</param>
public sealed record AdoptCharter(string Charter) : IAct<AdoptCharter, Assembly>
{
    public static string Kind => "charter.adopt/1";

    public static JsonTypeInfo<AdoptCharter> Json => DecidingJson.Default.AdoptCharter;

    public static Verdict Judge(Assembly state, AdoptCharter act, in Circumstance how) =>
        !how.Actor.IsMember ? Floor.MembersOnly
        : how.Read<Roster>().Members.Values.Count(m => m.Left is null) > 1
            ? Verdict.Refused("others-here", "You are not alone any more: propose the charter as a matter, and decide it together.")
        : CharterText.TryReadPlain(act.Charter, out _, out var error) ? Floor.Lawful
        : Verdict.Refused("charter-unreadable", error);

    public static Assembly Fold(Assembly state, AdoptCharter act, in Circumstance how) =>
        CharterText.TryReadPlain(act.Charter, out var charter, out _)
            ? state.WithCharter(charter, how.Index)
            : throw new System.Diagnostics.UnreachableException();
}
