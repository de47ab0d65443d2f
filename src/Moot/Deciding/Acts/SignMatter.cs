using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A member signs a petition, or sponsors a proposal. With the last signature that it needs it goes on.</summary>
/// <param name="Matter">The matter.</param>
public sealed record SignMatter(long Matter) : IAct<SignMatter, Assembly>
{
    public static string Kind => "matter.sign/1";

    public static JsonTypeInfo<SignMatter> Json => DecidingJson.Default.SignMatter;

    public static Verdict Judge(Assembly state, SignMatter act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.InStage(state, matter, how, Method.Petition) is { IsLawful: false } wrong ? wrong
        : !how.Actor.IsMember ? Floor.MembersOnly
        : matter!.Opener == how.Actor ? Verdict.Refused("own-matter", "Others sign; whoever opened it is for it already.")
        : Floor.WasThere(state, matter, how) is { IsLawful: false } late ? late
        : matter.Signatures.ContainsKey(how.Actor) ? Verdict.Refused("signed-already", "You have signed this already.")
        : Floor.Lawful;

    public static Assembly Fold(Assembly state, SignMatter act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        matter = (matter with { Signatures = matter.Signatures.Add(how.Actor, how.Index), Belonged = Floor.Belonging(state, matter, how.Actor) }).WithParty(
            how.Actor
        );
        if (!Progress.Enough(matter, Floor.Count(state, how)))
        {
            return state.With(matter);
        }

        matter = Progress.Next(matter, how.At, hasPassed: true, how.Index);
        return matter.Settled is null ? state.With(matter) : state.Settle(matter, how.Index, how.At);
    }
}
