using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>Somebody uninvolved weighs what was said, and says what came out and why. Reasons weigh, heads do not.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="As">What came out.</param>
/// <param name="Rationale">Why: which reasons weighed, and which did not.</param>
public sealed record CloseMatter(long Matter, Closing As, Prose Rationale = default) : IAct<CloseMatter, Assembly>
{
    public static string Kind => "matter.close/1";

    public static JsonTypeInfo<CloseMatter> Json => DecidingJson.Default.CloseMatter;

    public static Verdict Judge(Assembly state, CloseMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.InStage(state, matter, how, Method.Closing, Method.Opinion) is { IsLawful: false } wrong
            ? wrong
        : !how.Actor.IsMember ? Floor.MembersOnly
        : Electorate.IsParty(matter!, Person.Of(how.Actor, how))
            ? Verdict.Refused("involved", "Whoever took a part in a matter does not close it: somebody else does.")
        : WasAnnulled(state, matter!, how) ? Verdict.Refused("involved", "An appeal annulled what you decided in this matter: somebody else weighs it now.")
        : matter!.Stage.For is { } least && how.At < matter.Began + least ? Verdict.Refused("too-early", $"This can be closed from {matter.Began + least} on.")
        : matter.Stage.Method == Method.Opinion && matter.Parties.Count != OpinionParties
            ? Verdict.Refused("not-two-parties", "A third opinion is for two who disagree. With more, ask everybody: open a matter on another pathway.")
        : Floor.Needs(act.Rationale, "rationale-missing", "Whoever closes a matter says why: which reasons weighed.");

    public static Assembly Fold(Assembly state, CloseMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        matter = matter with { Deciders = matter.Deciders.Add(how.Actor) };
        matter = Progress.Next(
            matter,
            how.At,
            act.As == Closing.For,
            how.Index,
            matter.Stage.Method == Method.Opinion
                ? Outcome.Advice
                : act.As switch
                {
                    Closing.For => Outcome.Adopted,
                    Closing.Against => Outcome.Rejected,
                    _ => Outcome.NoConsensus,
                }
        );
        return matter.Settled is null ? state.With(matter) : state.Settle(matter, how.Index, how.At);
    }

    /// <summary>True if who acts closed the matter before and an appeal annulled that, and it is for those who took no part. A founder or a chair, who is the only one, decides again.</summary>
    private static bool WasAnnulled(Assembly state, Matter matter, in Circumstance how)
    {
        var (actor, entries) = (how.Actor, how.Entries);
        return matter.Deciders.Contains(actor)
            && matter.Stage.By.Alternatives.All(a => a.Any(c => c.Trait == Trait.Uninvolved))
            && matter.Before.Any(b => b.Entry is { } decision && entries.Author(decision) == actor && state.IsAnnulled(decision));
    }

    /// <summary>Those who disagree where a third opinion is asked.</summary>
    public const int OpinionParties = 2;
}

/// <summary>What came out of an argument.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(WordJson<Closing>))]
public enum Closing
{
    /// <summary>Consensus for it.</summary>
    For = 1,

    /// <summary>Consensus against it.</summary>
    Against,

    /// <summary>None: things stay as they were.</summary>
    None,
}
