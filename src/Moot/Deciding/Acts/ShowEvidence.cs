using System.Text.Json.Serialization.Metadata;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody shows that what is proposed was tried: running code, a trial week, a prototype. RFC 7942 §2.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Maturity">How far it has come.</param>
/// <param name="Works">True if it did what the proposal says.</param>
/// <param name="Name">What was tried, by whom, and where one finds it.</param>
/// <param name="Text">What came out: what it covers, what was learnt, under which licence, whom to ask.</param>
public sealed record ShowEvidence(long Matter, Maturity Maturity, bool Works, Prose Name = default, Prose Text = default) : IAct<ShowEvidence, Assembly>
{
    public static string Kind => "matter.evidence/1";

    public static JsonTypeInfo<ShowEvidence> Json => DecidingJson.Default.ShowEvidence;

    public static Verdict Judge(Assembly state, ShowEvidence act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is not { } matter ? Floor.NoMatter
        : matter.Settled is not null ? Floor.Closed
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter.Evidence.Length >= Floor.EvidenceMax ? Verdict.Refused("too-much-evidence", $"A matter has at most {Floor.EvidenceMax} trials.")
        : EvidenceBy(matter, how.Actor) >= Floor.EvidenceOfOneMax
            ? Verdict.Refused("too-much-evidence", $"One member shows at most {Floor.EvidenceOfOneMax} trials in a matter.")
        : act.Name.Length > Floor.TitleCharactersMax ? Verdict.Refused("title-too-long", $"A name has at most {Floor.TitleCharactersMax} characters.")
        : Floor.First(
            Floor.Needs(act.Name, "trial-name-missing", "What was tried, and where does one find it?"),
            Floor.Needs(act.Text, "text-missing", "Say what came out.")
        );

    private static int EvidenceBy(Matter matter, Actor actor) => matter.Evidence.Count(t => t.By == actor);

    public static Assembly Fold(Assembly state, ShowEvidence act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        return state.With((matter with { Evidence = matter.Evidence.Add(new(how.Index, how.Actor, act.Maturity, act.Works)) }).WithParty(how.Actor));
    }
}
