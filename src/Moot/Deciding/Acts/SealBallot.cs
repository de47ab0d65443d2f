using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;

namespace Moot.Deciding.Acts;

/// <summary>A member votes in secret: the log has a seal, from which nobody can tell anything, and the host keeps the ballot until the tally sheet is published. Until the polls close the last one counts.</summary>
/// <remarks>The host vouches for the act or signs it as well: so it says that it has the ballot, and cannot leave it out unnoticed.</remarks>
/// <param name="Matter">The matter.</param>
/// <param name="Seal">Hex of HMAC-SHA256 over the ballot, keyed by the voter's token.</param>
/// <param name="Poll">Which poll of the matter it is for, from 2; left out for the first. The host keeps no ballot of an earlier one.</param>
public sealed record SealBallot(long Matter, string Seal, int? Poll = null) : IAct<SealBallot, Assembly>
{
    public static string Kind => "ballot.seal/1";

    public static JsonTypeInfo<SealBallot> Json => DecidingJson.Default.SealBallot;

    public static Verdict Judge(Assembly state, SealBallot act, in Circumstance how) =>
        Floor.Find(state, act.Matter, how) is var matter && Floor.AtThePolls(state, matter, how) is { IsLawful: false } wrong ? wrong
        : !matter!.Stage.IsSecret ? Verdict.Refused("not-secret", "This vote is not secret: everybody sees each ballot.")
        : (act.Poll ?? 1) != matter.PollNumber ? Verdict.Refused("poll-over", $"This is poll {matter.PollNumber} of the matter: vote anew on its page.")
        : !Kernel.Tree.Hash.TryParseHex(act.Seal, out _) ? Verdict.Refused("seal-unreadable", "A seal is 64 hexadecimal digits.")
        : how.Read<Foundation>().Current is { } here && (how.Key == here.Intake || how.CoSigners.Contains(here.Intake)) ? Floor.Lawful
        : Verdict.Refused("no-ballot", "The host does not say that it has your ballot: vote on the matter's page.");

    public static Assembly Fold(Assembly state, SealBallot act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        var balloting = matter.Balloting!;
        return state.With(matter.With(balloting with { Papers = balloting.Papers.SetItem(how.Actor, new(how.Index, null, act.Seal)) }).WithParty(how.Actor));
    }
}
