using Moot.Kernel.Acts;
using Moot.Testing;
using Xunit;

namespace Moot.Kernel.Tests.Replays;

/// <summary>A text that two keys signed is one act: nobody makes a second of it by putting the signatures in another order.</summary>
public sealed class SwappedSignaturesTests
{
    private const string Body = """{"name":"Ann"}""";

    private static SignedAct Swapped(SignedAct act, bool keepFirst = true)
    {
        var bytes = act.Bytes.ToArray();
        byte[] swapped = [.. bytes[..^324], .. bytes[^162..], .. keepFirst ? bytes[^324..^162] : []];
        Assert.True(SignedAct.TryParse(swapped, out var read, out var error), error);
        Assert.True(read!.VerifySignatures());
        return read;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_devices_of_one_member(bool keepFirst)
    {
        var hall = new Hall(new Registry());
        Assert.True(hall.Found().IsLawful && hall.Join("Ann").IsLawful);
        var (ann, phone) = (Hall.Key("Ann"), Hall.Key("Ann.phone"));
        var add = Hall.Sign(hall.Draft("key.add/1", $$"""{"key":"{{Hall.Public(phone)}}"}""", hall.MemberOf("Ann"), ann), ann, phone);
        Assert.True(hall.Send(add, Submission.NoBody, out _).IsLawful);
        Assert.Equal("text-used", hall.Send(Swapped(add, keepFirst), Submission.NoBody, out _).Code);

        var name = Hall.Sign(hall.Draft("member.rename/1", "{}", hall.MemberOf("Ann"), ann, Body), ann, phone);
        Assert.True(hall.Send(name, Hall.Stored(Body), out _).IsLawful);
        Assert.Equal("text-used", hall.Send(Swapped(name, keepFirst), Hall.Stored(Body), out _).Code);
        Assert.Equal("seq-used", hall.Send(name, Hall.Stored(Body), out _).Code);
        var own = Hall.Sign(hall.Draft("member.rename/1", "{}", hall.MemberOf("Ann"), phone, Body), phone);
        Assert.True(hall.Send(own, Hall.Stored(Body), out _).IsLawful);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_strangers(bool keepFirst)
    {
        var hall = new Hall(new Registry());
        Assert.True(hall.Found().IsLawful);
        var (gil, hal) = (Hall.Key("Gil"), Hall.Key("Hal"));
        var join = Hall.Sign(hall.Draft("member.join/1", "{}", null, gil, Body), gil, hal);
        Assert.True(hall.Send(join, Hall.Stored(Body), out _).IsLawful);
        Assert.Equal("text-used", hall.Send(Swapped(join, keepFirst), Hall.Stored(Body), out _).Code);
        Assert.True(hall.Join("Hal").IsLawful);
    }
}
