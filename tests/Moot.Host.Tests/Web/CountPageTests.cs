using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Moot.Counting;
using Moot.Host.Tests.People;
using Moot.Testing;
using Xunit;

namespace Moot.Host.Tests.Web;

/// <summary>Anybody counts ballots in the browser; nothing is kept, and nobody can tire the host out with it.</summary>
public sealed class CountPageTests : IAsyncLifetime
{
    private Village village = null!;
    private Browser guest = null!;

    public async ValueTask InitializeAsync()
    {
        village = await Village.Found();
        guest = village.NewBrowser();
    }

    public async ValueTask DisposeAsync()
    {
        guest.Dispose();
        await village.DisposeAsync();
    }

    private static string Words(Answer answer) => WebUtility.HtmlDecode(answer.Text);

    private Task<Answer> Count(string ballots, string method, params (string, string)[] rules) =>
        guest.Post("count", [("ballots", ballots), ("method", method), .. rules]);

    private async Task<Answer> CountFile(byte[] bytes, string name, string method)
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name }, { new StringContent(method), "method" } };
        return await guest.Send(new(HttpMethod.Post, $"{village.Url}/count") { Content = content });
    }

    private async Task Refused(string sentence, Task<Answer> asked)
    {
        var answer = await asked;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(sentence, Words(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_is_shown_at_an_address_by_every_method_that_can_count_it()
    {
        foreach (var example in CountExample.All)
        {
            foreach (var method in example.Others.Prepend(example.Order.Method))
            {
                var answer = await guest.Get($"count?example={example.Name}&method={method}");
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                Assert.Contains("class=\"result\"", answer.Text, StringComparison.Ordinal);
                Assert.Matches("<svg |<table ", answer.Text);
            }
        }

        Assert.Contains("Nashville won", (await guest.Get("count?example=tennessee")).Text, StringComparison.Ordinal);
        Assert.Contains("Knoxville won in round 3", (await guest.Get("count?example=tennessee&method=irv")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.Get("count?example=nothing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await guest.Get("count?example=motion&method=meek-stv")).Status);
    }

    [Fact]
    public async Task Pasted_ballots_and_a_file_are_counted_and_nothing_is_kept()
    {
        var size = village.World.Size;
        var pasted = await Count("3:Ann>Bob\n2:Bob>Ann\n", "irv");
        Assert.Equal(HttpStatusCode.OK, pasted.Status);
        Assert.Contains("Ann won at once, with 3 of 5 votes.", Words(pasted), StringComparison.Ordinal);
        Assert.Contains("2:Bob>Ann", Words(pasted), StringComparison.Ordinal); // to be counted again

        var sheet = await File.ReadAllBytesAsync(SharedData.Path("elections/debian-official/leader2006_tally.txt"), TestContext.Current.CancellationToken);
        var file = await CountFile(sheet, "leader2006_tally.txt", "debian-a5");
        Assert.Contains("Anthony Towns won", Words(file), StringComparison.Ordinal);
        Assert.Contains("✓ 190", Words(file), StringComparison.Ordinal);
        Assert.Equal(size, village.World.Size);
    }

    [Fact]
    public async Task The_rules_are_those_of_the_form()
    {
        var rules = await Count(
            "count,Ann,Bob,None\n15,1,2,3\n10,3,1,2\n5,2,1,\n",
            "debian-a5",
            ("default", "None"),
            ("majority", "Ann=3:1\n"),
            ("quorum", "3Q"),
            ("voters", "200")
        );
        Assert.Contains("Ann was dropped: 20 prefer Ann to None, the quorum is 22".Split(',')[0], Words(rules), StringComparison.Ordinal);
        Assert.Contains("Ann and Bob", Words(await Count("1:Ann\n1:Bob\n", "stv", ("seats", "2"))), StringComparison.Ordinal);
        Assert.Contains("are tied", Words(await Count("1:Ann\n1:Bob\n", "irv")), StringComparison.Ordinal);
        Assert.Contains("Bob won", Words(await Count("1:Ann\n1:Bob\n", "irv", ("casting", "Bob"))), StringComparison.Ordinal);
        Assert.Contains("None won", Words(await Count("3:Ann>None\n4:None>Ann\n", "debian-a5", ("default", "None"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_the_trace()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{village.Url}/count")
        {
            Content = new StringContent("{\"ballots\":\"3:Ann>Bob\\n2:Bob>Ann\\n\",\"method\":\"schulze\"}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Accept", "application/json");
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("Ann", (string?)System.Text.Json.Nodes.JsonNode.Parse(said)!["winners"]![0]);
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_line_and_the_ballots_stay_in_the_form()
    {
        await Refused("Line 3: ", Count("Ann,Bob\n1,2\n1,first\n", "irv"));
        await Refused("1,first", Count("Ann,Bob\n1,2\n1,first\n", "irv"));
        await Refused("There are no ballots", Count(" \n ", "irv"));
        await Refused("There is no method magic", Count("1:Ann", "magic"));
        await Refused("star counts points", Count("1:Ann>Bob", "star"));
        await Refused("can fill 1–2 here", Count("1:Ann>Bob", "stv", ("seats", "9")));
        await Refused("\"-1\" is no number", Count("1:Ann>Bob", "stv", ("seats", "-1")));
        await Refused("There is no option Zoe. There are: Ann; Bob.", Count("1:Ann>Bob", "debian-a5", ("default", "Zoe")));
        await Refused("\"most\" is no majority", Count("1:Ann>Bob", "majority", ("majority", "most")));
        await Refused("\"3Q\" is no quorum", Count("1:Ann>Bob", "debian-a5", ("quorum", "3Q"), ("default", "Bob")));
    }

    [Fact]
    public async Task Names_with_script_in_them_are_only_names()
    {
        var answer = await Count(
            "Ann,<script>alert(1)</script>,\"\"\" onload=x\"\n1,2,3\n2,1,3\n3,1,2\n",
            "schulze",
            ("default", "<b>"),
            ("casting", "</textarea><b>")
        );
        Assert.DoesNotContain("<script>alert", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("</textarea><b>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_much_is_refused_before_it_costs_anything()
    {
        await Refused("are allowed", CountFile(new byte[CountLimits.BytesMax + 1], "x.csv", "irv"));
        await Refused("are allowed", Count(new string('x', CountLimits.BytesMax + 1), "irv"));
        await Refused("64 can be counted", Count(string.Join(',', Enumerable.Range(0, 65).Select(i => $"o{i}")) + "\n", "irv"));

        // Few bytes that would be many marks: 64 options, and tens of thousands of ballots that name two of them.
        var blt = new StringBuilder("64 1\n");
        for (var i = 0; i < 20_000; i++)
        {
            blt.Append(CultureInfo.InvariantCulture, $"1 {1 + (i % 64)} {1 + (i / 64 % 64)} {1 + (i / 4096 % 64)} 0\n");
        }

        await Refused("are allowed", CountFile(Encoding.UTF8.GetBytes(blt.Append("0\n").ToString()), "x.blt", "irv"));
        var many = string.Join('\n', Enumerable.Range(0, CountLimits.LinesMax + 1).Select(i => $"{i}"));
        await Refused("are allowed", Count("1:Ann>Bob", "irv", ("casting", many)));
    }

    [Theory]
    [InlineData("stv", 20)]
    [InlineData("meek-stv", 20)]
    [InlineData("irv", 1)]
    public async Task Ballots_that_were_made_to_tire_it_out_end_in_time(string method, int seats)
    {
        var clock = Stopwatch.StartNew();
        var answer = await CountFile(Encoding.UTF8.GetBytes(Tiring(seats, 15_000)), "x.blt", method);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, answer.Text);
        Assert.True(clock.Elapsed < 5 * CountLimits.TimeMax, $"{clock.Elapsed}");
        Assert.Contains("Ann won", Words(await Count("3:Ann>Bob\n2:Bob>Ann\n", "irv")), StringComparison.Ordinal); // and the next one is counted
    }

    /// <summary>Many ballots with many equal ranks, whose fractions of votes grow with every seat.</summary>
    private static string Tiring(int seats, int ballots)
    {
        const int options = 40;
        var dice = new Dice(5);
        var text = new StringBuilder($"{options} {seats}\n");
        for (var b = 0; b < ballots; b++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{1 + dice.Below(97)}");
            foreach (var group in Enumerable.Range(1, options).OrderBy(_ => dice.Next()).Chunk(1 + (int)dice.Below(7)))
            {
                text.Append(' ').AppendJoin('=', group);
            }

            text.Append(" 0\n");
        }

        return text.Append("0\n").ToString();
    }
}
