using System.Text.Json;
using System.Text.Json.Serialization;
using Moot.Kernel.Acts;
using Moot.Kernel.Encoding;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Acts;

/// <summary>The one grammar of JSON in acts (docs/decisions/0004-json-edge-cases.md); its cases are vectors/json.json.</summary>
public sealed class PublicJsonTests
{
    public static TheoryData<string> Cases() => [.. Vectors.Read("json.json").List("cases").Select(c => c.Text("name"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_case_has_its_verdict(string name)
    {
        var one = Vectors.Read("json.json").List("cases").Single(c => c.Text("name") == name);
        var json = one.TryGetProperty("hex", out _) ? one.Hex("hex") : one.Utf8("json");
        Check("lawful", one.Text("public"), PublicJson.TryCheck(json, name: null, out var error), error);
        Check("lawful", one.Text("body"), PublicJson.TryCheckBody(json, name: null, out error), error);
    }

    private static void Check(string lawful, string expected, bool read, string error)
    {
        Assert.Equal(expected, read ? lawful : "refused");
        Assert.Equal(read, error.Length == 0);
    }

    [Fact]
    public void An_object_has_at_most_256_names()
    {
        static byte[] Names(int count) => Samples.Bytes("{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"n{i}\":\"\"")) + "}");
        Assert.True(PublicJson.TryCheck(Names(256), null, out _));
        Assert.False(PublicJson.TryCheck(Names(257), null, out _));
        foreach (var twice in new[] { 0, 31, 32, 33, 100, 199 })
        {
            var json = Samples.Text(Names(200))[..^1] + $",\"\\u006e{twice}\":\"\"}}";
            Assert.False(PublicJson.TryCheck(Samples.Bytes(json), null, out _), json);
        }
    }

    [Fact]
    public void Names_of_objects_that_ended_may_come_again() =>
        Assert.True(PublicJson.TryCheck("""{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}],"c":{"a":1}}"""u8, null, out _));

    [Fact]
    public void The_rule_about_names_is_for_the_outermost_ones()
    {
        static bool NotB(ref Utf8JsonReader name) => !name.ValueTextEquals("b"u8);
        Assert.True(PublicJson.TryCheck("""{"a":{"b":1}}"""u8, NotB, out _));
        Assert.False(PublicJson.TryCheck("""{"b":1}"""u8, NotB, out _));
        Assert.False(PublicJson.TryCheck("""{"\u0062":1}"""u8, NotB, out _));
    }

    [Fact]
    public void Public_json_and_bodies_have_their_limits()
    {
        static byte[] Long(int bytes) => Samples.Bytes($"{{\"a\":\"{new string('b', bytes - 8)}\"}}");
        Assert.True(PublicJson.TryCheck(Long(Limits.PublicJsonBytesMax), null, out _));
        Assert.False(PublicJson.TryCheck(Long(Limits.PublicJsonBytesMax + 1), null, out _));
        Assert.True(PublicJson.TryCheckBody(Long(Limits.BodyBytesMax), null, out _));
        Assert.False(PublicJson.TryCheckBody(Long(Limits.BodyBytesMax + 1), null, out _));
    }

    [Fact]
    public void Whatever_comes_it_answers()
    {
        var dice = new Dice(7);
        var crumbs = new[]
        {
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "d800",
            "dc00",
            "a",
            "1",
            "-",
            "0",
            "e",
            ".",
            " ",
            "true",
            "null",
            "é",
            "\u2028",
            "\\n",
        };
        for (var i = 0; i < 100_000; i++)
        {
            var inner = string.Concat(Enumerable.Range(0, dice.Below(14)).Select(_ => dice.PickFrom(crumbs)));
            byte[] json = [.. Samples.Bytes("{" + inner + "}")];
            if (dice.OnceIn(3))
            {
                json[dice.Below(json.Length)] = (byte)dice.Next();
            }

            // What the grammar lets pass must be JSON to everybody else.
            if (PublicJson.TryCheck(json, null, out _))
            {
                using var document = JsonDocument.Parse(json);
                Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
            }
        }
    }

    [Theory]
    [InlineData("arrays", false)]
    [InlineData("unicode", true)]
    [InlineData("values", false)]
    public void The_files_of_JCS_on_one_line(string name, bool lawful)
    {
        foreach (var folder in new[] { "input", "output" })
        {
            var bytes = File.ReadAllBytes(SharedData.Path($"tlog/jcs/{folder}/{name}.json"));
            var many = bytes.AsSpan().IndexOfAny((byte)'\n', (byte)'\r') >= 0;
            Assert.False(many && PublicJson.TryCheck(bytes, null, out _), "an act's JSON stands on one line");
            var line = Samples.Bytes(string.Concat(Samples.Text(bytes).Split('\n', '\r').Select(l => l.Trim())));
            Assert.Equal(lawful, PublicJson.TryCheck(line, null, out _));
        }
    }

    [Fact]
    public void Two_spellings_are_two_acts()
    {
        var (one, two) = (Hall.Sign(Samples.Draft("""{"a":"A\u030a"}"""), Hall.Key("Ann")), Hall.Sign(Samples.Draft("{\"a\":\"A\u030a\"}"), Hall.Key("Ann")));
        Assert.NotEqual(one.Id, two.Id);
        Assert.False(one.Public.Span.SequenceEqual(two.Public.Span));
        Assert.True(one.VerifySignatures() && two.VerifySignatures());
    }
}
