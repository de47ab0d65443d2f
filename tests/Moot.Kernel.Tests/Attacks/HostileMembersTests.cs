using Moot.Kernel.Acts;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Attacks;

/// <summary>What somebody may send who wants to stop the writer, act twice, or reach further than they should.</summary>
public sealed class HostileMembersTests
{
    private const string Name = """{"name":"Gil"}""";

    private static Hall Hall(params string[] members)
    {
        var hall = new Hall(new Registry());
        Assert.True(hall.Found().IsLawful);
        foreach (var who in members)
        {
            Assert.True(hall.Join(who).IsLawful);
        }

        return hall;
    }

    /// <summary>The act without one of its two signature lines.</summary>
    private static SignedAct Alone(SignedAct act, int keep)
    {
        var bytes = act.Bytes.ToArray();
        byte[] alone = [.. bytes[..^324], .. keep == 0 ? bytes[^324..^162] : bytes[^162..]];
        Assert.True(SignedAct.TryParse(alone, out var read, out var error), error);
        return read!;
    }

    [Theory]
    [InlineData("key.sponsors/1", """{"sponsors":null,"threshold":0}""")]
    [InlineData("key.sponsors/1", """{"sponsors":[null],"threshold":1}""")]
    [InlineData("key.sponsors/1", """{"threshold":0}""")]
    [InlineData("key.sponsors/1", """{"sponsors":[],"threshold":null}""")]
    [InlineData("key.sponsors/1", """{"sponsors":[],"threshold":9007199254740992}""")]
    [InlineData("key.sponsors/1", """{"sponsors":[],"threshold":"0"}""")]
    [InlineData("key.sponsors/1", """{"Sponsors":[],"Threshold":0}""")]
    [InlineData("key.vouching/1", """{"allowed":null}""")]
    [InlineData("key.vouching/1", """{"allowed":1}""")]
    [InlineData("key.revoke/1", """{"key":null}""")]
    [InlineData("key.revoke/1", """{"key":[]}""")]
    [InlineData("association.fork/1", """{"log":null,"intake":null,"parent":null}""")]
    [InlineData("body.hide/1", """{"entry":null,"ground":"abuse"}""")]
    [InlineData("body.hide/1", """{"entry":0,"ground":1}""")]
    [InlineData("body.hide/1", """{"entry":0,"ground":"Abuse"}""")]
    public void Odd_values_are_refused_and_nothing_breaks(string kind, string pub) => Assert.Equal("malformed", Hall("Ann").Do("Ann", kind, pub).Code);

    [Theory]
    [InlineData("""{"key":"KEY","scope":null}""")]
    [InlineData("""{"key":"KEY","scope":[null]}""")]
    [InlineData("""{"key":"KEY","scope":["none"]}""")]
    [InlineData("""{"key":"KEY","scope":[1]}""")]
    [InlineData("""{"key":"KEY","scope":"all"}""")]
    [InlineData("""{"key":"KEY","until":-1}""")]
    public void Odd_scopes_are_refused_and_nothing_breaks(string pub)
    {
        var hall = Hall("Ann");
        var (ann, phone) = (Testing.Hall.Key("Ann"), Testing.Hall.Key("Ann.phone"));
        var draft = hall.Draft("key.add/1", pub.Replace("KEY", Testing.Hall.Public(phone).ToString(), StringComparison.Ordinal), hall.MemberOf("Ann"), ann);
        Assert.Equal("malformed", hall.Send(Testing.Hall.Sign(draft, ann, phone), Submission.NoBody, out _).Code);
    }

    /// <summary>The limit of the rule about swapped signatures (docs/format/entry.md): no one program may be stricter here than another.</summary>
    [Fact]
    public void Two_strangers_who_signed_one_text_say_it_twice_where_each_stands_alone()
    {
        var hall = Hall();
        var (gil, hal) = (Testing.Hall.Key("Gil"), Testing.Hall.Key("Hal"));
        var both = Testing.Hall.Sign(hall.Draft("member.join/1", "{}", null, gil, Name), gil, hal);
        Assert.True(hall.Send(Alone(both, 0), Testing.Hall.Stored(Name), out _).IsLawful);
        Assert.True(hall.Send(Alone(both, 1), Testing.Hall.Stored(Name), out _).IsLawful);
    }

    [Fact]
    public void Who_joins_can_still_take_back_the_name_they_joined_with()
    {
        var hall = Hall("Ann");
        Assert.True(hall.Do("Ann", "body.erase/1", """{"entry":1,"ground":"privacy"}""", """{"reason":"my name"}""").IsLawful);
        Assert.True(hall.Vouch(null, "member.join/1", "{}", Name).IsLawful);
        var index = hall.World.Size - 1;
        Assert.True(Entry.TryParse(hall.Entries[^1].Bytes, out var join, out _));
        Assert.Equal("hide-first", hall.Do("Ann", "body.erase/1", $$"""{"entry":{{index}},"ground":"privacy"}""", """{"reason":"not mine"}""").Code);
        Assert.True(hall.Vouch(new MemberId(join!.Act.Id), "body.erase/1", $$"""{"entry":{{index}},"ground":"privacy"}""", """{"reason":"mine"}""").IsLawful);
    }
}
