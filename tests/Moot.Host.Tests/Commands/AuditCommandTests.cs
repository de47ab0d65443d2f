using System.Globalization;
using System.Text.Json.Nodes;
using Moot.Deciding;
using Moot.Host.Demos;
using Moot.Host.Folders;
using Moot.Host.Live;
using Xunit;

namespace Moot.Host.Tests.Commands;

/// <summary><c>moot audit election</c>: an election is counted again from the log alone.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task An_election_of_the_example_is_counted_again()
    {
        await Demo.Create(shell["club"], TimeProvider.System);
        var (election, choice) = await Matters();
        var told = shell.Do("audit", "election", election, "club").Out;
        Assert.Contains("4 voters, 4 ballots, counted by schulze, secret", told, StringComparison.Ordinal);
        Assert.Contains("chosen: Jonas", told, StringComparison.Ordinal);
        Assert.Contains("gewinnt", shell.Do("audit", "election", election, "club", "--language", "de").Out, StringComparison.Ordinal);
        var json = JsonNode.Parse(shell.Do("audit", "election", election, "club", "--json").Out)!;
        Assert.True((bool)json["ok"]!);
        Assert.Equal(["Jonas"], json["winners"]!.AsArray().Select(w => (string)w!));
        Assert.Contains("No line of the sheet", shell.Run("audit", "election", election, "club", "--token", "nobody's token").Out, StringComparison.Ordinal);
        foreach (
            var (code, arguments) in new[] { ("no-such-matter", (string[])["999999"]), ("not-counted", [choice]), ("no-such-poll", [election, "--poll", "2"]) }
        )
        {
            _ = shell.Fails(code, ["audit", "election", arguments[0], "club", .. arguments[1..]]);
        }
    }

    private async Task<(string Election, string Choice)> Matters()
    {
        await using var log = HostedLog.Open(AssociationFolder.Open(shell["club"]), TimeProvider.System);
        var matters = log.Head.World.Get<Assembly>().Matters.Values;
        return (
            matters.First(m => m.OpenRole is not null).Id.ToString(CultureInfo.InvariantCulture),
            matters.First(m => m is { Pathway.HasBallot: true, OpenRole: null }).Id.ToString(CultureInfo.InvariantCulture)
        );
    }
}
