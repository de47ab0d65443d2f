using System.Text;
using System.Text.Json;
using Moot.Counting;
using Moot.Counting.Files;
using Moot.Testing;
using Xunit;

namespace Moot.Tests.Counting;

/// <summary>Files in which others keep ballots are read as they mean them, and what is wrong is said with its line.</summary>
public sealed class BallotFileTests
{
    private static Poll Read(string text, string name, bool wantsScores = false)
    {
        Assert.True(BallotFile.TryRead(Encoding.UTF8.GetBytes(text), name, wantsScores, out var poll, out var error), error);
        return poll;
    }

    private static Poll ReadShared(string relative, bool wantsScores = false)
    {
        var path = SharedData.Path($"elections/{relative}");
        Assert.True(BallotFile.TryRead(File.ReadAllBytes(path), path, wantsScores, out var poll, out var error), $"{relative}: {error}");
        return poll;
    }

    private static string Error(string text, string name)
    {
        Assert.False(BallotFile.TryRead(Encoding.UTF8.GetBytes(text), name, false, out _, out var error));
        return error;
    }

    [Theory]
    [InlineData("DPL 2006", 421)]
    [InlineData("DPL 2020", 339)]
    public void Debians_sheets_give_Debians_results(string name, long votes)
    {
        var expected = Polls.Json("debian-official/expected.json").EnumerateArray().Single(v => v.GetProperty("name").GetString() == name);
        var poll = ReadShared($"debian-official/{expected.GetProperty("ballots_file").GetString()}");
        Assert.Equal(votes, poll.Votes);
        Assert.Equal(Polls.Texts(expected.GetProperty("options")), poll.Options);
        Assert.Equal(expected.GetProperty("default").GetInt32() - 1, poll.Default);
        DebianCountTests.Check(expected, poll);
    }

    [Fact]
    public void Ninety_and_more_PrefLib_files_have_as_many_votes_as_they_say()
    {
        var files = Directory
            .EnumerateFiles(SharedData.Path("elections/preflib"), "*.*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".soc" or ".soi" or ".toc" or ".toi")
            .ToList();
        Assert.True(files.Count >= 90, $"{files.Count} files");
        foreach (var file in files)
        {
            Assert.True(BallotFile.TryRead(File.ReadAllBytes(file), file, false, out var poll, out var error), $"{file}: {error}");
            var told = File.ReadLines(file).First(l => l.StartsWith("# NUMBER VOTERS: ", StringComparison.Ordinal));
            Assert.Equal(long.Parse(told["# NUMBER VOTERS: ".Length..]), poll.Votes);
        }
    }

    [Fact]
    public void Committee_votes_have_the_winner_that_was_written_down()
    {
        var files = Directory.GetFiles(SharedData.Path("elections/nodejs-tsc-votes"), "*.json").Order(StringComparer.Ordinal).ToList();
        Assert.Equal(11, files.Count);
        foreach (var file in files)
        {
            Assert.True(BallotFile.TryRead(File.ReadAllBytes(file), file, false, out var poll, out var error), $"{file}: {error}");
            var recorded = JsonDocument.Parse(File.ReadAllText(file)).RootElement.TryGetProperty("outcome", out var outcome) ? outcome : default;
            var expected = recorded.ValueKind switch
            {
                JsonValueKind.Object => recorded.GetProperty("winner(s)").EnumerateArray().Select(w => w.GetString()!),
                JsonValueKind.String => [recorded.GetString()!],
                _ => ["Yes"],
            };
            Assert.Equal(expected, SchulzeCount.Of(poll, []).Winners.Select(w => poll.Options[w]));
            Assert.Equal(expected, DebianCount.Of(poll, DebianRules.None).Winners.Select(w => poll.Options[w]));
        }
    }

    [Fact]
    public void Other_real_files_are_read()
    {
        Assert.Equal(8980, ReadShared("abif/burl2009.abif").Votes);
        Assert.True(ReadShared("abif/burl2009-withratings.abif", wantsScores: true).IsScored);
        Assert.Equal(7, ReadShared("blt-stv-samples/gnome_26.blt").Seats);
        Assert.Equal(["Amy", "Chuck", "Diane"], ReadShared("blt-stv-samples/atwood_so.blt").Options);
        Assert.Equal(["Bob"], ReadShared("blt-stv-samples/atwood_so.blt").Withdrawn);
        Assert.Equal(10, ReadShared("tideman/A1.HIL").Options.Length);
        var burlington = ReadShared("abif/burl2009.abif");
        Assert.Equal("Bob Kiss (Progressive)", burlington.Options[StvCount.InstantRunoff(burlington, []).Winners.Single()]);
        Assert.Equal("Andy Montroll (Democrat)", burlington.Options[SchulzeCount.Of(burlington, []).Winners.Single()]);
    }

    [Fact]
    public void Old_sheets_with_Latin_letters_are_read()
    {
        var sheet = "     Option 1----->: Raphaël\n   /  Option 2-->: None\n   |/\nV: 12 \t\t1d7b\nV: -1 \t\t5983\nV: -- \t\t5a\n";
        Assert.True(BallotFile.TryRead(Encoding.Latin1.GetBytes(sheet), "tally.txt", false, out var poll, out var error), error);
        Assert.Equal(["Raphaël", "None"], poll.Options);
        Assert.Equal([1, 2, Poll.Unranked, 1, Poll.Unranked, Poll.Unranked], poll.Marks);
    }

    [Fact]
    public void Every_form_says_again_what_was_written()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var poll = Polls.Random(new(seed), 5, 12);
            Same(poll, Read(BltFile.Write(poll, 2), "x.blt"), seed, "blt");
            Same(poll, Read(AbifFile.Write(poll), "x.abif"), seed, "abif");
            Same(poll, Read(CsvFile.Write(poll), "x.csv"), seed, "csv");
            Same(poll, Read(DebianSheet.Write(poll, []), "x.txt"), seed, "sheet");
            Same(poll, Read(PrefLibFile.Write(poll, out var ending), "x." + ending), seed, "preflib");
            var scored = Polls.RandomScores(new(seed), 4, 10, 5);
            Same(scored, Read(AbifFile.Write(scored), "x.abif", wantsScores: true), seed, "abif scores");
            Same(scored, Read(CsvFile.Write(scored), "x.csv", wantsScores: true), seed, "csv scores");
        }
    }

    private static void Same(Poll poll, Poll read, ulong seed, string form)
    {
        Assert.True(poll.Options.SequenceEqual(read.Options) && poll.Votes == read.Votes, $"seed {seed}, {form}");
        Assert.True(Pairwise.Of(poll).Equals(Pairwise.Of(read)), $"seed {seed}, {form}");
    }

    [Fact]
    public void A_matrix_is_enough_to_count_preferences()
    {
        var poll = Read("matrix,A,B,C\nA,,5,3\nB,2,,6\nC,4,1,\n", "m.csv");
        Assert.Equal(5, poll.Matrix![0, 1]);
        Assert.Equal([0], SchulzeCount.Of(poll, []).Winners);
        Assert.Equal(4, Read("""{"options":["A","B"],"matrix":[[0,4],[1,0]]}""", "m.json").Matrix![0, 1]);
    }

    [Theory]
    [InlineData("Q00000001-C00000002-R00000000--Q00000001-C00000003-R00000001--", new short[] { 1, 2 })]
    [InlineData("Q00000001-A00000002-R00000002--Q00000001-A00000003-R000003E8--", new short[] { 1, short.MaxValue })]
    [InlineData("Q00000001-A00000002-S+0000000004--Q00000001-A00000003-S-0000000001--", new short[] { 4, -1 })]
    [InlineData("Q00000001-A00000002-n--Q00000001-A00000003-y--", new short[] { 0, 1 })]
    [InlineData("Q00000001-A00000003--", new short[] { 0, 1 })]
    public void Records_of_SecurePoll_are_read(string record, short[] marks)
    {
        var dump = $"""
            <SecurePoll><election><configuration><title>Test</title><question><id>1</id><property name="min-seats">2</property>
            <option><id>2</id><message name="text" lang="en">Ann</message></option>
            <option><id>3</id><message name="text" lang="en">Bob</message></option></question></configuration>
            <vote>{record}</vote></election></SecurePoll>
            """;
        var poll = Read(dump, "dump.xml");
        Assert.Equal(["Ann", "Bob"], poll.Options);
        Assert.Equal(2, poll.Seats);
        Assert.Equal(marks, poll.Marks);
    }

    [Fact]
    public void Entities_of_a_dump_are_never_read() =>
        Assert.Contains(
            "no XML",
            Error("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><SecurePoll>&e;</SecurePoll>", "dump.xml"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("     Option 1-->: A\n   /  Option 2-->: B\nV: 12 r\nV: 123 r\n", "x.txt", "Line 4: the ballot has 3 marks for 2 options")]
    [InlineData("     Option 1-->: A\n   /  Option 2-->: B\nV: 1? r\n", "x.txt", "Line 3: \"?\" is no rank")]
    [InlineData("     Option 1-->: A\n   /  Option 3-->: B\nV: 1? r\n", "x.txt", "Line 2: the options are not numbered")]
    [InlineData("# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME 1: A\n5: 2\n", "x.soi", "Line 3: there is no alternative 2")]
    [InlineData("# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME 1: A\n5: {1\n", "x.toi", "Line 3: a brace is not closed")]
    [InlineData("# NUMBER ALTERNATIVES: 1\n# ALTERNATIVE NAME 1: A\nfive: 1\n", "x.toi", "Line 3: \"five\" is no number of ballots")]
    [InlineData("2 1\n1 3 0\n0\n", "x.blt", "Line 2: there is no candidate 3")]
    [InlineData("2 1\n1 2\n", "x.blt", "Line 2: the file ends where 0 at the end of the ballot is missing")]
    [InlineData("2 1\n1 2 0\n0\n\"A\n", "x.blt", "Line 4: a quotation mark is not closed")]
    [InlineData("3:A>B\nhello\n", "x.abif", "Line 2: this is no ballot")]
    [InlineData("3:A>>B\n", "x.abif", "Line 1: \">B\" is no option")]
    [InlineData("A,B\n1,2\n1\n", "x.csv", "Line 3: has 1 cells")]
    [InlineData("A,B\n1,x\n", "x.csv", "Line 2: \"x\" is no rank")]
    [InlineData("A,A\n1,2\n", "x.csv", "Line 1: two options are called \"A\"")]
    [InlineData("count,A\n9999999999,1\n", "x.csv", "Line 2: \"9999999999\" is no number of ballots")]
    [InlineData("count,A,B\n400000000,1,2\n400000000,2,1\n", "x.csv", "Line 3: these are more than 500000000 votes")]
    [InlineData("{\"options\":[\"A\"", "x.json", "Line 1: this is no JSON")]
    [InlineData("{\"what\":1}", "x.json", "Line 1: the JSON has none of the forms")]
    [InlineData("hello", "x.txt", "Line 1: this is none of the forms")]
    [InlineData("A,B\n", "x.csv", "The file has no ballots.")]
    [InlineData("", "x.csv", "Line 1: the file is empty")]
    public void What_is_wrong_is_said_with_its_line(string text, string name, string expected) =>
        Assert.StartsWith(expected, Error(text, name), StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_in_a_file_it_is_read_or_refused()
    {
        string[] seeds =
        [
            "2 1\n-1\n3 1=2 0\n0\n\"A\" \"B\" \"T\"\n",
            "=A:[Ann]\n3:A/5>B/3\n2:B,A\n",
            "count,A,\"B,b\"\n2,1,\n",
            "# NUMBER ALTERNATIVES: 2\n# ALTERNATIVE NAME 1: A\n# ALTERNATIVE NAME 2: B\n5: {1,2}\n",
            "     Option 1-->: A\n   /  Option 2-->: B\nV: 12 r\n",
            """{"options":["A","B"],"ballots":[{"count":2,"ranks":[1,"-"]}]}""",
            """{"seats":1,"candidates":{"1":"A"},"rankedVotes":{"1":{"count":1,"rank":{"1":"1"}}}}""",
        ];
        string[] names = ["x.blt", "x.abif", "x.csv", "x.toc", "x.txt", "x.json", "x.xml"];
        const string Alphabet = "0123456789-=>,:/{}[]\"#\n AVx.";
        for (var seed = 1UL; seed <= 3_000; seed++)
        {
            var dice = new Dice(seed);
            var text = new StringBuilder(dice.Pick(seeds));
            for (var i = dice.Below(6); i >= 0; i--)
            {
                var at = dice.Below(text.Length);
                _ = dice.OnceIn(2) ? text.Remove(at, Math.Min(1 + dice.Below(4), text.Length - at)) : text.Insert(at, Alphabet[dice.Below(Alphabet.Length)]);
                if (text.Length == 0)
                {
                    text.Append('x');
                }
            }

            var isRead = BallotFile.TryRead(Encoding.UTF8.GetBytes(text.ToString()), dice.Pick(names), dice.OnceIn(2), out var poll, out var error);
            Assert.True(isRead == (error.Length == 0), $"seed {seed}");
            Assert.True(!isRead || poll.Matrix is not null || poll.Marks.Length == poll.Options.Length * poll.Ballots, $"seed {seed}");
        }
    }
}
