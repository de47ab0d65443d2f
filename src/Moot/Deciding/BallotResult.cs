using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Moot.Counting;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;

namespace Moot.Deciding;

/// <summary>What came out of the ballots of a stage, worked out from the log alone.</summary>
/// <param name="Balloting">The ballots.</param>
/// <param name="Poll">The ballots as they are counted: options are named by their ids, "none of these" by <see cref="Default"/>.</param>
/// <param name="Tally">How the count went; null where nobody voted.</param>
/// <param name="Electorate">How many could vote when it began; 0 where the rule cannot be counted.</param>
/// <param name="HasQuorum">True if enough voted. Debian's quorum is asked of each option instead.</param>
public sealed record BallotResult(Balloting Balloting, Poll Poll, Tally? Tally, long Electorate, bool HasQuorum)
{
    /// <summary>The name of "none of these" among the options.</summary>
    public const string Default = "0";

    private static readonly ConditionalWeakTable<Balloting, BallotResult> Known = [];

    /// <summary>Who was chosen, the first first.</summary>
    public ImmutableArray<Elected> Elected { get; private init; } = [];

    /// <summary>Between whom nothing in the ballots decides.</summary>
    public ImmutableArray<long> Tied { get; private init; } = [];

    /// <summary>For how many seats those are tied.</summary>
    public int TiedSeats { get; private init; }

    /// <summary>Who was passed over, since enough of the same organisation were chosen already.</summary>
    public ImmutableArray<long> PassedOver { get; private init; } = [];

    /// <summary>True where "none of these" won.</summary>
    public bool HasDefaultWon { get; private init; }

    /// <summary>Counts the ballots of a stage.</summary>
    /// <param name="balloting">The ballots.</param>
    /// <param name="count">How many could take part at a time.</param>
    public static BallotResult Of(Balloting balloting, Func<Who, Moment, long> count) =>
        Of(balloting, balloting.Stage.By.IsCountable ? count(balloting.Stage.By, balloting.Began) : 0);

    /// <summary>What is known is asked for by whoever reads as well: it must not matter when somebody did, since an appeal can change who was meant at an earlier time.</summary>
    private static BallotResult Of(Balloting balloting, long electorate)
    {
        if (!Known.TryGetValue(balloting, out var known) || known.Electorate != electorate)
        {
            known = Count(balloting, electorate);
            Known.AddOrUpdate(balloting, known);
        }

        return known;
    }

    private static BallotResult Count(Balloting balloting, long electorate)
    {
        var stage = balloting.Stage;
        ImmutableArray<long> left = balloting.Options;
        ImmutableArray<long> passedOver = [];
        var marks = Marks(balloting);
        var hasQuorum = stage.Count == DebianCount.Method || stage.Quorum?.IsReached(marks.Length, electorate) != false;
        while (true)
        {
            var poll = PollOf(balloting, left, marks);
            if (marks.IsEmpty || poll.Options.Length == 0)
            {
                return new(balloting, poll, null, electorate, hasQuorum && !marks.IsEmpty) { PassedOver = passedOver };
            }

            var tally = CountBy(balloting, poll, electorate);
            ImmutableArray<long> sure = [.. tally.Winners.Except(tally.Tied).Select(w => IdOf(poll, w)).Where(id => id != 0)];

            // Going down the list, whoever would be one too many of an organisation is passed over, and the next moves up. PEP 13.
            if (TooMany(balloting, sure) is { } out1)
            {
                (left, passedOver) = (left.Remove(out1), passedOver.Add(out1));
                continue;
            }

            var tied = tally.Tied.Select(t => IdOf(poll, t)).ToImmutableArray();
            if (tied.Where(t => t != 0).Select(t => (long?)t).FirstOrDefault(t => TooMany(balloting, sure.Add(t!.Value)) is not null) is { } out2)
            {
                (left, passedOver) = (left.Remove(out2), passedOver.Add(out2));
                continue;
            }

            return new(balloting, poll, tally, electorate, hasQuorum)
            {
                PassedOver = passedOver,
                HasDefaultWon = tally.Winners is [var only] && tied.IsEmpty && IdOf(poll, only) == 0,
                Elected = hasQuorum ? [.. sure.Select(id => new Elected(id, TermOf(balloting, id, marks)))] : [],
                Tied = hasQuorum ? tied : [],
                TiedSeats = hasQuorum && !tied.IsEmpty ? tally.TiedSeats : 0,
            };
        }
    }

    private static ImmutableArray<ImmutableArray<short>> Marks(Balloting balloting)
    {
        // Sorted, so that nothing depends on the order in which people voted.
        var texts = balloting.Stage.IsSecret ? balloting.Sheet.Select(l => l.Marks) : balloting.Papers.Values.Select(p => p.Marks!);
        return [.. texts.Order(StringComparer.Ordinal).Select(t => BallotRules.Read(balloting.Stage, balloting.Width, t)!.Value)];
    }

    /// <summary>The ballots with the options that are left.</summary>
    private static Poll PollOf(Balloting balloting, ImmutableArray<long> left, ImmutableArray<ImmutableArray<short>> ballots)
    {
        var columns = Enumerable.Range(0, balloting.Width).Where(c => c >= balloting.Options.Length || left.Contains(balloting.Options[c])).ToArray();
        var builder = new PollBuilder(
            [.. columns.Select(c => c < balloting.Options.Length ? FormattableString.Invariant($"{balloting.Options[c]}") : Default)],
            !BallotRules.IsRanked(balloting.Stage)
        );
        var row = new short[columns.Length];
        foreach (var ballot in ballots)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                row[i] = ballot[columns[i]];
            }

            _ = builder.Add(1, row);
        }

        return builder.Build() with
        {
            Seats = balloting.Seats,
            Default = balloting.Stage.HasDefault ? columns.Length - 1 : null,
        };
    }

    private static Tally CountBy(Balloting balloting, Poll poll, long electorate)
    {
        var stage = balloting.Stage;
        ImmutableArray<int> order = balloting.Casting is var (preferred, _)
            ? [.. preferred.Select(o => poll.Options.IndexOf(FormattableString.Invariant($"{o}"))).Where(i => i >= 0)]
            : [];
        var seats = Math.Min(BallotRules.IsSingle(stage) ? 1 : balloting.Seats, poll.Options.Length);
        return stage.Count switch
        {
            DebianCount.Method => DebianCount.Of(
                poll,
                new(
                    poll.Default,
                    stage.Quorum is { } quorum ? new(QuorumForm.Number, quorum.Least(electorate), 0) : null,
                    stage.Majority is { } majority
                        ? Enumerable.Range(0, poll.Options.Length).ToImmutableDictionary(o => o, _ => majority)
                        : ImmutableDictionary<int, Majority>.Empty,
                    order
                )
            ),
            SchulzeCount.Method => SchulzeCount.Of(poll, order),
            MeekCount.Method => MeekCount.Of(poll, seats),
            StvCount.Method => StvCount.Of(poll, seats, order),
            StvCount.Runoff => StvCount.InstantRunoff(poll, order),
            SumCount.Approval => SumCount.Approvals(poll, seats, order),
            SumCount.Score => SumCount.Scores(poll, seats, order),
            StarCount.Method or StarCount.Bloc => StarCount.Of(stage.Count, poll, seats, order),
            QuadraticCount.Method => QuadraticCount.Of(poll, seats, BallotRules.Budget(stage), order),
            _ => SupportCount.Of(poll, seats, new(stage.Pass!.Above, stage.Pass.Below), stage.Pass.IsMore, stage.Approvals?.Least(electorate) ?? 0, order),
        };
    }

    /// <summary>The first of those chosen who is one too many of an organisation; null where nobody is.</summary>
    internal static long? TooMany(Balloting balloting, ImmutableArray<long> chosen) =>
        balloting.Stage.PerAffiliation is { } most
        && AffiliationCap.Choose(chosen, o => AffiliationOf(balloting, o), chosen.Length, most).Skipped is [var out1, ..]
            ? out1
            : null;

    private static string? AffiliationOf(Balloting balloting, long option) =>
        balloting.Belongs.TryGetValue(option, out var organisation) ? FormattableString.Invariant($"{organisation}") : null;

    /// <summary>How long the term of somebody is who was chosen with so small a share that it is not a whole one; null where it is.</summary>
    internal static TimeSpan? TermOf(Balloting balloting, long option) => balloting.Stage.Shorter is null ? null : TermOf(balloting, option, Marks(balloting));

    private static TimeSpan? TermOf(Balloting balloting, long option, ImmutableArray<ImmutableArray<short>> ballots)
    {
        if (balloting.Stage.Shorter is not { } less)
        {
            return null;
        }

        var column = balloting.Options.IndexOf(option);
        long supports = ballots.Count(b => b[column] > 0);
        long opposes = ballots.Count(b => b[column] < 0);
        return (Int128)supports * less.Below < (Int128)(supports + opposes) * less.Above ? less.Term : null;
    }

    private static long IdOf(Poll poll, int option) => long.Parse(poll.Options[option], System.Globalization.CultureInfo.InvariantCulture);
}
