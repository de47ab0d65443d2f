using System.Text.Json.Serialization.Metadata;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding.Acts;

/// <summary>A voter proves that the tally sheet is wrong: the token opens the seal that the log has of them, and the ballot in it is not on the sheet. The vote is void. It shows how they voted.</summary>
/// <param name="Matter">The matter.</param>
/// <param name="Token">The token that the voter got.</param>
/// <param name="Marks">The ballot.</param>
public sealed record ContestSheet(long Matter, string Token, string Marks) : IAct<ContestSheet, Assembly>
{
    /// <summary>Characters of a token.</summary>
    public const int TokenCharactersMax = 128;

    public static string Kind => "ballot.contest/1";

    public static JsonTypeInfo<ContestSheet> Json => DecidingJson.Default.ContestSheet;

    public static Verdict Judge(Assembly state, ContestSheet act, in Circumstance how)
    {
        if (Floor.Find(state, act.Matter, how) is not { } matter)
        {
            return Floor.NoMatter;
        }

        if (matter.Balloting is not { Stage.IsSecret: true, Published: not null } balloting)
        {
            return Verdict.Refused("no-sheet", "There is no tally sheet that could be wrong now.");
        }

        if (how.Actor.Member is not { } voter || !balloting.Papers.TryGetValue(how.Actor, out var paper))
        {
            return Verdict.Refused("not-a-voter", "Whoever voted can show that their ballot is missing.");
        }

        if (
            act.Token.Length > TokenCharactersMax
            || BallotRules.Read(matter.Stage, balloting.Width, act.Marks) is null
            || !string.Equals(Balloting.Seal(act.Token, voter, act.Matter, act.Marks), paper.Seal, StringComparison.Ordinal)
        )
        {
            return Verdict.Refused("seal-differs", "This token and this ballot do not open your last seal. Did you vote again later, or mistype something?");
        }

        var receipt = Balloting.Receipt(act.Token, voter, act.Matter);
        return balloting.Sheet.Any(l =>
            string.Equals(l.Receipt, receipt, StringComparison.Ordinal) && string.Equals(l.Marks, act.Marks, StringComparison.Ordinal)
        )
            ? Verdict.Refused("on-the-sheet", "Your ballot is on the sheet, as you cast it.")
            : Verdict.Lawful;
    }

    public static Assembly Fold(Assembly state, ContestSheet act, in Circumstance how)
    {
        var matter = Floor.Find(state, act.Matter, how)!;
        matter = Progress.Next(matter.With(matter.Balloting! with { Void = how.Index }), how.At, hasPassed: false, how.Index, Outcome.NoConsensus);
        return matter.Settled is null ? state.With(matter) : state.Settle(matter, how.Index, how.At);
    }
}
