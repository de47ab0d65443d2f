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

    private static IEnumerable<string> Kinds => Capabilities.Registry.Kinds.Select(k => k.Name);

    /// <summary>Kinds that have no line in the first column of a table.</summary>
    private static IEnumerable<string> Missing(string page, IEnumerable<string> kinds)
    {
        var told = page.Split('\n').Where(l => l.StartsWith('|')).Select(l => l.Split('|')[1]).ToList();
        return kinds.Where(k => !told.Exists(c => c.Contains($"`{k}`", StringComparison.Ordinal)));
    }

    private static string KindsPath() => Path.Combine(Project.Root, "docs", "format", "kinds.md");
}
