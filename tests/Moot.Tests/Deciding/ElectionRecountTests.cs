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
    private const long Matter = 40;

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
            var electorate = balloting.Papers.Count + dice.Below(20);
            var result = BallotResult.Of(balloting, (_, _) => electorate);
            elections.Add(($"seed {seed}", File(balloting, result)));
            (chosen, tied, passedOver) = (chosen + result.Elected.Length, tied + result.Tied.Length, passedOver + result.PassedOver.Length);
        }

        Assert.True(chosen > 100 && (tied > 10 || method == MeekCount.Method), $"{chosen} chosen, {tied} tied");
        Assert.True(passedOver > 5 || method is not ("approval" or "score" or "quadratic" or "support"), $"{passedOver} passed over");
        await Recounting.Same(elections);
    }

    [Fact]
    public async Task A_voter_finds_the_own_line_by_the_token_that_the_host_gave()
    {
        var dice = new Dice(7);
        Balloting balloting;
        do
        {
            balloting = Election(SchulzeCount.Method, dice);
        } while (!balloting.Stage.IsSecret || balloting.Papers.Count < 3);

        var file = File(balloting, BallotResult.Of(balloting, (_, _) => 30));
        var voter = new MemberId(Hash.Of([2]));
        var said = await Recounting.Count([file.ToJson()], ("member", voter.ToString()), ("token", Recounting.Token("2")));
        var own = said[0].GetProperty("own");
        Assert.Equal(
            file.Ballots.IndexOf(file.Ballots.Single(b => b.Receipt == Balloting.Receipt(Recounting.Token("2"), voter, Matter))) + 1,
            own.GetProperty("line").GetInt32()
        );
        Assert.True(own.GetProperty("isSealed").GetBoolean());
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
        var voters = ballots.Select((_, i) => new MemberId(Hash.Of([(byte)i]))).ToList();
        return balloting with
        {
            Belongs = options.Where(_ => dice.OnceIn(2)).ToImmutableDictionary(o => o, _ => 7L + dice.Below(2)),
            Casting = dice.OnceIn(2) || method == MeekCount.Method ? null : ([.. options.OrderBy(_ => dice.Next()).Take(1 + dice.Below(options.Length))], 99),
            Papers = voters
                .Index()
                .ToImmutableDictionary(
                    v => Actor.Of(v.Item),
                    v =>
                        stage.IsSecret
                            ? new Paper(v.Index, null, Balloting.Seal(Recounting.Token($"{v.Index}"), v.Item, Matter, ballots[v.Index]))
                            : new Paper(v.Index, ballots[v.Index], null)
                ),
            Sheet = stage.IsSecret
                ?
                [
                    .. voters
                        .Select((v, i) => new SheetLine(ballots[i], Balloting.Receipt(Recounting.Token($"{i}"), v, Matter)))
                        .OrderBy(l => l.Receipt, StringComparer.Ordinal),
                ]
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

    /// <summary>The file as the page of the election offers it.</summary>
    private static CountFile File(Balloting balloting, BallotResult result)
    {
        var matter = new Moot.Deciding.Matter(Matter, Moot.Talk.Subject.Whole, Actor.Of(default(MemberId)), balloting.Began, new("election", [balloting.Stage]))
        {
            Stage = balloting.Stage,
            Began = balloting.Began,
        };
        return BallotJson.Of("shed.example", matter, "Chair", result, id => id == 0 ? "none" : $"candidate {id}");
    }
}
