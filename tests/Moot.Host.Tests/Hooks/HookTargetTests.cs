using System.Net;
using Moot.Host.Hooks;
using Moot.Kernel.Acts;
using Xunit;

namespace Moot.Host.Tests.Hooks;

/// <summary>Where webhooks may not lead, however it is written.</summary>
public sealed class HookTargetTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HookTargets Resolving(params string[][] answers)
    {
        var asked = 0;
        return new(
            IsPrivateAllowed: false,
            (_, _) => Task.FromResult<IPAddress[]>([.. answers[Math.Min(asked++, answers.Length - 1)].Select(IPAddress.Parse)])
        );
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://0/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://１２７.0.0.1/")]
    [InlineData("http://10.1.2.3/")]
    [InlineData("http://172.16.0.1/")]
    [InlineData("http://172.31.255.255/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://100.64.0.1/")]
    [InlineData("http://100.100.100.200/")]
    [InlineData("http://192.0.0.192/")]
    [InlineData("http://198.18.0.1/")]
    [InlineData("http://224.0.0.1/")]
    [InlineData("http://255.255.255.255/")]
    [InlineData("http://[::]/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[0:0:0:0:0:0:0:1]/")]
    [InlineData("http://[::127.0.0.1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[64:ff9b:1::7f00:1]/")]
    [InlineData("http://[2002:7f00:1::]/")]
    [InlineData("http://[2001::1]/")]
    [InlineData("http://[2001:db8::1]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://[fc00::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://[fec0::1]/")]
    [InlineData("http://[ff02::1]/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST./")]
    public async Task An_address_inside_is_refused(string url)
    {
        using var sender = new HookSender(HookTargets.Usual);
        var (status, trouble) = await sender.Send(url, [1], "id", [2], new Moment(0), Cancel);
        Assert.Null(status);
        Assert.Contains(trouble, (string[])["private-address", "unknown-host", "url-wrong"]);
    }

    [Theory]
    [InlineData("ftp://example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.org/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//example.org/")]
    [InlineData("example.org")]
    [InlineData("http://me:secret@example.org/")]
    [InlineData("http://127.0.0.1@example.org/")]
    [InlineData("http:///x")]
    [InlineData("http://exa mple.org/")]
    [InlineData("")]
    public void What_is_no_address_of_the_web_is_refused(string url) => Assert.Null(HookTargets.Read(url));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:82a::200e")]
    [InlineData("64:ff9b::101:101")]
    [InlineData("::ffff:1.1.1.1")]
    public void An_address_on_the_Internet_is_not(string address) => Assert.True(HookTargets.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public async Task A_name_with_one_address_inside_is_refused_whole()
    {
        var refused = await Assert.ThrowsAsync<HookRefusedException>(() => Resolving(["1.1.1.1", "10.0.0.1"]).Addresses("example.org", Cancel));
        Assert.Equal("private-address", refused.Code);
    }

    [Fact]
    public async Task A_name_that_means_another_address_when_it_is_told_leads_nowhere()
    {
        await using var receiver = await Receiver.Start();
        var targets = Resolving(["1.1.1.1"], ["127.0.0.1"]);
        Assert.Equal("1.1.1.1", Assert.Single(await targets.Addresses("changing.example", Cancel)).ToString());
        using var sender = new HookSender(targets);
        var url = $"http://changing.example:{new Uri(receiver.Url).Port}/";
        Assert.Equal((null, "private-address"), await sender.Send(url, [1], "id", [2], new Moment(0), Cancel));
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var receiver = await Receiver.Start();
        receiver.Answer = _ => 307;
        using var sender = new HookSender(HookTargets.Usual with { IsPrivateAllowed = true });
        Assert.Equal((307, "status"), await sender.Send(receiver.Url, [1], "id", [2], new Moment(0), Cancel));
        Assert.Single(receiver.All);
    }
}
