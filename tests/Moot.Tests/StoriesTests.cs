using Xunit;

namespace Moot.Tests;

/// <summary>All stories of all capabilities.</summary>
public sealed class StoriesTests
{
    public static TheoryData<string> Stories() =>
        [
            .. Directory
                .EnumerateFiles(AppContext.BaseDirectory, "*.minutes", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(AppContext.BaseDirectory, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Stories))]
    public void What_the_minutes_say_happened_happens(string story)
    {
        var failures = Minutes.Play("tests/Moot.Tests/" + story, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, story)));
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    [Fact]
    public void There_are_stories() => Assert.NotEmpty(Stories());
}
