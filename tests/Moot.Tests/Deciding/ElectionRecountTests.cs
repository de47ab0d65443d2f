using System.Collections.Immutable;
using Moot.Counting;
using Moot.Deciding;
using Moot.Deciding.Charters;
using Moot.Kernel.Acts;
using Moot.Kernel.Tree;
using Moot.Testing;
using Moot.Tests.Counting;
using Xunit;

namespace Moot.Tests.Deciding;

/// <summary>What an election decides - with its quorum, default, casting vote, and organisations that have enough already - is what the script in docs/recount finds from the ballots.</summary>
public sealed class ElectionRecountTests
{
    private const ulong Seeds = 500;

    [Theory]
    [InlineData("debian-a5")]
    [InlineData("schulze")]
    [InlineData("irv")]
    [InlineData("stv")]
    [InlineData("meek-stv")]
    [InlineData("approval")]
    [InlineData("score")]
    [InlineData("star")]
    [InlineData("bloc-star")]
    [InlineData("quadratic")]
    [InlineData("support")]
    public async Task Random_elections_end_alike(string method)
    {
        var elections = new List<(string, CountFile)>();
        var (chosen, tied, passedOver) = (0, 0, 0);
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var dice = new Dice(seed);
            var balloting = Election(method, dice);
            var electorate = balloting.Papers.Count + balloting.Sheet.Length + dice.Below(20);
            var result = BallotResult.Of(balloting, (_, _) => electorate);
            elections.Add(($"seed {seed}", File(balloting, result, electorate)));
            (chosen, tied, passedOver) = (chosen + result.Elected.Length, tied + result.Tied.Length, passedOver + result.PassedOver.Length);
        }

        Assert.True(chosen > 100 && (tied > 10 || method == MeekCount.Method), $"{chosen} chosen, {tied} tied");
        Assert.True(passedOver > 5 || method is not ("approval" or "score" or "quadratic" or "support"), $"{passedOver} passed over");
        await Recounting.Same(elections);
    }

    private static Balloting Election(string method, Dice dice)
    {
        var stage = new Stage("poll", Method.Ballot)
        {
            Count = method,
            For = TimeSpan.FromDays(7),
            IsSecret = dice.OnceIn(2),
            HasDefault = method == DebianCount.Method || (method == SchulzeCount.Method && dice.OnceIn(2)),
            Quorum = HeadCount.Read(dice.Pick("1", "3", "1/3", "1Q", "3Q")),
            Majority = method == DebianCount.Method ? dice.Pick<Majority?>(null, Majority.Read("3:1"), Majority.Read("2/3")) : null,
            Pass = method == SupportCount.Method ? Share.Read(dice.Pick("at least 1/2 of cast", "more than 1/2 of cast", "at least 3/5 of cast")) : null,
            Approvals = method == SupportCount.Method && dice.OnceIn(2) ? HeadCount.Read(dice.Pick("3", "1/4", "1K")) : null,
            Budget = method == QuadraticCount.Method ? dice.Pick(20, 100) : null,
        };
        ImmutableArray<long> options = [.. Enumerable.Range(0, 2 + dice.Below(5)).Select(o => 41L + o)];
        var seats = BallotRules.IsSingle(stage) ? 1 : 1 + dice.Below(3);
        if (method is "approval" or "score" or "quadratic" or "support")
        {
            stage = stage with { PerAffiliation = dice.Pick<int?>(null, 1, 2) };
        }

        var balloting = new Balloting(stage, Moment.Of(DateTimeOffset.UnixEpoch), options, seats);
        string[] ballots = [.. Enumerable.Range(0, dice.Below(25)).Select(_ => Ballot(balloting, dice))];
        return balloting with
        {
            Belongs = options.Where(_ => dice.OnceIn(2)).ToImmutableDictionary(o => o, _ => 7L + dice.Below(2)),
            Casting = dice.OnceIn(2) || method == MeekCount.Method ? null : ([.. options.OrderBy(_ => dice.Next()).Take(1 + dice.Below(options.Length))], 99),
            Papers = stage.IsSecret
                ? ImmutableDictionary<Actor, Paper>.Empty
                : ballots.Index().ToImmutableDictionary(b => Actor.Of(new MemberId(Hash.Of([(byte)b.Index]))), b => new Paper(b.Index, b.Item, null)),
            Sheet = stage.IsSecret
                ? [.. ballots.Select((b, i) => new SheetLine(b, Recounting.Receipt($"voter{i}", 40))).OrderBy(l => l.Receipt, StringComparer.Ordinal)]
                : [],
        };
    }

    private static string Ballot(Balloting balloting, Dice dice)
    {
        var (least, most) = BallotRules.Marks(balloting.Stage);
        while (true)
        {
            var marks = Enumerable.Range(0, balloting.Width).Select(_ => dice.OnceIn(4) ? null : (int?)(least + dice.Below(Math.Min(most - least, 9) + 1)));
            var text = BallotRules.Write(marks.ToList());
            if (BallotRules.Read(balloting.Stage, balloting.Width, text) is not null)
            {
                return text;
            }
        }
    }

    private static CountFile File(Balloting balloting, BallotResult result, long electorate)
    {
        var stage = balloting.Stage;
        CountBallot Cast(string marks) => new([.. marks.Split(',').Select(m => m is "-" ? (int?)null : int.Parse(m))]);
        CountOption Option(long id) =>
            new(id, $"candidate {id}") { Affiliation = balloting.Belongs.TryGetValue(id, out var organisation) ? organisation : null };
        ImmutableArray<CountOption> options =
        [
            .. balloting.Options.Select(Option),
            .. stage.HasDefault ? [new CountOption(0, "none")] : Array.Empty<CountOption>(),
        ];
        string Name(long id) => options.Single(o => o.Id == id).Name;
        ImmutableArray<string> voters = stage.IsSecret
            ? [.. balloting.Sheet.Select((_, i) => $"voter{i}")]
            : [.. balloting.Papers.Keys.Select(a => a.Member!.Value.ToString())];
        ImmutableArray<CountBallot> ballots = stage.IsSecret
            ? [.. balloting.Sheet.Select(l => Cast(l.Marks) with { Receipt = l.Receipt })]
            : [.. balloting.Papers.Select(p => Cast(p.Value.Marks!) with { Voter = p.Key.Member!.Value.ToString() })];
        ImmutableArray<long> tied = result.Tied;

        // With one seat, those who are tied are all said to be winners; with more, only those who win whatever the tie brings.
        var winners =
            balloting.Seats == 1 && !tied.IsEmpty ? tied
            : result is { HasDefaultWon: true, HasQuorum: true } ? [0]
            : result.Elected.Select(e => e.Option);
        return new("shed.example", 40, "Chair", stage.Count!, balloting.Seats, options, electorate, stage.IsSecret, voters, ballots)
        {
            Default = stage.HasDefault ? options.Length - 1 : null,
            Quorum = stage.Quorum?.ToString(),
            Majority = stage.Majority?.ToString(),
            Pass = stage.Pass?.ToString(),
            Approvals = stage.Approvals?.ToString(),
            Budget = stage.Budget,
            PerAffiliation = stage.PerAffiliation,
            Casting = balloting.Casting is var (order, _) ? [.. order.Select(o => balloting.Options.IndexOf(o))] : [],
            Seals = stage.IsSecret ? voters.ToImmutableSortedDictionary(v => v, _ => new string('a', 64), StringComparer.Ordinal) : null,
            Winners = [.. winners.Select(Name)],
            Tied = [.. tied.Select(Name)],
        };
    }
}
