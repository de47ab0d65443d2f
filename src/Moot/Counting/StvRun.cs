using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Moot.Counting;

/// <summary>One run of a count with transferable votes.</summary>
internal sealed class StvRun
{
    private readonly Poll poll;
    private readonly int seats;
    private readonly string method;
    private readonly TieBreak breaker;
    private readonly CancellationToken cancel;
    private readonly bool[] isHopeful;
    private readonly List<int> elected = [];
    private readonly List<int> waiting = [];
    private readonly Dictionary<Fraction, int> weightIds = [];
    private readonly List<Fraction> weights = [];
    private readonly List<Piece>?[] piles;
    private readonly ImmutableArray<StvRound>.Builder rounds = ImmutableArray.CreateBuilder<StvRound>();
    private readonly Fraction quota;
    private Fraction exhausted;

    public StvRun(Poll poll, int seats, string method, TieBreak breaker, CancellationToken cancel)
    {
        (this.poll, this.seats, this.method, this.breaker, this.cancel) = (poll, seats, method, breaker, cancel);
        isHopeful = Enumerable.Repeat(true, poll.Options.Length).ToArray();
        piles = [.. poll.Options.Select(_ => new List<Piece>())];
        var one = Weight(1);
        var votes = 0L;
        for (var b = 0; b < poll.Ballots; b++)
        {
            if (poll.Ballot(b).ContainsAnyExcept(Poll.Unranked))
            {
                votes += poll.Counts[b];
                Pass(b, one);
            }
        }

        quota = (votes / (seats + 1)) + 1;
    }

    /// <summary>A ballot, as far as somebody holds it.</summary>
    private readonly record struct Piece(int Ballot, int Weight);

    public StvTally Count()
    {
        while (Round()) { }
        return new(method, poll.Options, poll.Votes, seats, rounds.ToImmutable()) { Winners = [.. elected] };
    }

    private IEnumerable<int> Hopeful => Enumerable.Range(0, isHopeful.Length).Where(i => isHopeful[i]);

    /// <summary>Counts once and does what follows; false when all is done.</summary>
    private bool Round()
    {
        var totals = piles.Select(p => p is null ? (Fraction?)null : Total(p)).ToArray();
        var needed = method == StvCount.Runoff ? Half(totals) : quota;
        var reached = Hopeful.Where(i => totals[i] >= needed).OrderByDescending(i => totals[i]).ThenBy(i => i).ToList();
        var left = Hopeful.Count();
        if (left <= seats - elected.Count)
        {
            reached = [.. Hopeful.OrderByDescending(i => totals[i]).ThenBy(i => i)];
        }

        foreach (var winner in reached)
        {
            isHopeful[winner] = false;
            elected.Add(winner);
            waiting.Add(winner);
        }

        if (elected.Count >= seats || !Hopeful.Any())
        {
            return Done(totals, needed, reached);
        }

        waiting.RemoveAll(w => totals[w] <= needed);
        if (waiting.Count > 0)
        {
            var most = waiting.Max(w => totals[w]);
            var tied = waiting.Where(w => totals[w] == most).ToList();
            var from = breaker.First(tied);
            Add(totals, needed, reached, [], from, (most!.Value) - needed, tied);
            waiting.Remove(from);
            var ratio = (most.Value - needed) / most.Value;
            Transfer(from, id => Weight(weights[id] * ratio));
            return true;
        }

        var (losers, among) = Last(totals);
        Add(totals, needed, reached, losers, null, 0, among);
        foreach (var loser in losers)
        {
            isHopeful[loser] = false;
        }

        foreach (var loser in losers)
        {
            Transfer(loser, id => id);
        }

        return true;
    }

    private bool Done(Fraction?[] totals, Fraction needed, List<int> reached)
    {
        Add(totals, needed, reached, [], null, 0, []);
        return false;
    }

    private (List<int> Losers, List<int> Tied) Last(Fraction?[] totals)
    {
        var least = Hopeful.Min(i => totals[i]);
        var tied = Hopeful.Where(i => totals[i] == least).ToList();
        var others = Hopeful.Where(i => totals[i] > least).ToList();
        var isSafe = others.Count >= seats - elected.Count && others.Count > 0 && least!.Value * tied.Count < others.Min(i => totals[i]!.Value);
        return tied.Count == 1 || isSafe ? (tied, []) : ([breaker.Last(tied)], tied);
    }

    // More than half of what still counts: half, rounded down, and one. Where shared votes make fractions somebody may have a little less
    // than that and still more than half; the next rounds then give the same winner.
    private static Fraction Half(Fraction?[] totals)
    {
        var active = totals.Aggregate((Fraction)0, (sum, t) => sum + (t ?? 0));
        return new Fraction(active.Above / (2 * active.Below), 1) + 1;
    }

    private void Add(Fraction?[] totals, Fraction needed, List<int> winners, List<int> losers, int? passing, Fraction surplus, List<int> tied) =>
        rounds.Add(new(rounds.Count + 1, needed, [.. totals], exhausted, [.. winners], [.. losers], passing, surplus, tied.Count > 1 ? [.. tied] : []));

    private Fraction Total(List<Piece> pile)
    {
        var byWeight = new Dictionary<int, long>();
        foreach (var piece in pile)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(byWeight, piece.Weight, out _) += poll.Counts[piece.Ballot];
        }

        var total = (Fraction)0;
        foreach (var (weight, votes) in byWeight)
        {
            cancel.ThrowIfCancellationRequested();
            total += weights[weight] * votes;
        }

        return total;
    }

    private void Transfer(int from, Func<int, int> reweigh)
    {
        var pile = piles[from]!;
        piles[from] = null;
        var changed = new Dictionary<int, int>();
        foreach (var piece in pile)
        {
            if (!changed.TryGetValue(piece.Weight, out var weight))
            {
                changed[piece.Weight] = weight = reweigh(piece.Weight);
            }

            Pass(piece.Ballot, weight);
        }
    }

    /// <summary>Gives a ballot to the best ranked who is still hopeful; equal ones share it.</summary>
    private void Pass(int ballot, int weight)
    {
        cancel.ThrowIfCancellationRequested();
        var marks = poll.Ballot(ballot);
        var (best, sharing) = (Poll.Unranked, 0);
        for (var i = 0; i < marks.Length; i++)
        {
            if (isHopeful[i] && marks[i] <= best && marks[i] != Poll.Unranked)
            {
                sharing = marks[i] == best ? sharing + 1 : 1;
                best = marks[i];
            }
        }

        if (sharing == 0)
        {
            exhausted += weights[weight] * poll.Counts[ballot];
            return;
        }

        var share = sharing == 1 ? weight : Weight(weights[weight] / sharing);
        for (var i = 0; i < marks.Length; i++)
        {
            if (isHopeful[i] && marks[i] == best)
            {
                piles[i]!.Add(new(ballot, share));
            }
        }
    }

    private int Weight(Fraction weight)
    {
        if (!weightIds.TryGetValue(weight, out var id))
        {
            weightIds.Add(weight, id = weights.Count);
            weights.Add(weight);
        }

        return id;
    }
}
