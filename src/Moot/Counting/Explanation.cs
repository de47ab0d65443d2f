using System.Collections.Immutable;
using System.Globalization;
using Moot.Ui;

namespace Moot.Counting;

/// <summary>Says in sentences why a count ended as it did, from its trace and nothing else.</summary>
public sealed class Explanation
{
    /// <summary>Digits after the point of a vote in a sentence; the trace has all of them.</summary>
    private const int Digits = 2;

    private readonly Tally tally;
    private readonly Words words;
    private readonly List<string> said = [];

    private Explanation(Tally tally, Words words) => (this.tally, this.words) = (tally, words);

    /// <summary>The sentences, in the order in which things happened, who won last.</summary>
    public static ImmutableArray<string> Of(Tally tally, Words words)
    {
        var explanation = new Explanation(tally, words);
        explanation.Tell();
        return [.. explanation.said];
    }

    private void Tell()
    {
        said.Add(tally.Votes > 0 ? words.Count("count.votes", tally.Votes) : words["count.matrix-only"]);
        switch (tally)
        {
            case DebianTally debian:
                Tell(debian);
                break;
            case SchulzeTally schulze:
                Tell(schulze);
                break;
            case StvTally stv:
                Tell(stv);
                break;
            case MeekTally meek:
                Tell(meek);
                break;
            case StarTally star:
                Tell(star);
                break;
            case SumTally sum:
                Tell(sum);
                break;
            case SupportTally support:
                Tell(support);
                break;
            case MajorityTally majority:
                Tell(majority);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        End();
    }

    private void End()
    {
        if (tally.Broken.Length > 0)
        {
            Say("count.broken", Names(tally.Broken));
        }

        if (tally.Tied.Length > 0)
        {
            said.Add(words.Count("count.tie", tally.TiedSeats, Names(tally.Tied)));
        }

        var sure = tally.Winners.Except(tally.Tied).ToList();
        if (sure.Count > 0)
        {
            Say(tally.Seats == 1 ? "count.wins" : "count.elected", Names(sure));
        }
        else if (tally.Tied.Length == 0)
        {
            said.Add(words["count.nobody"]);
        }

        var empty = tally.Seats - sure.Count - tally.TiedSeats;
        if (tally.Seats > 1 && empty > 0)
        {
            said.Add(words.Count("count.empty", empty));
        }
    }

    private void Tell(DebianTally debian)
    {
        var none = debian.Rules.Default;
        if (none is null)
        {
            said.Add(words["count.a5.no-default"]);
        }

        foreach (var (option, reason, above, below, majority) in debian.Dropped)
        {
            if (reason == DropReason.Quorum)
            {
                Say("count.a5.quorum", Name(option), words.Number(above), Name(none!.Value), words.Number(debian.Rules.Quorum!.Least));
            }
            else
            {
                var key = majority.IsStrict ? "count.a5.majority" : "count.a5.supermajority";
                Say(key, Name(option), words.Number(above), Name(none!.Value), words.Number(below), majority);
            }
        }

        foreach (var round in debian.Rounds.Where(r => r.Weakest.Length > 0))
        {
            Say("count.a5.circle", Names(round.Schwartz), string.Join("; ", round.Weakest.Select(Said)));
        }

        var left = Enumerable.Range(0, debian.Options.Length).Except(debian.Dropped.Select(d => d.Option)).ToList();
        if (debian.Rounds[^1].Schwartz is [var winner] && !Best(debian.Matrix, winner, left))
        {
            Say("count.a5.unbeaten", Name(winner));
        }
    }

    private void Tell(SchulzeTally schulze)
    {
        if (schulze.Places.Length > 0 && schulze.Places[0] is [var winner])
        {
            var all = Enumerable.Range(0, schulze.Options.Length).ToList();
            if (!Best(schulze.Matrix, winner, all))
            {
                foreach (var other in all.Where(o => o != winner && !schulze.Matrix.Beats(winner, o)))
                {
                    Say(
                        "count.schulze.chain",
                        Name(winner),
                        Name(other),
                        words.Number(schulze.Strengths[winner, other]),
                        words.Number(schulze.Strengths[other, winner])
                    );
                }
            }
        }

        Say("count.schulze.order", string.Join(" > ", schulze.Places.Select(p => string.Join(" = ", p.Select(Name)))));
    }

    // Where the winner beats everybody in pairs, that is all that has to be said; the closest pair shows how sure it is.
    private bool Best(Pairwise matrix, int winner, IReadOnlyList<int> among)
    {
        var others = among.Where(o => o != winner).ToList();
        if (others.Count == 0)
        {
            Say("count.a5.alone", Name(winner));
            return true;
        }

        if (!others.All(o => matrix.Beats(winner, o)))
        {
            return false;
        }

        var closest = others.MinBy(o => matrix[winner, o] - matrix[o, winner]);
        Say("count.beats-all", Name(winner), Name(closest), words.Number(matrix[winner, closest]), words.Number(matrix[closest, winner]));
        return true;
    }

    private void Tell(StvTally stv)
    {
        if (stv.Method == StvCount.Method && stv.Rounds.Length > 0)
        {
            Say("count.stv.quota", words.Number(stv.Seats), Said(stv.Rounds[0].Quota));
        }

        foreach (var round in stv.Rounds)
        {
            foreach (var winner in round.Elected)
            {
                var isFull = round.Totals[winner] >= round.Quota;
                Say(isFull ? "count.stv.elected" : "count.stv.rest", words.Number(round.Number), Name(winner), Said(round.Totals[winner] ?? 0));
            }

            if (round.Tied.Length > 0)
            {
                Say("count.stv.tied", words.Number(round.Number), Names(round.Tied));
            }

            if (round.Passing is { } from)
            {
                Say("count.stv.surplus", words.Number(round.Number), Name(from), Said(round.Surplus));
            }

            foreach (var loser in round.Eliminated)
            {
                Say("count.stv.out", words.Number(round.Number), Name(loser), Said(round.Totals[loser] ?? 0));
            }
        }
    }

    private void Tell(MeekTally meek)
    {
        foreach (var round in meek.Rounds)
        {
            foreach (var winner in round.Elected)
            {
                Say("count.meek.elected", words.Number(round.Number), Name(winner), Said(Fixed(round.Totals[winner])), Said(Fixed(round.Quota)));
            }

            foreach (var loser in round.Eliminated)
            {
                Say("count.stv.out", words.Number(round.Number), Name(loser), Said(Fixed(round.Totals[loser])));
            }
        }
    }

    private static Fraction Fixed(long value) => new(value, MeekCount.One);

    private void Tell(StarTally star)
    {
        foreach (var (winner, loser, votesFor, against, equal) in star.Rounds)
        {
            if (loser is not { } other)
            {
                Say("count.a5.alone", Name(winner));
                continue;
            }

            Say(
                "count.star.runoff",
                Name(winner),
                Name(other),
                words.Number(star.Totals[winner]),
                words.Number(star.Totals[other]),
                words.Number(votesFor),
                words.Number(against),
                words.Number(equal)
            );
        }
    }

    private void Tell(SumTally sum)
    {
        if (sum.Refused > 0)
        {
            said.Add(words.Count("count.quadratic.refused", sum.Refused, words.Number(sum.Budget)));
        }

        var order = Enumerable.Range(0, sum.Options.Length).OrderByDescending(o => sum.Totals[o]).ThenBy(o => o);
        Say(
            sum.Method == SumCount.Approval ? "count.sum.approvals" : "count.sum.totals",
            string.Join(", ", order.Select(o => $"{Name(o)} {words.Number(sum.Totals[o])}"))
        );
    }

    private void Tell(SupportTally support)
    {
        foreach (var option in Enumerable.Range(0, support.Options.Length).OrderByDescending(o => o, Comparer<int>.Create(support.Compare)))
        {
            var (yes, no) = (words.Number(support.Supports[option]), words.Number(support.Opposes[option]));
            if (!support.IsReached(option))
            {
                Say("count.support.short", Name(option), yes, no, (support.IsMore ? "> " : "") + support.Share);
            }
            else if (support.Supports[option] < support.Least)
            {
                Say("count.support.least", Name(option), yes, words.Number(support.Least));
            }
            else
            {
                Say("count.support.share", Name(option), yes, no);
            }
        }
    }

    private void Tell(MajorityTally majority)
    {
        var cast = majority.Votes - majority.Abstained;
        if (!majority.HasQuorum)
        {
            Say("count.majority.quorum", words.Number(majority.Votes), words.Number(majority.Quorum!.Least));
        }

        foreach (var option in Enumerable.Range(0, majority.Options.Length).Where(o => majority.Totals[o] > 0).OrderByDescending(o => majority.Totals[o]))
        {
            var isEnough = majority.Majority.IsReached(majority.Totals[option], cast - majority.Totals[option]);
            var needed = majority.Majority.IsStrict && majority.Majority.Times == 1 ? words["count.majority.half"] : majority.Majority.ToString();
            Say(isEnough ? "count.majority.enough" : "count.majority.short", Name(option), words.Number(majority.Totals[option]), words.Number(cast), needed);
        }

        if (majority.Abstained > 0)
        {
            said.Add(words.Count("count.majority.abstained", majority.Abstained));
        }
    }

    private void Say(string key, params ReadOnlySpan<object?> values) => said.Add(words.Say(key, values));

    private string Said(Fraction value) => value.Decimals(Digits, words["count.point"]);

    private string Said(Defeat defeat) =>
        words.Say("count.defeat", Name(defeat.Winner), Name(defeat.Loser), words.Number(defeat.For), words.Number(defeat.Against));

    private string Name(int option) => string.Create(CultureInfo.InvariantCulture, $"{tally.Options[option]}");

    private string Names(IReadOnlyList<int> options) =>
        options.Count < 2
            ? string.Concat(options.Select(Name))
            : words.Say("count.and", string.Join(", ", options.Take(options.Count - 1).Select(Name)), Name(options[^1]));
}
