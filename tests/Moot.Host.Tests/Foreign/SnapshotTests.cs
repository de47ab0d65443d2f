using System.Text.Json;
using System.Text.Json.Nodes;
using Moot.Counting;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Foreign;

/// <summary>The votes of Snapshot, by which many associations decide, are counted by its own JavaScript and by ours: alike where both mean the same.</summary>
/// <remarks>What differs stands in docs/counting.md.</remarks>
[Trait("Category", "Long")]
public sealed class SnapshotTests(SnapshotPackage package) : IClassFixture<SnapshotPackage>
{
    private const int Elections = 300;

    private const string Script = """
        const { voting } = require('@snapshot-labs/snapshot.js').utils
        const said = JSON.parse(require('fs').readFileSync(0, 'utf8')).map(({ kind, choices, votes }) =>
            new voting[kind]({ choices }, votes.map(v => ({ ...v, scores: [v.balance] })), [{ name: 'one' }], []).getScores())
        console.log(JSON.stringify(said))
        """;

    /// <summary>The scores of each election, as Snapshot counts them.</summary>
    private List<double[]> Count(IEnumerable<JsonObject> elections)
    {
        Assert.SkipWhen(package.Missing.Length > 0, package.Missing);
        var said = Tool.Run("node", ["-e", Script], package.Folder, new JsonArray([.. elections]).ToJsonString())!;
        Assert.True(said.Status == 0, said.ToString());
        return [.. JsonDocument.Parse(said.Out).RootElement.EnumerateArray().Select(s => s.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
    }

    private static JsonObject Election(string kind, Poll poll, Func<short[], (JsonNode Choice, long Balance)> ballot) =>
        new()
        {
            ["kind"] = kind,
            ["choices"] = new JsonArray([.. poll.Options.Select(o => (JsonNode)o)]),
            ["votes"] = new JsonArray([
                .. Enumerable
                    .Range(0, poll.Ballots)
                    .SelectMany(b => Enumerable.Repeat(poll.Ballot(b).ToArray(), (int)poll.Counts[b]))
                    .Select(ballot)
                    .Select(v => new JsonObject { ["choice"] = v.Choice, ["balance"] = v.Balance }),
            ]),
        };

    private static List<int> Highest(double[] scores) => [.. Enumerable.Range(0, scores.Length).Where(i => scores[i] == scores.Max())];

    private static (JsonNode, long) Order(short[] ranks) =>
        (new JsonArray([.. Enumerable.Range(0, ranks.Length).OrderBy(i => ranks[i]).Select(i => (JsonNode)(i + 1))]), 1);

    private static List<Poll> Random(Func<Dice, PollBuilder> begin, Func<Dice, int, short[]> ballot) =>
        [
            .. Enumerable
                .Range(1, Elections)
                .Select(seed =>
                {
                    var dice = new Dice((ulong)seed);
                    var builder = begin(dice);
                    var options = builder.Build().Options.Length;
                    for (var b = 1 + dice.Below(9); b > 0; b--)
                    {
                        builder.Add(1 + dice.Below(5), ballot(dice, options));
                    }

                    return builder.Build();
                }),
        ];

    private static PollBuilder Begin(Dice dice, bool isScored) => new([.. Enumerable.Range(0, 2 + dice.Below(5)).Select(i => $"option {i}")], isScored);

    private static List<Poll> Orders() =>
        Random(d => Begin(d, isScored: false), (d, n) => [.. Enumerable.Range(1, n).OrderBy(_ => d.Next()).Select(r => (short)r)]);

    private static List<Poll> Scores(int most) =>
        Random(d => Begin(d, isScored: true), (d, n) => [.. Enumerable.Range(0, n).Select(_ => (short)d.Below(most + 1))]);

    [Fact]
    public void Approvals_are_the_same_sums()
    {
        var polls = Scores(1);
        var told = Count(
            polls.Select(p =>
                Election("approval", p, m => (new JsonArray([.. Enumerable.Range(0, m.Length).Where(i => m[i] > 0).Select(i => (JsonNode)(i + 1))]), 1))
            )
        );
        foreach (var (i, (poll, scores)) in polls.Zip(told).Index())
        {
            var tally = SumCount.Approvals(poll, 1, []);
            Assert.True(tally.Totals.Select(t => (double)t).SequenceEqual(scores), $"seed {i + 1}");
            Assert.True(tally.Winners.Order().SequenceEqual(Highest(scores)), $"seed {i + 1}");
        }
    }

    [Fact]
    public void Instant_runoff_has_the_same_winner_or_one_of_those_whom_we_call_tied()
    {
        var polls = Orders();
        var alone = 0;
        foreach (var (i, (poll, scores)) in polls.Zip(Count(polls.Select(p => Election("ranked-choice", p, Order)))).Index())
        {
            var tally = StvCount.InstantRunoff(poll, []);
            Assert.True(Highest(scores).TrueForAll(w => tally.Winners.Contains(w)), $"seed {i + 1}: {string.Join(' ', scores)}");
            alone += tally.Winners.Length == 1 ? 1 : 0;
        }

        Assert.InRange(alone, Elections / 3, Elections - 1);
    }

    [Fact]
    public void Who_beats_everybody_has_the_highest_score_by_Copeland_and_wins_by_Schulze()
    {
        var polls = Orders();
        var found = 0;
        foreach (var (i, (poll, scores)) in polls.Zip(Count(polls.Select(p => Election("copeland", p, Order)))).Index())
        {
            var matrix = Pairwise.Of(poll);
            var all = Enumerable.Range(0, poll.Options.Length).ToList();
            if (all.Find(a => all.TrueForAll(b => a == b || matrix.Beats(a, b))) is var best && all.TrueForAll(b => best == b || matrix.Beats(best, b)))
            {
                found++;
                Assert.True(Highest(scores).SequenceEqual([best]) && SchulzeCount.Of(poll, []).Winners.SequenceEqual([best]), $"seed {i + 1}");
            }
        }

        Assert.InRange(found, Elections / 3, Elections);
    }

    /// <summary>There a ballot names parts of its power, and the roots are taken; here it names the roots. Squared, and with as much power as it spends, it is the same ballot.</summary>
    [Fact]
    public void Quadratic_votes_are_the_same_sums_where_each_ballot_brings_what_it_spends()
    {
        var polls = Scores(6).Where(p => Enumerable.Range(0, p.Ballots).All(b => p.Ballot(b).ContainsAnyExcept((short)0))).ToList();
        var told = Count(
            polls.Select(p =>
                Election(
                    "quadratic",
                    p,
                    m => (new JsonObject(m.Index().Select(v => KeyValuePair.Create($"{v.Index + 1}", (JsonNode?)(v.Item * v.Item)))), QuadraticCount.Cost(m))
                )
            )
        );
        Assert.InRange(polls.Count, Elections / 2, Elections);
        foreach (var (poll, scores) in polls.Zip(told))
        {
            var tally = QuadraticCount.Of(poll, 1, 1_000, []);
            var (squares, sum) = (tally.Totals.Sum(t => (double)t * t), scores.Sum());
            foreach (var (total, score) in tally.Totals.Zip(scores))
            {
                Assert.Equal(total, Math.Sqrt(score / sum * squares), 6);
            }
        }
    }
}

/// <summary>Snapshot's package, installed into a folder that goes away again. None of its programs for installing are run.</summary>
public sealed class SnapshotPackage : IDisposable
{
    private const string Package = "@snapshot-labs/snapshot.js@0.17.5";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("moot-snapshot-");

    public SnapshotPackage()
    {
        File.WriteAllText(Path.Combine(Folder, "package.json"), """{ "private": true }""");
        var node = Tool.Run("node", ["--version"]);
        var installed = node is null ? null : Tool.Run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", Package], Folder);
        Missing =
            node is null ? "needs Node: there is no program node"
            : installed is null ? "needs npm: there is no program npm"
            : installed.Status != 0 ? $"needs {Package}, which npm could not install: {installed.Error.Trim().Split('\n')[^1]}"
            : "";
    }

    /// <summary>Where it lies.</summary>
    public string Folder => folder.FullName;

    /// <summary>Why it is not there; empty where it is.</summary>
    public string Missing { get; }

    public void Dispose() => folder.Delete(recursive: true);
}
