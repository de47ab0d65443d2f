using System.Text.Json.Nodes;
using Moot.Deciding.Charters;
using Xunit;

namespace Moot.Host.Tests.Commands;

/// <summary><c>moot check</c>: of a template, a file, an association.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_charter_is_told_who_rules()
    {
        var told = shell.Do("check", "template", "benevolent-dictator").Out;
        Assert.Contains("severe   power everything: Monarchy: one person, whoever holds the role founder,", told, StringComparison.Ordinal);
        var json = shell.Do("check", "template", "benevolent-dictator", "--json").Out.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToList();
        Assert.Contains(json, f => (string?)f["code"] is "monarchy" && (string?)f["severity"] is "severe" && (string?)f["article"] is "power everything");
        Assert.All(json, f => Assert.EndsWith(".", (string?)f["sentence"], StringComparison.Ordinal));

        File.WriteAllText(shell["my.charter"], Templates.Read("consent-circle"));
        Assert.DoesNotContain("severe", shell.Do("check", "my.charter", "--strict").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_association_is_checked_with_its_people()
    {
        shell.Do("init", "a", "--name", "Club");
        Assert.Contains(
            "subject charter: The charter: the smallest group that can bring about a decision is the only one of the members",
            shell.Do("check", "a").Out,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1, "monarchy", "check", "template", "benevolent-dictator", "--strict")]
    [InlineData(1, "no-such-template", "check", "template", "monarchy")]
    [InlineData(1, "no-such-template", "check", "template")]
    [InlineData(1, "charter-unreadable", "check", "broken.charter")]
    [InlineData(2, "usage", "check")]
    public void The_status_says_whether_it_went_well(int status, string says, params string[] line)
    {
        File.WriteAllText(shell["broken.charter"], "charter 1\nking arthur\n");
        var run = shell.Run([.. line, "--json"]);
        Assert.Equal(status, run.Status);
        Assert.Contains($"\"{says}\"", run.Out, StringComparison.Ordinal);
    }
}
