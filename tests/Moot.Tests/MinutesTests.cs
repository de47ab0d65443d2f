using Xunit;

namespace Moot.Tests;

/// <summary>The reader of minutes itself: what is wrong in a story does not pass.</summary>
public sealed class MinutesTests
{
    private static IReadOnlyList<string> Play(string story) => Minutes.Play("a.minutes", story);

    [Fact]
    public void A_true_story_passes() =>
        Assert.Empty(
            Play(
                "at 2026-03-01T10:00Z\nAnn founds \"Allotment 7\" → lawful\nAnn joins -> lawful\nAnn says \"hello\" as @hello → lawful\nthen 3 entries\nthen @hello is signed"
            )
        );

    [Theory]
    [InlineData("Ann leaves → lawful", "a.minutes:2: Ann leaves → lawful", "expected lawful, but it was refused members-only")]
    [InlineData("Ann joins → refused name-missing", "a.minutes:2:", "expected refused name-missing, but it was lawful")]
    [InlineData("Ann leaves → refused no-such-key", "a.minutes:2:", "but it was refused members-only")]
    [InlineData("then 7 entries", "a.minutes:2: then 7 entries", "expected 7, but it is 1")]
    public void What_did_not_happen_is_told_with_file_line_and_sentence(string line, string where, string what)
    {
        var failure = Assert.Single(Play($"Ann founds \"Allotment 7\" → lawful\n{line}"));
        Assert.StartsWith(where, failure, StringComparison.Ordinal);
        Assert.Contains(what, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann joins")]
    [InlineData("Ann joins → perhaps")]
    [InlineData("Ann dances → lawful")]
    [InlineData("Ann joins merrily → lawful")]
    [InlineData("Ann says \"hello → lawful")]
    [InlineData("Ann does key.revoke/1 {\"key\":key(Ann) → lawful")]
    [InlineData("Ann does key.sponsors/1 {\"sponsors\":[Cem],\"threshold\":1} → lawful")]
    [InlineData("@gone again → lawful")]
    [InlineData("Ann hides @gone → lawful")]
    [InlineData("after 3 moons")]
    [InlineData("after days")]
    [InlineData("at noon")]
    [InlineData("at 2020-01-01T00:00Z")]
    [InlineData("then all is well")]
    public void What_cannot_be_read_is_told(string line) =>
        Assert.Contains("cannot be read", Assert.Single(Play($"at 2026-03-01T10:00Z\nAnn founds \"Allotment 7\" → lawful\n{line}")), StringComparison.Ordinal);

    [Fact]
    public void A_story_is_not_read_on_after_three_wrong_lines() => Assert.Equal(3, Play(string.Concat(Enumerable.Repeat("Ann leaves → lawful\n", 9))).Count);
}
