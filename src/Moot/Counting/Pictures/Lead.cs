using System.Collections.Immutable;
using Moot.Ui;

namespace Moot.Counting.Pictures;

/// <summary>One sentence that anybody understands: who won, and why.</summary>
public static class Lead
{
    /// <summary>The sentence.</summary>
    public static string Of(Tally tally, Words words)
    {
        var names = new Names(tally, words);
        var sure = tally.Winners.Except(tally.Tied).ToImmutableArray();
        var tied = tally.Tied.Length > 0 ? words.Count("tally.lead-tied", tally.TiedSeats, names.List(tally.Tied)) : "";
        if (sure.Length == 0)
        {
            return tied.Length > 0 ? tied
                : tally is MajorityTally { HasQuorum: false } few ? words.Say("tally.lead-quorum", words.Number(few.Votes), words.Number(few.Quorum!.Least))
                : words["tally.lead-nobody"];
        }

        var said = tally switch
        {
            DebianTally debian => Debian(debian, names, sure[0]),
            SchulzeTally schulze => words.Say(BeatsAll(schulze.Matrix, sure[0], []) ? "tally.lead-beats-all" : "tally.lead-chain", names[sure[0]]),
            StvTally { Method: StvCount.Runoff } irv => Runoff(irv, names, sure[0]),
            StvTally or MeekTally => words.Count("tally.lead-seats", tally.Seats, names.List(sure)),
            StarTally { Rounds: [{ Loser: { } loser } round] } => words.Say(
                "tally.lead-star",
                names[round.Winner],
                names[loser],
                words.Number(round.For),
                words.Number(round.Against)
            ),
            StarTally => words.Say("tally.lead-bloc", names.List(sure)),
            SumTally sum when sure.Length == 1 => words.Say(
                sum.Method == SumCount.Approval ? "tally.lead-approval" : "tally.lead-sum",
                names[sure[0]],
                words.Number(sum.Totals[sure[0]]),
                words.Number(sum.Votes)
            ),
            SupportTally support => words.Say(
                "tally.lead-support",
                names.List(sure),
                words.Number(support.Supports[sure[0]]),
                words.Number(support.Opposes[sure[0]])
            ),
            SumTally sum => words.Say(sum.Method == SumCount.Approval ? "tally.lead-approvals" : "tally.lead-sums", names.List(sure)),
            MajorityTally majority => words.Say(
                "tally.lead-majority",
                names.List(sure),
                words.Number(majority.Totals[sure[0]]),
                words.Number(majority.Votes - majority.Abstained)
            ),
            _ => words.Say("tally.lead-chosen", names.List(sure)),
        };
        return tied.Length > 0 ? $"{said} {tied}" : said;
    }

    private static string Debian(DebianTally debian, Names names, int winner)
    {
        var key =
            winner == debian.Rules.Default ? "tally.lead-default"
            : BeatsAll(debian.Matrix, winner, []) ? "tally.lead-beats-all"
            : BeatsAll(debian.Matrix, winner, [.. debian.Dropped.Select(d => d.Option)]) ? "tally.lead-beats-left"
            : "tally.lead-unbeaten";
        return names.Words.Say(key, names[winner]);
    }

    private static string Runoff(StvTally irv, Names names, int winner)
    {
        var last = irv.Rounds[^1];
        var all = last.Totals.Sum(t => t is { } votes ? Names.Parts(votes) : 0);
        return names.Words.Count("tally.lead-runoff", irv.Rounds.Length, names[winner], names.Votes(Names.Parts(last.Totals[winner] ?? 0)), names.Votes(all));
    }

    private static bool BeatsAll(Pairwise matrix, int winner, IReadOnlyCollection<int> except) =>
        Enumerable.Range(0, matrix.Size).All(o => o == winner || except.Contains(o) || matrix.Beats(winner, o));
}
