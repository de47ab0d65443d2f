using Moot.Testing;
using Xunit;

namespace Moot.Tests;

/// <summary>What is published of the formats keeps up with the program.</summary>
public sealed class DocumentsTests
{
    [Fact]
    public void Every_kind_of_act_stands_in_the_documents() => Assert.Empty(Missing(File.ReadAllText(KindsPath()), Kinds));

    [Fact]
    public void Control_a_kind_that_stands_nowhere_is_caught() =>
        Assert.Equal(["talk.say/2"], Missing("| `talk.say/1` |\n| `page.move/1`, `page.edit/1` |", ["talk.say/1", "talk.say/2", "page.edit/1"]));

    /// <summary>A kind is looked at when its first act comes: here all are.</summary>
    [Fact]
    public void The_JSON_of_every_kind_is_as_it_must_be() => Assert.All(Capabilities.Registry.Kinds, k => Assert.False(k.Members.IsDefault));

    private static IEnumerable<string> Kinds => Capabilities.Registry.Kinds.Select(k => k.Name);

    /// <summary>Kinds that have no line in the first column of a table.</summary>
    private static IEnumerable<string> Missing(string page, IEnumerable<string> kinds)
    {
        var told = page.Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Split('|')[1]).ToList();
        return kinds.Where(k => !told.Exists(c => c.Contains($"`{k}`", StringComparison.Ordinal)));
    }

    private static string KindsPath() => Path.Combine(Project.Root, "docs", "format", "kinds.md");
}
