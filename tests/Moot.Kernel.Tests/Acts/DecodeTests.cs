using System.Text.Json;
using Moot.Kernel.Acts;
using Moot.Kernel.Association;
using Moot.Kernel.Encoding;
using Moot.Kernel.Erasure;
using Moot.Kernel.Keys;
using Moot.Kernel.Membership;
using Moot.Kernel.Tree;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Acts;

/// <summary>From public JSON and body to a record: what counts stands in the leaf, what is human in the body, and nothing else anywhere.</summary>
public sealed class DecodeTests
{
    private static readonly Registry Registry = new();
    private static readonly string Key = Hall.Public("Bob").ToString();

    private static object? Decode(string kind, string pub, string? body, BodyState state = BodyState.Present)
    {
        var draft = Samples.Draft(pub, body is null ? null : Hall.Commit(body)) with { Kind = kind };
        var stored = body is null || state == BodyState.Present ? Hall.Stored(body) : new(state, default, default);
        var record = Registry.Find(kind)!.Decode(Hall.Sign(draft, Hall.Key("Ann")), stored, out var error);
        Assert.Equal(record is null, error.Length > 0);
        return record;
    }

    [Fact]
    public void Leaf_and_body_become_one_record() =>
        Assert.Equal(
            new HideBody(7, Ground.Privacy, Prose.Of("enough")),
            Decode("body.hide/1", """{"entry":7,"ground":"privacy"}""", """{"reason":"enough"}""")
        );

    [Theory]
    [InlineData("""{ "entry":7 , "ground":"privacy" }""", """{ "reason" : "enough" }""")]
    [InlineData("""{"ground":"privacy","entry":7}""", """{"\u0072eason":"\u0065nough"}""")]
    [InlineData("""{"\u0065ntry":7,"ground":"p\u0072ivacy"}""", """{"reason":"enough"}""")]
    public void Other_spellings_are_other_acts_of_the_same_meaning(string pub, string body) =>
        Assert.Equal(new HideBody(7, Ground.Privacy, Prose.Of("enough")), Decode("body.hide/1", pub, body));

    [Theory]
    [InlineData("""{"entry":7,"ground":"privacy","reason":"enough"}""", null)] // prose in the leaf
    [InlineData("""{"entry":7,"ground":"privacy","\u0072eason":"enough"}""", null)]
    [InlineData("""{"entry":7,"ground":"privacy","reason":null}""", null)]
    [InlineData("""{"ground":"privacy"}""", """{"entry":"7"}""")] // what counts in the body
    [InlineData("""{"entry":7}""", """{"ground":"privacy"}""")]
    [InlineData("""{"entry":7,"ground":"privacy"}""", """{"note":"enough"}""")] // unknown
    [InlineData("""{"entry":7,"ground":"privacy","note":1}""", null)]
    [InlineData("""{"entry":7,"ground":"privacy"}""", """{"reason":null}""")]
    [InlineData("""{"entry":7,"ground":"privacy"}""", """{"reason":7}""")]
    [InlineData("""{"entry":7,"ground":"privacy"}""", """{"reason":["enough"]}""")]
    [InlineData("""{"entry":7,"ground":"privacy"}""", """{"reason":"a","reason":"b"}""")]
    [InlineData("""{"entry":7}""", null)] // required
    [InlineData("{}", null)]
    [InlineData("""{"entry":null,"ground":"privacy"}""", null)]
    [InlineData("""{"entry":7,"ground":null}""", null)]
    [InlineData("""{"entry":"7","ground":"privacy"}""", null)]
    [InlineData("""{"Entry":7,"ground":"privacy"}""", null)]
    [InlineData("""{"entry":7,"ground":1}""", null)]
    [InlineData("""{"entry":7,"ground":"Privacy"}""", null)]
    [InlineData("""{"entry":7,"ground":"privacy,law"}""", null)]
    [InlineData("""{"entry":7,"entry":7,"ground":"privacy"}""", null)]
    public void What_does_not_fit_is_refused(string pub, string? body) => Assert.Null(Decode("body.hide/1", pub, body));

    public static TheoryData<string, string> Nulls() =>
        new()
        {
            { "association.found/1", $$"""{"log":null,"intake":"{{Key}}"}""" },
            { "association.found/1", """{"log":"x","intake":null}""" },
            { "association.fork/1", $$"""{"log":"x","intake":"{{Key}}","parent":null}""" },
            { "key.add/1", """{"key":null}""" },
            { "key.add/1", $$"""{"key":"{{Key}}","scope":null}""" },
            { "key.add/1", $$"""{"key":"{{Key}}","scope":[null]}""" },
            { "key.sponsors/1", """{"sponsors":null,"threshold":1}""" },
            { "key.sponsors/1", """{"sponsors":[null],"threshold":1}""" },
            { "key.sponsors/1", """{"sponsors":[],"threshold":null}""" },
            { "key.vouching/1", """{"allowed":null}""" },
            { "key.recover.open/1", """{"member":null}""" },
            { "body.erase/1", """{"entry":null,"ground":"law"}""" },
        };

    [Theory]
    [MemberData(nameof(Nulls))]
    public void Null_is_no_value(string kind, string pub) => Assert.Null(Decode(kind, pub, null));

    [Theory]
    [InlineData("key.add/1", """{"key":"K","until":null}""")]
    [InlineData("body.erase/1", """{"entry":1,"ground":"law","decision":null}""")]
    public void Null_says_that_something_is_left_out_where_it_may_be(string kind, string pub) =>
        Assert.NotNull(Decode(kind, pub.Replace("K", Key, StringComparison.Ordinal), null));

    public static TheoryData<string> KindsWithProse() => [.. Registry.Kinds.Where(k => k.Members.Any(m => m.IsProse)).Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(KindsWithProse))]
    public void Where_a_body_is_gone_each_text_reads_as_erased(string kind)
    {
        var pub = "{" + string.Join(',', Registry.Find(kind)!.Members.Where(m => m.IsRequired).Select(m => $"\"{m.Name}\":{Example(m.Type)}")) + "}";
        foreach (var state in new[] { BodyState.Erased, BodyState.Hidden, BodyState.None })
        {
            var record = Decode(kind, pub, "{}", state)!;
            Assert.All(Texts(record), p => Assert.True(p.IsErased && !p.IsMissing));
        }

        Assert.All(Texts(Decode(kind, pub, null)!), p => Assert.True(p.IsMissing && !p.IsErased));
        Assert.All(Texts(Decode(kind, pub, "{}")!), p => Assert.True(p.IsMissing && !p.IsErased));
    }

    private static IEnumerable<Prose> Texts(object record) =>
        record.GetType().GetProperties().Where(p => p.PropertyType == typeof(Prose)).Select(p => (Prose)p.GetValue(record)!);

    private static string Example(Type type) =>
        type == typeof(long) || type == typeof(int) ? "1"
        : type == typeof(bool) ? "true"
        : type == typeof(Ground) ? "\"law\""
        : type == typeof(string) ? "\"x\""
        : type.Name.StartsWith("ImmutableArray", StringComparison.Ordinal) ? "[]"
        : $"\"{Key}\"";

    [Fact]
    public void A_word_is_its_own_only_spelling()
    {
        Assert.Equal("privacy", WordJson<Ground>.Word(Ground.Privacy));
        foreach (
            var (json, good) in new[]
            {
                ("\"edit\"", true),
                ("\"all\"", true),
                ("\"none\"", false),
                ("\"EDIT\"", false),
                ("\"edit, keys\"", false),
                ("\"1\"", false),
                ("1", false),
                ("\" edit\"", false),
                ("true", false),
                ("null", false),
            }
        )
        {
            Assert.Equal(good, Decode("key.add/1", $$"""{"key":"{{Key}}","scope":[{{json}}]}""", null) is not null);
        }
    }

    [Fact]
    public void A_key_a_member_and_a_hash_have_one_spelling()
    {
        foreach (var bent in new[] { Key.ToUpperInvariant(), Key[1..], Key + "0", "0x" + Key[2..], "\\u0061" + Key[1..], " " + Key[1..], "" })
        {
            Assert.Null(Decode("key.add/1", $$"""{"key":"{{bent}}"}""", null));
            Assert.Null(Decode("key.recover.open/1", $$"""{"member":"{{bent}}"}""", null));
        }
    }
}
