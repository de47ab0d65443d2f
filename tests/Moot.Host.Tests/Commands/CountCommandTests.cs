using System.Text.Json.Nodes;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Commands;

/// <summary><c>moot count</c>: winners, trace and explanation of a file of ballots.</summary>
public sealed class CountCommandTests : IDisposable
{
    private readonly Shell shell = new();

    public CountCommandTests()
    {
        File.WriteAllText(shell["club.csv"], "count,Ann,Bob,None\n15,1,2,3\n10,3,1,2\n5,2,1,\n");
        File.WriteAllText(shell["stars.csv"], "Ann,Bob,Cleo\n5,4,0\n2,3,0\n2,3,1\n");
        File.WriteAllText(shell["two.blt"], "3 2\n4 1 0\n3 2 0\n3 3 0\n0\n\"Ann\" \"Bob\" \"Cleo\" \"Club\"\n");
        File.WriteAllText(shell["matrix.csv"], "matrix,A,B\nA,,5\nB,2,\n");
        File.WriteAllText(shell["broken.csv"], "A,B\n1,first\n");
    }

    public void Dispose() => shell.Dispose();

    private static string?[] Names(JsonNode list) => [.. list.AsArray().Select(n => (string?)n)];

    [Fact]
    public void It_is_told_to_people_and_to_programs()
    {
        var told = shell.Do("count", "club.csv", "--method", "debian-a5", "--default", "None", "--majority", "Ann=3:1").Out;
        Assert.Contains("Ann was dropped: 20 prefer Ann to None, 10 prefer None; a majority of 3:1 was needed.", told, StringComparison.Ordinal);
        Assert.EndsWith("winners: Bob\n", told, StringComparison.Ordinal);
        Assert.Contains("Bob gewinnt.", shell.Do("count", "stars.csv", "--method", "star", "--language", "de").Out, StringComparison.Ordinal);

        var json = shell.Json("count", "club.csv", "--method", "debian-a5", "--default", "None", "--quorum", "3Q", "--voters", "200");
        Assert.Equal(["Bob"], Names(json["winners"]!));
        Assert.Equal(22, (int)json["trace"]!["quorum"]!);
        Assert.Equal("quorum", (string?)json["trace"]!["dropped"]![0]!["reason"]);
        Assert.Equal(["Bob"], Names(shell.Json("count", "stars.csv", "--method", "star")["winners"]!));
        Assert.Equal(["A"], Names(shell.Json("count", "matrix.csv", "--method", "schulze")["winners"]!));
    }

    [Fact]
    public void A_tie_is_a_set_until_an_order_is_given()
    {
        var open = shell.Json("count", "two.blt", "--method", "stv");
        Assert.Equal(["Ann"], Names(open["winners"]!));
        Assert.Equal(["Bob", "Cleo"], Names(open["tied"]!));
        Assert.Equal(1, (int)open["tied_seats"]!);
        Assert.Equal(["Ann", "Cleo"], Names(shell.Json("count", "two.blt", "--method", "stv", "--casting", "Cleo")["winners"]!));
    }

    [Fact]
    public void Ballots_are_written_in_another_form()
    {
        shell.Do("count", "club.csv", "--method", "schulze", "--write", "club.toc");
        Assert.Contains("15: 1,2,3", File.ReadAllText(shell["club.toc"]), StringComparison.Ordinal);
        Assert.Equal(
            Names(shell.Json("count", "club.csv", "--method", "schulze")["winners"]!),
            Names(shell.Json("count", "club.toc", "--method", "schulze")["winners"]!)
        );
    }

    [Fact]
    public void The_election_of_2006_is_counted_from_its_sheet()
    {
        var sheet = SharedData.Path("elections/debian-official/leader2006_tally.txt");
        var json = shell.Json("count", sheet, "--method", "debian-a5", "--quorum", "3Q", "--voters", "972");
        Assert.Equal(["Anthony Towns"], Names(json["winners"]!));
        Assert.Equal(421, (int)json["votes"]!);
    }

    [Theory]
    [InlineData("no-such-method", "count", "club.csv", "--method", "magic")]
    [InlineData("ballots-unreadable", "count", "broken.csv", "--method", "irv")]
    [InlineData("io", "count", "nowhere.csv", "--method", "irv")]
    [InlineData("needs-scores", "count", "two.blt", "--method", "star")]
    [InlineData("needs-ballots", "count", "matrix.csv", "--method", "stv")]
    [InlineData("needs-default", "count", "club.csv", "--method", "debian-a5", "--quorum", "5")]
    [InlineData("quorum-unreadable", "count", "club.csv", "--method", "debian-a5", "--quorum", "3Q", "--default", "None")]
    [InlineData("majority-unreadable", "count", "club.csv", "--method", "majority", "--majority", "most")]
    [InlineData("no-such-option", "count", "club.csv", "--method", "debian-a5", "--default", "Nobody")]
    [InlineData("seats-wrong", "count", "club.csv", "--method", "stv", "--seats", "9")]
    [InlineData("no-such-language", "count", "club.csv", "--method", "irv", "--language", "xx")]
    public void What_is_wrong_has_a_code_and_says_what_to_do(string code, params string[] line) => shell.Fails(code, line);
}
