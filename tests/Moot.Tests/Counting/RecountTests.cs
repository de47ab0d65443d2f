using System.Collections.Immutable;
using System.Text.Json;
using Moot.Counting;
using Moot.Counting.Files;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>The script in docs/recount, written in another language, finds what our count finds, and what somebody changed.</summary>
public sealed class RecountTests
{
    private const ulong Seeds = 500;

    /// <summary>Votes of a file that is counted as ballots of single voters; larger ones would only take longer.</summary>
    private const long VotesMost = 12_000;

    /// <summary>A rule for one random election: what stands in the file beside the ballots, and how we count.</summary>
    private static (Tally Tally, Func<CountFile, CountFile> Rules) Rule(string method, Poll poll, Dice dice)
    {
        var n = poll.Options.Length;
        var seats = 1 + dice.Below(Math.Min(3, n));
        ImmutableArray<int> casting = dice.OnceIn(2) ? [] : [.. Enumerable.Range(0, n).OrderBy(_ => dice.Next()).Take(1 + dice.Below(n))];
        Func<CountFile, CountFile> drawn = f => f with { Casting = casting };
        switch (method)
        {
            case DebianCount.Method:
                int? none = dice.OnceIn(3) ? null : n - 1;
                var quorum = dice.Pick(null, "3", "1/3", "Q", "1.5Q", "0.5");
                var majority = dice.Pick(null, "3:1", "2/3", "65%", "1:1", "1/3");
                var electorate = poll.Votes + dice.Below(30);
                Quorum? needed = null;
                Assert.True(quorum is null || Quorum.TryRead(quorum, electorate, out needed, out _));
                var majorities =
                    majority is null || none is null
                        ? ImmutableDictionary<int, Majority>.Empty
                        : Enumerable.Range(0, n - 1).ToImmutableDictionary(o => o, _ => Majority.Read(majority)!.Value);
                return (
                    DebianCount.Of(poll, new(none, needed, majorities, casting)),
                    f => f with { Default = none, Quorum = quorum, Majority = majority, Electorate = electorate, Casting = casting }
                );
            case SchulzeCount.Method:
                return (SchulzeCount.Of(poll, casting), drawn);
            case StvCount.Runoff:
                return (StvCount.InstantRunoff(poll, casting), drawn);
            case StvCount.Method:
                return (StvCount.Of(poll, seats, casting), drawn);
            case MeekCount.Method:
                return (MeekCount.Of(poll, seats), f => f);
            case SumCount.Approval:
                return (SumCount.Approvals(poll, seats, casting), drawn);
            case SumCount.Score:
                return (SumCount.Scores(poll, seats, casting), drawn);
            case StarCount.Method:
                return (StarCount.Of(method, poll, 1, casting), drawn);
            case StarCount.Bloc:
                return (StarCount.Of(method, poll, seats, casting), drawn);
            case SupportCount.Method:
                var (pass, above, below, isMore) = dice.Pick(("50%", 1, 2, false), ("more than 1/2", 1, 2, true), ("3/5", 3, 5, false));
                return (SupportCount.Of(poll, seats, new(above, below), isMore, 0, casting), f => f with { Casting = casting, Pass = pass });
            default:
                var budget = dice.Pick(20L, 40L, 100L);
                return (QuadraticCount.Of(poll, seats, budget, casting), f => f with { Casting = casting, Budget = budget });
        }
    }

    [Theory]
    [InlineData("debian-a5", false)]
    [InlineData("schulze", false)]
    [InlineData("irv", false)]
    [InlineData("stv", false)]
    [InlineData("meek-stv", false)]
    [InlineData("approval", false)]
    [InlineData("approval", true)]
    [InlineData("score", true)]
    [InlineData("star", true)]
    [InlineData("bloc-star", true)]
    [InlineData("quadratic", true)]
    [InlineData("support", true)]
    public async Task Random_elections_have_the_same_winners_and_ties(string method, bool isScored)
    {
        var elections = new List<(string, CountFile)>();
        var ties = 0;
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var dice = new Dice(seed);
            var options = 2 + dice.Below(6);
            var poll = isScored ? Polls.RandomScores(dice, options, 1 + dice.Below(9), 5) : Polls.Random(dice, options, 1 + dice.Below(9), dice.OnceIn(3));
            poll = method == SupportCount.Method ? poll with { Marks = [.. poll.Marks.Select(m => (short)((m % 3) - 1))] } : poll;
            // Now and then all are alike, so that a tie can fall in more ways than are gone through.
            poll = seed % 25 == 0 ? poll with { Counts = [1], Marks = [.. Enumerable.Repeat((short)1, options)] } : poll;
            var (tally, rules) = Rule(method, poll, dice);
            ties += tally.Tied.IsEmpty ? 0 : 1;
            elections.Add(($"seed {seed}", rules(Recounting.File(poll, tally, isSecret: dice.OnceIn(2)))));
        }

        // Meek's rule draws no lots: who are tied for last go together.
        Assert.True(ties > 10 || method == MeekCount.Method, $"only {ties} ties");
        await Recounting.Same(elections);
    }

    [Fact]
    public async Task Debians_cases_and_sheets_and_Schulzes_papers_are_counted_alike()
    {
        var elections = new List<(string, CountFile)>();
        foreach (var expected in Polls.Json("constructed/debian-a5-cases.json").EnumerateArray())
        {
            AddDebian(expected, DebianCountTests.Ballots(expected));
        }

        foreach (var name in new[] { "DPL 2006", "DPL 2020" })
        {
            var expected = Polls.Json("debian-official/expected.json").EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);
            AddDebian(expected, Read($"debian-official/{expected.GetProperty("ballots_file").GetString()}"));
        }

        Assert.Equal(15, elections.Count);
        foreach (var election in Polls.Json("schulze-paper/schulze-examples.json").GetProperty("elections").EnumerateArray())
        {
            var poll = SchulzeCountTests.Ballots(election);
            var name = $"paper {elections.Count}";
            elections.Add((name, Recounting.File(poll, SchulzeCount.Of(poll, []))));
            elections.Add((name, Recounting.File(poll, DebianCount.Of(poll, DebianRules.None))));
        }

        Assert.Equal(15 + (2 * 19), elections.Count);
        await Recounting.Same(elections);

        void AddDebian(JsonElement expected, Poll poll)
        {
            var rules = DebianCountTests.Rules(expected);
            // The file knows one majority for all options: cases in which options differ are counted without any.
            var ratios = rules.Majorities.Values.Distinct().ToList();
            var isOne = ratios.Count == 1 && rules.Majorities.Count == poll.Options.Length - 1;
            rules = isOne ? rules : rules with { Majorities = ImmutableDictionary<int, Majority>.Empty };
            elections.Add(
                (
                    expected.TryGetProperty("name", out var name) ? name.GetString()! : "case",
                    Recounting.File(poll, DebianCount.Of(poll, rules)) with
                    {
                        Default = rules.Default,
                        Electorate = rules.Quorum?.Voters ?? poll.Votes,
                        Quorum = rules.Quorum is null ? null : "3Q",
                        Majority = isOne ? ratios[0].ToString() : null,
                        Casting = rules.Casting,
                    }
                )
            );
        }
    }

    [Fact]
    public async Task Other_peoples_files_are_counted_alike_by_every_method_for_ranks()
    {
        var elections = new List<(string, CountFile)>();
        string[] folders = ["preflib", "blt-stv-samples", "nodejs-tsc-votes", "abif", "tideman"];
        foreach (var file in folders.SelectMany(f => Directory.EnumerateFiles(SharedData.Path($"elections/{f}"), "*.*", SearchOption.AllDirectories)))
        {
            if (!BallotFile.TryRead(File.ReadAllBytes(file), file, false, out var poll, out _) || poll.IsScored || poll.Matrix is not null)
            {
                continue;
            }

            if (poll.Votes <= VotesMost && poll.Options.Length > 1)
            {
                var counted = poll with { Repeats = ImmutableDictionary<int, ImmutableArray<int>>.Empty };
                var seats = Math.Min(3, poll.Options.Length - 1);
                Tally[] tallies =
                [
                    DebianCount.Of(counted, DebianRules.None),
                    SchulzeCount.Of(counted, []),
                    StvCount.InstantRunoff(counted, []),
                    StvCount.Of(counted, seats, []),
                    MeekCount.Of(counted, seats),
                    SumCount.Approvals(counted, seats, []),
                ];
                elections.AddRange(tallies.Select(t => (Path.GetFileName(file), Recounting.File(counted, t))));
            }
        }

        Assert.True(elections.Count > 6 * 60, $"{elections.Count} counts");
        foreach (var part in elections.Chunk(60))
        {
            await Recounting.Same([.. part]);
        }
    }

    [Fact]
    public async Task Elections_by_Meeks_rule_are_counted_alike()
    {
        var elections = new List<(string, CountFile)>();
        foreach (var file in Directory.GetFiles(SharedData.Path("elections/meek-stv-securepoll"), "*.json").Order(StringComparer.Ordinal))
        {
            var election = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement[0];
            var poll = MeekCountTests.Read(election).Poll with { Repeats = ImmutableDictionary<int, ImmutableArray<int>>.Empty };
            var seats = election.GetProperty("seats").GetInt32();
            if (poll.Votes <= VotesMost)
            {
                elections.Add((Path.GetFileName(file), Recounting.File(poll, MeekCount.Of(poll, seats))));
            }
        }

        Assert.True(elections.Count >= 20, $"{elections.Count} elections");
        await Recounting.Same(elections);
    }

    [Fact]
    public async Task Support_has_to_reach_its_share_and_the_highest_shares_get_the_seats()
    {
        var rows = Polls.Json("process/process-vectors.json").GetProperty("ace2024").GetProperty("rows").EnumerateArray().ToList();
        var votes = rows.Max(r => r.GetProperty("support").GetInt32() + r.GetProperty("oppose").GetInt32() + r.GetProperty("abstain").GetInt32());
        var ballots = Enumerable.Range(0, votes).Select(v => new CountBallot([.. rows.Select(r => Side(r, v))])).ToList();
        int? Side(JsonElement row, int voter) =>
            voter < row.GetProperty("support").GetInt32() ? 1
            : voter < row.GetProperty("support").GetInt32() + row.GetProperty("oppose").GetInt32() ? -1
            : null;
        string Name(JsonElement row) => row.GetProperty("name").GetString()!;
        var passed = rows.Where(r => r.GetProperty("percent").GetDecimal() >= 79).OrderByDescending(r => r.GetProperty("percent").GetDecimal()).ToList();
        Assert.Equal(3, passed.Count);
        var file = new CountFile(
            "shed.example",
            40,
            "",
            "support",
            rows.Count,
            [.. rows.Select((r, i) => new CountOption(i, Name(r)))],
            votes,
            false,
            [.. ballots.Select((_, v) => $"voter{v}")],
            [.. ballots.Select((b, v) => b with { Voter = $"voter{v}" })]
        )
        {
            Pass = "79%",
            Winners = [.. passed.Select(Name)],
        };
        var two = file with { Seats = 2, Winners = [.. passed.Take(2).Select(Name)] };
        await Recounting.Same([("all", file), ("two", two), ("one", file with { Seats = 1, Winners = [Name(passed[0])] })]);
    }

    [Fact]
    public async Task Exactly_the_share_is_enough_equal_shares_are_tied_and_too_few_voters_choose_nobody()
    {
        var poll = Polls.Scored("A B C", "7 1 1 1; 3 -1 -1 0");
        var file = Recounting.File(poll, SumCount.Scores(poll, 1, [])) with { Method = "support", Pass = "70%", Winners = ["C"], Tied = [] };
        var two = Polls.Scored("A B C", "7 1 1 -1; 3 -1 -1 0");
        var tied = Recounting.File(two, SumCount.Scores(two, 1, [])) with { Method = "support", Pass = "70%", Winners = ["A", "B"], Tied = ["A", "B"] };
        await Recounting.Same([
            ("share", file),
            ("tie", tied),
            ("casting", tied with { Casting = [1], Winners = ["B"], Tied = [] }),
            ("nobody", tied with { Pass = "70.1%", Winners = [], Tied = [] }),
            ("quorum", tied with { Quorum = "11", Winners = [], Tied = [] }),
        ]);
    }

    private static readonly Poll Shed = Polls.Ranked("Ann Bob None", "6 Ann>Bob>None; 3 Bob>None; 2 None>Bob>Ann");

    private static CountFile Secret() => Recounting.File(Shed, SchulzeCount.Of(Shed, []), isSecret: true);

    [Fact]
    public async Task What_somebody_changed_is_found()
    {
        var file = Secret();
        var opened = Recounting.File(Shed, SchulzeCount.Of(Shed, []));
        var line = file.Ballots[3];
        var forged = new CountBallot([1, 2, 3]) { Receipt = new string('f', 64) };
        CountBallot[] all = [.. file.Ballots];
        (string Codes, CountFile File)[] changes =
        [
            ("", file),
            ("", opened),
            ("ballots-voters", file with { Ballots = file.Ballots.RemoveAt(3) }),
            ("ballots-voters", file with { Ballots = file.Ballots.Add(forged) }),
            ("ballots-voters receipt-order", file with { Ballots = file.Ballots.Insert(3, line) }),
            ("receipt-order", file with { Ballots = file.Ballots.RemoveAt(4).Insert(3, line) }),
            ("receipt-order", file with { Ballots = [.. all.Reverse()] }),
            ("receipt-form", file with { Ballots = file.Ballots.SetItem(3, line with { Receipt = "f" }) }),
            ("marks", file with { Ballots = file.Ballots.SetItem(3, line with { Marks = [0, 1, 2] }) }),
            ("marks", file with { Ballots = file.Ballots.SetItem(3, line with { Marks = [1, 2] }) }),
            ("winners", file with { Ballots = [.. file.Ballots.Select(b => b with { Marks = [3, 1, 2] })] }),
            ("winners", file with { Winners = ["Bob"] }),
            ("tied", file with { Tied = ["Bob", "Ann"] }),
            ("ballots-voters seal-missing", file with { Voters = file.Voters.Add("stranger"), Electorate = 12 }),
            ("voter-twice electorate", file with { Voters = file.Voters.SetItem(1, "voter1"), Electorate = 8 }),
            ("electorate", file with { Electorate = 9 }),
            ("seal-stranger", file with { Seals = file.Seals!.Add("stranger", new string('0', 64)) }),
            ("seal-missing", file with { Seals = file.Seals!.Remove("voter3") }),
            ("ballot-stranger", opened with { Ballots = opened.Ballots.SetItem(3, opened.Ballots[3] with { Voter = "stranger" }) }),
            ("ballot-stranger", opened with { Ballots = opened.Ballots.SetItem(3, opened.Ballots[4]) }),
            ("form", file with { Method = "dice" }),
            ("form", file with { Seats = 2 }),
            ("form", file with { Default = 3 }),
            ("form", file with { Quorum = "many" }),
            ("form", file with { Majority = "1/1" }),
            ("form", file with { Pass = "1/0" }),
        ];
        var said = await Recounting.Count(changes.Select(c => c.File.ToJson()));
        foreach (var ((codes, _), told) in changes.Zip(said))
        {
            var found = told.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("code").GetString()!).Distinct().ToList();
            Assert.All(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), c => Assert.Contains(c, found));
            Assert.Equal(codes.Length == 0, told.GetProperty("isRight").GetBoolean());
            Assert.All(told.GetProperty("sentences").EnumerateArray(), s => Assert.Matches(@"^[A-Z].*\.$", s.GetString()));
        }
    }

    [Fact]
    public async Task A_voter_finds_the_own_line_and_whether_somebody_changed_it()
    {
        var file = Secret();
        var mine = file.Ballots.Single(b => b.Receipt == Recounting.Receipt("voter7", 40));
        var at = file.Ballots.IndexOf(mine);
        (string, string)[] asked = [("member", "voter7"), ("token", Recounting.Token("voter7"))];
        var changed = file with { Ballots = file.Ballots.SetItem(at, mine with { Marks = [3, 1, null] }) };
        var replaced = file with { Ballots = file.Ballots.SetItem(at, mine with { Receipt = file.Ballots[at].Receipt![..63] + "!" }) };
        var said = await Recounting.Count(new[] { file, changed, replaced }.Select(f => f.ToJson()), asked);
        var own = said.ConvertAll(s => s.GetProperty("own"));
        Assert.Equal([at + 1, at + 1, null], own.Select(o => o.GetProperty("line") is { ValueKind: JsonValueKind.Number } line ? line.GetInt32() : (int?)null));
        Assert.Equal([JsonValueKind.True, JsonValueKind.False, JsonValueKind.Null], own.Select(o => o.GetProperty("isSealed").ValueKind));
        Assert.Equal("""[["Ann",null],["Bob",1],["None",2]]""", own[0].GetProperty("marks").GetRawText());

        // With the marks that were cast, the seal in the log proves to anybody what the ballot was.
        var proved = await Recounting.Count([replaced.ToJson()], [.. asked, ("cast", "-,1,2")]);
        Assert.Equal(JsonValueKind.True, proved[0].GetProperty("own").GetProperty("isSealed").ValueKind);
    }

    [Fact]
    public async Task As_a_program_it_ends_with_0_or_1_and_says_why()
    {
        var text = System.Text.Encoding.UTF8.GetString(Secret().ToJson());
        var right = await Recounting.Node(text, Recounting.Script, "-");
        Assert.Equal((0, ""), (right.Status, right.Error));
        Assert.Contains("this count finds: Ann", right.Out, StringComparison.Ordinal);
        var mine = await Recounting.Node(text, Recounting.Script, "-", "--member", "voter7", "--token", Recounting.Token("voter7"));
        Assert.Contains(": Ann -, Bob 1, None 2\nthe seal in the log fits\nRIGHT", mine.Out, StringComparison.Ordinal);
        var other = await Recounting.Node(text, Recounting.Script, "-", "--member", "voter7", "--token", "another");
        Assert.Equal(1, other.Status);
        Assert.Contains("no line is yours", other.Out, StringComparison.Ordinal);
        var wrong = await Recounting.Node(text.Replace("\"winners\":[\"Ann\"]", "\"winners\":[\"Bob\"]", StringComparison.Ordinal), Recounting.Script, "-");
        Assert.Equal(1, wrong.Status);
        Assert.Contains("WRONG: The published winners are not those whom this count finds: Ann.", wrong.Out, StringComparison.Ordinal);
        var none = await Recounting.Node("no json", Recounting.Script, "-");
        Assert.Equal(1, none.Status);
        Assert.StartsWith("cannot be read", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_has_its_sentence_in_every_language()
    {
        var code = "const { problems } = await import(process.argv[1]); console.log(JSON.stringify(problems))";
        var (_, said, error) = await Recounting.Node("", "--input-type=module", "-e", code, new Uri(Recounting.Script).AbsoluteUri);
        Assert.Equal("", error);
        var codes = Polls.Texts(JsonDocument.Parse(said).RootElement);
        Assert.True(codes.Length >= 12, said);
        Assert.All(Moot.Ui.Words.Languages, w => Assert.All(codes, c => Assert.Contains("{0}", w["recount.js.problem-" + c], StringComparison.Ordinal)));
    }

    private static Poll Read(string relative)
    {
        var path = SharedData.Path($"elections/{relative}");
        Assert.True(BallotFile.TryRead(File.ReadAllBytes(path), path, false, out var poll, out var error), error);
        return poll;
    }
}
